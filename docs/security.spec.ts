import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const text = readFileSync(join(__dirname, 'security.md'), 'utf8');
const rows = text.split('\n').filter((line) => /^\| (?!-|threat |item )/.test(line) && !/^\|[-|]+$/.test(line));
const named = [...text.matchAll(/`([\w./-]+\.(?:spec|scenario)\.ts)`/g)].map(([, file = '']) => file);

it('names tests that there are', () => {
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter((file) => !existsSync(join(__dirname, '..', file)))).toEqual([]);
});

it('names at least one test for every threat and every item', () => {
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter((row) => !/`[\w./-]+\.spec\.ts` ?[|,]/.test(row))).toEqual([]);
});
