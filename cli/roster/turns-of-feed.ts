/**
 * An iCalendar feed (RFC 5545) as dated turns of a duty roster: recurrences, their exceptions and the feed's own time
 * zones written out. Each event is a turn of whoever attends; the person's name goes no further than this function.
 */
import { createHash } from 'node:crypto';
import ICAL from 'ical.js';
import type { DatedTurn } from '../../domain/directory/directory.js';
import { instant } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import { instantAt, isTimeZone } from '../../domain/local-times.js';

export interface FeedOptions {
  /** Turns that touch the time from here … */
  from: Instant;
  /** … until here, which is not in it. */
  until: Instant;
  /** Zone of times that name none, IANA. */
  zone: string;
}

/** Faults are sentences; each names the event by its UID. */
export interface TurnsOfFeed {
  turns: DatedTurn[];
  faults: string[];
}

/** Occurrences of one event that are looked at; a feed that repeats every second would have no end. */
const MOST_OCCURRENCES = 20_000;

/** @throws {Error} of the parser, for what is no iCalendar */
export function turnsOfFeed(text: string, options: FeedOptions): TurnsOfFeed {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  const exceptions = events.filter((event) => event.isRecurrenceException());
  const found: TurnsOfFeed = { turns: [], faults: [] };
  for (const event of events.filter((one) => !one.isRecurrenceException())) {
    for (const exception of exceptions.filter(({ uid }) => uid === event.uid)) event.relateException(exception);
    add(found, event, options);
  }
  found.turns.sort((a, b) => (a.from < b.from ? -1 : 1));
  return found;
}

function add(found: TurnsOfFeed, event: ICAL.Event, { from, until, zone }: FeedOptions): void {
  let count = 0;
  for (const { item, startDate, endDate } of occurrences(event, until, zone)) {
    if ((count += 1) > MOST_OCCURRENCES) {
      found.faults.push(
        `Event ${item.uid} repeats more than ${MOST_OCCURRENCES} times before the end; begin it later.`,
      );
      return;
    }
    const start = toInstant(startDate, zoneOf(item, 'dtstart') ?? zone);
    const end = toInstant(endDate, zoneOf(item, 'dtend') ?? zoneOf(item, 'dtstart') ?? zone);
    if (end <= from || start >= until || start >= end || isCancelled(item)) continue;
    const address = attendeeOf(item);
    if (address === undefined) {
      found.faults.push(`Event ${item.uid} at ${start} names nobody: give it one ATTENDEE with a mail address.`);
      continue;
    }
    const turn = `turn-${createHash('sha256').update(address).digest('hex').slice(0, 8)}`;
    found.turns.push({ turn, from: start, to: end, channels: [{ kind: 'email', address }] });
  }
}

type Occurrence = Pick<ReturnType<ICAL.Event['getOccurrenceDetails']>, 'item' | 'startDate' | 'endDate'>;

function* occurrences(event: ICAL.Event, until: Instant, zone: string): Generator<Occurrence> {
  if (!event.isRecurring()) {
    yield { item: event, startDate: event.startDate, endDate: event.endDate };
    return;
  }
  const iterator = event.iterator();
  for (;;) {
    const next = iterator.next() as ICAL.Time | null;
    if (!next || toInstant(next, zoneOf(event, 'dtstart') ?? zone) >= until) return;
    yield event.getOccurrenceDetails(next);
  }
}

const isCancelled = ({ component }: ICAL.Event): boolean => component.getFirstPropertyValue('status') === 'CANCELLED';

function attendeeOf({ component }: ICAL.Event): string | undefined {
  const values = component.getAllProperties('attendee').map((one) => String(one.getFirstValue()));
  const [address] = values.flatMap((value) => /^mailto:(\S+@\S+)$/i.exec(value)?.[1] ?? []);
  return address?.toLowerCase();
}

/** By the feed's own description of its zone, else by the clocks of `zone`; in the hour that comes twice, the first time. */
function toInstant(time: ICAL.Time, zone: string): Instant {
  if (time.zone && time.zone !== ICAL.Timezone.localTimezone) return instant(time.toUnixTime() * 1000);
  const { year, month, day, hour, minute, second } = time;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return instant(instantAt(wall, zone));
}

/** The name that a time gives for its zone, where that is one that every computer knows. */
function zoneOf({ component }: ICAL.Event, property: 'dtstart' | 'dtend'): string | undefined {
  const name = component.getFirstProperty(property)?.getFirstParameter('tzid');
  return name !== undefined && isTimeZone(name) ? name : undefined;
}
