/** The rows as a table, on the terminal and in `docs/faults.md`. */
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../config/package-root.js';
import type { Row } from './row.js';

const HEAD = [
  'fault',
  'at',
  'proven by',
  'cases',
  'owed',
  'lost',
  'early',
  'doubled',
  'strange',
  'not told of the end',
  'repeats',
  'worst lateness',
  'outage + bound',
  'converged after',
];

export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) =>
    row.notRun === undefined
      ? [
          row.fault,
          row.phase,
          row.proven,
          ...[row.cases, row.due, row.lost, row.early, row.doubled, row.strange, row.notToldOfTheEnd, row.repeats],
          ...[row.worstLateMs, row.boundMs, row.convergedMs].map((ms) => `${(ms / 1000).toFixed(1)} s`),
        ].map(String)
      : [row.fault, '–', `not run: ${row.notRun}`, ...Array<string>(HEAD.length - 3).fill('–')],
  );
  return [HEAD, HEAD.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const BEGIN = '<!-- rows -->';
const END = '<!-- end of rows -->';

/** Between the two marks of the document; what stands around them was written by hand. */
export function writeDocument(rows: readonly Row[], seed: number): void {
  const file = join(packageRoot(), 'docs', 'faults.md');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : `# Faults\n\n${BEGIN}\n${END}\n`;
  const when = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`;
  const text = `${BEGIN}\n\nRun on ${when}, seed ${seed}, ${machine}.\n\n${table(rows)}\n\n${END}`;
  writeFileSync(
    file,
    before.replace(new RegExp(`${BEGIN}[\\s\\S]*${END}`), () => text),
  );
}
