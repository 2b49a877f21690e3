/** From a request to who asked and what was attempted, as the house's stream keeps it. */
import type { FastifyRequest } from 'fastify';
import { sha256Hex } from '../../record/canonical.js';
import { callerOf } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import type { Asking, Attempt } from './house-entries.js';

export function askingOf(request: FastifyRequest): Asking {
  const caller = callerOf(request);
  if (caller?.actor) return askingBy(caller);
  const { authorization } = request.headers;
  if (authorization === undefined) return { means: 'none', address: request.ip };
  return { means: 'unknown-key', keyHash: sha256Hex(authorization.replace(/^Bearer /, '')).slice(0, 16) };
}

/** By the key alone, without the address it came from. */
export function askingBy({ actor }: Caller): Asking {
  if (!actor) return { means: 'none' };
  const { office, organisation, person, means } = actor;
  return { office, organisation, person, means };
}

export function attemptOf(request: FastifyRequest): Attempt {
  const caseId = (request.params as Record<string, unknown> | undefined)?.['caseId'];
  return {
    method: request.method,
    route: request.routeOptions.url ?? '',
    ...(typeof caseId === 'string' && caseId !== '' ? { caseId } : {}),
  };
}
