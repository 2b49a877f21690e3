/**
 * Which report that went to a case corroborates one that waits for being alleged (RULES 5). Looked at four times a second:
 * each pair is compared once, when the second of the two has come, and only where sector and kind are the same. After a
 * restart thousands of reports are heard at once, while thousands may wait.
 */
import type { CollectedReport } from '../../domain/review/review.js';
import { reportOf } from './review-views.js';
import type { Heard } from './review-views.js';

/** Comparisons in one look, a tenth of a second's work: the next look goes on. */
const MOST_A_LOOK = 200_000;

export interface Waiting {
  reviewId: string;
  one: CollectedReport;
}

export class Corroborating {
  /** By what waits: everything heard up to this number was compared with it, and fits it not. */
  private compared = new Map<string, number>();
  private rules = '';

  /**
   * What waits, with the first report that fits it; the same again in the next look, until one of them is gone.
   * @param rules what `fits` goes by: with others everything is compared anew
   * @param heard in the order of their numbers
   */
  look(
    waiting: readonly Waiting[],
    heard: readonly Heard[],
    rules: string,
    fits: (one: CollectedReport, heard: Heard) => boolean,
  ): { waiting: Waiting; heard: Heard }[] {
    const before = rules === this.rules ? this.compared : new Map<string, number>();
    this.rules = rules;
    this.compared = new Map();
    const alike = waiting.length === 0 ? new Map<string, Heard[]>() : byKind(heard);
    const found: { waiting: Waiting; heard: Heard }[] = [];
    let left = MOST_A_LOOK;
    for (const each of waiting) {
      const { reviewId, one } = each;
      const name = `${reviewId} ${one.commandId}`;
      let through = before.get(name) ?? 0;
      for (const other of newer(alike.get(kindOf(one)), through)) {
        if (left === 0) break;
        left -= 1;
        if (fits(one, other)) {
          found.push({ waiting: each, heard: other });
          break;
        }
        through = other.nth;
      }
      this.compared.set(name, through);
    }
    return found;
  }
}

type Account = Pick<CollectedReport, 'kind' | 'place'>;

const kindOf = ({ kind, place }: Account): string => `${place.sector} ${kind}`;

function byKind(heard: readonly Heard[]): Map<string, Heard[]> {
  const found = new Map<string, Heard[]>();
  for (const one of heard) {
    const kind = kindOf(reportOf(one.accepted).body);
    const same = found.get(kind);
    if (same) same.push(one);
    else found.set(kind, [one]);
  }
  return found;
}

/** Those after `through`, without going over all that came before it. */
function newer(heard: readonly Heard[] = [], through: number): readonly Heard[] {
  let from = heard.length;
  while (from > 0 && (heard[from - 1]?.nth ?? 0) > through) from -= 1;
  return heard.slice(from);
}
