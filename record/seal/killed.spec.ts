/** Sealing processes killed at any moment, two at once, while others write: the log stays one, and whole. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compiled } from '../../test/support/compiled.js';
import type { Compiled } from '../../test/support/compiled.js';
import { folderRecord } from '../verify/stored-record.js';
import { verifyStore } from '../verify/verify-store.js';

const SUPPORT = join(__dirname, '..', '..', 'test', 'support');
const ROUNDS = 4;

let modules: Compiled;
let folder: string;
beforeAll(() => {
  modules = compiled('record');
  folder = mkdtempSync(join(tmpdir(), 'holdfire-killed-'));
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
});
afterAll(() => {
  modules.remove();
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  child: ChildProcess;
  said: string[];
}

function start(program: string, ...args: string[]): Running {
  const where = `dir:${join(folder, 'record')}`;
  const child = spawn(process.execPath, [join(SUPPORT, program), modules.folder, where, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => said.push(...text.split('\n').filter(Boolean)));
  return { child, said };
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    if (isSo()) return;
    await sleep(5);
  }
  throw new Error(`It did not come to this: ${what}.`);
}

it('no kill -9 forks the log, and the next process goes on', async () => {
  let rounds = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const writer = start('record-writer.mjs', 'next', 'intake', 'one', '1000000');
    const sealers = [1, 2].map(() => start('record-sealer.mjs', join(folder, 'key.pem')));
    await until('each has sealed something', () => sealers.every(({ said }) => said.length > 1));
    await sleep(Math.random() * 60);
    for (const { child } of [...sealers, writer]) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      const [, signal] = (await ended) as [number | null, string | null];
      // Whoever ended before was not killed by us but by a fault of its own.
      expect(signal).toBe('SIGKILL');
    }
    rounds += sealers.reduce((sum, { said }) => sum + said.length - 1, 0);
    const wrong = (await verifyStore(await folderRecord(join(folder, 'record')))).filter(
      ({ faults }) => faults.length > 0,
    );
    expect(wrong).toEqual([]);
  }
  process.stdout.write(`${rounds} rounds of two sealing processes, each killed ${ROUNDS} times: one log\n`);
}, 400_000);
