/**
 * Plan and directory of the bare shape as files, made from the shipped ones: 6 offices are told at the opening and of a
 * stand-down, 12 at gate 1, 6 at gate 2; no duties and no acknowledgements. Everything else, authority and record
 * included, is the product's.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../config/package-root.js';
import { hashOfKey } from '../../exercise/world.js';
import { TOLD } from '../bare-shape.js';

const WHY = { en: 'Of the benchmark.', uk: 'Для вимірювань.' };
/** Nobody owes anything here, so that nobody is told. */
const QUIET = { tell: ['@owners'], acknowledge: [] };

interface RawPlan {
  phases: { groups: string[] }[];
  gates: { id: string; phase: number; opensAlso: unknown; notBefore: unknown; lapses?: unknown; condition: unknown }[];
  notices: Record<string, unknown>;
  [key: string]: unknown;
}

/** @param gates seconds after the first violation */
export function writeBarePlan(file: string, sectors: readonly string[], gates: readonly [number, number]): void {
  const plan = shipped<RawPlan>(join('plans', 'seed.yaml'));
  const [first] = plan.gates;
  if (!first) throw new Error('The seed plan has no gates.');
  const { assumed, ...topics } = plan.notices;
  const notices = Object.fromEntries(Object.keys(topics).map((topic) => [topic, QUIET]));
  const bare = {
    ...plan,
    id: 'bare-shape',
    sectors: sectors.map((id) => ({ id, name: { en: id, uk: id }, assumed: WHY })),
    phases: plan.phases.map((phase, index) => ({ ...phase, groups: [TOLD[index]?.group] })),
    gates: gates.map((seconds, index) => ({
      ...first,
      id: `G${index + 2}`,
      phase: index + 2,
      notBefore: { value: `PT${seconds}S`, assumed: WHY },
    })),
    duties: [],
    notices: {
      ...notices,
      assumed,
      'case-opened': { tell: ['diplomatic'], acknowledge: [] },
      'phase-opened': { tell: ['@phase'], acknowledge: [] },
      'stood-down': { tell: ['diplomatic'], acknowledge: [] },
    },
  };
  writeFileSync(file, JSON.stringify(bare));
}

interface RawOffice {
  id: string;
  groups?: string[];
  [key: string]: unknown;
}

export const keyOf = (office: string): string => `key-of-${office}`;

/** Offices by channel `email` alone; the key of an office is {@link keyOf}. */
export function writeBareDirectory(file: string): { signers: [string, string] } {
  const { rosters: _rosters, ...directory } = shipped<{ offices: RawOffice[]; rosters?: unknown }>(
    'directory.example.yaml',
  );
  const told = TOLD.flatMap(({ group, offices }) => {
    const like = directory.offices.filter(({ groups = [] }) => groups.includes(group));
    return Array.from({ length: offices }, (_, index): RawOffice => {
      const { delegate: _delegate, parent: _parent, ...office } = like[index % like.length] as RawOffice;
      const id = `bare-${group}-${index + 1}`;
      return { ...office, id, groups: [group], roles: [], channels: [{ kind: 'email', address: `${id}@example.org` }] };
    });
  });
  const others = directory.offices.filter(({ groups = [] }) => !TOLD.some(({ group }) => groups.includes(group)));
  const offices = [...others.map(({ delegate: _delegate, parent: _parent, ...office }) => office), ...told];
  const keys = offices.map(({ id }) => ({ id, office: id, person: id, sha256: hashOfKey(keyOf(id)) }));
  writeFileSync(file, JSON.stringify({ ...directory, offices, keys }));
  return { signers: ['bare-diplomatic-1', 'bare-coalition-1'] };
}

function shipped<T>(path: string): T {
  return parse(readFileSync(join(packageRoot(), path), 'utf8')) as T;
}
