/** RULES 5, "Repeated": verified violations counted over all cases of a rehearsal, as the agreement's workflow does. */
import { count, nothingCounted } from '../agreement/count.js';
import { newsForCount, notesOf } from '../case/counting.js';
import type { Note } from '../case/counting.js';
import type { CaseState } from '../case/state.js';
import type { Instant } from '../instant.js';

export class CountedCases {
  private counted = nothingCounted;

  /** What the case is to note of what it has just entered: its verification completes a pattern, or takes one away. */
  notes(before: CaseState, after: CaseState, now: Instant): Note[] {
    const news = newsForCount(before, after);
    const { count: least, within } = after.plan.repetition;
    const answers = news.map((one) => {
      const { state, answer } = count(this.counted, one, { count: least, within }, now);
      this.counted = state;
      return answer;
    });
    return notesOf(after, news, answers, now);
  }
}
