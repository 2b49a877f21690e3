/**
 * What lines of the log are about: the request in whose course they are written, also those of a service that knows
 * nothing of requests, and its case. Work that a request began and did not wait for keeps its id.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface About {
  /** As the answer's `x-request-id` says it; ours, never the sender's. */
  request: string;
  caseId?: string;
}

const abouts = new AsyncLocalStorage<About>();

export const within = (about: About, run: () => void): void => abouts.run(about, run);

/** A new object, which the logger fills; nothing outside of requests. */
export const aboutNow = (): Partial<About> => ({ ...abouts.getStore() });
