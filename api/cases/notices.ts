/**
 * Who was told what, over which channel, and what came of it: a fold of the entries of one case, and of what the
 * activities that sent its notices have written since.
 */
import type { NoticeOutcome } from '../../domain/case/commands.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import type { EventOf } from '../../domain/case/events.js';
import type { CaseDirectory } from '../../domain/directory/directory.js';
import type { Entry } from '../../record/entry.js';
import type { NoticeRow } from './case.schema.js';

/** One row per recipient and channel, in the order in which they were made. */
export function noticesOf(
  caseId: string,
  directory: CaseDirectory,
  entries: readonly Entry<CaseEntryBody>[],
  sent: readonly NoticeOutcome[],
): NoticeRow[] {
  const rows = new Map<string, NoticeRow>();
  const known = new Set<string>();
  const note = (outcome: NoticeOutcome): void => {
    const key = `${outcome.noticeIds.join(' ')} ${outcome.at}`;
    if (!known.has(key)) noteOutcome(rows, caseId, outcome);
    known.add(key);
  };
  for (const event of entries.flatMap(({ body }) => body.events)) {
    if (event.type === 'told') addRows(rows, caseId, directory, event);
    else if (event.type === 'notice-outcome') note(event);
  }
  sent.forEach(note);
  return [...rows.values()];
}

function addRows(rows: Map<string, NoticeRow>, caseId: string, directory: CaseDirectory, event: EventOf<'told'>): void {
  const { madeAt, facts } = event.matter;
  const { clause, why } = event.because;
  for (const { noticeId, office, channel, acknowledge, updates, insteadOf } of event.recipients) {
    const organisation = directory.offices[office]?.organisation;
    rows.set(noticeId, {
      noticeId,
      messageId: `${caseId}.${noticeId}`,
      topic: facts.topic,
      office,
      ...(organisation === undefined ? {} : { organisation }),
      channel,
      acknowledge,
      madeAt,
      ...(updates === undefined ? {} : { updates }),
      ...(insteadOf === undefined ? {} : { insteadOf }),
      because: { clause, why },
      outcome: 'pending',
      attempts: 0,
      tries: [],
    });
  }
}

/** Several notices can go out as one message, under the id of the first. */
function noteOutcome(rows: Map<string, NoticeRow>, caseId: string, event: NoticeOutcome): void {
  const { noticeIds, outcome, attempts, said, at } = event;
  for (const id of noticeIds) {
    const row = rows.get(id);
    if (!row) continue;
    row.messageId = `${caseId}.${noticeIds[0] ?? id}`;
    row.outcome = outcome;
    row.attempts += attempts;
    row.said = said;
    row.outcomeAt = at;
    row.tries.push({ at, outcome, attempts, said });
  }
}
