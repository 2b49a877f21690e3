/**
 * Makes a long table of a short one, for measuring: its rows again and again, each time some days later. Reads and
 * writes CSV; every `YYYY-MM-DD` in a row is moved.
 *
 *   node scripts/repeat-table.mjs TABLE.csv TIMES DAYS > LONG.csv
 */
import { readFileSync, writeSync } from 'node:fs';

const [file, times, days] = process.argv.slice(2);
if (file === undefined || !(Number(times) > 0) || !(Number(days) > 0)) {
  process.stderr.write('Usage: node scripts/repeat-table.mjs TABLE.csv TIMES DAYS > LONG.csv\n');
  process.exit(2);
}
const [header, ...rows] = readFileSync(file, 'utf8').split(/\r?\n/).filter(Boolean);
const moved = (row, by) =>
  row.replaceAll(/\d{4}-\d{2}-\d{2}/g, (day) => new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10));

writeSync(1, `${header}\n`);
for (let time = 0; time < Number(times); time += 1) {
  writeSync(1, `${rows.map((row) => moved(row, time * Number(days))).join('\n')}\n`);
}
