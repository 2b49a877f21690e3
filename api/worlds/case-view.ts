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
  state: CaseState;
  /** What comes next; computed once for every entry. */
  next: Due | undefined;
  workflowId: string;
  namespace: string;
  /** Runs in their order: a busy case continues as new. */
  runIds: string[];
  acted: Acted[];
}

/** Instants that have acted and are shown; a case of many reminders keeps the last. The record holds them all. */
const MOST_ACTED = 500;

export function addEntry(view: CaseView, { seq, body }: Entry<CaseEntryBody>): CaseView {
  const state = applyEntry(view.state, seq, body);
  const { runId, workflowId } = body.temporal;
  // The run for corrections of a closed case is another workflow.
  const isKnown = view.runIds.includes(runId) || workflowId !== view.workflowId;
  return {
    ...view,
    state,
    next: nextDue(state),
    runIds: isKnown ? view.runIds : [...view.runIds, runId],
    acted:
      body.cause.kind === 'due'
        ? [...view.acted.slice(1 - MOST_ACTED), actedBy(body.cause, body.decidedAt)]
        : view.acted,
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
