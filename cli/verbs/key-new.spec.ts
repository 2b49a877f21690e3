import { parse } from 'yaml';
import { rawDirectory, spoilt } from '../../test/support/plan-text.js';
import { parseDirectory } from '../../domain/directory/parse-directory.js';
import { hashOfKey } from '../../exercise/world.js';
import { keyNew } from './key-new.js';

const DAY_MS = 24 * 3600 * 1000;

async function made(...args: string[]): Promise<{ key: string; row: Record<string, string> }> {
  const lines: string[] = [];
  const said: string[] = [];
  const io = { out: (line: string) => lines.push(line), err: (line: string) => said.push(line) };
  await keyNew.run(['--office', 'auditor', ...args], io as unknown as Parameters<typeof keyNew.run>[1]);
  const yaml = said.join('\n').split('\n\n')[1] ?? '';
  return { key: lines.join(''), row: (parse(yaml) as Record<string, string>[])[0] ?? {} };
}

const daysOf = ({ from = '', to = '' }: Record<string, string>): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

it('makes a key, and a row of it that a directory takes and that ends after 90 days', async () => {
  const { key, row } = await made();
  expect(row['sha256']).toBe(hashOfKey(key));
  expect(daysOf(row)).toBe(90);
  expect(parseDirectory(spoilt(rawDirectory(), '/keys', [row])).faults).toEqual([]);
});

it('makes one that ends earlier, and none that ends later', async () => {
  expect(daysOf((await made('--days', '7')).row)).toBe(7);
  await expect(made('--days', '91')).rejects.toThrow('1 to 90');
});
