/** Ids of the directory and of a plan as people call them; an id that nobody names stays as it is. */
import type { Plan } from '../../domain/plan/plan.js';
import { useDirectory } from '../reads.js';
import { useSpeaks } from '../words/language.js';

export interface Names {
  office: (id: string) => string;
  organisation: (id: string) => string;
  /** Of a group, or of `parties`, `posture`, `skipped`, which plans use beside groups. */
  group: (id: string) => string;
  party: (id: string) => string;
}

const OTHERS = {
  parties: { en: 'each party of the plan', uk: 'кожна сторона плану' },
  posture: { en: 'the groups of the present phase', uk: 'групи поточної фази' },
  skipped: { en: 'the offices that were skipped', uk: 'служби, яких не питали' },
};

export function useNames(plan?: Plan): Names {
  const { of } = useSpeaks();
  const directory = useDirectory().data;
  const groups = new Map(plan?.groups.map(({ id, name }) => [id, name]));
  const parties = new Map(plan?.parties.map(({ id, name }) => [id, name]));
  return {
    office: (id) => of(directory?.offices[id]?.name) || id,
    organisation: (id) => of(directory?.organisations[id]?.name) || id,
    group: (id) => of(groups.get(id) ?? OTHERS[id as keyof typeof OTHERS]) || id,
    party: (id) => of(parties.get(id)) || id,
  };
}
