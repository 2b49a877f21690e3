/** The names that a plan gives to its parts: each given once, and known wherever it is used. */
import type { Fault } from '../refused.js';
import { isSector } from '../sectors.js';
import { didYouMean } from '../shape/did-you-mean.js';
import { below } from '../shape/shape.js';
import type { Part } from '../shape/shape.js';
import type { WrittenPlan } from './plan-shape.js';

export interface Names {
  /** Absent where the list itself could not be read: then nothing is said of those who use its names. */
  groups?: string[] | undefined;
  parties?: string[] | undefined;
  phases?: number[] | undefined;
  /** Names given twice, and names of parties that nobody gave. */
  faults: Fault[];
}

export type PlanPart = Part<WrittenPlan>;

export function namesIn(plan: PlanPart): Names {
  const faults: Fault[] = [];
  const parties = given(plan.parties, '/parties', 'party', faults);
  const groups = given(plan.groups, '/groups', 'group', faults);
  // Gates and duties share one list: entries of the record refer to both as clauses.
  const clauses = [
    ...(plan.gates ?? []).map((gate, index) => ({ id: gate?.id, path: below('/gates', index) })),
    ...(plan.duties ?? []).map((duty, index) => ({ id: duty?.id, path: below('/duties', index) })),
  ];
  noteTwice(clauses, 'gate or duty', faults);
  given(plan.sectors, '/sectors', 'sector', faults);
  for (const [index, sector] of (plan.sectors ?? []).entries()) {
    if (sector?.id === undefined || !isSector(sector.id)) continue;
    const message = `${sector.id} is one of the 27 regions of ISO 3166-2:UA, which every plan has. Leave it out.`;
    faults.push({ path: `/sectors/${index}/id`, message });
  }
  for (const [index, group] of (plan.groups ?? []).entries()) {
    faults.push(...unknown(group?.parties, parties, 'party', `/groups/${index}/parties`));
  }
  const phases = plan.phases?.flatMap((phase) => (phase?.phase === undefined ? [] : [phase.phase]));
  return { groups, parties, phases, faults };
}

type Item = { id?: string | undefined } | undefined;

function given(items: readonly Item[] | undefined, path: string, what: string, faults: Fault[]): string[] | undefined {
  const found = (items ?? []).map((item, index) => ({ id: item?.id, path: below(path, index) }));
  noteTwice(found, what, faults);
  return items && found.flatMap(({ id }) => (id === undefined ? [] : [id]));
}

function noteTwice(found: readonly { id: string | undefined; path: string }[], what: string, faults: Fault[]): void {
  const seen = new Map<string, string>();
  for (const { id, path } of found) {
    if (id === undefined) continue;
    const first = seen.get(id);
    if (first !== undefined) {
      faults.push({
        path: `${path}/id`,
        message: `The id "${id}" is given twice, first at ${first}. Give each ${what} its own.`,
      });
    } else seen.set(id, path);
  }
}

/** Faults for the names in a list that are not known, and for those that stand in it twice. */
export function unknown(
  used: readonly (string | undefined)[] | undefined,
  known: readonly string[] | undefined,
  what: string,
  path: string,
): Fault[] {
  const faults: Fault[] = [];
  for (const [index, name] of (used ?? []).entries()) {
    if (name === undefined) continue;
    if (known && !known.includes(name)) {
      const message = `The ${what} "${name}" does not exist.${didYouMean(name, known)}`;
      faults.push({ path: below(path, index), message });
    } else if (used?.indexOf(name) !== index) {
      faults.push({ path: below(path, index), message: `"${name}" stands twice in this list. Keep it once.` });
    }
  }
  return faults;
}
