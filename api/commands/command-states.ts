/** What became of a command that was accepted without an answer (`GET /commands/{commandId}`). */
import { answerOf } from '../../domain/case/answer.js';
import type { Answer } from '../../domain/case/answer.js';
import type { ReviewEntryBody } from '../../domain/review/review.js';
import type { Entry } from '../../record/entry.js';
import type { Refusal } from '../../domain/refused.js';
import { Problem } from '../problem.js';
import type { World } from '../worlds/world.js';

export interface CommandState {
  commandId: string;
  state: 'pending' | 'refused' | 'done';
  acceptedAt?: string;
  answer?: object;
}

export async function commandState(world: World, commandId: string): Promise<CommandState> {
  const accepted = world.intake.accepted(commandId)?.body;
  const found = world.views.command(commandId) ?? (accepted && world.views.report(accepted.reportKey));
  if (found) {
    const entry = await world.views.entry(found);
    if (entry) return stateOf(commandId, { ...answerOf(found.caseId, found.seq, entry.body), commandId });
  }
  const reviewed = world.reviews.command(commandId);
  if (reviewed) return ofReview(commandId, reviewed);
  const refusal = world.intake.refusal(commandId) ?? world.house.refusalOf(commandId);
  if (refusal) return { commandId, state: 'refused', answer: { code: refusal.code, detail: refusal.detail } };
  if (accepted) {
    const state = accepted.disposition === 'forward' ? 'pending' : 'done';
    return { commandId, state, acceptedAt: accepted.acceptedAt };
  }
  const signal = world.house.signalOf(commandId);
  const late = world.late.find((one) => one.commandId === commandId);
  const acceptedAt = signal?.at ?? late?.acceptedAt;
  if (acceptedAt !== undefined) return { commandId, state: 'pending', acceptedAt };
  throw new Problem('not-found', `There is no command ${commandId.slice(0, 100)}.`);
}

/** What its sender would have been told at once: the parts of the answer side by side. */
function stateOf(commandId: string, answer: Answer): CommandState {
  if (answer.refused) return { commandId, state: 'refused', answer: problemLike(answer.refused) };
  return { commandId, state: 'done', answer: answerBody(answer) };
}

function ofReview(commandId: string, { seq, body }: Entry<ReviewEntryBody>): CommandState {
  const refused = body.events.flatMap((event) => (event.type === 'refused' ? [event.refusal] : []));
  if (refused[0]) return { commandId, state: 'refused', answer: problemLike(refused[0]) };
  return { commandId, state: 'done', answer: { reviewId: body.reviewId, commandId, seq } };
}

const problemLike = ({ code, detail, errors }: Refusal): object => ({ code, detail, ...(errors ? { errors } : {}) });

export function answerBody({
  caseId,
  commandId,
  seq,
  report,
  proposal,
  completion,
  acknowledgementId,
}: Answer): object {
  const { claimedVerified, ...outcome } = report ?? {};
  return {
    ...outcome,
    ...(claimedVerified ? { note: TAKEN_AS_CREDIBLE } : {}),
    ...proposal,
    ...completion,
    ...(acknowledgementId === undefined ? {} : { acknowledgementId }),
    caseId,
    commandId,
    seq,
  };
}

export const TAKEN_AS_CREDIBLE = 'Taken as credible: verifying is always a second act by another person.';
