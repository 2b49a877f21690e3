/** From a key or a session cookie to a caller. Keys are known by their SHA-256 alone. */
import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { sha256Hex } from '../../record/canonical.js';
import { Problem } from '../problem.js';
import type { World } from '../worlds/world.js';
import type { Caller } from './caller.js';

export const SESSION_COOKIE = 'holdfire-session';

/** A session ends with the browser, or after this; more than this many push out the oldest. */
const SESSION_MS = 12 * 3600 * 1000;
const MOST_SESSIONS = 10_000;

interface Session {
  world: World;
  office: string;
  /** The key that it was made with; absent where an exercise lets anybody take an office. */
  keyId?: string;
  until: number;
}

export class SignIn {
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly worlds: readonly World[],
    private readonly clock: () => number,
  ) {}

  /** @throws {Problem} `unauthorised` for a key that nobody has */
  callerOf(request: FastifyRequest): Caller | undefined {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const key = /^Bearer (\S{1,200})$/.exec(authorization)?.[1];
      const caller = key === undefined ? undefined : this.ofKey(key);
      if (!caller) throw new Problem('unauthenticated', 'This key is unknown, has expired, or was revoked.');
      return caller;
    }
    const cookie = cookieOf(request);
    const session = cookie === undefined ? undefined : this.sessions.get(cookie);
    if (session && session.until > this.clock())
      return callerAs(session.world, session.office, 'session', session.keyId);
    const exercise = this.worlds.find(({ settings }) => settings.exercise);
    return exercise && isLoopback(request) ? { world: exercise } : undefined;
  }

  /** A session by a key. @throws {Problem} */
  open(body: { key: string } | { office: string }, request: FastifyRequest): { cookie: string; caller: Caller } {
    const made = 'key' in body ? this.sessionOfKey(body.key) : this.sessionOfOffice(body.office, request);
    const caller = callerAs(made.world, made.office, 'session', made.keyId);
    if (!caller) throw new Problem('unauthenticated', 'There is no such office.');
    const cookie = randomBytes(32).toString('base64url');
    this.sessions.set(cookie, made);
    for (const oldest of this.sessions.keys()) {
      if (this.sessions.size <= MOST_SESSIONS) break;
      this.sessions.delete(oldest);
    }
    return { cookie, caller };
  }

  close(request: FastifyRequest): void {
    const cookie = cookieOf(request);
    if (cookie !== undefined) this.sessions.delete(cookie);
  }

  private sessionOfKey(key: string): Session {
    const caller = this.ofKey(key);
    if (!caller?.office) throw new Problem('unauthenticated', 'This key is unknown, has expired, or was revoked.');
    const until = this.clock() + SESSION_MS;
    return { world: caller.world, office: caller.office.id, until, ...(caller.key ? { keyId: caller.key.id } : {}) };
  }

  private sessionOfOffice(office: string, request: FastifyRequest): Session {
    const world = this.worlds.find(({ settings }) => settings.exercise);
    if (!world || !isLoopback(request))
      throw new Problem('unauthenticated', 'Offices are taken only in an exercise, on its host.');
    return { world, office, until: this.clock() + SESSION_MS };
  }

  private ofKey(key: string): Caller | undefined {
    const hash = sha256Hex(key);
    const now = new Date(this.clock()).toISOString();
    for (const world of this.worlds) {
      const found = world.keys.get(hash);
      if (found && (found.from ?? '') <= now && now < (found.to ?? '9999')) {
        return callerAs(world, found.office, 'key', found.id);
      }
    }
    return undefined;
  }
}

function callerAs(world: World, id: string, means: 'key' | 'session', keyId?: string): Caller | undefined {
  const office = world.offices.get(id);
  if (!office) return undefined;
  const key = world.settings.directory.keys.find((one) => one.id === keyId);
  const { organisation, roles } = office;
  const actor = { office: id, organisation, person: key?.person ?? id, means, roles };
  return { world, office, actor, ...(key ? { key } : {}) };
}

function cookieOf(request: FastifyRequest): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === SESSION_COOKIE)?.[1];
}

const isLoopback = ({ ip }: FastifyRequest): boolean => ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1';
