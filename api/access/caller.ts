/** Who asks: a person or machine by its key, or nobody. The key decides the world. */
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../domain/case/commands.js';
import type { Key, Office } from '../../domain/directory/directory.js';
import type { World } from '../worlds/world.js';

export interface Caller {
  world: World;
  /** Absent for readers of an exercise without a key. */
  actor?: Actor;
  office?: Office;
  key?: Key;
}

const CALLER = Symbol('caller');

type WithCaller = FastifyRequest & { [CALLER]?: Caller };

export const callerOf = (request: FastifyRequest): Caller | undefined => (request as WithCaller)[CALLER];

export function setCaller(request: FastifyRequest, caller: Caller): void {
  (request as WithCaller)[CALLER] = caller;
}
