/** From a key or a session cookie to a caller. Keys are known by their SHA-256 alone. */
import type { FastifyRequest } from 'fastify';
import { instant } from '../../domain/instant.js';
import { sha256Hex } from '../../record/canonical.js';
import { Problem } from '../problem.js';
import type { Clock } from '../tokens.js';
import type { World } from '../worlds/world.js';
import type { Caller } from './caller.js';
import { isSameOrigin, isThisHost } from './origin.js';
import { Sessions } from './sessions.js';
import type { Session } from './sessions.js';

export const SESSION_COOKIE = 'holdfire-session';

/** A session ends with the browser, or after this. */
const SESSION_MS = 12 * 3600 * 1000;

const UNKNOWN = 'No office has this key; check that it was copied whole.';

export class SignIn {
  private readonly sessions: Sessions;

  constructor(
    private readonly worlds: readonly World[],
    private readonly clock: Clock,
  ) {
    this.sessions = new Sessions(
      worlds.map(({ stamper }) => stamper.secretFor('sessions')),
      clock,
    );
  }

  /** @throws {Problem} `unauthenticated` for a key that nobody has */
  callerOf(request: FastifyRequest): Caller | undefined {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const key = /^Bearer +(\S{1,200})$/i.exec(authorization)?.[1];
      const caller = key === undefined ? undefined : this.ofKey(key);
      if (!caller) throw new Problem('unauthenticated', UNKNOWN, CHALLENGE);
      return caller;
    }
    return this.ofSession(request) ?? this.withoutKey(request);
  }

  /** @throws {Problem} */
  open(body: { key: string } | { office: string }, request: FastifyRequest): { cookie: string; caller: Caller } {
    const caller = 'key' in body ? this.ofKey(body.key) : this.ofOffice(body.office, request);
    if (!caller?.actor) throw new Problem('unauthenticated', 'key' in body ? UNKNOWN : 'There is no such office.');
    const { world, actor, key } = caller;
    const until = instant(this.clock() + SESSION_MS);
    const session: Session = {
      world: world.settings.name,
      office: actor.office,
      until,
      ...(key ? { key: key.id } : {}),
    };
    return { cookie: this.sessions.write(session), caller };
  }

  close(request: FastifyRequest): void {
    const cookie = cookieOf(request);
    if (cookie !== undefined) this.sessions.end(cookie);
  }

  private ofSession(request: FastifyRequest): Caller | undefined {
    const cookie = cookieOf(request);
    const session = cookie === undefined ? undefined : this.sessions.read(cookie);
    const world = session && this.worlds.find(({ settings }) => settings.name === session.world);
    if (!session || !world) return undefined;
    if (!isSameOrigin(request)) throw new Problem('unauthenticated', 'A session is for pages of this host only.');
    if (session.key === undefined)
      return world.settings.exercise ? callerAs(world, session.office, 'session') : undefined;
    // A session ends with the key that it was made with.
    const key = world.keyring.byId(session.key);
    const counts = key && world.keyring.notInForce(key, instant(this.clock())) === undefined;
    return counts ? callerAs(world, session.office, 'session', key) : undefined;
  }

  private withoutKey(request: FastifyRequest): Caller | undefined {
    const exercise = this.worlds.find(({ settings }) => settings.exercise);
    return exercise && isThisHost(request) ? { world: exercise } : undefined;
  }

  private ofOffice(office: string, request: FastifyRequest): Caller | undefined {
    const world = this.worlds.find(({ settings }) => settings.exercise);
    if (world && isThisHost(request)) return callerAs(world, office, 'session');
    throw new Problem('unauthenticated', 'Offices are taken without a key only in an exercise, on its own host.');
  }

  /** @throws {Problem} `unauthenticated` for one that no longer, or not yet, counts */
  private ofKey(text: string): Caller | undefined {
    const hash = sha256Hex(text);
    for (const world of this.worlds) {
      const key = world.keyring.find(hash);
      const detail = key && world.keyring.notInForce(key, instant(this.clock()));
      if (detail !== undefined) throw new Problem('unauthenticated', detail, CHALLENGE);
      if (key) return callerAs(world, key.office, 'key', key);
    }
    return undefined;
  }
}

/** RFC 9110, 15.5.2. */
export const CHALLENGE = { headers: { 'www-authenticate': 'Bearer' } };

function callerAs(
  world: World,
  id: string,
  means: 'key' | 'session',
  key?: NonNullable<Caller['key']>,
): Caller | undefined {
  const office = world.offices.get(id);
  if (!office) return undefined;
  const { organisation, roles } = office;
  const unconfirmed = key?.unconfirmed ? { unconfirmed: true as const } : {};
  const actor = { office: id, organisation, person: key?.person ?? id, means, roles, ...unconfirmed };
  return { world, office, actor, ...(key ? { key } : {}) };
}

function cookieOf(request: FastifyRequest): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === SESSION_COOKIE)?.[1];
}
