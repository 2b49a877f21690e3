/** The public API as the board speaks to it: same host, session cookie, problem documents as errors. */
import type { ProblemDocument } from '../api/problem.js';

export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<ProblemDocument>,
  ) {
    super(problem.detail ?? `HTTP ${status}`);
  }
}

/** Durable, and no worker has answered: nothing has to be sent again, and nothing is known of what came of it. */
export class StillPending extends Error {
  constructor(readonly commandId: string) {
    super(`Command ${commandId} is kept and waits for a worker.`);
  }
}

/** Asking again would bring the same. */
export const isFinal = (error: unknown): boolean => error instanceof ApiProblem && error.status < 500;

const ROOT = '/api/v1';

export async function get<Answer>(path: string): Promise<Answer> {
  return await asked<Answer>('GET', path);
}

/** Milliseconds between two looks at a command that no worker has answered, and how often we look. */
const LOOK_AGAIN_MS = 500;
const MOST_LOOKS = 40;

interface Pending {
  commandId: string;
}

/**
 * Sends a command, once: the same key goes with every try. A durable command is followed until it is answered.
 * @throws {ApiProblem} what was refused
 * @throws {StillPending} after 20 s without an answer
 */
export async function send<Answer>(method: 'POST' | 'DELETE', path: string, body?: object): Promise<Answer> {
  const response = await fetch(ROOT + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      'idempotency-key': crypto.randomUUID(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.status !== 202) return await read<Answer>(response);
  const { commandId } = (await response.json()) as Pending;
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    const { state, answer } = await get<{ state: string; answer?: unknown }>(`/commands/${commandId}`);
    if (state === 'done') return answer as Answer;
    if (state === 'refused') throw new ApiProblem(409, answer as ProblemDocument);
  }
  throw new StillPending(commandId);
}

/** What would come of it; nothing is recorded. */
export interface Tried {
  allowed: boolean;
  because: string;
  told: string[];
  events: { type: string; [name: string]: unknown }[];
}

export const tryOut = async (method: 'POST' | 'DELETE', path: string, body?: object): Promise<Tried> =>
  await asked<Tried>(method, `${path}?dryRun=true`, body);

async function asked<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(ROOT + path, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return await read<Answer>(response);
}

async function read<Answer>(response: Response): Promise<Answer> {
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer;
  const problem: unknown = await response.json().catch(() => ({}));
  throw new ApiProblem(response.status, problem as ProblemDocument);
}
