/**
 * The canary: started every few minutes by a schedule of the Temporal server, it waits for a timer, has an activity
 * write a notice to a logbook of its own, and enter that in the record. What stays away here stays away for cases too.
 */
import { proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import { instant, SECOND } from '../domain/instant.js';
import type { CanaryActivities } from './messages.js';

const { sing } = proxyActivities<CanaryActivities>({
  // A line in a file and an append: milliseconds, or somebody must know.
  startToCloseTimeout: '10 s',
  scheduleToCloseTimeout: '2 min',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '10 s' },
});

/** Short: it is the way that is tried, not patience. */
const WAIT = 1 * SECOND;

export async function canary(): Promise<void> {
  const { workflowId, runId, startTime } = workflowInfo();
  const asked = Date.now();
  await sleep(WAIT);
  const timerLateMs = Math.max(0, Date.now() - asked - WAIT);
  await sing({ workflowId, runId, startedAt: instant(startTime.getTime()), timerLateMs });
}
