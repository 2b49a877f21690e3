/** Why a phase is open, or is not: its gate's entries, and what it waits for now. */
import type { CaseEvent, EventOf } from '../case/events.js';
import { conditionHolds } from '../case/gates.js';
import type { CaseState } from '../case/state.js';
import { plus } from '../instant.js';
import type { Gate, Words } from '../plan/plan.js';
import { cite, saying } from './answer.js';
import type { Asked, Cited, Sentence } from './answer.js';
import { quoted } from './happened.js';
import { phaseName, spanName } from './names.js';
import { sentenceOf } from './story.js';

export function ofPhase(asked: Asked, phase: number): Sentence[] {
  const { plan, phases } = asked.state;
  const gate = plan.gates.find((one) => one.phase === phase);
  const opened = phases.find((one) => one.phase === phase);
  if (!gate) return opened ? [withTheCase(asked, phase)] : [];
  const ids = [gate.id, ...(opened?.gateId === undefined ? [] : [opened.gateId])];
  return [...course(asked, ids, (event) => event.phase === phase), ...(opened ? [] : [shut(asked, gate)])];
}

export function ofGate(asked: Asked, gate: Gate): Sentence[] {
  const isOpen = asked.state.phases.some(({ phase }) => phase === gate.phase);
  return [...course(asked, [gate.id], () => true), ...(isOpen ? [] : [shut(asked, gate)])];
}

function withTheCase({ entries, state }: Asked, phase: number): Sentence {
  const { en, uk } = phaseName(state, phase);
  const [first] = entries;
  return saying(
    `${en.replace('phase', 'Phase')} opened with the case at ${state.openedAt}, because a report that counts was accepted then.`,
    `${uk.replace('фаза', 'Фаза')}: відкрито разом зі справою ${state.openedAt}, бо тоді прийнято повідомлення, яке враховують.`,
    ...(first ? [cite(first)] : []),
  );
}

/** How its instant was set and moved, and what came when it was there. */
function course(
  { entries, state }: Asked,
  gateIds: readonly string[],
  isMeant: (event: EventOf<'phase-opened'>) => boolean,
): Sentence[] {
  let anchor: Cited[] = [];
  let set = 0;
  return entries.flatMap((entry) => {
    const found = entry.body.events.flatMap((event): Sentence[] => {
      if (event.type === 'gate-set' && event.gateId === gateIds[0]) {
        set += 1;
        return [setTo(state, event, set > 1, [cite(entry, event.because.clause), ...anchor])];
      }
      if (!belongs(event, gateIds, isMeant)) return [];
      const sentence = sentenceOf(entry, [event], state);
      return sentence ? [{ ...sentence, cites: [...sentence.cites, ...anchor] }] : [];
    });
    const first = entry.body.events.find(({ type }) => type === 'first-violation-set');
    if (first) anchor = [cite(entry, first.because.clause)];
    return found;
  });
}

function belongs(
  event: CaseEvent,
  gateIds: readonly string[],
  isMeant: (event: EventOf<'phase-opened'>) => boolean,
): boolean {
  switch (event.type) {
    case 'phase-opened':
      return gateIds.includes(event.gateId) && isMeant(event);
    case 'gate-waits':
    case 'gate-lapsed':
    case 'gate-removed':
      return gateIds.includes(event.gateId);
    default:
      return false;
  }
}

function setTo(state: CaseState, event: EventOf<'gate-set'>, moved: boolean, cites: Cited[]): Sentence {
  const { gateId, opensAt, because } = event;
  const first = because.inputs?.['firstViolationAt'];
  const window = Number(because.inputs?.['notBeforeMs'] ?? 0);
  const grace = Number(because.inputs?.['graceMs'] ?? 0);
  // Known only after the window had begun to run out, or with grace: then that is what it waits for.
  const known = first !== undefined && opensAt > plus(String(first), window);
  const [after, more] = [spanName(state, window), spanName(state, grace)];
  const later =
    grace > 0
      ? {
          en: `, and no sooner than ${more.en} after it was known`,
          uk: ` і не раніше ніж ${more.uk} після того, як стало відомо`,
        }
      : { en: ', and no sooner than it was known', uk: ' і не раніше, ніж стало відомо' };
  const limit = known ? later : { en: '', uk: '' };
  const from: Words =
    first === undefined
      ? quoted(because.why)
      : {
          en: `${after.en} after the first violation at ${String(first)}${limit.en}.`,
          uk: `${after.uk} після першого порушення (${String(first)})${limit.uk}.`,
        };
  return saying(
    `${gateId} was ${moved ? 'moved' : 'set'} to ${opensAt}: ${from.en}`,
    `${gateId}: ${moved ? 'перенесено на' : 'визначено на'} ${opensAt}. ${from.uk}`,
    ...cites,
  );
}

