/** One sentence for each event that matters, about the course of the case. What is not here is system noise. */
import type { EventOf, EventType } from '../case/events.js';
import type { CaseState } from '../case/state.js';
import { between } from '../instant.js';
import { listed } from '../plan/name-lists.js';
import type { Words } from '../plan/plan.js';
import { dutyName, officeName, organisationName, partyName, phaseName, spanName } from './names.js';

export type Tellers = { [T in EventType]?: (event: EventOf<T>, state: CaseState) => Words };

const says = (en: string, uk: string): Words => ({ en, uk });

const offices = (state: CaseState, ids: readonly string[]): Words => listed(ids.map((id) => officeName(state, id)));

/** "What rested on it" and the like stand in the entry's own English; Ukrainian quotes it. */
export const quoted = (why: string): Words => ({ en: why, uk: `У записі: «${why}»` });

/** RULES 2: what an acknowledgement is, and is not. */
export const NO_CLOCK = says(
  'That stops the reminders to acknowledge; no clock stopped, because an acknowledgement says "received" and is neither a stand-down nor the doing of a duty.',
  'Це припиняє нагадування про підтвердження; жоден строк не зупинено, бо підтвердження означає лише «отримано», а не відбій чи виконання обов’язку.',
);

export const COURSE: Tellers = {
  'case-opened': ({ caseId, acceptedAt, recurrence, previousCaseId }) => {
    const again = previousCaseId === undefined;
    return says(
      `Case ${caseId} was opened by the report accepted at ${acceptedAt}${again ? '' : `, after the case ${previousCaseId} (recurrence ${recurrence})`}.`,
      `Справу ${caseId} відкрито повідомленням, прийнятим ${acceptedAt}${again ? '' : `, після справи ${previousCaseId} (повторення ${recurrence})`}.`,
    );
  },
  'violation-recorded': (event, state) => {
    const { violationId, kind, standing, occurredAt, reporter } = event;
    const by = officeName(state, reporter);
    return says(
      `${by.en} reported the violation ${violationId} (${kind}, ${standing}), which occurred at ${occurredAt.earliest}.`,
      `${by.uk}: повідомлення про порушення ${violationId} (${kind}, ${standing}), що сталося ${occurredAt.earliest}.`,
    );
  },
  'report-attached': ({ violationId, reporter, counts }, state) => {
    const by = officeName(state, reporter);
    return says(
      `${by.en} reported the violation ${violationId} too, which ${counts ? 'corroborates it' : 'counts nothing: its organisation had reported it'}.`,
      `${by.uk} також повідомляє про порушення ${violationId}; ${counts ? 'це його засвідчує' : 'це не враховують: від цієї організації вже було повідомлення'}.`,
    );
  },
  'report-revised': ({ violationId, revision }) =>
    says(
      `The sender revised its report of ${violationId} (revision ${revision}).`,
      `Відправник уточнив повідомлення про ${violationId} (редакція ${revision}).`,
    ),
  'report-set-aside': ({ reason }) =>
    says(
      `A report was kept for people to look at and moved nothing: ${reason}`,
      `Повідомлення відкладено. ${quoted(reason).uk}`,
    ),
  'standing-raised': ({ violationId, standing, office }, state) => {
    const by = officeName(state, office);
    return says(
      `${by.en} raised the violation ${violationId} to ${standing}.`,
      `${by.uk}: статус порушення ${violationId} підвищено до «${standing}».`,
    );
  },
  'violation-voided': ({ violationId, offices: by, proposalId }, state) =>
    says(
      `The violation ${violationId} was found void by ${offices(state, by).en} (${proposalId}).`,
      `Порушення ${violationId} визнано недійсним (${proposalId}): ${offices(state, by).uk}.`,
    ),
  'violation-moved': ({ violationId, occurredAt, offices: by }, state) =>
    says(
      `${offices(state, by).en} corrected when ${violationId} occurred: ${occurredAt.earliest}.`,
      `Час порушення ${violationId} виправлено на ${occurredAt.earliest}: ${offices(state, by).uk}.`,
    ),
  'violations-joined': ({ violationId, as }) =>
    says(
      `${violationId} was found to be the same event as ${as}.`,
      `${violationId} визнано тією самою подією, що й ${as}.`,
    ),
  'violations-parted': ({ violationId }) =>
    says(`${violationId} was found to be an event of its own.`, `${violationId} визнано окремою подією.`),
  'first-violation-set': ({ at, previously }) =>
    previously === undefined
      ? says(
          `The first violation is put at ${at}; what hangs on it is measured from there.`,
          `Перше порушення віднесено на ${at}; від нього відлічують строки.`,
        )
      : says(
          `The first violation moved from ${previously} to ${at}, and what hangs on it with it.`,
          `Перше порушення перенесено з ${previously} на ${at}, а з ним і строки.`,
        ),
  'continuation-found': ({ offices: by }, state) =>
    says(
      `${offices(state, by).en} recorded that hostilities go on.`,
      `Засвідчено, що бойові дії тривають: ${offices(state, by).uk}.`,
    ),
  'pattern-flagged': ({ what, at }) =>
    says(`The case was flagged as ${what} as of ${at}.`, `Справу позначено (${what}) станом на ${at}.`),
  'pattern-weakened': ({ violationId, cases }) =>
    says(
      `The flags of ${cases.join(', ')} rest on ${violationId}, which is void.`,
      `Позначки справ ${cases.join(', ')} ґрунтуються на недійсному порушенні ${violationId}.`,
    ),
  'pattern-rest-voided': ({ caseId, violationId }) =>
    says(
      `The violation ${violationId} of ${caseId}, on which this case’s flag rests, is void.`,
      `Порушення ${violationId} справи ${caseId}, на якому ґрунтується позначка, недійсне.`,
    ),
  'gate-waits': ({ gateId, dueAt, because }) =>
    says(
      `${gateId} stayed shut when its instant came at ${dueAt}: ${because.why} It opens when that changes.`,
      `${gateId} не відкрився, коли настав його час ${dueAt}. ${quoted(because.why).uk} Відкриється, коли це зміниться.`,
    ),
  'phase-opened': opened,
  'phase-opened-in-flight': ({ phase }, state) =>
    says(
      `The stand-down was accepted before the instant at which ${phaseName(state, phase).en} opened, and arrived after it had acted: the phase is marked, and everyone told is told so.`,
      `Відбій прийнято до відкриття (${phaseName(state, phase).uk}), а надійшов він після нього: фазу позначено, про це сповіщено всіх.`,
    ),
  'gate-lapsed': ({ gateId, dueAt, because }) =>
    says(
      `${gateId} lapsed at ${dueAt}, not triggered: ${because.why} The case goes on, and a later declaration still counts.`,
      `${gateId}: строк сплив ${dueAt}, не застосовано. ${quoted(because.why).uk} Справа триває, пізніше визнання ще діє.`,
    ),
  'gate-removed': ({ gateId, because }) =>
    says(
      `${gateId} is no gate of this case any more: ${because.why}`,
      `${gateId} більше не діє. ${quoted(because.why).uk}`,
    ),
  'stood-down': ({ at, offices: by, quietUntil, proposalId }, state) =>
    says(
      `A stand-down took effect at ${at} (${proposalId}), signed by ${offices(state, by).en}; the case is quiet until ${quietUntil}.`,
      `Відбій набув чинності ${at} (${proposalId}), підписали: ${offices(state, by).uk}; затишшя до ${quietUntil}.`,
    ),
  'case-resumed': ({ at, posture, because }) =>
    says(
      `The case was resumed at ${at} in phase ${posture}: ${because.why} The first violation stays the same.`,
      `Справу відновлено ${at} у фазі ${posture}. ${quoted(because.why).uk} Перше порушення те саме.`,
    ),
  'plan-adopted': ({ plan, previous, offices: by }, state) =>
    says(
      `${offices(state, by).en} adopted version ${plan.version} of the plan ${plan.id} in place of ${previous.version}.`,
      `Справа перейшла на версію ${plan.version} плану ${plan.id} замість ${previous.version}: ${offices(state, by).uk}.`,
    ),
  'case-closed': ({ outcome, closedAt, because }) =>
    says(
      `The case closed at ${closedAt}, ${outcome}: ${because.why}`,
      `Справу закрито ${closedAt} (${outcome}). ${quoted(because.why).uk}`,
    ),
  'declaration-made': ({ at, offices: by }, state) =>
    says(
      `${offices(state, by).en} recorded at ${at} that they regard this as a large-scale attack; the declaration is in effect.`,
      `Визнання атаки масштабною чинне з ${at}: ${offices(state, by).uk}.`,
    ),
  'declaration-withdrawn': ({ at, offices: by }, state) =>
    says(
      `${offices(state, by).en} withdrew the declaration at ${at}; level and opened phases stay.`,
      `Визнання відкликано ${at}: ${offices(state, by).uk}; рівень і відкриті фази лишаються.`,
    ),
  'posture-returned': ({ posture, because }) =>
    says(
      `The posture is phase ${posture} again: ${because.why}`,
      `Теперішня фаза знову ${posture}. ${quoted(because.why).uk}`,
    ),
  'routine-held': ({ until, office, reason }, state) =>
    says(
      `${officeName(state, office).en} held routine notices back until ${until}: ${reason}`,
      `${officeName(state, office).uk}: звичайні сповіщення затримано до ${until}. ${reason}`,
    ),
  'directory-changed': () => says('A new version of the directory is in force.', 'Чинна нова версія довідника.'),
  'cancel-noted': ({ because }) =>
    says(
      `Temporal was asked to cancel the case, which stops nothing: ${because.why}`,
      `Temporal просили скасувати справу; це нічого не зупиняє.`,
    ),
  refused: ({ refusal }) => says(`It was refused: ${refusal.detail}`, `Відмовлено. ${quoted(refusal.detail).uk}`),
  'undecided-listed': ({ dutyId, parties }, state) => {
    const names = listed(parties.map((party) => partyName(state, party)));
    const duty = dutyName(state, dutyId);
    return says(
      `The parties without a decision were listed for ${duty.en}: ${names.en || 'none'}.`,
      `Перелік сторін без рішення, ${duty.uk}: ${names.uk || 'немає'}.`,
    );
  },
  acknowledged: ({ organisation, at }, state) => {
    const by = organisationName(state, organisation);
    return says(
      `${by.en} acknowledged at ${at}. ${NO_CLOCK.en}`,
      `${by.uk}: отримання підтверджено ${at}. ${NO_CLOCK.uk}`,
    );
  },
  'acknowledgement-undone': ({ organisation }, state) =>
    says(
      `${organisationName(state, organisation).en} took its acknowledgement back.`,
      `${organisationName(state, organisation).uk}: підтвердження відкликано.`,
    ),
  'acknowledgement-missing': ({ organisation, because }, state) =>
    says(
      `${organisationName(state, organisation).en} was asked by another way: ${because.why}`,
      `${organisationName(state, organisation).uk}: запит іншим шляхом. ${quoted(because.why).uk}`,
    ),
};

