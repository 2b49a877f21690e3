/** Who asks: a person or machine by its key, or nobody. The key decides the world. */
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../domain/case/commands.js';
import type { CaseState } from '../../domain/case/state.js';
import type { Office } from '../../domain/directory/directory.js';
import type { KnownKey } from '../keys/keyring.js';
import { Problem } from '../problem.js';
import type { World } from '../worlds/world.js';

export interface Caller {
  world: World;
  /** Absent for readers of an exercise without a key. */
  actor?: Actor;
  office?: Office;
  key?: KnownKey;
}

const CALLER = Symbol('caller');

type WithCaller = FastifyRequest & { [CALLER]?: Caller };

export const callerOf = (request: FastifyRequest): Caller | undefined => (request as WithCaller)[CALLER];

export function setCaller(request: FastifyRequest, caller: Caller): void {
  (request as WithCaller)[CALLER] = caller;
}

/** @throws {Problem} for readers without a key */
export function actorOf(caller: Caller): Actor {
  if (!caller.actor) throw new Problem('unauthenticated', 'This needs a key; reading does not.');
  return caller.actor;
}

const isMachine = ({ actor }: Caller): boolean => actor?.roles.includes('machine') ?? false;

/** RULES 6: machine keys report and read their own. @throws {Problem} */
export function requirePerson(caller: Caller, what: string): void {
  if (!isMachine(caller)) return;
  throw new Problem('forbidden', `A machine may report and read what came of its own reports; ${what} is for offices.`);
}

/** Every office reads every case; a machine those that it reported to. */
export function mayRead(caller: Caller, state: CaseState): boolean {
  if (!isMachine(caller)) return true;
  const own = Object.values(state.violations).some(({ reporter }) => reporter.office === caller.actor?.office);
  return own || Object.values(state.reports).some(({ organisation }) => organisation === caller.actor?.organisation);
}

/** @throws {Problem} for a machine that {@link mayRead} keeps out */
export function requireReader(caller: Caller, state: CaseState): void {
  if (mayRead(caller, state)) return;
  throw new Problem('forbidden', 'A machine may report and read the cases of its own reports; this is none of them.');
}
