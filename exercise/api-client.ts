/**
 * Speaks to the API and nothing else: used by the command line and by the exercise's player. Every answer is a value,
 * also a refusal; only an API that cannot be reached is thrown.
 */
import { readEvents } from './event-stream.js';
import type { ServerEvent } from './event-stream.js';

export interface ApiAnswer {
  status: number;
  body: unknown;
  /** The API asks to wait so long (429, 503). */
  retryAfterMs?: number;
}

export interface CallOptions {
  body?: unknown;
  /** A plan or a directory as it was written, in the place of a body. */
  yaml?: string;
  query?: Record<string, string | undefined>;
  /** Same key and body: the first answer again, and no second effect. */
  idempotencyKey?: string;
}

/** The API does not answer at all. */
export class Unreachable extends Error {
  constructor(
    readonly url: string,
    readonly reason: string,
  ) {
    super(`Nothing answers at ${url} (${reason}).`);
  }
}

/** Above the API's own deadline for a command, after which it answers 202. */
const PATIENCE_MS = 30_000;

export class ApiClient {
  constructor(
    readonly url: string,
    private readonly key?: string,
  ) {}

  get(path: string, query: CallOptions['query'] = {}): Promise<ApiAnswer> {
    return this.call('GET', path, { query });
  }

  post(path: string, body: unknown, idempotencyKey?: string): Promise<ApiAnswer> {
    return this.call('POST', path, { body, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
  }

  /** `path` is what comes after `/api/v1`. */
  async call(method: string, path: string, options: CallOptions = {}): Promise<ApiAnswer> {
    const response = await this.fetch(this.address(path, options.query), {
      method,
      headers: {
        ...this.credentials(),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.yaml === undefined ? {} : { 'content-type': 'application/yaml' }),
        ...(options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }),
      },
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.yaml === undefined ? {} : { body: options.yaml }),
    });
    const body = parse(await this.whole(response.text()));
    const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
    return { status: response.status, body, ...(wait >= 0 ? { retryAfterMs: wait * 1000 } : {}) };
  }

  /** A file, as one of this media type; without `content` the API refuses, and says why. */
  async download(
    path: string,
    accept: string,
    query: CallOptions['query'] = {},
  ): Promise<ApiAnswer & { content?: Buffer }> {
    const response = await this.fetch(this.address(path, query), {
      headers: { ...this.credentials(), accept: `${accept}, application/problem+json` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const content = Buffer.from(await this.whole(response.arrayBuffer()));
    if (response.ok) return { status: response.status, body: undefined, content };
    return { status: response.status, body: parse(content.toString('utf8')) };
  }

  /** A page outside `/api/v1`, such as `/health/ready`. */
  async page(path: string): Promise<ApiAnswer> {
    const response = await this.fetch(new URL(path, this.url), { signal: AbortSignal.timeout(PATIENCE_MS) });
    return { status: response.status, body: parse(await this.whole(response.text())) };
  }

  /**
   * The event stream until it ends or `signal` says so: connect again.
   * @throws {Unreachable} when the API goes away in the middle
   */
  async *events(lastEventId: string | undefined, signal: AbortSignal): AsyncGenerator<ServerEvent> {
    const response = await this.fetch(this.address('/events'), {
      headers: {
        ...this.credentials(),
        accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      signal,
    });
    if (!response.ok || !response.body) throw new Unreachable(this.url, `the event stream answers ${response.status}`);
    const events = readEvents(response.body);
    for (let next = await this.whole(events.next()); !next.done; next = await this.whole(events.next())) {
      yield next.value;
    }
  }

  private credentials(): Record<string, string> {
    return this.key === undefined ? {} : { authorization: `Bearer ${this.key}` };
  }

  private address(path: string, query: CallOptions['query'] = {}): URL {
    const address = new URL(`/api/v1${path}`, this.url);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, value);
    }
    return address;
  }

  private async fetch(address: URL, init: RequestInit): Promise<Response> {
    return await this.whole(fetch(address, init));
  }

  /** An API that dies in the middle of an answer has not answered. */
  private async whole<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw new Unreachable(this.url, reasonOf(error));
    }
  }
}

/** Whatever is not JSON is kept as text: a proxy in between may answer with a page. */
function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const cause = error.cause;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}
