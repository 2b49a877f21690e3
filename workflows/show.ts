/** What Temporal's own lists and pages show of a case: search attributes and current details (INTERFACE 3). */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { dues } from '../domain/case/due.js';
import { attributesOf } from '../domain/case/attributes.js';
import type { CaseState } from '../domain/case/state.js';
import { ms } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';

const PLAN = defineSearchAttributeKey('HoldfirePlan', SearchAttributeType.KEYWORD);
const PHASE = defineSearchAttributeKey('HoldfirePhase', SearchAttributeType.INT);
const OUTCOME = defineSearchAttributeKey('HoldfireOutcome', SearchAttributeType.KEYWORD);
const FIRST = defineSearchAttributeKey('HoldfireFirstViolationAt', SearchAttributeType.DATETIME);
const NEXT = defineSearchAttributeKey('HoldfireNextDueAt', SearchAttributeType.DATETIME);
const OVERDUE = defineSearchAttributeKey('HoldfireOverdue', SearchAttributeType.BOOL);

/** The API foresaw it by its own clock at the start; an event only to correct that by milliseconds is not worth it. */
const NEAR_MS = 1000;

const isNear = (shown: Date | undefined, instant: Instant): boolean =>
  shown !== undefined && Math.abs(shown.getTime() - ms(instant)) < NEAR_MS;

/** Called when something is told; between two tellings the lists of the server may show the instant before. */
export function show(state: CaseState): void {
  const { phase, outcome, firstViolationAt, nextDueAt, overdue } = attributesOf(state);
  const now = workflowInfo().typedSearchAttributes;
  const changed: SearchAttributePair[] = [];
  const plan = `${state.planRef.id}:${state.planRef.version}`;
  if (now.get(PLAN) !== plan) changed.push({ key: PLAN, value: plan });
  if (now.get(PHASE) !== phase) changed.push({ key: PHASE, value: phase });
  if (now.get(OUTCOME) !== outcome && outcome !== undefined) changed.push({ key: OUTCOME, value: outcome });
  if (now.get(FIRST)?.toISOString() !== firstViolationAt)
    changed.push({ key: FIRST, value: new Date(firstViolationAt) });
  if (nextDueAt !== undefined && !isNear(now.get(NEXT), nextDueAt)) {
    changed.push({ key: NEXT, value: new Date(nextDueAt) });
  }
  if (now.get(OVERDUE) !== overdue) changed.push({ key: OVERDUE, value: overdue });
  if (changed.length > 0) upsertSearchAttributes(changed);
  setCurrentDetails(details(state));
}

/** Markdown for an operator who has only Temporal's UI or `temporal workflow metadata`. */
function details(state: CaseState): string {
  const next = dues(state).slice(0, 5);
  return [
    `**${state.exercise ? 'EXERCISE · ' : ''}${state.caseId}** · ${state.scope} · ${state.status}`,
    `phase ${state.posture} (highest ${state.level}) · first violation ${state.firstViolationAt}`,
    `plan ${state.planRef.id} ${state.planRef.version} · entry ${state.seq}`,
    '',
    ...next.map(({ at, kind, subject }) => `- ${at} ${kind} ${subject}`),
  ].join('\n');
}
