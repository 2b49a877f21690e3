/** What was decided at an instant, or why nothing was: the nearest entries, and what the case waited for then. */
import { nextDue } from '../case/due.js';
import type { Due } from '../case/due.js';
import { applyEntry } from '../case/evolve.js';
import type { Instant } from '../instant.js';
import type { Words } from '../plan/plan.js';
import { cite, saying } from './answer.js';
import type { Asked, Sentence, Written } from './answer.js';
import { dutyName, organisationName, phaseName } from './names.js';
import { eventSays, joined } from './story.js';

export function ofInstant(asked: Asked, instant: Instant): Sentence[] {
  const { entries, state } = asked;
  const then = entries.filter(({ body }) => body.decidedAt === instant || body.at === instant);
  if (then.length > 0) return then.map((entry) => whole(entry, asked));
  const before = entries.findLast(({ body }) => body.decidedAt < instant);
  const after = entries.find(({ body }) => body.decidedAt > instant);
  if (!before) {
    return [
      saying(
        `Nobody was called at ${instant}, because the case had not opened: it opened at ${state.openedAt}.`,
        `${instant} нікого не сповіщали, бо справи ще не було: її відкрито ${state.openedAt}.`,
        ...(after ? [cite(after)] : []),
      ),
    ];
  }
  return [nothing(asked, before, instant), whole(before, asked), ...(after ? [whole(after, asked)] : [])];
}

/** All that an entry says, and whether it called somebody. */
function whole(entry: Written, { state }: Asked): Sentence {
  const { events, decidedAt, cause } = entry.body;
  const said = events.flatMap((event) => eventSays(event, state) ?? []);
  const called = events.some(({ type }) => type === 'told');
  const by = cause.kind === 'due' ? cause.due : cause.command;
  const head: Words = {
    en: `Entry ${entry.seq}, decided at ${decidedAt} (${by}).`,
    uk: `Запис ${entry.seq}, вирішено ${decidedAt} (${by}).`,
  };
  const silent: Words = {
    en: 'Nobody was called, because the plan tells nobody of this.',
    uk: 'Нікого не сповіщали, бо план не передбачає сповіщення про це.',
  };
  return { says: joined([head, ...said, ...(called ? [] : [silent])]), cites: [cite(entry)] };
}

function nothing({ begun, entries }: Asked, before: Written, instant: Instant): Sentence {
  const known = entries.filter(({ seq }) => seq <= before.seq);
  const state = known.reduce((now, { seq, body }) => applyEntry(now, seq, body), begun);
  const next = nextDue(state);
  const due = next && dueName(state, next);
  return saying(
    `Nobody was called at ${instant}, because nothing was due and no command came: ${next && due ? `what came next then was ${due.en}, due at ${next.at}` : 'nothing was ahead then'}.`,
    `${instant} нікого не сповіщали, бо не настав жоден строк і не надійшло жодної команди: ${next && due ? `наступним було: ${due.uk}, ${next.at}` : 'попереду нічого не було'}.`,
    cite(before),
  );
}

function dueName(state: Asked['state'], { kind, subject }: Due): Words {
  switch (kind) {
    case 'gate':
    case 'lapse': {
      const phase = phaseName(state, state.plan.gates.find(({ id }) => id === subject)?.phase ?? 0);
      return {
        en: `${kind === 'gate' ? 'the gate' : 'the lapse of'} ${subject} of ${phase.en}`,
        uk: `${subject}, ${phase.uk}`,
      };
    }
    case 'expiry':
      return { en: `the expiry of the proposal ${subject}`, uk: `кінець строку пропозиції ${subject}` };
    case 'confirmation':
      return { en: `the confirmation of ${subject}`, uk: `підтвердження ${subject}` };
    case 'acknowledgement': {
      const { en, uk } = organisationName(state, subject);
      return { en: `the next request to acknowledge, to ${en}`, uk: `наступний запит про підтвердження, ${uk}` };
    }
    case 'digest':
      return { en: 'a digest of news', uk: 'добірка новин' };
    case 'prolonged':
      return { en: 'the flag "prolonged"', uk: 'позначка про затягування' };
    case 'quiet':
      return { en: 'the end of the quiet period', uk: 'кінець затишшя' };
    case 'undecided':
    case 'duty':
    case 'overdue':
    case 'reminder': {
      const { en, uk } = dutyName(state, subject);
      return kind === 'reminder' ? { en: `a reminder of ${en}`, uk: `нагадування, ${uk}` } : { en, uk };
    }
  }
}
