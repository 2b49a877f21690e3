/**
 * Distinct verified violations of a whole agreement, counted across its cases (RULES 5, "Repeated"). Pure: the same
 * news in the same order gives the same answers, and news told twice is answered as the first time.
 */
import { between } from '../instant.js';
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
  const kept = state.kept.filter(({ occurredAt }) => between(occurredAt, now) <= keptFor(state));
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
  if (counting.some((other) => isOneEvent(other, mine))) return undefined;
  const near = counting.filter((other) => Math.abs(between(other.occurredAt, mine.occurredAt)) <= within);
  const windows = [mine, ...near]
    .filter(({ occurredAt }) => occurredAt <= mine.occurredAt)
    .map(({ occurredAt: from }) => distinct([mine, ...near].filter((one) => liesIn(one, from, within))));
  const fullest = windows.reduce((best, window) => (window.length > best.length ? window : best), []);
  if (fullest.length < least) return undefined;
  return nearest(fullest, mine).map(({ caseId, violationId, occurredAt }) => ({ caseId, violationId, occurredAt }));
}

const isOneEvent = (a: Counted, b: Counted): boolean => a.caseId === b.caseId && a.event === b.event;

function liesIn({ occurredAt }: Counted, from: Instant, within: Span): boolean {
  return occurredAt >= from && between(from, occurredAt) <= within;
}

const distinct = (all: readonly Kept[]): Kept[] =>
  all.filter((one, index) => all.findIndex((other) => isOneEvent(one, other)) === index);

function nearest(window: readonly Kept[], mine: Kept): Kept[] {
  const distance = ({ occurredAt }: Kept): Span => Math.abs(between(occurredAt, mine.occurredAt));
  const found = [...window].sort((a, b) => distance(a) - distance(b) || a.nth - b.nth).slice(0, MOST_RESTS);
  return found.sort((a, b) => between(b.occurredAt, a.occurredAt) || a.nth - b.nth);
}

/** Once a case: a flag that it has already rests on what it rested on first. */
function flagged(state: CountState, caseId: string, rests: readonly PatternRest[]): CountState {
  if (state.kept.some(({ flags }) => flags.includes(caseId))) return state;
  const kept = state.kept.map((one) =>
    rests.some((rest) => isSame(rest, one)) ? { ...one, flags: [...one.flags, caseId] } : one,
  );
  return { ...state, kept };
}
