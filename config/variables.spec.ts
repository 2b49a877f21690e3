import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES } from './variables.js';

const text = (file: string): string => readFileSync(join(__dirname, '..', file), 'utf8');

it('stand in the paper for operators, each with its meaning and default, and no other', () => {
  const paper = text('docs/running.md');
  const rows = [...paper.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
  expect(rows).toEqual(VARIABLES.map(({ name }) => name));
  const squeezed = paper.replace(/ +/g, ' ');
  expect(VARIABLES.filter(({ meaning }) => !squeezed.includes(meaning)).map(({ name }) => name)).toEqual([]);
});
