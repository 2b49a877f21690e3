/** Plans and directories from files: parsed, or every fault with its file, line and column. */
import { readFileSync } from 'node:fs';
import type { Directory } from '../domain/directory/directory.js';
import { parseDirectory } from '../domain/directory/parse-directory.js';
import type { Plan, PlanRef } from '../domain/plan/plan.js';
import { parsePlan } from '../domain/plan/parse-plan.js';
import type { Fault } from '../domain/refused.js';
import { hashOf } from '../record/canonical.js';
import { readYaml } from './yaml-file.js';
import type { FileFault, YamlFile } from './yaml-file.js';

/** Puts faults that were found in the data where they were written. */
export type Locate = (faults: readonly Fault[]) => FileFault[];

export type LoadedPlan =
  | { plan: Plan; ref: PlanRef; faults: []; locate: Locate }
  | { plan?: undefined; ref?: undefined; faults: FileFault[]; locate: Locate };

export type LoadedDirectory =
  | { directory: Directory; hash: string; faults: []; locate: Locate }
  | { directory?: undefined; hash?: undefined; faults: FileFault[]; locate: Locate };

export function loadPlan(file: string): LoadedPlan {
  const { yaml, locate } = openYaml(file);
  if (yaml.faults.length > 0) return { faults: yaml.faults, locate };
  const { plan, faults } = parsePlan(yaml.raw);
  if (!plan) return { faults: locate(faults), locate };
  return { plan, ref: { id: plan.id, version: plan.version, hash: hashOf(plan) }, faults: [], locate };
}

export function loadDirectory(file: string): LoadedDirectory {
  const { yaml, locate } = openYaml(file);
  if (yaml.faults.length > 0) return { faults: yaml.faults, locate };
  const { directory, faults } = parseDirectory(yaml.raw);
  if (!directory) return { faults: locate(faults), locate };
  return { directory, hash: hashOf(directory), faults: [], locate };
}

/** `FILE:LINE:COLUMN: what is wrong (/path)`, as editors and terminals make links of it. */
export const faultLine = ({ file, line, column, message, path }: FileFault): string =>
  `${file}:${line}:${column}: ${message}${path === '' ? '' : ` (${path})`}`;

/** A YAML file, and where what is wrong in its data stands. */
export function openYaml(file: string): { yaml: YamlFile; locate: Locate } {
  const yaml = read(file);
  const locate: Locate = (faults) =>
    faults
      .map((fault) => ({ ...fault, file, ...yaml.position(fault.path) }))
      .sort((a, b) => a.line - b.line || a.column - b.column);
  return { yaml, locate };
}

function read(file: string): YamlFile {
  try {
    return readYaml(readFileSync(file, 'utf8'), file);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
    // Not a fault of the system but of the name: told like every other fault of the file.
    if (code === undefined) throw error;
    const why = code === 'ENOENT' ? 'There is no such file' : `The file cannot be read (${code})`;
    return {
      faults: [{ path: '', message: `${why}.`, file, line: 1, column: 1 }],
      position: () => ({ line: 1, column: 1 }),
    };
  }
}
