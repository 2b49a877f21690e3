/**
 * What goes wrong in the API's own house, beside what the rules refuse (`domain/refused.ts`): said once here by code,
 * turned into a status and a document by `problem.filter.ts`.
 */
import { z } from 'zod';
import type { Fault, Refusal, RefusalCode } from '../domain/refused.js';
import type { Asking, AttemptedCommand } from './house/house-entries.js';

export type ProblemCode =
  | RefusalCode
  /** The body is no JSON (400), or the request itself makes no sense. */
  | 'not-json'
  | 'bad-request'
  /** No key, or one that nobody has (401). */
  | 'unauthenticated'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'timeout'
  | 'too-large'
  | 'unsupported-media-type'
  | 'too-many-requests'
  /** A part behind the API is away; `Retry-After` says when to ask again (503). */
  | 'unavailable'
  | 'internal';

export interface ProblemExtras {
  errors?: Fault[];
  /** Further members of the document (RFC 9457, 3.2). */
  members?: Record<string, unknown>;
  headers?: Record<string, string>;
  /** The command that was refused, and what it was about: entered with the refusal. */
  command?: AttemptedCommand;
  /** The case that is closed; what came for it is kept. */
  closedCase?: string;
  /** Entered in the record although its status alone would not be (RULES 5); false: not, although it would be. */
  recorded?: boolean;
  /** Who asked, where neither a key nor a session says it. */
  asking?: Asking;
  /** The case that was meant, where the address does not name it. */
  caseId?: string;
  /** What a person in a browser is shown in the place of the document; `entry` is the record's number of it. */
  page?: (entry: number | undefined) => string;
  cause?: unknown;
}

export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    /** One full sentence that says what would be right. */
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail, { cause: extras.cause });
    this.name = 'Problem';
  }
}

/** What the rules refuse, in the same words. */
export const ofRefusal = ({ code, detail, errors = [] }: Refusal, extras: ProblemExtras = {}): Problem =>
  new Problem(code, detail, { errors, ...extras });

/** Seconds after which asking again is worth it, where a part is away. */
const RETRY_AFTER = '5';

export const unavailable = (detail: string, cause?: unknown): Problem =>
  new Problem('unavailable', detail, { headers: { 'retry-after': RETRY_AFTER }, cause });

export const problemDocument = z
  .object({
    type: z.string().describe('A URI that names the kind of problem'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('One sentence that says what would be right'),
    code: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .loose()
  .meta({ id: 'Problem', description: 'RFC 9457' });

export type ProblemDocument = z.infer<typeof problemDocument>;
