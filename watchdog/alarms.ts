/**
 * When to speak: once when something begins, again within limits while it lasts, once when it is over. Findings of one
 * kind in one world are one alarm: a worker that dies is one message and not one for each case. Pure.
 */
import { between, earlier, HOUR, MINUTE, plus } from '../domain/instant.js';
import type { Instant, Span } from '../domain/instant.js';
import type { Finding, FindingKind } from './finding.js';

export type WorldName = 'real' | 'exercise';

export interface Alarm {
  world: WorldName;
  kind: FindingKind;
  /** The earliest that it was found to be so; with world and kind it names the alarm. */
  begun: Instant;
  /** The number of the present message, from 1. */
  nth: number;
  saidAt: Instant;
  /** What the present message lists. */
  findings: Finding[];
  /** How many there are. */
  count: number;
  /** Nothing of it was found any more, since then. */
  goneSince?: Instant;
  /** It is over, and the present message says so. */
  over?: true;
  /** Targets that took the present message. */
  taken: string[];
}

/** Named in one message; the rest is counted. */
export const MOST_LISTED = 20;

/** Between messages while it lasts; the last one again and again. */
const REPEATS: readonly Span[] = [10 * MINUTE, 20 * MINUTE, 30 * MINUTE, ...Array<Span>(24).fill(HOUR), 6 * HOUR];

/** Something else of the same kind was found: said before the next repetition, and never oftener than this. */
const NEWS_AFTER: Span = 5 * MINUTE;

/** A message that nobody takes is tried for so long after the alarm is over. */
const GIVEN_UP_AFTER: Span = 24 * HOUR;

export interface Found {
  world: WorldName;
  findings: readonly Finding[];
}

/**
 * The alarms after one look. Those whose message is new have nobody in `taken`.
 * @param calm gone for so long it is over: a store that comes and goes makes one alarm
 */
export function nextAlarms(
  before: readonly Alarm[],
  found: readonly Found[],
  now: Instant,
  { targets, calm }: { targets: readonly string[]; calm: Span },
): Alarm[] {
  const groups = grouped(found);
  const kept = before.flatMap((alarm) => {
    const findings = groups.get(keyOf(alarm)) ?? [];
    if (alarm.over && findings.length > 0) return [];
    if (alarm.over) return isDone(alarm, now, targets) ? [] : [alarm];
    groups.delete(keyOf(alarm));
    return [findings.length > 0 ? lasting(alarm, findings, now) : going(alarm, now, calm)];
  });
  const begun = [...groups].map(([key, findings]) => begin(key, findings, now));
  return [...kept, ...begun];
}

/** The same for the same matter, whichever process says it. */
export const messageIdOf = ({ world, kind, begun, nth, over }: Alarm): string =>
  `watchdog.${world}.${kind}.${begun.replace(/[-:]/g, '')}.${over ? 'over' : nth}`;

const keyOf = ({ world, kind }: Pick<Alarm, 'world' | 'kind'>): string => `${world}/${kind}`;

function grouped(found: readonly Found[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const { world, findings } of found) {
    for (const finding of findings) {
      const key = keyOf({ world, kind: finding.kind });
      groups.set(key, [...(groups.get(key) ?? []), finding]);
    }
  }
  for (const group of groups.values()) group.sort((a, b) => (a.since < b.since ? -1 : 1));
  return groups;
}

function begin(key: string, findings: readonly Finding[], now: Instant): Alarm {
  const [world = '', kind = ''] = key.split('/');
  const begun = findings.reduce((first, { since }) => earlier(first, since), now);
  return {
    world: world as WorldName,
    kind: kind as FindingKind,
    begun,
    nth: 1,
    saidAt: now,
    ...listed(findings),
    taken: [],
  };
}

function lasting(alarm: Alarm, findings: readonly Finding[], now: Instant): Alarm {
  const { goneSince: _, ...rest } = alarm;
  const since = between(alarm.saidAt, now);
  const known = new Set(alarm.findings.map(({ subject }) => subject));
  const isNews = findings.length > alarm.count || findings.slice(0, MOST_LISTED).some((one) => !known.has(one.subject));
  const repeat = REPEATS[Math.min(alarm.nth, REPEATS.length) - 1] ?? HOUR;
  if (since < (isNews ? Math.min(NEWS_AFTER, repeat) : repeat)) return rest;
  return { ...rest, nth: alarm.nth + 1, saidAt: now, ...listed(findings), taken: [] };
}

function going(alarm: Alarm, now: Instant, calm: Span): Alarm {
  const { goneSince = now } = alarm;
  if (between(goneSince, now) < calm) return { ...alarm, goneSince };
  return { ...alarm, goneSince, over: true, saidAt: now, taken: [] };
}

const isDone = ({ taken, saidAt }: Alarm, now: Instant, targets: readonly string[]): boolean =>
  targets.every((target) => taken.includes(target)) || now > plus(saidAt, GIVEN_UP_AFTER);

const listed = (findings: readonly Finding[]): Pick<Alarm, 'findings' | 'count'> => ({
  findings: findings.slice(0, MOST_LISTED),
  count: findings.length,
});
