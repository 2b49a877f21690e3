/**
 * The two lanes of a world's reports. What joins or corroborates an open case is cheap and has a wide lane of its own;
 * what opens a case starts a workflow and tells some thirty offices, and goes as fast as that leaves everything else
 * alone. Whatever is decided late by the cases themselves narrows both.
 */
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { ms } from '../../domain/instant.js';
import type { Entry } from '../../record/entry.js';
import { Pace } from './pace.js';

/**
 * A case answers within tens of milliseconds where nothing is in its way; the bounds are those at which signatures and
 * stand-downs, which go the same way, still come through within a second.
 */
const ANSWERS = { goodMs: 300, badMs: 900 };

/** Two cores take some fifteen openings a second (TRAPS 27): eight in flight are more than enough to keep them busy. */
const OPENINGS = { first: 4, least: 2, most: 8, mostOfKey: 1, ...ANSWERS };

/**
 * A join is one workflow task of a case that may be large by now: few of one case, so that its signatures come between
 * them, and few in all where answers are slow.
 */
const JOINS = { first: 8, least: 2, most: 24, mostOfKey: 3, ...ANSWERS };

/** Instants that act later than this beyond their settle, when it has just happened. */
const LATE_MS = 500;
const RECENT_MS = 5000;

/** Accepted reports that no case has yet: some 60 MB of memory, and at calm pace half an hour of openings. */
export const MOST_PENDING = 20_000;

export class IntakePace {
  readonly openings = new Pace(OPENINGS);
  readonly joins = new Pace(JOINS);

  constructor(private readonly wall: () => number = Date.now) {}

  /** Folds an entry that the following delivered: a gate that was late shows that there is too much on the way. */
  fold = (entry: Entry): void => {
    if (!entry.stream.startsWith('case/')) return;
    const { events, decidedAt } = entry.body as CaseEntryBody;
    // What is read at the start, or was late while everything was away, says nothing of now.
    if (this.wall() - ms(decidedAt) > RECENT_MS) return;
    const late = events.some((event) => 'latenessMs' in event && event.latenessMs > LATE_MS);
    if (!late) return;
    this.openings.shrink();
    this.joins.shrink();
  };

  close(): void {
    this.openings.close();
    this.joins.close();
  }
}
