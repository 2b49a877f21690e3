/** Messages as they were sent, against the entries that say what came of them. */
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { ERASED } from '../../domain/erasure/erased.js';
import { sha256Hex } from '../canonical.js';
import type { Entry } from '../entry.js';
import { messagesIn } from '../kept-messages.js';
import type { KeptMessage } from '../kept-messages.js';
import type { BundleRecord, Checked, Fault } from './fault.js';
import { erasedObjects } from './texts.js';

interface Sent {
  outcomes: { noticeIds: string[]; outcome: string; attempts: number; said: string }[];
  kept?: string;
}

/** `whole`: the entries and outcomes with their words. */
export function messagesKept(
  record: BundleRecord,
  whole: { entries: readonly Entry<CaseEntryBody>[]; sent: readonly Entry[] },
): Checked {
  const faults: Fault[] = [];
  const addressees = told(whole.entries);
  const erased = erasedObjects(record);
  let kept = 0;
  let lacking = 0;
  const named = new Set<string>();
  const closed = whole.entries.some(({ body }) => body.events.some(({ type }) => type === 'case-closed'));
  for (const { seq, body } of whole.sent) {
    const where = `sent/${record.caseId}, entry ${seq}`;
    const { outcomes, kept: hash } = body as Sent;
    const text = hash === undefined ? undefined : record.messages[hash];
    if (hash !== undefined) named.add(hash);
    if (hash !== undefined && text === undefined && closed && !erased.has(hash))
      faults.push({ where, says: 'The messages that it names are missing, and nobody decided to erase them.' });
    const messages = text === undefined ? [] : opened(text, hash ?? '', record.caseId, where, faults);
    for (const outcome of outcomes) {
      const message = messages.find(({ noticeIds }) => noticeIds[0] === outcome.noticeIds[0]);
      if (!message) lacking += 1;
      else {
        kept += 1;
        faults.push(...differences(message, outcome, addressees, record.caseId).map((says) => ({ where, says })));
      }
    }
  }
  const strangers = Object.keys(record.messages).filter((hash) => !named.has(hash));
  faults.push(...strangers.map((hash) => ({ where: `messages/${hash}.json`, says: 'No entry names it.' })));
  const rest =
    lacking === 0
      ? ''
      : ` Of ${lacking} the words are not here: the case is open, or they were not kept, or were erased.`;
  const says = `${kept} messages are here as they were sent, each as its entry says what came of it.${rest}`;
  return { step: 'messages', says, faults };
}

function opened(text: string, hash: string, caseId: string, where: string, faults: Fault[]): KeptMessage[] {
  if (sha256Hex(text) !== hash) {
    faults.push({ where: `messages/${hash}.json`, says: 'It is not what its name says.' });
    return [];
  }
  const file = messagesIn(text);
  if (file.caseId !== caseId) faults.push({ where, says: `It names messages of case ${file.caseId}.` });
  return file.messages;
}

function differences(
  { id, noticeIds, office, channel, sent, attempts }: KeptMessage,
  outcome: Sent['outcomes'][number],
  addressees: ReadonlyMap<string, string>,
  caseId: string,
): string[] {
  const found: string[] = [];
  if (noticeIds.join(' ') !== outcome.noticeIds.join(' '))
    found.push(`Message ${id} carries other notices than its outcome.`);
  for (const noticeId of noticeIds) {
    const should = addressees.get(noticeId);
    if (should === undefined) found.push(`Message ${id} carries notice ${noticeId}, which the case never made.`);
    else if (should !== `${office} ${channel}`)
      found.push(`Message ${id} went to ${office} by ${channel}; the case told ${should.replace(' ', ' by ')}.`);
  }
  const last = attempts.at(-1);
  if (last && last.said !== outcome.said && outcome.said !== ERASED && outcome.outcome !== 'unsent')
    found.push(`Message ${id}: its last answer is not the one of its outcome.`);
  if (sent && !sent.text.includes(caseId)) found.push(`Message ${id} does not name the case.`);
  return found;
}

/** Office and channel of every notice. */
function told(entries: readonly Entry<CaseEntryBody>[]): Map<string, string> {
  const bodies = entries.map(({ body }) => body);
  return new Map(
    bodies.flatMap(({ events }) =>
      events.flatMap((event) =>
        event.type === 'told'
          ? event.recipients.map(({ noticeId, office, channel }) => [noticeId, `${office} ${channel}`] as const)
          : [],
      ),
    ),
  );
}
