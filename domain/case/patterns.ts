/**
 * Repeated and prolonged hostilities (RULES 5): a flag on the case, a phase that opens now, and the question whether
 * the attack is large-scale. Never the phase of a declaration by itself. No later void takes an effect back.
 */
import type { Instant, Span } from '../instant.js';
import { because } from './because.js';
import type { CommandOf } from './commands.js';
import type { Draft } from './draft.js';
import { isPhaseOpen, openSince } from './due.js';
import { createDuties, isOwed, planDuty } from './duties.js';
import { openGate } from './gates.js';
import type { CaseState } from './state.js';
import { tell } from './tell.js';

export type Pattern = 'repeated' | 'prolonged';

const WHY: Record<Pattern, string> = {
  repeated: 'Violations are repeated within the plan’s span.',
  prolonged: 'The case has been open for the plan’s span.',
};

interface Flagging {
  what: Pattern;
  /** The verification that completed it, or the instant at which it was due. */
  at: Instant;
  latenessMs: Span;
}

/** The agreement has counted: once a case, judged as of the verification, whenever the answer came. */
export function decideNotePattern(draft: Draft, { body, at }: CommandOf<'notePattern'>): void {
  if (draft.state.repeated) return;
  const { violationId, rests, latenessMs } = body;
  const why = because('RULES 5', WHY.repeated, { violations: rests.length });
  draft.emit({ type: 'pattern-flagged', because: why, what: 'repeated', at, latenessMs, violationId, rests });
  const opened = follow(draft, { what: 'repeated', at, latenessMs });
  // Found void before the count was there.
  if (draft.state.status === 'open' && !isStill(draft.state)) confirmPosture(draft);
  tell(draft, { topic: 'pattern-flagged', what: 'repeated', at, rests, violationId, ...opened }, why);
}

/** Open for so long since the opening or the last resumption; once for each of them. */
export function actProlonged(draft: Draft, at: Instant, latenessMs: Span): void {
  const since = openSince(draft.state);
  const why = because('RULES 5', WHY.prolonged, { since });
  draft.emit({ type: 'pattern-flagged', because: why, what: 'prolonged', at, latenessMs, since });
  const opened = follow(draft, { what: 'prolonged', at, latenessMs });
  tell(draft, { topic: 'pattern-flagged', what: 'prolonged', at, since, rests: [], ...opened }, why);
}

/** A void violation of this case was among those on which the flags of other cases rest. */
export function decideNoteWeakened(draft: Draft, { body, at }: CommandOf<'noteWeakened'>): void {
  const { violationId, cases } = body;
  const why = because('RULES 5', 'A later void takes no effect back; whoever was told learns of it.', { violationId });
  draft.emit({ type: 'pattern-weakened', because: why, at, violationId, cases });
  tell(draft, { topic: 'pattern-weakened', violationId, cases }, why);
}

/** A violation of another case on which this one's flag rests is void: told, and D9 where too few are left (RULES 5). */
export function decideWeakenPattern(draft: Draft, { body, at }: CommandOf<'weakenPattern'>): void {
  const { caseId, violationId } = body;
  const before = draft.state;
  const rest = before.repeated?.rests.find((one) => one.caseId === caseId && one.violationId === violationId);
  if (!rest || rest.voidedAt !== undefined || caseId === before.caseId) return;
  const why = because('RULES 5', 'A later void takes no effect back; whoever was told learns of it.', { violationId });
  draft.emit({ type: 'pattern-rest-voided', because: why, at, caseId, violationId });
  const asksAgain = before.status === 'open' && isStill(before) && !isStill(draft.state);
  if (asksAgain) confirmPosture(draft);
  const confirm = asksAgain ? confirmedBy(draft.state) : {};
  const cases = [before.caseId];
  tell(draft, { topic: 'pattern-weakened', violationId, of: caseId, cases, ...confirm }, why);
}

/** In a quiet or closed case: flag and notice only. */
function follow(draft: Draft, { what, at, latenessMs }: Flagging): { phases: number[]; assessBy?: Instant } {
  if (draft.state.status !== 'open') return { phases: [] };
  const before = draft.state.phases.length;
  const { opensPhase, opensPhase3 } = draft.state.plan.repetition;
  for (const phase of what === 'repeated' && opensPhase3 ? [opensPhase, 3] : [opensPhase]) {
    const gate = draft.state.plan.gates.find((one) => one.phase === phase);
    if (gate && !isPhaseOpen(draft.state, phase)) openGate(draft, gate, at, latenessMs, WHY[what], what);
  }
  createDuties(draft, (duty) => duty.createdBy === 'pattern', { knownAt: at, grace: 0, latenessMs });
  const assessment = Object.values(draft.state.duties).findLast(
    (duty) => isOwed(duty) && planDuty(draft.state, duty.id).createdBy === 'pattern',
  );
  const phases = draft.state.phases.length > before ? [opensPhase] : [];
  return { phases, ...(assessment ? { assessBy: assessment.workingDueAt } : {}) };
}

/** Whether the flag would be there without what is void now. */
const isStill = (state: CaseState): boolean => {
  const { repeated, plan, violations, caseId } = state;
  const left = (repeated?.rests ?? []).filter((rest) =>
    rest.caseId === caseId ? violations[rest.violationId]?.standing !== 'void' : rest.voidedAt === undefined,
  );
  return left.length >= plan.repetition.count;
};

/** Whether the pattern flag rests on this violation: it was among the counted, and without it they are too few. */
export function isFlagOn(before: CaseState, after: CaseState, violationId: string): boolean {
  const rests = before.repeated?.rests ?? [];
  const own = rests.some((rest) => rest.caseId === before.caseId && rest.violationId === violationId);
  return own && !isStill(after);
}

/** RULES 4, D9: the groups of the posture say whether it stands. */
export const confirmPosture = (draft: Draft): void =>
  createDuties(draft, (duty) => duty.createdBy === 'void', { knownAt: draft.at, grace: 0 });

/** By when that is owed, for the notice that says so. */
export function confirmedBy(state: CaseState): { confirmBy?: Instant } {
  const confirm = Object.values(state.duties).find(
    (duty) => isOwed(duty) && planDuty(state, duty.id).createdBy === 'void',
  );
  return confirm === undefined ? {} : { confirmBy: confirm.workingDueAt };
}
