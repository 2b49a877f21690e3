/** One sentence for each event that matters, about what people owe, propose, sign and record. */
import { listed } from '../plan/name-lists.js';
import type { Words } from '../plan/plan.js';
import { ACTS } from '../plan/terms.js';
import type { Tellers } from './happened.js';
import { quoted } from './happened.js';
import { dutyName, officeName, partyName } from './names.js';

const says = (en: string, uk: string): Words => ({ en, uk });

export const PEOPLE: Tellers = {
  'duty-created': ({ dutyId, treatyDueAt, workingDueAt, charged, because }, state) => {
    const { en, uk } = dutyName(state, dutyId);
    const working = workingDueAt === treatyDueAt ? '' : `, with grace by ${workingDueAt}`;
    const grace = workingDueAt === treatyDueAt ? '' : `, з пільгою до ${workingDueAt}`;
    return says(
      `${en} was owed from then, by ${treatyDueAt}${working}: ${because.why}${charged ? '' : ' Its instant was past already; nobody is charged.'}`,
      `${uk} належало виконати до ${treatyDueAt}${grace}. ${quoted(because.why).uk}${charged ? '' : ' Строк тоді вже минув; нікому не закидають.'}`,
    );
  },
  'duty-moved': ({ dutyId, treatyDueAt, workingDueAt, because }, state) => {
    const { en, uk } = dutyName(state, dutyId);
    return says(
      `${en} moved to ${treatyDueAt} (working ${workingDueAt}): ${because.why}`,
      `${uk}: строк перенесено на ${treatyDueAt} (робочий ${workingDueAt}). ${quoted(because.why).uk}`,
    );
  },
  'duty-approaching': ({ dutyId, reminderAt, told }, state) => {
    const { en, uk } = dutyName(state, dutyId);
    return says(
      `A reminder of ${en} was due at ${reminderAt}${told ? '.' : '; a later one stood for it.'}`,
      `Нагадування, ${uk}: ${reminderAt}${told ? '.' : '; його замінило пізніше.'}`,
    );
  },
  'duty-overdue': ({ dutyId, dueAt, nth, because }, state) => {
    const { en, uk } = dutyName(state, dutyId);
    return nth === 0
      ? says(`${en} was overdue at ${dueAt}: ${because.why}`, `${uk}: прострочено ${dueAt}. ${quoted(because.why).uk}`)
      : says(
          `${en} was still overdue at ${dueAt} (told ${nth + 1} times).`,
          `${uk}: досі прострочено ${dueAt} (${nth + 1} разів).`,
        );
  },
  'duty-completed': ({ dutyId, completionId, office, performedAt, recordedAt, text, state: judged }, state) => {
    const [by, duty] = [officeName(state, office), dutyName(state, dutyId)];
    return says(
      `${by.en} recorded ${completionId} for ${duty.en}, performed at ${performedAt} and recorded at ${recordedAt} (${judged}): "${text}"`,
      `${by.uk}: запис ${completionId}, ${duty.uk}, виконано ${performedAt}, записано ${recordedAt} (${judged}): «${text}»`,
    );
  },
  'completion-confirmed': ({ completionId, office }, state) => {
    const by = officeName(state, office);
    return says(`${by.en} confirmed ${completionId}.`, `${by.uk}: підтверджено ${completionId}.`);
  },
  'completion-unconfirmed': ({ completionId, because }) =>
    says(
      `${completionId} was not confirmed: ${because.why}`,
      `${completionId} не підтверджено. ${quoted(because.why).uk}`,
    ),
  'duty-met': ({ dutyId, state: met, because }, state) => {
    const { en, uk } = dutyName(state, dutyId);
    return says(`${en} is met (${met}): ${because.why}`, `${uk}: виконано (${met}). ${quoted(because.why).uk}`);
  },
  'duty-waived': ({ dutyId, office, reason }, state) => {
    const [by, duty] = [officeName(state, office), dutyName(state, dutyId)];
    return says(
      `${by.en} waived ${duty.en}: "${reason}"`,
      `${by.uk}: від обов’язку звільнено, ${duty.uk}: «${reason}»`,
    );
  },
  'duty-moot': ({ dutyId, because }, state) => {
    const { en, uk } = dutyName(state, dutyId);
    return says(`${en} is moot: ${because.why}`, `${uk}: відпало. ${quoted(because.why).uk}`);
  },
  'duty-unmet': ({ dutyId, because }, state) => {
    const { en, uk } = dutyName(state, dutyId);
    return says(
      `${en} was still owed when the case closed: ${because.why}`,
      `${uk}: не виконано до закриття. ${quoted(because.why).uk}`,
    );
  },
  'decision-recorded': ({ party, office, choice, at, text }, state) => {
    const [by, of] = [officeName(state, office), partyName(state, party)];
    return says(
      `${by.en} recorded the decision of ${of.en} at ${at}: ${choice}, "${text}"`,
      `${by.uk}: рішення сторони ${of.uk} записано ${at}: ${choice}, «${text}»`,
    );
  },
  'proposal-made': ({ proposalId, act, office, at, text, expiresAt, needs }, state) => {
    const by = officeName(state, office);
    const more =
      needs === undefined
        ? says('', '')
        : says(` It needs ${needs.en} by ${expiresAt}.`, ` Потрібно: ${needs.uk}, до ${expiresAt}.`);
    return says(
      `${by.en} proposed at ${at} to ${ACTS[act].en} (${proposalId}): "${text}".${more.en}`,
      `${by.uk}: пропозиція ${proposalId} о ${at}, ${ACTS[act].uk}: «${text}».${more.uk}`,
    );
  },
  'proposal-signed': ({ proposalId, office, at, needs }, state) => {
    const by = officeName(state, office);
    const more =
      needs === undefined ? says('', '') : says(`; it still needs ${needs.en}`, `; ще потрібно: ${needs.uk}`);
    return says(
      `${by.en} signed ${proposalId} at ${at}${more.en}.`,
      `${by.uk}: підпис під ${proposalId} о ${at}${more.uk}.`,
    );
  },
  'proposal-took-effect': ({ proposalId, act, at, because }) =>
    says(
      `${proposalId} took effect at ${at}, to ${ACTS[act].en}: ${because.why}`,
      `${proposalId} набула чинності ${at}, ${ACTS[act].uk}. ${quoted(because.why).uk}`,
    ),
  'proposal-lapsed': ({ proposalId, because }) =>
    says(`${proposalId} lapsed: ${because.why}`, `${proposalId} втратила силу. ${quoted(because.why).uk}`),
  'proposal-withdrawn': ({ proposalId, because }) =>
    says(`${proposalId} was withdrawn: ${because.why}`, `${proposalId} відкликано. ${quoted(because.why).uk}`),
  'not-told': ({ office, noticeId }, state) => {
    const to = officeName(state, office);
    return says(
      `${to.en} was not told (${noticeId}): every channel of this office failed.`,
      `${to.uk} не сповіщено (${noticeId}): усі канали відмовили.`,
    );
  },
  told: ({ matter, recipients }, state) => {
    const offices = [...new Set(recipients.map(({ office }) => office))];
    const few = offices.length <= 3 ? listed(offices.map((id) => officeName(state, id))) : undefined;
    return says(
      `${few?.en ?? `${offices.length} offices`} ${offices.length === 1 ? 'was' : 'were'} called (${matter.id}, ${matter.facts.topic}).`,
      `Сповіщено: ${few?.uk ?? `${offices.length} служб`} (${matter.id}, ${matter.facts.topic}).`,
    );
  },
};
