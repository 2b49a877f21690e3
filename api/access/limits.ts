/**
 * How much one caller may ask for in a minute. Acts that need several people have a budget of their own, so that no
 * flood of anything else delays a signature; reports have the widest, and nothing ever stops their intake for everybody.
 */
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../problem.js';
import type { Caller } from './caller.js';
import { CODEC_ROUTE } from './origin.js';

/** What is counted by itself. */
export type Budget =
  /** Proposals, signatures, withdrawals: stand-downs and declarations among them. */
  | 'acts'
  /** Acknowledgements, completions, decisions and everything else that changes something. */
  | 'commands'
  | 'reports'
  | 'reads'
  /** Ways to the single sign-on and back, each of which may ask the issuer something; by address. */
  | 'signIns'
  /** Keys that nobody has, and no key where one is needed; by address, and no key that is known is ever kept out. */
  | 'guesses';

/** A minute; never divided in an exercise. */
export const LIMITS: Readonly<Record<Budget, number>> = {
  acts: 300,
  commands: 3000,
  reports: 6000,
  reads: 12_000,
  signIns: 600,
  guesses: 120,
};

const WINDOW_S = 60;

const WORDS: Record<Budget, string> = {
  acts: 'proposals and signatures',
  commands: 'commands',
  reports: 'reports',
  reads: 'reads',
  signIns: 'sign-ins',
  guesses: 'requests without a key that is known',
};

export class Limits {
  private readonly limiters: ReadonlyMap<Budget, RateLimiterMemory>;

  constructor(private readonly limits: Readonly<Record<Budget, number>> = LIMITS) {
    const budgets = Object.keys(limits) as Budget[];
    this.limiters = new Map(
      budgets.map((budget) => [
        budget,
        new RateLimiterMemory({ keyPrefix: budget, points: limits[budget], duration: WINDOW_S }),
      ]),
    );
  }

  /** @throws {Problem} `too-many-requests`, with when to ask again */
  async take(budget: Budget, by: string): Promise<void> {
    try {
      await this.limiters.get(budget)?.consume(by);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      throw new Problem(
        'too-many-requests',
        `More than ${this.limits[budget]} ${WORDS[budget]} in a minute; nothing came of this one. Send it again in ${seconds} s.`,
        { headers: { 'retry-after': String(seconds) } },
      );
    }
  }
}

/** Which budget a request is counted in; by the route, so that a new one is counted too. */
export function budgetOf({ method, routeOptions }: FastifyRequest): Budget {
  const url = routeOptions.url ?? '';
  if (url.startsWith('/auth/')) return 'signIns';
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || url === `/${CODEC_ROUTE}`) return 'reads';
  if (url === '/api/v1/reports') return 'reports';
  return /\/(proposals|publications)(\/|$)/.test(url) ? 'acts' : 'commands';
}

/** Whose budget it is: a key's, a person's session, or an address's. */
export const countedBy = ({ key, actor, world }: Caller, request: FastifyRequest): string =>
  [world.settings.name, key?.id ?? actor?.person ?? addressOf(request)].join(' ');

/** Whoever has one address of IPv6 has all 2^64 of its network (RFC 4291, 2.5.4): they are one. */
export function addressOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  if (!ip.includes(':') || ip.includes('.')) return ip;
  const [head = '', tail] = ip.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':');
}
