/** One case in memory: its folded state, and what the API shows beside it. */
import { nextDue } from '../../domain/case/due.js';
import type { Due, DueKind } from '../../domain/case/due.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { applyEntry } from '../../domain/case/evolve.js';
import type { CaseState } from '../../domain/case/state.js';
import type { Instant, Span } from '../../domain/instant.js';
import type { Entry } from '../../record/entry.js';

/** An instant that has acted. */
export interface Acted {
  kind: DueKind;
  subject: string;
  dueAt: Instant;
  actedAt: Instant;
  latenessMs: Span;
}

export interface CaseView {
  brief?: undefined;
  state: CaseState;
  /** What comes next; computed once for every state that somebody asks. */
  readonly next: Due | undefined;
  workflowId: string;
  namespace: string;
  /** Runs in their order: a busy case continues as new. */
  runIds: string[];
  acted: Acted[];
}

/**
 * What of a closed case stays in memory: where it stands, and its summary as text. Everything else of it is folded from
 * its stream when somebody asks.
 */
export interface BriefCase {
  /** Its summary, as JSON. */
  brief: string;
  state: Pick<
    CaseState,
    | 'caseId'
    | 'agreement'
    | 'scope'
    | 'exercise'
    | 'status'
    | 'seq'
    | 'openedAt'
    | 'firstViolationAt'
    | 'closedAt'
    | 'repeated'
    | 'plan'
  >;
  readonly next: Due | undefined;
  workflowId: string;
  namespace: string;
  runIds: string[];
}

/** A case as lists know it: whole while it is open or quiet. */
export type CaseRow = CaseView | BriefCase;

export function briefOf({ state, next, workflowId, namespace, runIds }: CaseView, summary: object): BriefCase {
  const { caseId, agreement, scope, exercise, status, seq, openedAt, firstViolationAt, closedAt, repeated, plan } =
    state;
  return {
    brief: JSON.stringify(summary),
    state: {
      caseId,
      agreement,
      scope,
      exercise,
      status,
      seq,
      openedAt,
      firstViolationAt,
      ...(closedAt === undefined ? {} : { closedAt }),
      ...(repeated === undefined ? {} : { repeated }),
      plan,
    },
    next,
    workflowId,
    namespace,
    runIds,
  };
}

/** Instants that have acted and are shown; a case of many reminders keeps the last. The record holds them all. */
const MOST_ACTED = 500;

/** A case before its first entry. */
export const emptyView = (state: CaseState, { workflowId, namespace }: CaseEntryBody['temporal']): CaseView =>
  viewOf({ state, workflowId, namespace, runIds: [], acted: [] });

export function addEntry(view: CaseView, { seq, body }: Entry<CaseEntryBody>): CaseView {
  const { workflowId, namespace, runIds, acted } = view;
  const { runId, workflowId: by } = body.temporal;
  // The run for corrections of a closed case is another workflow.
  const isKnown = runIds.includes(runId) || by !== workflowId;
  return viewOf({
    state: applyEntry(view.state, seq, body),
    workflowId,
    namespace,
    runIds: isKnown ? runIds : [...runIds, runId],
    acted: body.cause.kind === 'due' ? [...acted.slice(1 - MOST_ACTED), actedBy(body.cause, body.decidedAt)] : acted,
  });
}

/** A restart folds many entries of a case and asks for the last state's next instant only. */
function viewOf(parts: Omit<CaseView, 'next'>): CaseView {
  let found: { next: Due | undefined } | undefined;
  return {
    ...parts,
    get next() {
      found ??= { next: nextDue(parts.state) };
      return found.next;
    },
  };
}

function actedBy(cause: Extract<CaseEntryBody['cause'], { kind: 'due' }>, actedAt: Instant): Acted {
  const [kind = '', ...subject] = cause.due.split(':');
  return {
    kind: kind as DueKind,
    subject: subject.join(':'),
    dueAt: cause.dueAt,
    actedAt,
    latenessMs: cause.latenessMs,
  };
}
