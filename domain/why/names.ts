/** Names of what entries name by id, as answers write them. */
import type { CaseState } from '../case/state.js';
import { spanInWords } from '../span-in-words.js';
import type { Span } from '../instant.js';
import type { PartyId, Words } from '../plan/plan.js';
import { ruleOf } from '../case/duty-instances.js';

export const both = (text: string): Words => ({ en: text, uk: text });

/** `General Staff, duty officer (ua-general-staff-duty)`; the id alone where the directory knows it no more. */
export function named(id: string, name: Words | undefined): Words {
  return name ? { en: `${name.en} (${id})`, uk: `${name.uk} (${id})` } : both(id);
}

export const officeName = ({ directory }: CaseState, id: string): Words => named(id, directory.offices[id]?.name);

export const organisationName = ({ directory }: CaseState, id: string): Words =>
  named(id, directory.organisations[id]?.name);

export const partyName = ({ plan }: CaseState, id: PartyId): Words =>
  named(id, plan.parties.find((party) => party.id === id)?.name);

/** `phase 2 (Coalition)`, `фаза 2 («Коаліція»)`. */
export function phaseName({ plan }: CaseState, number: number): Words {
  const name = plan.phases.find(({ phase }) => phase === number)?.name;
  return name
    ? { en: `phase ${number} (${name.en})`, uk: `фаза ${number} («${name.uk}»)` }
    : { en: `phase ${number}`, uk: `фаза ${number}` };
}

export function dutyName({ plan, formerDuties = [] }: CaseState, id: string): Words {
  return named(id, [...plan.duties, ...formerDuties].find((duty) => duty.id === ruleOf(id))?.label);
}

/** As the case counts it: in an exercise every span of the plan is divided. */
export function spanName({ speed }: CaseState, span: Span): Words {
  const [en, uk] = [spanInWords(span, 'en'), spanInWords(span, 'uk')];
  return speed === 1
    ? { en, uk }
    : { en: `${en} (the plan’s span divided by ${speed})`, uk: `${uk} (строк плану, поділений на ${speed})` };
}
