/** What a controller answers: a value that says what happened; `problem.filter.ts` knows the status that goes with it. */
export type ReplyKind =
  | 'ok'
  /** Something new is on record. */
  | 'created'
  /** Durable, not answered by a worker yet. */
  | 'accepted'
  | 'nothing'
  /** The browser goes on to another address. */
  | 'elsewhere'
  /** The answer says what is not ready. */
  | 'not-ready';

export class Reply<Body = unknown> {
  private constructor(
    readonly kind: ReplyKind,
    readonly body: Body,
    readonly headers: Record<string, string>,
  ) {}

  static ok<Body>(body: Body, headers: Record<string, string> = {}): Reply<Body> {
    return new Reply('ok', body, headers);
  }

  static created<Body>(body: Body, headers: Record<string, string> = {}): Reply<Body> {
    return new Reply('created', body, headers);
  }

  static accepted<Body>(body: Body, location: string, headers: Record<string, string> = {}): Reply<Body> {
    return new Reply('accepted', body, { ...headers, location });
  }

  static nothing(headers: Record<string, string> = {}): Reply<undefined> {
    return new Reply('nothing', undefined, headers);
  }

  static elsewhere(location: string, headers: Record<string, string> = {}): Reply<undefined> {
    return new Reply('elsewhere', undefined, { ...headers, location });
  }

  static notReady<Body>(body: Body): Reply<Body> {
    return new Reply('not-ready', body, {});
  }
}
