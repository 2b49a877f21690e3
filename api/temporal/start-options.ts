/** How a case is started: what Temporal's own lists and pages show of it from the first moment (INTERFACE 3). */
import type { WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import type { CaseAttributes } from '../../domain/case/attributes.js';
import { TASK_QUEUE } from '../../workflows/messages.js';
import type { CaseStart } from '../../workflows/messages.js';

export function startOptions(workflowId: string, start: CaseStart, attributes: CaseAttributes) {
  const { scope, planRef, caseId, first, exercise, agreement } = start;
  return {
    workflowId,
    taskQueue: TASK_QUEUE,
    args: [start] as [CaseStart],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    // A worker that died is noticed within this (TRAPS 29).
    workflowTaskTimeout: '5 s',
    typedSearchAttributes: searchAttributes(start, attributes),
    staticSummary: `${exercise ? 'EXERCISE: ' : ''}${scope} ${singleLine(first.body.kind)}`,
    staticDetails: `Case ${caseId} of ${agreement}, plan ${planRef.id} ${planRef.version} (${planRef.hash}).`,
  } as const satisfies Partial<WorkflowStartOptions>;
}

/** The summary is Markdown on one line; what somebody reported must not look like ours. */
const singleLine = (text: string): string => text.replace(/[^\p{L}\p{N} .,-]/gu, ' ').slice(0, 80);

function searchAttributes(
  { caseId, scope, planRef }: CaseStart,
  { phase, firstViolationAt, nextDueAt, overdue }: CaseAttributes,
): SearchAttributePair[] {
  const { KEYWORD, INT, DATETIME, BOOL } = SearchAttributeType;
  return [
    { key: defineSearchAttributeKey('HoldfireCaseId', KEYWORD), value: caseId },
    { key: defineSearchAttributeKey('HoldfireSector', KEYWORD), value: scope },
    { key: defineSearchAttributeKey('HoldfirePlan', KEYWORD), value: `${planRef.id}:${planRef.version}` },
    { key: defineSearchAttributeKey('HoldfirePhase', INT), value: phase },
    { key: defineSearchAttributeKey('HoldfireFirstViolationAt', DATETIME), value: new Date(firstViolationAt) },
    ...(nextDueAt === undefined
      ? []
      : [{ key: defineSearchAttributeKey('HoldfireNextDueAt', DATETIME), value: new Date(nextDueAt) }]),
    { key: defineSearchAttributeKey('HoldfireOverdue', BOOL), value: overdue },
  ];
}
