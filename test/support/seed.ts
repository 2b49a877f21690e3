/** The shipped plans and the example directory, for tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseDirectory } from '../../domain/directory/parse-directory.js';
import { caseDirectory } from '../../domain/directory/directory.js';
import type { CaseDirectory, Directory } from '../../domain/directory/directory.js';
import { parsePlan } from '../../domain/plan/parse-plan.js';
import type { Plan, PlanRef } from '../../domain/plan/plan.js';
import { hashOf } from '../../record/canonical.js';

const ROOT = join(__dirname, '..', '..');

export function shippedPlan(name = 'seed'): { plan: Plan; planRef: PlanRef } {
  const { plan, faults } = parsePlan(parse(readFileSync(join(ROOT, 'plans', `${name}.yaml`), 'utf8')));
  if (!plan) throw new Error(faults.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return { plan, planRef: { id: plan.id, version: plan.version, hash: hashOf(plan) } };
}

export function exampleDirectory(): Directory {
  const { directory, faults } = parseDirectory(parse(readFileSync(join(ROOT, 'directory.example.yaml'), 'utf8')));
  if (!directory) throw new Error(faults.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return directory;
}

export function exampleCaseDirectory(at: string): { directory: CaseDirectory; directoryHash: string } {
  const directory = caseDirectory(exampleDirectory(), at);
  return { directory, directoryHash: hashOf(directory) };
}
