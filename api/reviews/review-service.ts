/** From an office's outcome to a command of the review, and back to what came of it. */
import { Injectable } from '@nestjs/common';
import { BEHAVIOURS } from '../../domain/case/behaviours.js';
import { Refused } from '../../domain/refused.js';
import type { ReviewAnswer } from '../../domain/review/answer.js';
import { judge } from '../../domain/review/order.js';
import type { ConcludeBody, ReviewCommand } from '../../domain/review/review.js';
import { reviewStream } from '../../workflows/messages.js';
import type { Ask } from '../commands/ask.js';
import { commandIdOf, fingerprintOf } from '../commands/command-id.js';
import { otherContent, pending } from '../commands/command-service.js';
import { allowedRun, tried } from '../commands/dry-run.js';
import { ofRefusal, Problem, unavailable } from '../problem.js';
import { Reply } from '../reply.js';
import type { World } from '../worlds/world.js';
import { workflowIdOf } from './review-address.js';
import { rowOf } from './review-rows.js';
import type { ReviewView } from './review-views.js';

/** How long an answer waits for its entry to be on record. */
const REACH_MS = 3000;
const LOOK_MS = 25;

@Injectable()
export class ReviewService {
  async conclude(ask: Ask, reviewId: string, body: ConcludeBody): Promise<Reply<object>> {
    const { world, actor } = ask;
    const { state } = viewOf(world, reviewId);
    const commandId = commandIdOf(ask);
    const before = this.before(world, commandId, reviewId, body);
    if (before) return before;
    const acceptedAt = await world.clock.accept();
    const given = { commandId, actor, acceptedAt, body };
    const command: ReviewCommand = { kind: 'conclude', ...given, at: acceptedAt };
    // The same words here as from the review itself, also where it has ended.
    const decided = () => judge(state, rulesOf(world), [], command, acceptedAt);
    if (ask.dryRun) return Reply.ok(rehearsed(decided));
    const attempted = { commandId, fingerprint: fingerprintOf('conclude', reviewId, body) };
    const extras = ask.idempotencyKey === undefined ? {} : { command: attempted };
    try {
      decided();
    } catch (error) {
      throw error instanceof Refused ? ofRefusal(error.refusal, extras) : error;
    }
    const workflowId = workflowIdOf(world, state.sector, reviewId);
    const outcome = await world.gateway.conclude(workflowId, world.stamper.stamp(workflowId, given));
    switch (outcome.kind) {
      case 'answered':
        return (await reached(world, outcome.answer))
          ? shown(world, reviewId, commandId)
          : pending(commandId, acceptedAt);
      case 'refused':
        throw ofRefusal(outcome.refusal, extras);
      case 'pending': {
        const { office, organisation, person, means } = actor;
        const asking = { office, organisation, person, means };
        const signalled = { type: 'signalled', at: acceptedAt, asking, caseId: reviewId, kind: 'conclude' } as const;
        await world.house.signalled({ ...signalled, command: attempted });
        return pending(commandId, acceptedAt);
      }
      case 'no-case':
        throw unavailable('Temporal does not know this review now; nothing was accepted. Ask again soon.');
      case 'unreachable':
        throw unavailable('Temporal cannot be reached; nothing was accepted. Ask again soon.', outcome.why);
    }
  }

  /** The same command again gets its first answer; another content under its key is a conflict. */
  private before(world: World, commandId: string, reviewId: string, body: ConcludeBody): Reply<object> | undefined {
    const fingerprint = fingerprintOf('conclude', reviewId, body);
    const refusal = world.house.refusalOf(commandId);
    if (refusal?.command) {
      if (refusal.command.fingerprint !== fingerprint) throw otherContent();
      throw new Problem(refusal.code as Problem['code'], refusal.detail, { errors: refusal.errors ?? [] });
    }
    const entry = world.reviews.command(commandId)?.body;
    if (!entry) return undefined;
    const said = entry.cause.kind === 'command' ? entry.cause.body : undefined;
    if (fingerprintOf('conclude', entry.reviewId, said) !== fingerprint) throw otherContent();
    for (const event of entry.events) if (event.type === 'refused') throw ofRefusal(event.refusal);
    return shown(world, reviewId, commandId);
  }
}

export function viewOf(world: World, reviewId: string): ReviewView {
  const view = world.reviews.get(reviewId);
  if (!view) throw new Problem('not-found', `There is no review ${reviewId.slice(0, 80)} in this world.`);
  return view;
}

const rulesOf = ({ plan, settings }: World) => ({
  plan,
  directory: settings.caseDirectory,
  behaviours: [...BEHAVIOURS],
});

function rehearsed(decided: () => ReturnType<typeof judge>): object {
  let types: object[] = [];
  const run = tried(() => {
    types = decided().filter(({ type }) => type !== 'told');
    return [];
  });
  return run.allowed ? { ...allowedRun(run.because, []), events: types } : run;
}

const shown = (world: World, reviewId: string, commandId: string): Reply<object> =>
  Reply.ok({ ...rowOf(world, viewOf(world, reviewId).state), commandId });

/** Read-your-own-writes. */
async function reached(world: World, { reviewId, seq }: ReviewAnswer): Promise<boolean> {
  const until = performance.now() + REACH_MS;
  while ((world.reviews.get(reviewId)?.state.seq ?? 0) < seq) {
    if (performance.now() > until) return false;
    await world.views.catchUp(reviewStream(reviewId));
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return true;
}
