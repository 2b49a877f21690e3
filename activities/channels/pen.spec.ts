import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pen } from './pen.js';

describe('the pen', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfire-pen-'));
    file = join(folder, 'lines.txt');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes lines whole and in their order', async () => {
    const pen = new Pen(file);
    const lines = Array.from({ length: 200 }, (_, index) => `${index} ${'x'.repeat(index)}`);
    await Promise.all(lines.map((line) => pen.write(line)));
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toEqual(lines);
  });

  it('begins a new line where a write failed, since half of one may stand there', async () => {
    const pen = new Pen(file);
    mkdirSync(file);
    await expect(pen.write('lost')).rejects.toThrow('EISDIR');
    rmdirSync(file);
    appendFileSync(file, '{"half');
    await pen.write('whole');
    await pen.write('next');
    expect(readFileSync(file, 'utf8').split('\n')).toEqual(['{"half', 'whole', 'next', '']);
  });

  it('keeps no more lines than it must for a disk that hangs', async () => {
    const pen = new Pen(file);
    const all = Array.from({ length: 1500 }, (_, index) => pen.write(`${index}`));
    const results = await Promise.allSettled(all);
    expect(results.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1000);
  });
});