/** Why it is not open now, and when it opens. */
function shut(asked: Asked, gate: Gate): Sentence {
  const { state, entries } = asked;
  const { en, uk } = phaseName(state, gate.phase);
  const reason = reasonOf(state, gate);
  const types = reason.from;
  const entry = entries.findLast(({ body }) => body.events.some(({ type }) => types.includes(type))) ?? entries.at(-1);
  return saying(
    `${en.replace('phase', 'Phase')} is not open, because ${reason.why.en}; ${reason.opens.en}`,
    `${uk.replace('фаза', 'Фаза')} не відкрита: ${reason.why.uk}; ${reason.opens.uk}`,
    ...(entry ? [cite(entry, gate.id)] : []),
  );
}

interface Reason {
  why: Words;
  opens: Words;
  /** Events of the last entry that says so. */
  from: readonly CaseEvent['type'][];
}

function reasonOf(state: CaseState, gate: Gate): Reason {
  const opensAt = state.gates[gate.id]?.opensAt ?? '';
  if (state.status === 'closed') {
    return {
      why: { en: `the case closed at ${state.closedAt ?? ''}`, uk: `справу закрито ${state.closedAt ?? ''}` },
      opens: { en: 'a closed case opens no phase.', uk: 'закрита справа не відкриває фаз.' },
      from: ['case-closed'],
    };
  }
  if (state.status === 'quiet') {
    const until = state.quietUntil ?? '';
    return {
      why: {
        en: `a stand-down is in effect since ${state.stoodDownAt ?? ''}`,
        uk: `з ${state.stoodDownAt ?? ''} чинний відбій`,
      },
      opens: {
        en: `it can open only if the case is resumed before ${until}.`,
        uk: `вона може відкритися, лише якщо справу відновлять до ${until}.`,
      },
      from: ['stood-down'],
    };
  }
  if (gate.condition.kind === 'declaration' && state.declaration?.act !== gate.condition.act)
    return undeclared(state, opensAt);
  const { why } = conditionHolds(state, gate, opensAt);
  if (state.gates[gate.id]?.waiting) {
    return {
      why: {
        en: `its instant came at ${opensAt} and its condition did not hold. ${why} So far`,
        uk: `її час настав ${opensAt}, а умову не виконано. ${quoted(why).uk}`,
      },
      opens: { en: 'it opens as soon as that changes.', uk: 'вона відкриється, щойно це зміниться.' },
      from: ['gate-waits'],
    };
  }
  return {
    why: { en: `its instant, ${opensAt}, has not come`, uk: `її час, ${opensAt}, ще не настав` },
    opens: {
      en: `it opens at ${opensAt} unless a stand-down takes effect before.`,
      uk: `вона відкриється ${opensAt}, якщо до того не набуде чинності відбій.`,
    },
    from: ['gate-set'],
  };
}

function undeclared(state: CaseState, opensAt: string): Reason {
  const pending = Object.values(state.proposals).find((one) => one.act === 'large-scale' && one.state === 'open');
  const waits = pending
    ? {
        en: ` (the proposal ${pending.id} waits for signatures until ${pending.expiresAt})`,
        uk: ` (пропозиція ${pending.id} чекає підписів до ${pending.expiresAt})`,
      }
    : { en: '', uk: '' };
  return {
    why: {
      en: `no declaration of a large-scale attack is in effect${waits.en}`,
      uk: `немає чинного визнання атаки масштабною${waits.uk}`,
    },
    opens: {
      en: `it opens when one takes effect, not before ${opensAt}.`,
      uk: `вона відкриється, коли воно набуде чинності, не раніше ${opensAt}.`,
    },
    from: [
      'declaration-withdrawn',
      'stood-down',
      'proposal-lapsed',
      'proposal-withdrawn',
      'proposal-made',
      'gate-lapsed',
      'gate-set',
    ],
  };
}
