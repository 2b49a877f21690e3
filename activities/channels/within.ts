/**
 * A time limit for one attempt, beside the signal of whoever asked for it. The work is told to end, and is not waited
 * for when it does not. By a timer of its own: Node collects a signal that `AbortSignal.any` made of
 * `AbortSignal.timeout` as garbage, and the limit never comes (nodejs/node#57736).
 */
import type { Span } from '../../domain/instant.js';
import { SECOND } from '../../domain/instant.js';

export function within<T>(limit: Span, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const ending = new AbortController();
    const end = (reason: Error): void => {
      reject(reason);
      ending.abort(reason);
    };
    const broken = (): void => end(new Error('The attempt was broken off.'));
    if (signal.aborted) return broken();
    const timer = setTimeout(() => end(new Error(`No answer within ${limit / SECOND} s.`)), limit);
    signal.addEventListener('abort', broken, { once: true });
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', broken);
    };
    ending.signal.addEventListener('abort', over, { once: true });
    // In a function of its own, so that what it throws at once is cleared up after too.
    (async () => work(ending.signal))().then(resolve, reject).finally(over);
  });
}
