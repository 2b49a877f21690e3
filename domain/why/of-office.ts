/** Why an office, or the offices of an organisation, were told or not: each matter with every attempt. */
import type { NoticeOutcome } from '../case/commands.js';
import type { EventOf } from '../case/events.js';
import type { CaseState } from '../case/state.js';
import { groupNames } from '../plan/name-lists.js';
import type { Recipient } from '../notice/matter.js';
import { cite, saying } from './answer.js';
import type { Asked, Cited, Sentence, Written } from './answer.js';
import { both, officeName } from './names.js';
import { eventSays, joined } from './story.js';

/** What a channel said of a notice, and where that stands. */
interface Attempt {
  outcome: NoticeOutcome;
  cited: Cited;
}

export function ofOffices(asked: Asked, offices: readonly string[]): Sentence[] {
  const attempts = attemptsOf(asked);
  const found = asked.entries.flatMap((entry) => [
    ...did(entry, offices, asked.state),
    ...entry.body.events.flatMap((event) => {
      if (event.type === 'told') return toldOf(asked.state, entry, event, offices, attempts);
      if (event.type === 'not-told') return notTold(asked, entry, event, offices, attempts);
      return [];
    }),
  ]);
  const never = offices.filter((office) => !wasMeant(asked, office));
  return [...found, ...never.flatMap((office) => neverTold(asked, office))];
}

/** By notice, in the order in which they were known; what the case entered and what the sender entered are one. */
function attemptsOf({ entries, sent }: Asked): Map<string, Attempt[]> {
  const found = new Map<string, Attempt[]>();
  const note = (outcome: NoticeOutcome, cited: Cited): void => {
    for (const id of outcome.noticeIds) {
      const known = found.get(id) ?? [];
      if (known.some((one) => one.outcome.at === outcome.at)) continue;
      found.set(id, [...known, { outcome, cited }]);
    }
  };
  for (const entry of entries) {
    for (const event of entry.body.events) {
      if (event.type === 'notice-outcome') note(event, cite(entry, event.because.clause));
    }
  }
  for (const { stream, seq, body } of sent) {
    for (const outcome of body.outcomes) note(outcome, { stream, seq, at: outcome.at, clause: 'RULES 7' });
  }
  return found;
}

function did(entry: Written, offices: readonly string[], state: CaseState): Sentence[] {
  const { cause, events } = entry.body;
  if (cause.kind !== 'command' || !offices.includes(cause.actor.office)) return [];
  const said = events
    .filter(({ type }) => type !== 'told' && type !== 'duty-created')
    .flatMap((event) => eventSays(event, state) ?? []);
  return said.length === 0 ? [] : [{ says: joined(said), cites: [cite(entry)] }];
}

function toldOf(
  state: CaseState,
  entry: Written,
  event: EventOf<'told'>,
  offices: readonly string[],
  attempts: Map<string, Attempt[]>,
): Sentence[] {
  const { matter, recipients, because, at = matter.madeAt } = event;
  return recipients
    .filter(({ office }) => offices.includes(office))
    .map((recipient) => {
      const name = officeName(state, recipient.office);
      const tries = attempts.get(recipient.noticeId) ?? [];
      const came = cameOf(recipient, tries);
      const place = recipient.insteadOf === undefined ? both('') : officeName(state, recipient.insteadOf);
      return saying(
        `${name.en} was called at ${at} by ${recipient.channel}${place.en && ` in place of ${place.en}`} because of ${matter.facts.topic} (${matter.id}): ${because.why} ${came.en}`,
        `${name.uk}: сповіщення ${at} через ${recipient.channel}${place.uk && ` замість ${place.uk}`}, ${matter.facts.topic} (${matter.id}). У записі: «${because.why}» ${came.uk}`,
        cite(entry, because.clause),
        ...tries.map(({ cited }) => cited),
      );
    });
}

