/** Every limit of a Temporal worker, written out with its reason. */
import type { WorkerOptions } from '@temporalio/worker';

export const WORKER_LIMITS = {
  // A worker that died leaves its cached cases to the others after this (TRAPS 29).
  stickyQueueScheduleToStartTimeout: '5 s',
  // Heartbeats of `tell` say who is done; throttled to less, a crash repeats fewer messages (TRAPS P8).
  maxHeartbeatThrottleInterval: '200 ms',
  defaultHeartbeatThrottleInterval: '200 ms',
  // Open cases sleep for hours: keeping more of them in memory buys little and makes memory grow with cases.
  maxCachedWorkflows: 500,
  // Two cores: more at once only makes each slower.
  maxConcurrentWorkflowTaskExecutions: 40,
  maxConcurrentActivityTaskExecutions: 100,
  maxConcurrentLocalActivityExecutions: 100,
  maxConcurrentWorkflowTaskPolls: 5,
  maxConcurrentActivityTaskPolls: 5,
  // A notice that is under way is finished; what takes longer goes on in another worker.
  shutdownGraceTime: '10 s',
  shutdownForceTime: '15 s',
} as const satisfies Partial<WorkerOptions>;
