/**
 * What is counted over all cases of an agreement (RULES 5, "Repeated"): durable, so that no count rests on a query
 * that may be stale. It only keeps what cases tell it, and answers; each case decides what follows.
 */
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  log,
  setDefaultSignalHandler,
  setDefaultUpdateHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { count, forget, keptFor, nothingCounted } from '../domain/agreement/count.js';
import type { CountState } from '../domain/agreement/count.js';
import type { CountAnswer } from '../domain/agreement/counted.js';
import { countFault } from '../domain/agreement/shape.js';
import { instant, MINUTE } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';
import { countUpdate } from './messages.js';
import type { AgreementStart, CountAsk } from './messages.js';

/** Well below Temporal's limit of 2,000 updates a run (TRAPS 14). */
const MOST_UPDATES = 1000;

/** Ends when nothing is left that a count could rest on; the next verification starts it anew. */
export async function agreement(start: AgreementStart): Promise<{ counted: number }> {
  // Temporal's own cancel stops nothing (RULES 6).
  return await CancellationScope.nonCancellable(async () => {
    const counting = new Counting(start.carried ?? nothingCounted);
    setHandler(countUpdate, (ask) => counting.take(ask));
    setDefaultSignalHandler((name) => log.warn('The agreement knows no signal of this name', { name }));
    setDefaultUpdateHandler((name) => ({ refused: `The agreement knows no update "${name}".` }));
    for (;;) {
      await condition(() => counting.mustContinue(), Math.max(MINUTE, keptFor(counting.state)));
      await condition(allHandlersFinished);
      if (counting.mustContinue()) {
        await continueAsNew<typeof agreement>({ agreement: start.agreement, carried: counting.state });
      }
      counting.forget();
      if (counting.state.kept.length === 0) return { counted: counting.state.counted };
    }
  });
}

class Counting {
  private updates = 0;

  constructor(public state: CountState) {}

  /** Answers nothing to what makes no sense, and changes nothing. */
  take(ask: CountAsk): CountAnswer[] {
    this.updates += 1;
    const fault = countFault(ask);
    if (fault) {
      log.warn('An ask to count makes no sense', { fault });
      return [];
    }
    return ask.news.map((news) => {
      const { state, answer } = count(this.state, news, ask.rule, now());
      this.state = state;
      return answer;
    });
  }

  forget(): void {
    this.state = forget(this.state, now());
  }

  mustContinue(): boolean {
    return this.updates >= MOST_UPDATES || workflowInfo().continueAsNewSuggested;
  }
}

const now = (): Instant => instant(Date.now());
