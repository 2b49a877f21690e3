/**
 * Sends a notice that belongs to no case: to each recipient over its channels in turn, each message with an id that
 * never changes. Who is done travels with the heartbeat, as in `tell.ts`; what came of it stands in `sent/…`.
 */
import { setMaxListeners } from 'node:events';
import { Context } from '@temporalio/activity';
import type { NoticeOutcome } from '../domain/case/commands.js';
import type { ChannelKind } from '../domain/directory/directory.js';
import { instant, SECOND } from '../domain/instant.js';
import type { HouseNotice, HouseRecipient } from '../domain/notice/house-notice.js';
import { renderHouseNotice } from '../domain/notice/house-words.js';
import type { Message } from '../domain/notice/matter.js';
import { sentStream } from '../workflows/messages.js';
import { Delivering } from './delivering.js';
import type { ActivityDependencies } from './index.js';
import { recordSent } from './record.js';
import { channelTurns } from './turns.js';

const HEARTBEAT_EVERY = 1 * SECOND;

export function houseTeller(dependencies: ActivityDependencies): (notice: HouseNotice) => Promise<number> {
  const turns = channelTurns();
  return async (notice) => {
    const { store, log } = dependencies;
    const context = Context.current();
    const done = [...((context.info.heartbeatDetails as NoticeOutcome[] | undefined) ?? [])];
    const beat = (): void => context.heartbeat(done);
    // Each message waits on it by itself; there are more of those than the eleven at which Node suspects a leak.
    setMaxListeners(0, context.cancellationSignal);
    const beating = setInterval(beat, HEARTBEAT_EVERY);
    try {
      beat();
      const reach = async (recipient: HouseRecipient, index: number): Promise<void> => {
        for (const [nth, channel] of recipient.channels.entries()) {
          const message = messageOf(notice, recipient, index, nth, channel);
          const before = done.find(({ noticeIds }) => noticeIds[0] === message.id);
          const outcome = before ?? (await send(message, recipient));
          if (outcome.outcome !== 'failed') return;
        }
      };
      const send = async (message: Message, recipient: HouseRecipient): Promise<NoticeOutcome> => {
        // One at a time: nobody waits for somebody else's dead channel.
        const delivering = new Delivering(dependencies, turns, context.cancellationSignal, (outcome) => {
          done.push(outcome);
          beat();
        });
        const [unsent] = await delivering.deliver([
          { message, out: outgoing(dependencies, notice, recipient, message) },
        ]);
        return unsent ?? (done.find(({ noticeIds }) => noticeIds[0] === message.id) as NoticeOutcome);
      };
      await Promise.all(notice.to.map(reach));
      await recordSent(store, sentStream(notice.id), { caseId: '', outcomes: done, messages: [] }, log);
      return notice.to.filter((_, index) => done.some((outcome) => isReached(outcome, notice, index))).length;
    } finally {
      clearInterval(beating);
    }
  };
}

const idOf = ({ id }: HouseNotice, index: number): string => `${id}.n${index + 1}`;

const isReached = ({ noticeIds, outcome }: NoticeOutcome, notice: HouseNotice, index: number): boolean =>
  outcome !== 'failed' && (noticeIds[0] ?? '').startsWith(`${idOf(notice, index)}.`);

function messageOf(
  notice: HouseNotice,
  recipient: HouseRecipient,
  index: number,
  nth: number,
  channel: ChannelKind,
): Message {
  const { office, name, timeZone, language, organisation } = recipient;
  const id = `${idOf(notice, index)}.${channel}`;
  return {
    id,
    noticeIds: [id],
    office,
    recipient: { name, timeZone, language, organisation },
    channel,
    matters: [notice.facts.topic],
    acknowledge: false,
    owes: [],
    lastResort: nth === recipient.channels.length - 1,
  };
}

function outgoing(
  { publicUrl, clock }: ActivityDependencies,
  notice: HouseNotice,
  recipient: HouseRecipient,
  message: Message,
) {
  const { facts, because, exercise, plan } = notice;
  const link = `${publicUrl.replace(/\/+$/, '')}/`;
  return {
    id: message.id,
    caseId: 'caseId' in facts ? facts.caseId : '',
    exercise,
    phase: 0,
    level: 0,
    office: message.office,
    language: recipient.language,
    ...renderHouseNotice(notice, recipient, message.id, link),
    requires: [],
    matters: [{ id: notice.id, topic: facts.topic, because }],
    plan,
    link,
    sentAt: instant(clock()),
  };
}
