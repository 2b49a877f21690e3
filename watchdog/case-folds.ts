/**
 * Open cases and reviews, folded from their entries as everybody folds them. A case in which nothing can be due any
 * more is forgotten, and read again should something be added to it.
 */
import { dues } from '../domain/case/due.js';
import type { CaseEntryBody } from '../domain/case/entry-body.js';
import { applyEntry } from '../domain/case/evolve.js';
import { newCase } from '../domain/case/state.js';
import type { CaseState } from '../domain/case/state.js';
import type { CaseDirectory } from '../domain/directory/directory.js';
import type { Plan } from '../domain/plan/plan.js';
import { divide } from '../domain/plan/speed.js';
import { applyEntry as applyReviewEntry } from '../domain/review/evolve.js';
import { newReview } from '../domain/review/review.js';
import type { ReviewEntryBody, ReviewState } from '../domain/review/review.js';
import type { Entry } from '../record/entry.js';
import type { RecordStore } from '../record/record-store.js';

export const CASE = 'case/';
export const REVIEW = 'review/';

export class CaseFolds {
  private readonly cases = new Map<string, CaseState>();
  private readonly reviews = new Map<string, { state: ReviewState; plan: Plan }>();
  /** Read once each: few plans, some directories. */
  private readonly objects = new Map<string, unknown>();

  constructor(private readonly store: Pick<RecordStore, 'read' | 'getObject'>) {}

  open(): CaseState[] {
    return [...this.cases.values()];
  }

  openReviews(): { state: ReviewState; plan: Plan }[] {
    return [...this.reviews.values()].filter(({ state }) => state.clock);
  }

  /** The case after this entry; `undefined` where the entry is known already. */
  async take(entry: Entry<CaseEntryBody>): Promise<CaseState | undefined> {
    const known = this.cases.get(entry.stream);
    if (known && entry.seq <= known.seq) return undefined;
    const next = (known?.seq ?? 0) + 1;
    const entries =
      entry.seq === next ? [entry] : ((await this.store.read(entry.stream, next)) as Entry<CaseEntryBody>[]);
    let state = known ?? (await this.begun(entries[0] ?? entry));
    for (const { seq, body } of entries) state = applyEntry(state, seq, body);
    if (state.status === 'closed' && dues(state).length === 0) this.cases.delete(entry.stream);
    else this.cases.set(entry.stream, state);
    return state;
  }

  async takeReview({ stream, seq, body }: Entry<ReviewEntryBody>): Promise<void> {
    const before = this.reviews.get(stream)?.state ?? newReview(body.reviewId, body.sector);
    if (seq <= before.seq) return;
    const plan = divide((await this.object(body.plan.hash)) as Plan, body.speed);
    this.reviews.set(stream, { state: applyReviewEntry(before, seq, body), plan });
  }

  private async begun({ body }: Entry<CaseEntryBody>): Promise<CaseState> {
    const plan = (await this.object(body.plan.hash)) as Plan;
    const directory = (await this.object(body.directoryHash)) as CaseDirectory;
    return newCase(plan, body.plan, directory, body.directoryHash);
  }

  private async object(hash: string): Promise<unknown> {
    const known = this.objects.get(hash);
    if (known !== undefined) return known;
    const text = await this.store.getObject(hash);
    if (text === undefined) throw new Error(`the record lacks the object ${hash}`);
    const content: unknown = JSON.parse(text);
    this.objects.set(hash, content);
    return content;
  }
}
