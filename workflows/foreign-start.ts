/**
 * Starts that did not come from the API: they open nothing. Each is left to a workflow of its own to record, so that
 * the scope's name is free for true reports at once, also while the record is away.
 */
import { log, ParentClosePolicy, patched, startChild, workflowInfo } from '@temporalio/workflow';
import { between, instant, MINUTE } from '../domain/instant.js';
import type { Span } from '../domain/instant.js';
import type { Refusal } from '../domain/refused.js';
import { REFUSED_START, refusedStartWorkflowId } from './messages.js';
import type { CaseStart } from './messages.js';
import type { refusedStart } from './refused-start.workflow.js';

/** Cases that the first release started carry no stamp on their start, and go on. */
const STAMPED_STARTS = 'stamped-starts';

type StampedStart = Pick<CaseStart, 'started' | 'stampFault' | 'carried' | 'recovered'> & { first: object };

/** Why `start` is none that the API gave, as the end of a sentence; `undefined` when it is. */
export function foreignStart(start: StampedStart): string | undefined {
  const fault = faultOf(start);
  return fault !== undefined && patched(STAMPED_STARTS) ? fault : undefined;
}

function faultOf(start: StampedStart | null | undefined): string | undefined {
  if (typeof start?.first !== 'object') return 'its argument brings no report.';
  // The server alone says that a run continues another.
  const continued = workflowInfo().continuedFromExecutionRunId !== undefined;
  if (start.carried && continued) return undefined;
  if (start.carried && !start.recovered) return 'it brings the state of a case that it does not continue.';
  return start.stampFault ?? lateStart(start);
}

/**
 * A stamp is for one start, which follows within seconds: the words that a closed case began with open no other. The
 * rest is for clocks.
 */
const STARTS_WITHIN: Span = 5 * MINUTE;

function lateStart({ started }: StampedStart): string | undefined {
  const at = instant(workflowInfo().startTime.getTime());
  if (!started || between(started.at, at) <= STARTS_WITHIN) return undefined;
  return `it was stamped at ${started.at} for a start at that time, not at ${at}.`;
}

export async function refuseStart(
  start: { caseId?: string } | null | undefined,
  fault: string,
): Promise<{ caseId: string; entries: 0; refused: Refusal }> {
  const { workflowId, runId } = workflowInfo();
  const detail = `A start of "${workflowId}" does not come from the API: ${fault}`;
  log.warn(detail);
  const refused = { type: 'start-refused', at: instant(Date.now()), workflowId, runId, detail } as const;
  await startChild<typeof refusedStart>(REFUSED_START, {
    workflowId: refusedStartWorkflowId(runId),
    args: [refused],
    parentClosePolicy: ParentClosePolicy.ABANDON,
  });
  const caseId = typeof start?.caseId === 'string' ? start.caseId : '';
  return { caseId, entries: 0, refused: { code: 'forbidden', detail } };
}
