/**
 * Distinct verified violations of a whole agreement, counted across its cases (RULES 5, "Repeated"). Pure: the same
 * news in the same order gives the same answers, and news told twice is answered as the first time.
 */
import { between, ms, plus } from '../instant.js';
import type { Instant, Span } from '../instant.js';
import type { Counted, CountAnswer, CountRule, PatternRest, ViolationRef } from './counted.js';

interface Kept extends Counted {
  /** The order in which they were counted. What was counted later is no part of an earlier answer. */
  nth: number;
  /** Cases whose pattern flag rests on it. */
  flags: string[];
}

export interface CountState {
  kept: Kept[];
  /** How many were counted so far. */
  counted: number;
  /** The longest window that a case has asked for, milliseconds. */
  window: Span;
}

/**
 * An occurrence is kept for seven windows (210 days under the seed plan): whatever is verified within six windows of its
 * occurrence is counted exactly; what is verified later still is counted among what is kept.
 */
const KEPT_WINDOWS = 7;

/** Beyond this the earliest occurrences are forgotten first: the state stays below half of Temporal's 2 MiB. */
export const MOST_KEPT = 4000;

/** A flag names so many violations on which it rests, those nearest to the one that completed it. */
const MOST_RESTS = 50;

export const nothingCounted: CountState = { kept: [], counted: 0, window: 0 };

/** Takes news of one violation and answers it; `now` is the agreement's own time. */
export function count(
  before: CountState,
  news: Counted,
  rule: CountRule,
  now: Instant,
): { state: CountState; answer: CountAnswer } {
  const { caseId, violationId, seq } = news;
  const state = taken({ ...before, window: Math.max(before.window, rule.within) }, news);
  const mine = find(state, news);
  if (news.voidedAt !== undefined) {
    const weakens = (mine?.flags ?? []).filter((flagged) => flagged !== caseId);
    const answer = { caseId, violationId, seq, ...(weakens.length > 0 ? { weakens } : {}) };
    return { state: forget(state, now), answer };
  }
  const rests = mine && patternOf(state, mine, rule);
  const answer = { caseId, violationId, seq, ...(rests ? { rests } : {}) };
  return { state: forget(rests ? flagged(state, caseId, rests) : state, now), answer };
}

/** Without what lies too far back for any count. */
export function forget(state: CountState, now: Instant): CountState {
  const since = plus(now, -keptFor(state));
  const kept = state.kept.filter(({ occurredAt }) => occurredAt >= since);
  if (kept.length <= MOST_KEPT) return kept.length === state.kept.length ? state : { ...state, kept };
  const latestFirst = [...kept].sort((a, b) => (a.occurredAt < b.occurredAt ? 1 : -1));
  return { ...state, kept: latestFirst.slice(0, MOST_KEPT) };
}

/** How long an occurrence can matter, milliseconds. */
export const keptFor = ({ window }: CountState): Span => KEPT_WINDOWS * window;

const isSame = (a: ViolationRef, b: ViolationRef): boolean => a.caseId === b.caseId && a.violationId === b.violationId;

const find = ({ kept }: CountState, news: Counted): Kept | undefined => kept.find((one) => isSame(one, news));

/** Older news changes nothing. What stands on its own again, or occurred at another time, is counted anew. */
function taken(state: CountState, news: Counted): CountState {
  const known = find(state, news);
  if (known && known.seq >= news.seq) return state;
  const anew = !known || known.event !== news.event || known.occurredAt !== news.occurredAt;
  const counted = state.counted + (anew ? 1 : 0);
  const one: Kept = { ...news, nth: anew ? counted : known.nth, flags: known?.flags ?? [] };
  return { ...state, counted, kept: [...state.kept.filter((other) => other !== known), one] };
}

/** Judged as of the verification: what was found void later still counts. */
function patternOf(state: CountState, mine: Kept, { count: least, within }: CountRule): PatternRest[] | undefined {
  const counting = state.kept.filter(
    ({ nth, voidedAt }) => nth < mine.nth && (voidedAt === undefined || voidedAt > mine.verifiedAt),
  );
  if (counting.some((other) => eventOf(other) === eventOf(mine))) return undefined;
  const [since, until] = [plus(mine.occurredAt, -within), plus(mine.occurredAt, within)];
  const near = counting.filter(({ occurredAt }) => occurredAt >= since && occurredAt <= until);
  const fullest = fullestWindow([mine, ...near], mine, within);
  if (fullest.length < least) return undefined;
  return nearest(fullest, mine).map(({ caseId, violationId, occurredAt }) => ({ caseId, violationId, occurredAt }));
}

const eventOf = ({ caseId, event }: Counted): string => `${caseId}/${event}`;

/**
 * The most distinct events that lie in one window with `mine`; of equal windows the latest. One pass over the sorted
 * occurrences, for a bad month brings thousands of them.
 */
function fullestWindow(all: readonly Kept[], mine: Kept, within: Span): Kept[] {
  const sorted = [...all].sort(inOrder);
  const instants = sorted.map(({ occurredAt }) => ms(occurredAt));
  const last = ms(mine.occurredAt);
  const inside = new Map<string, number>();
  let best = { from: 0, to: 0, size: 0 };
  let to = 0;
  for (let from = 0; (instants[from] ?? Infinity) <= last; from += 1) {
    for (; (instants[to] ?? Infinity) - (instants[from] ?? 0) <= within; to += 1) add(inside, sorted[to], 1);
    if (inside.size >= best.size) best = { from, to, size: inside.size };
    add(inside, sorted[from], -1);
  }
  const first = new Map<string, Kept>();
  for (const one of sorted.slice(best.from, best.to)) if (!first.has(eventOf(one))) first.set(eventOf(one), one);
  return [...first.values()];
}

function inOrder(a: Kept, b: Kept): number {
  if (a.occurredAt === b.occurredAt) return a.nth - b.nth;
  return a.occurredAt < b.occurredAt ? -1 : 1;
}

function add(inside: Map<string, number>, one: Kept | undefined, by: 1 | -1): void {
  if (!one) return;
  const times = (inside.get(eventOf(one)) ?? 0) + by;
  if (times === 0) inside.delete(eventOf(one));
  else inside.set(eventOf(one), times);
}

function nearest(window: readonly Kept[], mine: Kept): Kept[] {
  const distant = window.map((one) => ({ one, by: Math.abs(between(one.occurredAt, mine.occurredAt)) }));
  const found = distant.sort((a, b) => a.by - b.by || a.one.nth - b.one.nth).slice(0, MOST_RESTS);
  return found.map(({ one }) => one).sort(inOrder);
}

/** Once a case: a flag that it has already rests on what it rested on first. */
function flagged(state: CountState, caseId: string, rests: readonly PatternRest[]): CountState {
  if (state.kept.some(({ flags }) => flags.includes(caseId))) return state;
  const kept = state.kept.map((one) =>
    rests.some((rest) => isSame(rest, one)) ? { ...one, flags: [...one.flags, caseId] } : one,
  );
  return { ...state, kept };
}
