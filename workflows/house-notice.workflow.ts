/** A notice that belongs to no running case: sent once, tried for a day, whatever dies meanwhile. */
import { proxyActivities } from '@temporalio/workflow';
import type { HouseNotice } from '../domain/notice/house-notice.js';
import type { HouseActivities } from './messages.js';

const { tellHouse } = proxyActivities<HouseActivities>({
  // Each recipient is tried for a day at most; one attempt of the activity outlasts that.
  startToCloseTimeout: '25 hours',
  // A worker that died is noticed within this; the retry goes on with those who are not done.
  heartbeatTimeout: '5 s',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
});

/** Answers how many were told. */
export async function houseNotice(notice: HouseNotice): Promise<{ told: number; of: number }> {
  const summary = `${notice.facts.topic}: ${notice.to.length} offices`;
  const told = await tellHouse.executeWithOptions({ summary }, [notice]);
  return { told, of: notice.to.length };
}
