/**
 * What nothing else caught. Node would end the process with a stack and leave its children behind; here it becomes a
 * rejection like any other, so that a sentence is said and everything ends in order.
 */

export interface OwnFault {
  /** Never resolves. */
  happened: Promise<never>;
  /** From here on Node does again what it does by itself. */
  ignore: () => void;
}

/** @param err told of every further one: the first is told by whoever waits for it */
export function ownFault(err: (text: string) => void): OwnFault {
  let reject: ((error: Error) => void) | undefined;
  const happened = new Promise<never>((_, rejectIt) => {
    reject = rejectIt;
  });
  const caught = (error: Error): void => {
    if (reject) reject(error);
    else err(`While ending: ${error.message}`);
    reject = undefined;
  };
  // Rejections that nobody handles come here as well.
  process.on('uncaughtException', caught);
  return { happened, ignore: () => void process.off('uncaughtException', caught) };
}