function opened(event: EventOf<'phase-opened'>, state: CaseState): Words {
  const { phase, gateId, openedAt, actedAt, standDownPending, pattern, because } = event;
  const name = phaseName(state, phase);
  const first = String(because.inputs?.['firstViolationAt'] ?? state.firstViolationAt);
  const window = Number(because.inputs?.['notBeforeMs'] ?? 0);
  const after = spanName(state, window);
  const took = between(openedAt, actedAt);
  const decided = took === 0 ? both0 : spanWords(state, took);
  const passed = window > 0 && pattern === undefined && between(first, openedAt) >= window;
  const why = {
    en: `because the first violation was at ${first}${passed ? ` and ${after.en} had passed` : ''}. ${because.why}`,
    uk: `бо перше порушення сталося ${first}${passed ? ` і минуло ${after.uk}` : ''}. ${quoted(because.why).uk}`,
  };
  const pending = standDownPending
    ? says(
        ' A proposal to stand down lacked signatures and stopped nothing.',
        ' Пропозиції відбою бракувало підписів, тож вона нічого не зупинила.',
      )
    : says('', '');
  return says(
    `${name.en.replace('phase', 'Phase')} opened at ${openedAt} by ${gateId}, ${why.en}${pending.en} Decided ${decided.en}.`,
    `${name.uk.replace('фаза', 'Фаза')}: відкрито ${openedAt} переходом ${gateId}, ${why.uk}${pending.uk} Вирішено ${decided.uk}.`,
  );
}

const both0 = says('at that instant', 'тієї ж миті');

function spanWords(state: CaseState, took: number): Words {
  const plain = spanName({ ...state, speed: 1 }, took);
  return says(`${plain.en} after it was due`, `через ${plain.uk} після настання строку`);
}
