/**
 * What a case goes on from where its workflow was lost: the fold of its entries, as it would have been carried into a
 * next run, with the notices on whose outcome nothing is on record. The model is `CaseRun.carried`.
 */
import { changesCount, newsForCount } from '../../domain/case/counting.js';
import type { NoticeOutcome } from '../../domain/case/commands.js';
import { follows } from '../../domain/case/behaviours.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { applyEntry } from '../../domain/case/evolve.js';
import type { CaseEvent, EventOf } from '../../domain/case/events.js';
import { newCase } from '../../domain/case/state.js';
import type { CaseState } from '../../domain/case/state.js';
import type { Counted } from '../../domain/agreement/counted.js';
import type { CaseDirectory } from '../../domain/directory/directory.js';
import { telling } from '../../domain/notice/telling.js';
import type { Plan } from '../../domain/plan/plan.js';
import type { Entry } from '../../record/entry.js';
import type { CaseStart, Given } from '../../workflows/messages.js';

export interface RecordOfCase {
  entries: readonly Entry<CaseEntryBody>[];
  /** What came of its notices, as their senders recorded it. */
  sent: readonly NoticeOutcome[];
  /** The plan, undivided, and the directory with which it opened. */
  opened: { plan: Plan; directory: CaseDirectory };
}

/** The argument of the new run, not yet stamped. */
export function fromRecord({ entries, sent, opened }: RecordOfCase, commands: Given[]): CaseStart {
  const { state, uncounted, told } = folded(entries, opened);
  const known = new Set(entries.flatMap(({ body }) => body.events).flatMap(outcomesIn));
  const outcomes = sent.filter((outcome) => !known.has(keyOf(outcome)));
  const done = new Set(outcomes.flatMap(({ noticeIds }) => noticeIds));
  const unsent = unsentOf(state, told, done);
  const { plan: _, directory, adopted, ...rest } = state;
  const { caseId, agreement, scope, exercise, speed, planRef, directoryHash, behaviours, seq } = state;
  const carried = {
    state: rest as CaseState,
    unrecorded: [],
    unrecordedFrom: seq + 1,
    unsent: unsent ? [unsent] : [],
    ...(uncounted.length > 0 ? { uncounted } : {}),
  };
  const start: CaseStart = {
    caseId,
    agreement,
    scope,
    exercise,
    speed,
    // As a case is started: where each value comes from is for readers of the plan.
    plan: { ...(adopted?.content ?? opened.plan), provenance: [] },
    planRef,
    directory,
    directoryHash,
    behaviours,
    first: firstOf(entries),
    carried,
    recovered: { outcomes, commands },
  };
  // What is stamped is what travels: JSON leaves out what is undefined.
  return JSON.parse(JSON.stringify(start)) as CaseStart;
}

function folded(entries: readonly Entry<CaseEntryBody>[], { plan, directory }: RecordOfCase['opened']) {
  const [first] = entries;
  if (!first) throw new Error('A case without entries is not in the record.');
  let state = newCase(plan, first.body.plan, directory, first.body.directoryHash);
  const uncounted: Counted[] = [];
  const told: EventOf<'told'>[] = [];
  for (const { seq, body } of entries) {
    const before = state;
    state = applyEntry(before, seq, body);
    // Counting is idempotent: the agreement is asked anew rather than some violation counted nowhere.
    if (follows(before, 2) && changesCount(body.events)) uncounted.push(...newsForCount(before, state));
    told.push(...body.events.filter((event) => event.type === 'told'));
  }
  return { state, uncounted, told };
}

/** Recorded as told, and nothing is known of what came of it: it goes out under the id that it has. */
function unsentOf(state: CaseState, told: readonly EventOf<'told'>[], done: ReadonlySet<string>) {
  const open = told.flatMap((event) => {
    const recipients = event.recipients.filter(({ noticeId }) => state.pending[noticeId] && !done.has(noticeId));
    return recipients.length > 0 ? [{ ...event, recipients }] : [];
  });
  return open.length > 0 ? telling(state, open) : undefined;
}

const keyOf = ({ noticeIds, at }: Pick<NoticeOutcome, 'noticeIds' | 'at'>): string => `${noticeIds.join(' ')} ${at}`;

const outcomesIn = (event: CaseEvent): string[] => (event.type === 'notice-outcome' ? [keyOf(event)] : []);

/** The report that opened it, as it came. */
function firstOf([first]: readonly Entry<CaseEntryBody>[]): CaseStart['first'] {
  if (first?.body.cause.kind !== 'command') throw new Error('The first entry of a case is the report that opened it.');
  const { commandId, actor, acceptedAt, stamp = '', body } = first.body.cause;
  return { commandId, actor, acceptedAt, stamp, body: body as CaseStart['first']['body'] };
}
