/** From a request to who asked and what was attempted, as the house's stream keeps it. */
import type { FastifyRequest } from 'fastify';
import { sha256Hex } from '../../record/canonical.js';
import { callerOf } from '../access/caller.js';
import type { Asking, Attempt } from './house-entries.js';

export function askingOf(request: FastifyRequest): Asking {
  const actor = callerOf(request)?.actor;
  if (actor) {
    const { office, organisation, person, means } = actor;
    return { office, organisation, person, means };
  }
  const { authorization } = request.headers;
  if (authorization === undefined) return { means: 'none', address: request.ip };
  return { means: 'unknown-key', keyHash: sha256Hex(authorization.replace(/^Bearer /, '')).slice(0, 16) };
}

export function attemptOf(request: FastifyRequest): Attempt {
  const caseId = (request.params as Record<string, unknown> | undefined)?.['caseId'];
  return {
    method: request.method,
    route: request.routeOptions.url ?? '',
    ...(typeof caseId === 'string' && caseId !== '' ? { caseId } : {}),
  };
}
