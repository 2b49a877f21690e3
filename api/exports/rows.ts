/** What a period holds, row by row: one case is read at a time, whatever the period. */
import { z } from 'zod';
import type { CaseState } from '../../domain/case/state.js';
import type { Instant } from '../../domain/instant.js';
import { noticesOf } from '../cases/notices.js';
import type { CaseViews } from '../worlds/case-views.js';
import type { Cell } from './csv.js';
import { EXPORTED } from './exported.js';
import type { What } from './exported.js';

/** From `from` on, before `to`. */
export interface Period {
  from: Instant;
  to: Instant;
}

export interface Row {
  cells: Cell[];
  /** Of an entry: the whole of it, for JSON Lines; its cells are an extract. */
  whole?: object;
}

/** The columns of each, in their order; also the members of a line of JSON. */
export const COLUMNS: Record<What, readonly string[]> = {
  cases: [
    'caseId',
    'sector',
    'status',
    'outcome',
    'level',
    'posture',
    'recurrence',
    'previousCaseId',
    'firstViolationAt',
    'openedAt',
    'stoodDownAt',
    'resumedAt',
    'closedAt',
    'planId',
    'planVersion',
    'planHash',
    'entries',
  ],
  violations: [
    'caseId',
    'violationId',
    'kind',
    'sector',
    'place',
    'latitude',
    'longitude',
    'earliest',
    'latest',
    'acceptedAt',
    'standing',
    'verifiedAt',
    'voidedAt',
    'sameAs',
    'organisations',
    'description',
  ],
  notices: [
    'caseId',
    'noticeId',
    'messageId',
    'topic',
    'office',
    'organisation',
    'channel',
    'acknowledge',
    'madeAt',
    'insteadOf',
    'clause',
    'outcome',
    'attempts',
    'outcomeAt',
    'said',
  ],
  entries: [
    'stream',
    'seq',
    'at',
    'decidedAt',
    'recordedAt',
    'cause',
    'office',
    'organisation',
    'events',
    'clauses',
    'planHash',
    'prev',
  ],
};

export const exportedRow = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
  .meta({
    id: 'ExportedRow',
    description: `The columns of what was asked, absent where empty; of entries the entry as the record holds it. ${EXPORTED.map(
      (what) => `${what}: ${COLUMNS[what].join(', ')}`,
    ).join('. ')}.`,
  });

/** Cases by their opening, then by id; of each what lies in the period. `mayRead`: only of these. */
export async function* rowsOf(
  views: CaseViews,
  what: What,
  period: Period,
  mayRead: (state: CaseState) => boolean,
): AsyncGenerator<Row> {
  const found = views.all().filter(({ state }) => state.openedAt < period.to);
  const order = found.map(({ state: { openedAt, caseId } }) => ({ openedAt, caseId }));
  order.sort((a, b) => (`${a.openedAt} ${a.caseId}` < `${b.openedAt} ${b.caseId}` ? -1 : 1));
  for (const { caseId } of order) {
    const state = (await views.load(caseId))?.state;
    if (state && mayRead(state)) yield* ROWS[what](state, period, views);
  }
}

type RowsOfCase = (state: CaseState, period: Period, views: CaseViews) => Iterable<Row> | AsyncIterable<Row>;

const lies = ({ from, to }: Period, at: Instant): boolean => from <= at && at < to;

const ROWS: Record<What, RowsOfCase> = {
  cases: (state, period) => (lies(period, state.openedAt) ? [caseRow(state)] : []),
  violations: (state, period) =>
    Object.values(state.violations)
      .filter(({ acceptedAt }) => lies(period, acceptedAt))
      .map((violation) => ({
        cells: [
          state.caseId,
          violation.id,
          violation.kind,
          violation.place.sector,
          violation.place.description,
          violation.place.latitude,
          violation.place.longitude,
          (violation.movedTo ?? violation.occurredAt).earliest,
          (violation.movedTo ?? violation.occurredAt).latest,
          violation.acceptedAt,
          violation.standing,
          violation.verifiedAt,
          violation.voidedAt,
          violation.sameAs,
          violation.organisations,
          violation.description,
        ],
      })),
  notices: noticeRows,
  entries: entryRows,
};

const caseRow = (state: CaseState): Row => ({
  cells: [
    state.caseId,
    state.scope,
    state.status,
    state.outcome,
    state.level,
    state.posture,
    state.recurrence,
    state.previousCaseId,
    state.firstViolationAt,
    state.openedAt,
    state.stoodDownAt,
    state.resumedAt,
    state.closedAt,
    state.planRef.id,
    state.planRef.version,
    state.planRef.hash,
    state.seq,
  ],
});

async function* noticeRows({ caseId, directory }: CaseState, period: Period, views: CaseViews): AsyncGenerator<Row> {
  const [entries, sent] = await Promise.all([views.entries(caseId), views.outcomes(caseId)]);
  for (const one of noticesOf(caseId, directory, entries, sent)) {
    if (!lies(period, one.madeAt)) continue;
    yield {
      cells: [
        caseId,
        one.noticeId,
        one.messageId,
        one.topic,
        one.office,
        one.organisation,
        one.channel,
        one.acknowledge,
        one.madeAt,
        one.insteadOf,
        one.because.clause,
        one.outcome,
        one.attempts,
        one.outcomeAt,
        one.said,
      ],
    };
  }
}

async function* entryRows({ caseId }: CaseState, period: Period, views: CaseViews): AsyncGenerator<Row> {
  for (const entry of await views.entries(caseId)) {
    const { at, decidedAt, cause, events, plan } = entry.body;
    if (!lies(period, at)) continue;
    const actor = cause.kind === 'command' ? cause.actor : undefined;
    yield {
      cells: [
        entry.stream,
        entry.seq,
        at,
        decidedAt,
        entry.recordedAt,
        cause.kind === 'command' ? cause.command : cause.due,
        actor?.office,
        actor?.organisation,
        events.map(({ type }) => type),
        [...new Set(events.map(({ because }) => because.clause))],
        plan.hash,
        entry.prev,
      ],
      whole: entry,
    };
  }
}
