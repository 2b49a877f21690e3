/** Cases in the order of the list: soonest next instant first, none last, ties by id. Kept in order, not sorted anew. */
import type { Instant } from '../../domain/instant.js';
import type { CaseRow } from './case-view.js';

/** Where a case stands in the order. */
export interface Standing {
  /** Its next instant; {@link NEVER} where nothing is ahead. */
  at: Instant;
  caseId: string;
}

/** After every instant. */
export const NEVER = '~';

export const standingOf = ({ next, state }: CaseRow): Standing => ({ at: next?.at ?? NEVER, caseId: state.caseId });

export class Soonest {
  private views: CaseRow[] = [];
  /** Until the first reader comes, nothing is put in order: a restart reads every case first. */
  private isSorted = false;

  constructor(private readonly all: () => CaseRow[]) {}

  list(): readonly CaseRow[] {
    if (!this.isSorted) {
      this.views = this.all().sort((a, b) => compare(standingOf(a), standingOf(b)));
      this.isSorted = true;
    }
    return this.views;
  }

  /** The index of the first case behind `standing`, whether or not a case stands there. */
  after(standing: Standing): number {
    return this.place(standing, (order) => order <= 0);
  }

  replace(before: CaseRow | undefined, view: CaseRow): void {
    if (!this.isSorted) return;
    if (before) this.views.splice(this.at(standingOf(before)), 1);
    this.views.splice(this.at(standingOf(view)), 0, view);
  }

  private at(standing: Standing): number {
    return this.place(standing, (order) => order < 0);
  }

  /** The number of cases that stand before. */
  private place(standing: Standing, isBefore: (order: number) => boolean): number {
    const views = this.list();
    let [low, high] = [0, views.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const view = views[middle];
      if (view && isBefore(compare(standingOf(view), standing))) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function compare(a: Standing, b: Standing): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  if (a.caseId === b.caseId) return 0;
  return a.caseId < b.caseId ? -1 : 1;
}
