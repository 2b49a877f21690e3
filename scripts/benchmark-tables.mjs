/**
 * Writes the tables of `docs/benchmarks.md` from lines that `npm run bench` printed:
 *
 *   node scripts/benchmark-tables.mjs FILE.jsonl…
 *
 * Runs of one profile, mode and side become their median. What stands between the two marks is replaced; the rest of the
 * document is left alone. Lines that are no measurement (medians, other output) are passed over.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const document = join(root, 'docs', 'benchmarks.md');
const [BEGIN, END] = ['<!-- tables: begin -->', '<!-- tables: end -->'];

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('Say which files hold lines of "npm run bench".\n');
  process.exit(2);
}
const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').flatMap(parsed));
const trials = lines.filter(({ mode, side, profile }) => mode && side && profile);
const others = lines.filter(({ measure }) => measure && measure !== 'medians');
const before = readFileSync(document, 'utf8');
const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)];
if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no place between ${BEGIN} and ${END}.`);
const text = [...of(trials), ...figures(others)].join('\n');
writeFileSync(document, `${before.slice(0, from)}${BEGIN}\n\n${text}\n${before.slice(to)}`);

function parsed(line) {
  if (!line.startsWith('{')) return [];
  try {
    return [JSON.parse(line)];
  } catch (error) {
    // The last line of a run that was broken off.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function of(all) {
  return groups(all, ({ profile, mode }) => `${profile}, ${mode}`).flatMap(([title, group]) => {
    const sides = groups(group, ({ side }) => side);
    const flats = sides.map(([, runs]) => runs.map((run) => flat(run)));
    const skipped = /^(run|cores|memoryGiB|load|cases)$/;
    const names = [...new Set(flats.flat().flatMap((one) => Object.keys(one)))].filter((name) => !skipped.test(name));
    const rows = names.map((name) => {
      const values = flats.map((runs) => median(runs.map((run) => run[name]).filter((value) => value !== undefined)));
      return `| ${name} | ${values.map(shown).join(' | ')} | ${ratio(sides, values)} |`;
    });
    return [
      `### ${title}`,
      '',
      `${about(group)} ${sides.map(([side, runs]) => `${side}: ${runs.length} runs`).join(', ')}; medians.`,
      '',
      `| | ${sides.map(([side]) => side).join(' | ')} | ratio |`,
      `| --- | ${sides.map(() => '---').join(' | ')} | --- |`,
      ...rows,
      '',
    ];
  });
}

/** Of the last side to the first: Holdfire's to bare, or the second of bare to the first, which is noise. */
function ratio(sides, values) {
  const [first, last] = [values[0], values.at(-1)];
  return sides.length > 1 && first && last !== undefined ? (last / first).toFixed(2) : '';
}

function figures(all) {
  return groups(all, ({ measure }) => measure).flatMap(([title, group]) => {
    const { measure: _, at: __, cores: ___, memoryGiB: ____, node: _____, load: ______, ...last } = group.at(-1);
    return [`### ${title}`, '', about(group), '', '```json', JSON.stringify(last, null, 2), '```', ''];
  });
}

function about(group) {
  const days = [...new Set(group.map(({ at }) => at?.slice(0, 10)))].join(', ');
  const loads = group.map(({ load }) => load).filter((load) => load !== undefined);
  const { cores, memoryGiB, node, cases } = group.at(-1);
  const busy =
    loads.length > 0 ? ` Load of the machine at the end of each ${Math.min(...loads)} to ${Math.max(...loads)}.` : '';
  return `${days}; ${cores} cores, ${memoryGiB} GiB, Node ${node}${cases ? `; ${cases} cases a run` : ''}.${busy}`;
}

function groups(all, nameOf) {
  const found = new Map();
  for (const one of all) found.set(nameOf(one), [...(found.get(nameOf(one)) ?? []), one]);
  return [...found];
}

function flat(values, path = '') {
  const found = Object.entries(values).flatMap(([name, value]) => {
    if (typeof value === 'number') return [[path + name, value]];
    return typeof value === 'object' && value !== null ? Object.entries(flat(value, `${path}${name}.`)) : [];
  });
  return Object.fromEntries(found);
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length / 2) - 1];
}

function shown(value) {
  return value === undefined ? '–' : String(value);
}
