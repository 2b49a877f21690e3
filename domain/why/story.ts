/** A sentence for an entry, and the story of a case: one sentence for every entry that matters. */
import type { CaseEvent, EventType } from '../case/events.js';
import type { CaseState } from '../case/state.js';
import { listed } from '../plan/name-lists.js';
import type { Words } from '../plan/plan.js';
import { cite } from './answer.js';
import type { Asked, Sentence, Written } from './answer.js';
import { COURSE, NO_CLOCK } from './happened.js';
import { dutyName, organisationName } from './names.js';
import { PEOPLE } from './people.js';

const TELLERS = { ...COURSE, ...PEOPLE } as Record<
  EventType,
  ((event: CaseEvent, state: CaseState) => Words) | undefined
>;

/** Folded in the story: what only repeats or carries out what another sentence says. */
const NOISE: ReadonlySet<EventType> = new Set<EventType>([
  'duty-approaching',
  'told',
  'proposal-took-effect',
  'directory-changed',
  'acknowledgement-missing',
]);

/** `undefined` for events that say nothing to people. */
export const eventSays = (event: CaseEvent, state: CaseState): Words | undefined => TELLERS[event.type]?.(event, state);

export const joined = (parts: readonly Words[]): Words => ({
  en: parts.map(({ en }) => en).join(' '),
  uk: parts.map(({ uk }) => uk).join(' '),
});

/** Everything that an entry says of some of its events; cited once, with the clause of the first. */
export function sentenceOf(entry: Written, events: readonly CaseEvent[], state: CaseState): Sentence | undefined {
  const said = events.flatMap((event) => eventSays(event, state) ?? []);
  return said.length === 0 ? undefined : { says: joined(said), cites: [cite(entry, events[0]?.because.clause)] };
}

export function story({ entries, state }: Asked): Sentence[] {
  const told: Sentence[] = [];
  for (let at = 0; at < entries.length;) {
    const run = acknowledging(entries, at);
    const entry = entries[at];
    const sentence = run.length > 1 ? acknowledgements(run, state) : entry && tellEntry(entry, state);
    if (sentence) told.push(sentence);
    at += Math.max(1, run.length);
  }
  return told;
}

/** Entries from `from` on that follow one another and hold an acknowledgement and nothing else. */
function acknowledging(entries: readonly Written[], from: number): Written[] {
  const end = entries.findIndex(
    ({ body }, index) => index >= from && !body.events.every(({ type }) => type === 'acknowledged'),
  );
  return entries.slice(from, end === -1 ? undefined : end);
}

function acknowledgements(run: readonly Written[], state: CaseState): Sentence {
  const events = run.flatMap(({ body }) =>
    body.events.flatMap((event) => (event.type === 'acknowledged' ? [event] : [])),
  );
  const names = listed(events.map(({ organisation }) => organisationName(state, organisation)));
  const [first, last] = [events[0]?.at ?? '', events.at(-1)?.at ?? ''];
  return {
    says: {
      en: `${names.en} acknowledged from ${first} to ${last}. ${NO_CLOCK.en}`,
      uk: `Отримання підтверджено з ${first} до ${last}: ${names.uk}. ${NO_CLOCK.uk}`,
    },
    cites: run.map((entry) => cite(entry)),
  };
}

function tellEntry(entry: Written, state: CaseState): Sentence | undefined {
  const { events, cause } = entry.body;
  // Later tellings of one lateness add nothing to the first.
  const matters = events.filter((event) => !NOISE.has(event.type) && !(event.type === 'duty-overdue' && event.nth > 0));
  const owed = matters.flatMap((event) => (event.type === 'duty-created' ? [event] : []));
  // A refusal of somebody outside matters; what the case said to itself and refused does not.
  const own = cause.kind === 'command' && cause.actor.means === 'system';
  const rest = matters.filter(({ type }) => type !== 'duty-created' && !(own && type === 'refused'));
  const sentence = sentenceOf(entry, rest, state);
  if (owed.length === 0) return sentence;
  const names = listed(owed.map(({ dutyId }) => dutyName(state, dutyId)));
  const owing = { en: `Owed from then: ${names.en}.`, uk: `Відтоді належить виконати: ${names.uk}.` };
  return { says: joined([...(sentence ? [sentence.says] : []), owing]), cites: sentence?.cites ?? [cite(entry)] };
}
