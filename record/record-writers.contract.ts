/** What every record store keeps when the processes that write to it are killed, at any moment. Run by the spec of each. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compiled } from '../test/support/compiled.js';
import type { Compiled } from '../test/support/compiled.js';
import { entryLine, verifyChain } from './entry.js';
import type { Place } from './record-store.contract.js';

const WRITER = join(__dirname, '..', 'test', 'support', 'record-writer.mjs');

/** More than any writer comes to before it is killed. */
const ENDLESS = 1_000_000;

export function recordWritersContract(name: string, place: () => Promise<Place>): void {
  describe(`${name} keeps what several processes write`, () => {
    let modules: Compiled;
    let at: Place;
    beforeAll(() => (modules = compiled('record')));
    afterAll(() => modules.remove());
    beforeEach(async () => (at = await place()));
    afterEach(() => at.remove());

    const start = (mode: 'many' | 'next', stream: string, writer: string, count = ENDLESS) =>
      writing([modules.folder, at.location, mode, stream, writer, String(count)]);

    /** `SEQ WRITER` of every entry, of a stream that is whole. */
    const written = async (stream: string): Promise<Set<string>> => {
      const entries = await (await at.open()).read(stream);
      expect(verifyChain(stream, entries.map(entryLine))).toBeUndefined();
      // Whatever is there has its text.
      expect(entries.filter(({ erased, beside }) => erased || !beside)).toEqual([]);
      return new Set(entries.map(({ seq, body }) => `${seq} ${(body as { writer?: string }).writer ?? ''}`.trim()));
    };

    test('two of them racing for the next number both get all their entries in, each once', async () => {
      const writers = ['one', 'two'].map((writer) => start('next', 'intake', writer, 100));
      const said = (await Promise.all(writers.map((one) => one.ended()))).flat();
      expect(said).toHaveLength(200);
      const entries = await (await at.open()).read('intake');
      const found = entries.map(({ seq, body }) => {
        const { writer: by, n } = body as { writer: string; n: number };
        return `${seq} ${by} ${n}`;
      });
      expect(found.sort()).toEqual(said.sort());
      expect(verifyChain('intake', entries.map(entryLine))).toBeUndefined();
    }, 120_000);

    test('nothing that was acknowledged is lost by kill -9 of two that write the same entries at once', async () => {
      let acknowledged = 0;
      for (let round = 0; round < 8; round += 1) {
        const two = ['one', 'two'].map((writer) => start('many', 'case/a', writer));
        await Promise.all(two.map((one) => one.ready()));
        await sleep(5 + Math.random() * 80);
        const said = (await Promise.all(two.map((one) => one.killed()))).flat();
        const found = await written('case/a');
        expect(said.filter((seq) => !found.has(seq))).toEqual([]);
        acknowledged += said.length;
      }
      expect(acknowledged).toBeGreaterThan(16);
    }, 120_000);

    test('nor of two that race for the next number; one that is killed leaves the other undisturbed', async () => {
      for (let round = 0; round < 6; round += 1) {
        const killed = start('next', 'intake', `killed-${round}`);
        const other = start('next', 'intake', `other-${round}`, 60);
        await Promise.all([killed.ready(), other.ready()]);
        await sleep(5 + Math.random() * 60);
        const said = [...(await killed.killed()), ...(await other.ended())];
        expect(said.length).toBeGreaterThanOrEqual(60);
        const found = await written('intake');
        expect(said.map((line) => line.replace(/ \d+$/, '')).filter((line) => !found.has(line))).toEqual([]);
      }
    }, 120_000);
  });
}

/** What a writing process said of its entries. */
function writing(args: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [WRITER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const closed = once(child, 'close');
  const lines = () => output.split('\n').slice(1, -1);
  return {
    ready: async () => {
      while (!output.startsWith('ready\n')) {
        if (child.exitCode !== null) throw new Error(`The writer ended with ${child.exitCode}.`);
        await sleep(5);
      }
    },
    ended: async () => {
      const [code] = (await closed) as [number | null];
      if (code !== 0) throw new Error(`The writer ended with ${code}.`);
      return lines();
    },
    killed: async () => {
      child.kill('SIGKILL');
      await closed;
      return lines();
    },
  };
}
