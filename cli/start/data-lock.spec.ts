import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataLock, FolderInUse } from './data-lock.js';
import { end, isRunning, markOf } from './processes.js';
import type { ProcessMark } from './processes.js';

const folder = mkdtempSync(join(tmpdir(), 'holdfire-lock-'));
const file = join(folder, 'holdfire.lock');
afterAll(() => rmSync(folder, { recursive: true }));

const sleeper = (): ProcessMark => {
  const { pid } = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
  return markOf(pid ?? 0);
};

describe('the lock of a data folder', () => {
  it('is refused with a sentence while its holder lives', async () => {
    const holder = sleeper();
    writeFileSync(file, JSON.stringify({ supervisor: holder, children: {}, url: 'http://127.0.0.1:8080' }));
    expect(() => DataLock.take(folder)).toThrow(FolderInUse);
    expect(() => DataLock.take(folder)).toThrow(`process ${holder.pid}`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ supervisor: holder });
    await end(holder, 1000);
    expect(isRunning(holder)).toBe(false);
  });

  it('is taken over from a dead holder, whose children are named', () => {
    const child = { pid: 999_999, started: '1' };
    writeFileSync(file, JSON.stringify({ supervisor: { pid: 999_998, started: '1' }, children: { temporal: child } }));
    const lock = DataLock.take(folder);
    expect(lock.survivors).toEqual({ temporal: child });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ supervisor: markOf(process.pid) });
    lock.release();
  });

  it('is taken over when a stranger has the dead holder’s id', () => {
    writeFileSync(file, JSON.stringify({ supervisor: { pid: 1, started: 'before' }, children: {} }));
    DataLock.take(folder).release();
  });

  it('is taken over when it was cut off while it was written', () => {
    writeFileSync(file, '{"supervisor":');
    const lock = DataLock.take(folder);
    expect(lock.survivors).toEqual({});
    lock.noteChild('worker', markOf(process.pid));
    lock.noteUrl('http://127.0.0.1:8080');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ children: { worker: markOf(process.pid) } });
    lock.release();
  });
});
