/** From a key or a session cookie to a caller. Keys are known by their SHA-256 alone. */
import type { FastifyRequest } from 'fastify';
import type { Office } from '../../domain/directory/directory.js';
import { instant } from '../../domain/instant.js';
import { sha256Hex } from '../../record/canonical.js';
import { Problem } from '../problem.js';
import type { ApiSettings, Clock } from '../tokens.js';
import type { SignedIn } from '../house/house-entries.js';
import type { World } from '../worlds/world.js';
import type { Caller } from './caller.js';
import { isSameOrigin, isTemporalPage, isThisHost } from './origin.js';
import { cookieOf, SESSION_COOKIE } from './cookies.js';
import { Sessions } from './sessions.js';
import type { Session } from './sessions.js';
import { SingleSignOn } from './single-sign-on.js';

/** A session ends with the browser, or after this. */
const SESSION_MS = 12 * 3600 * 1000;

const UNKNOWN = 'No office has this key; check that it was copied whole.';

export class SignIn {
  /** Absent where none is set up. */
  readonly signOn?: SingleSignOn;
  private readonly sessions: Sessions;

  constructor(
    private readonly worlds: readonly World[],
    private readonly clock: Clock,
    private readonly settings: ApiSettings,
  ) {
    const { signOn } = settings;
    const secret = Buffer.concat(worlds.map(({ stamper }) => stamper.secretFor('single sign-on')));
    if (signOn) this.signOn = new SingleSignOn(signOn, secret, clock);
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

  /** Enters in the record that a session began. */
  async entered({ world, actor }: Caller, by: SignedIn['by']): Promise<void> {
    if (!actor) return;
    const { office, organisation, person } = actor;
    await world.house.enter({ type: 'signed-in', at: world.clock.now(), office, organisation, person, by });
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

  /** A session for who has signed in at the issuer. @throws {Problem} where the directory knows nobody of that name */
  openFor(subject: string): { cookie: string; caller: Caller } {
    const world = this.worlds.find(({ settings }) => !settings.exercise);
    const office = world && officeOfSubject(world, subject);
    if (!office) {
      throw new Problem(
        'forbidden',
        'You have signed in, but the directory names no office for you; ask an administrator.',
      );
    }
    const until = instant(this.clock() + SESSION_MS);
    const cookie = this.sessions.write({ world: world.settings.name, office: office.id, until, subject });
    return { cookie, caller: callerOfSubject(world, subject) ?? { world } };
  }

  close(request: FastifyRequest): void {
    const cookie = cookieOf(request, SESSION_COOKIE, this.settings);
    if (cookie !== undefined) this.sessions.end(cookie);
  }

  private ofSession(request: FastifyRequest): Caller | undefined {
    const cookie = cookieOf(request, SESSION_COOKIE, this.settings);
    const session = cookie === undefined ? undefined : this.sessions.read(cookie);
    const world = session && this.worlds.find(({ settings }) => settings.name === session.world);
    if (!session || !world) return undefined;
    if (!isSameOrigin(request) && !isTemporalPage(request, this.settings.temporalUiOrigin))
      throw new Problem('unauthenticated', 'A session is for pages of this host only.');
    if (session.subject !== undefined) return callerOfSubject(world, session.subject);
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

const officeOfSubject = (world: World, subject: string): Office | undefined =>
  [...world.offices.values()].find(({ signOn }) => signOn?.some((one) => one.subject === subject));

/** Ends with its place in the directory, which legal and an administrator publish: so it needs no confirmation. */
function callerOfSubject(world: World, subject: string): Caller | undefined {
  const office = officeOfSubject(world, subject);
  const known = office?.signOn?.find((one) => one.subject === subject);
  if (!office || !known) return undefined;
  const { organisation, roles, id } = office;
  return { world, office, actor: { office: id, organisation, person: known.person, means: 'session', roles } };
}
