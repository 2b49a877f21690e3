/** Bundled with the workflows it makes a build that tells of other things: what strict replay must find out. */
import type { WorkflowInterceptors } from '@temporalio/workflow';

export const interceptors = (): WorkflowInterceptors => ({
  outbound: [
    {
      scheduleActivity: (input, next) => {
        const [first, ...rest] = input.args as [object, ...unknown[]];
        return next({ ...input, args: [{ ...first, altered: true }, ...rest] });
      },
    },
  ],
});
