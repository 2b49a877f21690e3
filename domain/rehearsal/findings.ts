/** What a rehearsal found, as plain data: the JSON of `holdfire rehearse`, and what its page is made of. */
import type { CaseDirectory, ChannelKind } from '../directory/directory.js';
import { HOUR, instant, MINUTE } from '../instant.js';
import type { Instant } from '../instant.js';
import type { PlanRef, Words } from '../plan/plan.js';
import type { Conduct } from './conduct.js';
import type { CaseTally, Counts, ReportFate, Tally } from './tally.js';

/** Above these a reader or a relay is taken to fall behind. Assumed; nothing enforces them. */
export interface Limits {
  /** Messages that one office can take in in an hour. */
  officePerHour: number;
  /** Messages that leave over one channel in a minute. */
  channelPerMinute: number;
}

export interface Peak {
  at: Instant;
  count: number;
}

export interface OfficeLoad {
  office: string;
  name: Words;
  messages: number;
  peak?: Peak;
  hoursOverLimit: number;
  /** [hours since `from`, messages], the busy hours only. */
  perHour: [number, number][];
}

export interface Findings {
  plan: PlanRef;
  conduct: Conduct;
  limits: Limits;
  /** The hour of the first report, and the last instant that was played. */
  from: Instant;
  until: Instant;
  reports: Record<ReportFate, number> & { total: number };
  cases: {
    total: number;
    /** By the highest phase that they ever reached. */
    byLevel: Record<number, number>;
    repeated: number;
    prolonged: number;
    resumed: number;
    closed: number;
    list: CaseTally[];
  };
  notices: { total: number; messages: number; byTopic: Record<string, number> };
  reviews: { begun: number; asked: number };
  offices: OfficeLoad[];
  channels: { channel: ChannelKind; messages: number; peak?: Peak; minutesOverLimit: number }[];
  duties: Tally['duties'] & { mostOwed?: Peak; mostOverdue?: Peak };
  /** [hours since `from`, reports], [.., duties owed], [.., duties overdue]: where they change. */
  heardPerHour: [number, number][];
  owed: [number, number][];
  overdue: [number, number][];
}

export interface Played {
  plan: PlanRef;
  directory: CaseDirectory;
  conduct: Conduct;
  limits: Limits;
  until: Instant;
}

export function findingsOf(tally: Tally, { plan, directory, conduct, limits, until }: Played): Findings {
  const first = Math.min(...tally.heardAt.keys());
  const list = [...tally.cases.values()];
  const byLevel: Record<number, number> = {};
  for (const { level } of list) byLevel[level] = (byLevel[level] ?? 0) + 1;
  const some = (which: (one: CaseTally) => boolean): number => list.filter(which).length;
  const [owed, overdue] = [running(tally.owed, first), running(tally.overdue, first)];
  return {
    plan,
    conduct,
    limits,
    from: instant((Number.isFinite(first) ? first : 0) * HOUR),
    until,
    reports: { total: Object.values(tally.reports).reduce((sum, count) => sum + count, 0), ...tally.reports },
    cases: {
      total: list.length,
      byLevel,
      repeated: some(({ repeated }) => repeated),
      prolonged: some(({ prolonged }) => prolonged),
      resumed: some(({ resumed }) => resumed > 0),
      closed: some(({ status }) => status === 'closed'),
      list,
    },
    notices: { total: tally.notices, messages: tally.messages, byTopic: tally.topics },
    reviews: tally.reviews,
    offices: [...tally.offices]
      .map(([office, hours]) => loadOf(office, hours, first, directory, limits))
      .sort((a, b) => b.messages - a.messages || (a.office < b.office ? -1 : 1)),
    channels: [...tally.channels].map(([channel, minutes]) => ({
      channel,
      messages: sumOf(minutes),
      ...peakOf(minutes, MINUTE),
      minutesOverLimit: over(minutes, limits.channelPerMinute),
    })),
    duties: { ...tally.duties, ...named('mostOwed', owed, first), ...named('mostOverdue', overdue, first) },
    heardPerHour: since(tally.heardAt, first),
    owed,
    overdue,
  };
}

function loadOf(office: string, hours: Counts, first: number, directory: CaseDirectory, limits: Limits): OfficeLoad {
  return {
    office,
    name: directory.offices[office]?.name ?? { en: office, uk: office },
    messages: sumOf(hours),
    ...peakOf(hours, HOUR),
    hoursOverLimit: over(hours, limits.officePerHour),
    perHour: since(hours, first),
  };
}

const sumOf = (counts: Counts): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

const over = (counts: Counts, limit: number): number => [...counts.values()].filter((count) => count > limit).length;

/** `unit`: milliseconds of one step of the counts. */
function peakOf(counts: Counts, unit: number): { peak?: Peak } {
  let best: [number, number] | undefined;
  for (const one of counts) if (best === undefined || one[1] > best[1]) best = one;
  return best === undefined ? {} : { peak: { at: instant(best[0] * unit), count: best[1] } };
}

const since = (counts: Counts, first: number): [number, number][] =>
  [...counts].map(([hour, count]): [number, number] => [hour - first, count]).sort((a, b) => a[0] - b[0]);

/** Changes by the hour, summed up. */
function running(changes: Counts, first: number): [number, number][] {
  let now = 0;
  return since(changes, first).map(([hour, change]) => [hour, (now += change)]);
}

function named<K extends string>(name: K, sums: [number, number][], first: number): Partial<Record<K, Peak>> {
  const [hour, count] = sums.reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0]);
  return count === 0 ? {} : ({ [name]: { at: instant((hour + first) * HOUR), count } } as Record<K, Peak>);
}
