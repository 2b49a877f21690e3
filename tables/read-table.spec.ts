import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableMap } from './map.js';
import { Table } from './read-table.js';
import type { TableRow } from './read-table.js';

const PLAIN: TableMap['table'] = { encoding: 'utf-8', delimiter: ',', quote: '"', skipLines: 0 };
const folder = mkdtempSync(join(tmpdir(), 'holdfire-table-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function rows(content: string | Uint8Array, dialect: Partial<TableMap['table']> = {}): Promise<TableRow[]> {
  const file = join(folder, 'table.csv');
  writeFileSync(file, content);
  const found: TableRow[] = [];
  for await (const row of new Table(file, { ...PLAIN, ...dialect }).rows()) found.push(row);
  return found;
}

it('gives each row with its line, past a byte order mark, CR LF, empty lines and quotes', async () => {
  expect(await rows('\uFEFFa,b\r\n1,"x, ""y"""\r\n\r\n2,"two\r\nlines"\r\n')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', 'x, "y"'] },
    { line: 5, cells: ['2', 'two\r\nlines'] },
  ]);
});

it('reads other dialects', async () => {
  const dialect = { delimiter: ';', quote: "'", comment: '#', skipLines: 1 };
  expect(await rows("Exported today\na;b\n# a remark\n'1;1';2#3\n", dialect)).toEqual([
    { line: 2, cells: ['a', 'b'] },
    { line: 4, cells: ['1;1', '2#3'] },
  ]);
});

it('reads other encodings, and says so where the file is not written in the one that it should be', async () => {
  const cyrillic = Uint8Array.from([0xca, 0xe8, 0xbf, 0xe2, 0x0a]);
  expect(await rows(cyrillic, { encoding: 'windows-1251' })).toEqual([{ line: 1, cells: ['Київ'] }]);
  await expect(rows(cyrillic)).rejects.toThrow('is not written in utf-8');
});

it('takes a quote in the middle of a cell as it is', async () => {
  expect(await rows('a,b\n1,x"y\n2,"u"v\n')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', 'x"y'] },
    { line: 3, cells: ['2', '"u"v'] },
  ]);
});

it('says where a quote is opened that never closes', async () => {
  expect(await rows('a,b\n1,x\n2,"y\n3,z\n')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', 'x'] },
    { line: 3, cells: [], fault: expect.stringContaining('A quote is opened here or below') as unknown },
  ]);
});

it('says that there is no such file', () => {
  expect(() => new Table(join(folder, 'none.csv'), PLAIN)).toThrow('there is no such file');
});
