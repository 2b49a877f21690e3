/** What lines of the worker's log are about: the workflow in one of whose activities they are written. */
import { asyncLocalStorage } from '@temporalio/activity';

/** A new object, which the logger fills; nothing outside of activities. The workflow's id names agreement and scope. */
export function aboutNow(): object {
  const info = asyncLocalStorage.getStore()?.info;
  if (!info) return {};
  const { workflowExecution, activityType: activity, attempt } = info;
  return { ...workflowExecution, activity, attempt };
}
