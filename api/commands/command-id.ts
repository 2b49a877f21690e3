/** The name of a command, and what it is about: the same name with another content is refused. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../domain/case/commands.js';
import { hashOf } from '../../record/canonical.js';
import type { Ask } from './ask.js';

/**
 * Random, or made from the caller's Idempotency-Key: so the record itself knows the first answer, also after a
 * restart and in another process of the API.
 */
export function commandIdOf({ actor, idempotencyKey }: Pick<Ask, 'actor' | 'idempotencyKey'>): string {
  return idempotencyKey === undefined ? randomUUID() : `i-${hashOf([personOf(actor), idempotencyKey]).slice(0, 40)}`;
}

const personOf = ({ organisation, office, person }: Actor): string[] => [organisation, office, person];

/** Over what the command asks for, of which case. */
export const fingerprintOf = (kind: string, subject: string, body: unknown): string => hashOf([kind, subject, body]);
