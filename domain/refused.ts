/**
 * A person or machine asked for what the rules do not allow (HOUSE, error family 1). The sentence is shown as it
 * is by the API's problem document, the disabled button and the workflow's answer.
 */
export type RefusalCode =
  /** Does not fit the schema or the rules (422). */
  | 'invalid'
  /** Not your right (403). */
  | 'forbidden'
  /** No such thing (404). */
  | 'not-found'
  /** Conflicts with the state: own second signature, altered text hash (409). */
  | 'conflict'
  /** The case is closed; the entry is kept as "after closure" (409). */
  | 'closed'
  /** Expired, lapsed or withdrawn (410). */
  | 'gone';

export interface Fault {
  /** Path in the body, `/`-separated (RFC 6901). */
  path: string;
  message: string;
}

export interface Refusal {
  code: RefusalCode;
  /** One full sentence that says what would be right. */
  detail: string;
  errors?: Fault[];
}

export class Refused extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly detail: string,
    readonly errors: Fault[] = [],
  ) {
    super(detail);
    this.name = 'Refused';
  }

  /** As data: for answers, entries and problem documents. */
  get refusal(): Refusal {
    const { code, detail, errors } = this;
    return errors.length > 0 ? { code, detail, errors } : { code, detail };
  }
}
