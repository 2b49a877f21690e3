/** Routing in words: who is told of what, and who is asked to acknowledge. */
import { spanInWords } from '../span-in-words.js';
import type { Section } from './explanation.js';
import { audienceNames, listed } from './name-lists.js';
import type { NoticeRule, NoticeTopic, Plan, Words } from './plan.js';
import { ACTS, TOPICS } from './terms.js';

export function explainNotices(plan: Plan): Section {
  const { acknowledge, acknowledgeLastPhaseDivisor: divisor, digest, movedTold, lateTold } = plan.timing;
  const steps = (language: 'en' | 'uk'): string => acknowledge.map((step) => spanInWords(step, language)).join(', ');
  return {
    heading: { en: 'Who is told', uk: 'Кого сповіщають' },
    sentences: [
      ...(Object.entries(plan.notices) as [NoticeTopic, NoticeRule][]).map(([topic, rule]) =>
        explainRule(plan, topic, rule),
      ),
      {
        en:
          `Without an acknowledgement after ${steps('en')}: the next channel; the delegate; the parent office and the ` +
          `watch.${divisor === 1 ? '' : ` Once the last phase is open these steps are divided by ${divisor}.`}`,
        uk:
          `Якщо отримання не підтверджено через ${steps('uk')}: наступний канал; заступник; вища служба та чергова ` +
          `служба.${divisor === 1 ? '' : ` Коли відкрито останню фазу, ці кроки ділять на ${divisor}.`}`,
      },
      {
        en: 'An acknowledgement says "received". It stops those reminders and nothing else.',
        uk: 'Підтвердження отримання означає лише «отримано». Воно спиняє ці нагадування і більше нічого.',
      },
      {
        en:
          `News of further violations comes in at most one digest per recipient in ${spanInWords(digest, 'en')}. ` +
          `A first violation that moved by less than ${spanInWords(movedTold, 'en')} is told with the next notice. ` +
          `Lateness is always recorded, and told above ${spanInWords(lateTold, 'en')}.`,
        uk:
          `Про нові порушення надходить не більше одного зведення на адресата за ${spanInWords(digest, 'uk')}. ` +
          `Про зсув першого порушення менш як на ${spanInWords(movedTold, 'uk')} кажуть у наступному сповіщенні. ` +
          `Запізнення фіксують завжди, а кажуть про нього, якщо воно більше за ${spanInWords(lateTold, 'uk')}.`,
      },
    ],
  };
}

function explainRule(plan: Plan, topic: NoticeTopic, { tell, acknowledge, alsoFor }: NoticeRule): Words {
  const told = audienceNames(plan, tell);
  const asked = audienceNames(plan, acknowledge);
  const parts: Words[] = [{ en: `When ${TOPICS[topic].en}: ${told.en}.`, uk: `Коли ${TOPICS[topic].uk}: ${told.uk}.` }];
  if (acknowledge.length > 0) {
    parts.push({ en: `Asked to acknowledge: ${asked.en}.`, uk: `Підтвердити отримання просять: ${asked.uk}.` });
  }
  if (alsoFor) {
    const acts = listed(alsoFor.acts.map((act) => ACTS[act]));
    const also = audienceNames(plan, alsoFor.tell);
    parts.push({ en: `To ${acts.en}, also: ${also.en}.`, uk: `Для дій «${acts.uk}» також: ${also.uk}.` });
  }
  return { en: parts.map(({ en }) => en).join(' '), uk: parts.map(({ uk }) => uk).join(' ') };
}
