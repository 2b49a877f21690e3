/** Bundled with the workflows it makes a build that sleeps longer: what strict replay must find out. */
import type { WorkflowInterceptors } from '@temporalio/workflow';

export const interceptors = (): WorkflowInterceptors => ({
  outbound: [{ startTimer: (input, next) => next({ ...input, durationMs: input.durationMs + 1000 }) }],
});
