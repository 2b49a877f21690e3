/** The shipped files as text and as raw data, for tests that spoil them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(__dirname, '..', '..');

export const planFile = (name = 'seed'): string => join(ROOT, 'plans', `${name}.yaml`);
export const directoryFile = (): string => join(ROOT, 'directory.example.yaml');

export const rawPlan = (name = 'seed'): unknown => parse(readFileSync(planFile(name), 'utf8'));
export const rawDirectory = (): unknown => parse(readFileSync(directoryFile(), 'utf8'));

/** A copy of `raw` with the value at `path` (RFC 6901) replaced, or taken out where `value` is not given. */
export function spoilt(raw: unknown, path: string, value?: unknown): unknown {
  const copy: unknown = structuredClone(raw);
  const steps = path.split('/').slice(1);
  const last = steps.pop() ?? '';
  const parent = steps.reduce((at, step) => (at as Record<string, unknown>)[step], copy) as Record<string, unknown>;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}
