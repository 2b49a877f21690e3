/** What an instant of a case is about, in both languages; plans and directories bring their own names. */
import type { Due } from '../../domain/case/due.js';
import { planDuty } from '../../domain/case/duties.js';
import type { CaseState } from '../../domain/case/state.js';
import type { Words } from '../../domain/plan/plan.js';

export function instantWords(state: CaseState, { kind, subject }: Due): Words {
  switch (kind) {
    case 'gate':
      return around('Phase opens: ', phaseOf(state, subject), 'Відкривається фаза: ');
    case 'lapse': {
      const { en, uk } = phaseOf(state, subject);
      return { en: `${en}: lapses unless declared`, uk: `${uk}: минає, якщо не визнано` };
    }
    case 'expiry': {
      const act = state.proposals[subject]?.act ?? '';
      return { en: `Proposal ${subject} (${act}) expires`, uk: `Пропозиція ${subject} (${act}) втрачає силу` };
    }
    case 'confirmation':
      return {
        en: `Completion ${subject} waits for a second person`,
        uk: `Виконання ${subject} чекає на другу особу`,
      };
    case 'acknowledgement': {
      const { en, uk } = state.directory.organisations[subject]?.name ?? { en: subject, uk: subject };
      return { en: `No acknowledgement by ${en}`, uk: `Немає підтвердження: ${uk}` };
    }
    case 'prolonged':
      return { en: 'Prolonged, if the case is still open', uk: 'Тривалі бойові дії, якщо справу не закрито' };
    case 'quiet':
      return { en: 'The quiet period ends; the case closes', uk: 'Кінець періоду тиші; справа закривається' };
    case 'digest':
      return { en: 'Digest of news', uk: 'Зведення новин' };
    case 'reminder':
      return around('Reminder: ', dutyOf(state, subject), 'Нагадування: ');
    case 'overdue':
      return around('Reminder, overdue: ', dutyOf(state, subject), 'Нагадування, прострочено: ');
    case 'undecided':
      return around(
        'The parties without a decision are listed: ',
        dutyOf(state, subject),
        'Складають перелік сторін без рішення: ',
      );
    case 'duty':
      return dutyOf(state, subject);
  }
}

const around = (before: string, { en, uk }: Words, beforeUk: string): Words => ({
  en: before + en,
  uk: beforeUk + uk,
});

function dutyOf(state: CaseState, id: string): Words {
  return state.duties[id] ? planDuty(state, id).label : { en: id, uk: id };
}

function phaseOf({ plan }: CaseState, gateId: string): Words {
  const phase = plan.gates.find(({ id }) => id === gateId)?.phase ?? 0;
  return plan.phases.find((one) => one.phase === phase)?.name ?? { en: `Phase ${phase}`, uk: `Фаза ${phase}` };
}
