/** Refused attempts are entries of the house's stream (RULES 6); after ten a minute by one actor, as a count. */
import type { FastifyRequest } from 'fastify';
import type { Log } from '../log/log.js';
import type { Problem } from '../problem.js';
import type { World } from '../worlds/world.js';
import type { Caller } from './caller.js';

export const HOUSE = 'house';

const MINUTE = 60_000;
const MOST_A_MINUTE = 10;
const MOST_ACTORS = 1000;

interface Window {
  since: number;
  count: number;
}

export class RefusalLog {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly worlds: readonly World[],
    private readonly clock: () => number,
    private readonly log: Log,
  ) {}

  /** Answers the number of the entry, where there is one of its own. */
  async note(
    caller: Caller | undefined,
    request: FastifyRequest,
    status: number,
    problem: Problem,
  ): Promise<number | undefined> {
    const world = caller?.world ?? this.worlds[0];
    if (!world || (request.method === 'GET' && status === 401)) return undefined;
    const actor = caller?.actor?.office ?? `unknown at ${request.ip}`;
    const window = this.windowOf(`${world.settings.name} ${actor}`);
    window.count += 1;
    if (window.count > MOST_A_MINUTE) return undefined;
    const route = request.routeOptions.url ?? '';
    const caseId = (request.params as Record<string, string> | undefined)?.['caseId'];
    const attempt = { method: request.method, route, ...(caseId ? { caseId } : {}) };
    const body = {
      type: problem.code === 'closed' ? 'after-closure' : 'refused',
      at: this.now(),
      actor,
      status,
      attempt,
    };
    try {
      const told = { code: problem.code, detail: problem.detail, ...(problem.code === 'closed' ? kept(request) : {}) };
      return (await world.store.appendNext(HOUSE, () => ({ ...body, ...told })))?.seq;
    } catch (error) {
      this.log.error({ err: error, refused: body }, 'A refused attempt could not be recorded');
      return undefined;
    }
  }

  private windowOf(actor: string): Window {
    const now = this.clock();
    const before = this.windows.get(actor);
    if (before && now - before.since < MINUTE) return before;
    if (before && before.count > MOST_A_MINUTE) {
      this.log.warn({ actor, refused: before.count }, 'Refused attempts beyond ten a minute are only counted');
    }
    const window = { since: now, count: 0 };
    this.windows.delete(actor);
    this.windows.set(actor, window);
    for (const oldest of this.windows.keys()) {
      if (this.windows.size <= MOST_ACTORS) break;
      this.windows.delete(oldest);
    }
    return window;
  }

  private now(): string {
    return new Date(this.clock()).toISOString();
  }
}

/** What came for a closed case is kept whole: it changes nothing and is not lost. */
const kept = (request: FastifyRequest): { body: unknown } => ({ body: request.body ?? null });
