/**
 * Bundled with the workflows for a strict replay, and for nothing else: hands out what a workflow orders, as it orders
 * it. It changes nothing, and the bundle that runs cases does not hold it.
 */
import { proxySinks } from '@temporalio/workflow';
import type { Sinks, WorkflowInterceptors } from '@temporalio/workflow';

/** What `strict-replay.ts` takes on the other side of the sandbox. */
export interface OrderSinks extends Sinks {
  strictReplay: {
    /** The commands of one activation, in their order. */
    ordered(commands: readonly object[]): void;
  };
}

const { strictReplay } = proxySinks<OrderSinks>();

export const interceptors = (): WorkflowInterceptors => ({
  internals: [
    {
      concludeActivation: (input, next) => {
        if (input.commands.length > 0) strictReplay.ordered(input.commands);
        return next(input);
      },
    },
  ],
});
