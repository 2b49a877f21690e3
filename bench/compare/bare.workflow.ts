/**
 * The smallest Temporal workflow that does the job without rules: tells six offices, waits for gate 1 or a
 * de-escalation, tells those six or twelve others, waits for gate 2, tells six more. What Holdfire is compared with.
 */
import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import type { Tell } from './bare-worker.js';

export interface BareCase {
  caseId: string;
  /** Milliseconds since 1970. */
  firstViolationAt: number;
  /** Milliseconds after the first violation. */
  gates: [number, number];
}

export const standDownSignal = defineSignal('standDown');

// As generous as those of Holdfire: nothing in a calm run is tried twice.
const { tell } = proxyActivities<{ tell: Tell }>({ startToCloseTimeout: '1 minute', heartbeatTimeout: '5 s' });

export async function bareCase({ caseId, firstViolationAt, gates }: BareCase): Promise<void> {
  let stoodDown = false;
  setHandler(standDownSignal, () => {
    stoodDown = true;
  });
  await tell({ caseId, topic: 'case-opened', offices: 6 });
  for (const [index, offices] of [12, 6].entries()) {
    const due = firstViolationAt + (gates[index] ?? 0);
    if (await condition(() => stoodDown, Math.max(1, due - Date.now()))) {
      await tell({ caseId, topic: 'stood-down', offices: 6 });
      return;
    }
    await tell({ caseId, topic: 'phase-opened', phase: index + 2, offices });
  }
}
