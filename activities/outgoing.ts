/** One recipient's message in words, with what machines need to know of it. */
import { instant } from '../domain/instant.js';
import type { Message, Telling } from '../domain/notice/matter.js';
import { renderMessage } from '../domain/notice/wording.js';
import type { Rendered } from '../domain/notice/wording.js';
import type { OutgoingMessage } from './channels/channel.js';
import type { ActivityDependencies } from './index.js';
import type { Log } from './log.js';

export function outgoing(
  dependencies: Pick<ActivityDependencies, 'publicUrl' | 'token' | 'clock' | 'log'>,
  telling: Telling,
  message: Message,
  closingHash: string | undefined,
): OutgoingMessage {
  const { clock, log } = dependencies;
  const { brief } = telling;
  const { link, answers } = linkOf(dependencies, telling, message);
  const extra = { link, answers, ...(closingHash === undefined ? {} : { closingHash }) };
  const { subject, text, requires, due } = inWords(telling, message, extra, log);
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

/** To the page to acknowledge by (`answers`), where that is asked; else to the case. */
function linkOf(
  { publicUrl, token, log }: Pick<ActivityDependencies, 'publicUrl' | 'token' | 'log'>,
  telling: Telling,
  message: Message,
): { link: string; answers: boolean } {
  const base = publicUrl.replace(/\/+$/, '');
  try {
    if (message.acknowledge && token) return { link: `${base}/a/${token(telling, message)}`, answers: true };
  } catch (error) {
    // A token that cannot be made must not silence a notice either: the case's page is always there.
    log.error({ err: error, messageId: message.id }, 'A link could not be made; the notice names the case instead.');
  }
  return { link: `${base}/cases/${encodeURIComponent(telling.brief.caseId)}`, answers: false };
}

/** Words that fail must not silence a notice: then it says the least that helps, and the log says why. */
function inWords(telling: Telling, message: Message, extra: { link: string }, log: Log): Rendered {
  try {
    return renderMessage(telling, message, extra);
  } catch (error) {
    log.error({ err: error, messageId: message.id }, 'A notice could not be worded; it goes out in the fewest words.');
    const { caseId, exercise } = telling.brief;
    const mark = exercise ? 'НАВЧАННЯ (EXERCISE) · ' : '';
    const about = telling.matters.filter(({ id }) => message.matters.includes(id)).map(({ facts }) => facts.topic);
    const first = `${mark}${caseId}: ${about.join(', ')}`;
    return {
      subject: first,
      text: [first, `Read the case: ${extra.link}`, `Message: ${message.id}`, mark].join('\n').trimEnd(),
      requires: [...(message.acknowledge ? ['acknowledge'] : []), ...message.owes],
    };
  }
}
