/** Phases and gates in words. */
import { spanInWords } from '../span-in-words.js';
import type { Section } from './explanation.js';
import { groupNames } from './name-lists.js';
import type { Gate, GateCondition, Phase, Plan, Words } from './plan.js';

export function explainPhases(plan: Plan): Section {
  return {
    heading: { en: 'What opens when', uk: 'Що і коли відкривається' },
    sentences: [
      ...plan.phases.map((phase) => explainPhase(plan, phase)),
      ...plan.gates.flatMap((gate) => explainGate(plan, gate)),
      {
        en: 'A phase that has opened is never taken back, and no duty opens or blocks one.',
        uk: 'Відкриту фазу не скасовують, і жоден обов’язок її не відкриває та не блокує.',
      },
    ],
  };
}

function explainPhase(plan: Plan, { phase, name, groups }: Phase): Words {
  const gate = plan.gates.find((one) => one.phase === phase);
  const who = groupNames(plan, groups);
  return {
    en: `Phase ${phase}, ${name.en}, ${gate ? `opens by gate ${gate.id}` : 'opens with the case'}. Its groups: ${who.en}.`,
    uk: `Фаза ${phase} «${name.uk}» ${gate ? `відкривається переходом ${gate.id}` : 'відкривається разом зі справою'}. Її групи: ${who.uk}.`,
  };
}

const CONTINUATION: Record<Extract<GateCondition, { kind: 'no-stand-down' }>['continuation'], Words> = {
  presumed: {
    en: 'Hostilities are presumed to continue until a stand-down is signed: silence ends nothing.',
    uk: 'Вважається, що бойові дії тривають, доки не підписано відбій: мовчання нічого не припиняє.',
  },
  evidenced: {
    en: 'That hostilities continue has to be shown by another credible or verified violation, or by the act "record that hostilities go on".',
    uk: 'Те, що бойові дії тривають, має засвідчити інше ймовірне чи підтверджене порушення або окрема підписана дія.',
  },
  decided: {
    en: 'That hostilities continue has to be decided by the act "record that hostilities go on".',
    uk: 'Про те, що бойові дії тривають, мають вирішити окремою підписаною дією.',
  },
};

function explainGate(plan: Plan, gate: Gate): Words[] {
  return [...explainCondition(plan, gate), ...explainAlso(plan, gate), ...explainLapse(gate)];
}

const phaseName = (plan: Plan, number: number): Words => {
  const name = plan.phases.find(({ phase }) => phase === number)?.name;
  return { en: `phase ${number} (${name?.en ?? ''})`, uk: `фазу ${number} («${name?.uk ?? ''}»)` };
};

function explainCondition(plan: Plan, gate: Gate): Words[] {
  const phase = phaseName(plan, gate.phase);
  const after = { en: spanInWords(gate.notBefore, 'en'), uk: spanInWords(gate.notBefore, 'uk') };
  if (gate.condition.kind === 'no-stand-down') {
    return [
      {
        en:
          `Gate ${gate.id} opens ${phase.en} ${after.en} after the first violation, if no stand-down is in effect by ` +
          `then and a credible or verified violation is on record.`,
        uk:
          `Перехід ${gate.id} відкриває ${phase.uk} через ${after.uk} після першого порушення, якщо до того не набув ` +
          `чинності відбій і зафіксовано ймовірне або підтверджене порушення.`,
      },
      CONTINUATION[gate.condition.continuation],
    ];
  }
  return [
    gate.notBefore === 0
      ? {
          en: `Gate ${gate.id} opens ${phase.en} as soon as a declaration of a large-scale attack is in effect.`,
          uk: `Перехід ${gate.id} відкриває ${phase.uk}, щойно визнання атаки масштабною набуло чинності.`,
        }
      : {
          en:
            `Gate ${gate.id} opens ${phase.en} ${after.en} after the first violation, or later, if a declaration of a ` +
            `large-scale attack is in effect then. A declaration made earlier is told at once, with that instant; ` +
            `a stand-down or a withdrawal before it keeps the phase shut.`,
          uk:
            `Перехід ${gate.id} відкриває ${phase.uk} через ${after.uk} після першого порушення або пізніше, якщо тоді ` +
            `чинне визнання атаки масштабною. Про раніше визнання сповіщають одразу, називаючи цей час; ` +
            `відбій або відкликання до нього залишають фазу закритою.`,
        },
  ];
}

function explainAlso(plan: Plan, gate: Gate): Words[] {
  return gate.opensAlso.map((also) => {
    const phase = phaseName(plan, also);
    return {
      en: `Gate ${gate.id} opens ${phase.en} too, if that is still shut.`,
      uk: `Перехід ${gate.id} відкриває також ${phase.uk}, якщо її ще не відкрито.`,
    };
  });
}

function explainLapse({ id, lapses, condition }: Gate): Words[] {
  if (lapses === undefined) {
    if (condition.kind !== 'declaration') return [];
    return [{ en: `Gate ${id} does not lapse.`, uk: `Перехід ${id} не має кінцевого строку.` }];
  }
  return [
    {
      en:
        `If no declaration was ever in effect ${spanInWords(lapses, 'en')} after the first violation, "lapsed, not ` +
        `triggered" is recorded for ${id} and told. The case goes on, and a later declaration still counts.`,
      uk:
        `Якщо через ${spanInWords(lapses, 'uk')} після першого порушення визнання жодного разу не набувало чинності, ` +
        `для ${id} фіксують «строк сплив, не застосовано» і сповіщають про це. Справа триває, і пізніше визнання ще діє.`,
    },
  ];
}