function cameOf({ noticeId }: Recipient, tries: readonly Attempt[]): { en: string; uk: string } {
  const last = tries.at(-1)?.outcome;
  if (!last) {
    return {
      en: `Nothing is on record yet of what came of it (${noticeId}).`,
      uk: `Про наслідок запису ще немає (${noticeId}).`,
    };
  }
  const count = tries.reduce((sum, { outcome }) => sum + outcome.attempts, 0);
  return {
    en: `It was ${OUTCOMES[last.outcome].en} at ${last.at} (${noticeId}, attempts: ${count}; "${last.said}").`,
    uk: `${OUTCOMES[last.outcome].uk} ${last.at} (${noticeId}, спроб: ${count}; «${last.said}»).`,
  };
}

const OUTCOMES: Record<NoticeOutcome['outcome'], { en: string; uk: string }> = {
  delivered: { en: 'delivered', uk: 'Доставлено' },
  'handed-over': { en: 'handed over', uk: 'Передано' },
  failed: { en: 'not taken by the channel', uk: 'Канал не прийняв' },
  unsent: { en: 'not yet sent', uk: 'Ще не надіслано' },
};

/** The matter's notices to this office, each over another channel, and why each failed. */
function notTold(
  { entries, state }: Asked,
  entry: Written,
  { office, noticeId, because }: EventOf<'not-told'>,
  offices: readonly string[],
  attempts: Map<string, Attempt[]>,
): Sentence[] {
  if (!offices.includes(office)) return [];
  const told = entries.flatMap(({ body }) => body.events.flatMap((event) => (event.type === 'told' ? [event] : [])));
  const matter = told.find(({ recipients }) => recipients.some((one) => one.noticeId === noticeId))?.matter;
  const ways = told
    .filter((one) => one.matter.id === matter?.id)
    .flatMap(({ recipients }) => recipients.filter((one) => one.office === office));
  const tries = ways.flatMap((way) => (attempts.get(way.noticeId) ?? []).map((one) => ({ way, one })));
  const said = tries
    .map(
      ({ way, one: { outcome } }) =>
        `${way.channel} at ${outcome.at} (${way.noticeId}, attempts: ${outcome.attempts}): "${outcome.said}"`,
    )
    .join('; ');
  const name = officeName(state, office);
  const topic = matter?.facts.topic ?? '';
  return [
    saying(
      `${name.en} was not told of ${topic}, because all its channels failed: ${said || 'it has none that reaches people'}.`,
      `${name.uk} не сповіщено (${topic}), бо всі канали відмовили: ${said || 'немає каналу до людей'}.`,
      cite(entry, because.clause),
      ...tries.map(({ one }) => one.cited),
    ),
  ];
}

const wasMeant = ({ entries }: Asked, office: string): boolean =>
  entries.some(({ body }) =>
    body.events.some((event) => event.type === 'told' && event.recipients.some((one) => one.office === office)),
  );

/** Nothing was ever made for it: its groups belong to phases that are shut, or to none. */
function neverTold({ state, entries }: Asked, office: string): Sentence[] {
  const known = state.directory.offices[office];
  const last = entries.at(-1);
  if (!known || !last) return [];
  const name = officeName(state, office);
  const groups = groupNames(
    state.plan,
    known.groups.filter((id) => state.plan.groups.some((one) => one.id === id)),
  );
  const ahead = state.plan.phases.filter(
    ({ phase, groups: of }) =>
      !state.phases.some((one) => one.phase === phase) && of.some((id) => known.groups.includes(id)),
  );
  const phases = ahead.map(({ phase }) => phase).join(', ');
  const why =
    phases === ''
      ? {
          en: `no notice of this case was made for its groups (${groups.en || 'none'})`,
          uk: `жодне сповіщення справи не стосувалося її груп (${groups.uk || 'немає'})`,
        }
      : {
          en: `its groups (${groups.en}) are told when phase ${phases} opens, which is not open`,
          uk: `її групи (${groups.uk}) сповіщають з відкриттям фази ${phases}, а вона не відкрита`,
        };
  return [
    saying(
      `${name.en} was not called, because ${why.en}.`,
      `${name.uk} не сповіщали, бо ${why.uk}.`,
      cite(last, 'RULES 7'),
    ),
  ];
}
