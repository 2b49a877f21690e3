/** Why a duty is owed, met, late or moot: its entries, and who still owes it. */
import { isOwed, missingParties, ownersOf } from '../case/duties.js';
import { listed } from '../plan/name-lists.js';
import { cite, saying } from './answer.js';
import type { Asked, Sentence } from './answer.js';
import { dutyName, officeName, partyName } from './names.js';
import { sentenceOf } from './story.js';

/** Owners named in one sentence. */
const FEW = 12;

export function ofDuty(asked: Asked, dutyId: string): Sentence[] {
  const { entries, state } = asked;
  const completions = new Set(state.duties[dutyId]?.completions.map(({ id }) => id));
  const course = entries.flatMap((entry) => {
    const own = entry.body.events.filter(
      (event) =>
        ('dutyId' in event && event.dutyId === dutyId) ||
        ('completionId' in event && completions.has(event.completionId)),
    );
    return sentenceOf(entry, own, state) ?? [];
  });
  return [...course, ...stillOwed(asked, dutyId)];
}

function stillOwed({ state, entries }: Asked, dutyId: string): Sentence[] {
  const duty = state.duties[dutyId];
  const last = entries.at(-1);
  const name = dutyName(state, dutyId);
  if (!duty) {
    return [
      saying(
        `${name.en} is not owed in this case: nothing on record has created it.`,
        `${name.uk}: у цій справі не належить виконувати, бо ніщо в записі його не створило.`,
        ...(last ? [cite(last, dutyId)] : []),
      ),
    ];
  }
  if (!isOwed(duty) || !last) return [];
  const parties = missingParties(state, duty).map((party) => partyName(state, party));
  const owners = ownersOf(state, dutyId);
  const who = listed(parties.length > 0 ? parties : owners.slice(0, FEW).map((office) => officeName(state, office)));
  const more = parties.length === 0 && owners.length > FEW ? ` (+${owners.length - FEW})` : '';
  return [
    saying(
      `${name.en} is still owed (${duty.state}), because nothing on record says that it is done by ${who.en || 'anybody'}${more}; it is due at ${duty.workingDueAt}.`,
      `${name.uk}: ще не виконано (${duty.state}), бо в записі немає, що це зробили: ${who.uk}${more}; строк ${duty.workingDueAt}.`,
      cite(last, dutyId),
    ),
  ];
}
