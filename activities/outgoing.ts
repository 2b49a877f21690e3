/** One recipient's message in words, with what machines need to know of it. */
import { instant } from '../domain/instant.js';
import type { Message, Telling } from '../domain/notice/matter.js';
import { renderMessage } from '../domain/notice/wording.js';
import type { OutgoingMessage } from './channels/channel.js';
import type { ActivityDependencies } from './index.js';

export function outgoing(
  { publicUrl, clock, ...dependencies }: Pick<ActivityDependencies, 'publicUrl' | 'link' | 'clock'>,
  telling: Telling,
  message: Message,
  closingHash: string | undefined,
): OutgoingMessage {
  const { brief } = telling;
  const link = dependencies.link?.(brief, message) ?? caseLink(publicUrl, brief.caseId);
  const { subject, text, requires, due } = renderMessage(telling, message, {
    link,
    ...(closingHash === undefined ? {} : { closingHash }),
  });
  return {
    id: message.id,
    ...(message.updates === undefined ? {} : { updates: message.updates }),
    caseId: brief.caseId,
    exercise: brief.exercise,
    phase: brief.posture,
    level: brief.level,
    office: message.office,
    language: message.recipient.language,
    subject,
    text,
    ...(due === undefined ? {} : { due }),
    requires,
    matters: telling.matters
      .filter(({ id }) => message.matters.includes(id))
      .map(({ id, facts, because }) => ({ id, topic: facts.topic, because })),
    plan: brief.plan,
    link,
    sentAt: instant(clock()),
  };
}

const caseLink = (publicUrl: string, caseId: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/cases/${encodeURIComponent(caseId)}`;
