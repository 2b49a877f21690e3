/**
 * A picture of the ladder for the README, from the terminal of a real run:
 * `npm start -- --data DIR | tee run.txt`, then `node scripts/picture.mjs < run.txt > docs/ladder.svg`.
 */
import { readFileSync } from 'node:fs';

const MOST_LINES = 46;
const [WIDTH, LINE, SIZE, MARGIN] = [860, 19, 14, 18];

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const all = readFileSync(0, 'utf8').split('\n');
const from = all.findIndex((line) => line.startsWith('EXERCISE    T0 +'));
const lines = all.slice(from, from + MOST_LINES).map((line) => line.trimEnd());
const colourOf = (line) => (line.includes('▲') ? '#f2b134' : line.includes('✓') ? '#7bd389' : '#d8dee9');
const rows = lines.map((line, index) => {
  const y = MARGIN + (index + 1) * LINE;
  return `<text x="${MARGIN}" y="${y}" fill="${colourOf(line)}" xml:space="preserve">${escape(line)}</text>`;
});
const height = MARGIN * 2 + lines.length * LINE;
process.stdout
  .write(`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" role="img" aria-label="The ladder of an exercise on the terminal">
<rect width="100%" height="100%" rx="8" fill="#10141c"/>
<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="${SIZE}">
${rows.join('\n')}
</g>
</svg>
`);
