/**
 * A hold of routine notices (RULES 6): by the watch, 30 minutes at most, announced, and not again until as long has
 * passed. Nothing but digests and news of plans waits for it; no gate, reminder or alarm ever does.
 */
import { isMember } from '../../domain/case/members.js';
import { MINUTE, plus } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import { Refused } from '../../domain/refused.js';
import type { Ask } from '../commands/ask.js';
import { commandIdOf, fingerprintOf } from '../commands/command-id.js';
import type { AttemptedCommand, RoutineHeld } from '../house/house-entries.js';

export const LONGEST_HOLD_MINUTES = 30;

export interface HoldRequest {
  minutes: number;
  reason: string;
}

/** Its name and what it asks, for a repetition under the same Idempotency-Key. */
export const commandOf = (ask: Ask, asked: HoldRequest): AttemptedCommand => ({
  commandId: commandIdOf(ask),
  fingerprint: fingerprintOf('hold', 'holds', asked),
});

/** @throws {Refused} */
export function decideHold(last: RoutineHeld | undefined, ask: Ask, at: Instant, asked: HoldRequest) {
  const { world, actor } = ask;
  const { plan, caseDirectory: directory } = world.settings;
  const office = directory.offices[actor.office];
  const state = { plan, directory, behaviours: [2] };
  if (!office || office.roles.includes('machine') || !isMember(state, office, plan.single.hold)) {
    throw new Refused('forbidden', 'Routine notices are held back by the watch.');
  }
  if (last && at < last.until) {
    throw new Refused('conflict', `${last.office} holds them back until ${last.until} already; that is not prolonged.`);
  }
  const next = last && plus(last.until, LONGEST_HOLD_MINUTES * MINUTE);
  if (next !== undefined && at < next) {
    throw new Refused('conflict', `The last hold ended at ${last?.until ?? ''}; the next one can begin at ${next}.`);
  }
  const { organisation, person } = actor;
  const until = plus(at, asked.minutes * MINUTE);
  const command = commandOf(ask, asked);
  const body: RoutineHeld = {
    type: 'routine-held',
    at,
    office: actor.office,
    organisation,
    person,
    until,
    reason: asked.reason,
    command,
  };
  return body;
}
