/**
 * Tells one decision's notices: records what is not yet recorded, then sends all messages in parallel, each once. Who
 * is done travels with the heartbeat, so that after the death of a worker only what was in flight is sent again, with
 * the same id. What a channel will not take becomes an outcome and never an error (HOUSE, error family 2). A run whose
 * decisions are not those of the record tells nobody.
 */
import { Context } from '@temporalio/activity';
import type { NoticeOutcome } from '../domain/case/commands.js';
import { SECOND } from '../domain/instant.js';
import type { Message, Telling } from '../domain/notice/matter.js';
import type { RecordBatch, TellResult } from '../workflows/messages.js';
import { caseStream, sentStream } from '../workflows/messages.js';
import { Delivering } from './delivering.js';
import type { ActivityDependencies } from './index.js';
import { outgoing } from './outgoing.js';
import { diverged } from './diverged.js';
import { closingHash, Recording, recordSent, sentBefore } from './record.js';
import { channelTurns } from './turns.js';

/** Five of them fit into the heartbeat timeout, so that a worker under load is not taken for dead. */
const HEARTBEAT_EVERY = 1 * SECOND;

/** What is done within this goes into one heartbeat: each is a call to the server, and a transition of the case. */
const TOGETHER = 0.1 * SECOND;

/** What the heartbeat carries. */
export interface TellProgress {
  done: NoticeOutcome[];
}

export function teller(
  dependencies: ActivityDependencies,
): (telling: Telling, batch: RecordBatch) => Promise<TellResult> {
  const turns = channelTurns();
  return async (telling, batch) => {
    const { store, log } = dependencies;
    const context = Context.current();
    const done = progressBefore(context.info.heartbeatDetails);
    const beat = (): void => context.heartbeat({ done } satisfies TellProgress);
    const beating = setInterval(beat, HEARTBEAT_EVERY);
    let soon: NodeJS.Timeout | undefined;
    const beatSoon = (): void => {
      soon ??= setTimeout(() => {
        soon = undefined;
        beat();
      }, TOGETHER);
    };
    let recording: Recording | undefined;
    try {
      // Begun anew the first thing is to pass on who is done: a second death must not forget it.
      if (done.length > 0) beat();
      recording = await Recording.start(store, batch, log);
      if (recording.conflict) throw await diverged(store, batch, recording.conflict, log);
      // A run that was reset comes by here again, with what the first time has sent.
      for (const outcome of await sentBefore(store, sentStream(telling.brief.caseId), log)) {
        const known = done.some(({ noticeIds }) => noticeIds[0] === outcome.noticeIds[0]);
        if (!known && telling.messages.some((message) => isOf(outcome, message))) done.push(outcome);
      }
      const closing = telling.matters.some(({ facts }) => facts.topic === 'case-closed');
      const hash = closing ? await closingHash(store, caseStream(telling.brief.caseId), log) : undefined;
      const open = telling.messages.filter((message) => !done.some((outcome) => isOf(outcome, message)));
      const delivering = new Delivering(dependencies, turns, context.cancellationSignal, (outcome) => {
        done.push(outcome);
        beatSoon();
      });
      // Asked to end it says at once who is done: the others are told by the next activity, nobody twice.
      const left = await delivering.deliver(
        open.map((message) => ({ message, out: outgoing(dependencies, telling, message, hash) })),
      );
      const sent = { caseId: telling.brief.caseId, outcomes: done, messages: [...delivering.kept.values()] };
      const outcomesRecorded = await recordSent(store, sentStream(telling.brief.caseId), sent, log);
      return { recorded: recording.done, outcomesRecorded, outcomes: [...done, ...left] };
    } finally {
      recording?.stop();
      clearInterval(beating);
      clearTimeout(soon);
    }
  };
}

const isOf = (outcome: NoticeOutcome, message: Message): boolean => outcome.noticeIds[0] === message.noticeIds[0];

function progressBefore(details: unknown): NoticeOutcome[] {
  return [...((details as TellProgress | null | undefined)?.done ?? [])];
}
