import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compiled } from '../test/support/compiled.js';
import type { Compiled } from '../test/support/compiled.js';
import { hashOf, canonicalJson, sha256Hex } from './canonical.js';
import { entryLine, verifyChain } from './entry.js';
import { openFolderStore } from './folder-store.js';
import type { FolderStore } from './folder-store.js';
import { recordStoreContract } from './record-store.contract.js';
import { RecordUnavailable } from './record-store.js';

const WRITER = join(__dirname, '..', 'test', 'support', 'record-writer.mjs');

async function place() {
  const folder = await mkdtemp(join(tmpdir(), 'holdfire-record-'));
  const opened: FolderStore[] = [];
  const open = async () => {
    const store = await openFolderStore(folder);
    opened.push(store);
    return store;
  };
  const remove = async () => {
    for (const store of opened) await store.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, open, remove };
}

const fileOf = (folder: string, stream: string) =>
  join(folder, 'streams', sha256Hex(stream).slice(0, 2), `${encodeURIComponent(stream)}.jsonl`);

recordStoreContract('The folder store', place);

describe('the folder store', () => {
  let at: Awaited<ReturnType<typeof place>>;
  let store: FolderStore;
  beforeEach(async () => {
    at = await place();
    store = await at.open();
  });
  afterEach(() => at.remove());

  test('passes over a line that was torn, and writes on behind it', async () => {
    await store.appendMany('case/a', 1, [{ n: 1 }, { n: 2 }]);
    const [, second] = await store.read('case/a');
    const half = entryLine({ ...second!, seq: 3 }).slice(0, 60);
    await appendFile(fileOf(at.folder, 'case/a'), `\n${half}`);
    expect(await store.read('case/a')).toHaveLength(2);
    await store.appendMany('case/a', 3, [{ n: 3 }]);
    await (await at.open()).appendMany('case/a', 4, [{ n: 4 }]);
    const entries = await store.read('case/a');
    expect(entries.map(({ body }) => body)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
    expect(verifyChain('case/a', entries.map(entryLine))).toBeUndefined();
  });

  test('passes over bytes that are no text', async () => {
    await store.appendMany('case/a', 1, [{ n: 1 }]);
    await appendFile(fileOf(at.folder, 'case/a'), Buffer.from([0xff, 0x00, 0xfe, 0x0a, 0xc3]));
    await store.appendMany('case/a', 2, [{ n: 2 }]);
    expect(await store.read('case/a')).toHaveLength(2);
  });

  test('says in a sentence that it cannot write, and goes on once it can', async () => {
    await store.appendMany('case/a', 1, [{ n: 1 }]);
    const streams = join(at.folder, 'streams');
    await rename(streams, `${streams}.away`);
    await writeFile(streams, '');
    const refused = await store.appendMany('case/b', 1, [{ n: 1 }]).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RecordUnavailable);
    expect((refused as Error).message).toMatch(/^The record cannot be written now: (ENOTDIR|EEXIST) \(.+\)\.$/);
    await rm(streams);
    await rename(`${streams}.away`, streams);
    await store.appendMany('case/b', 1, [{ n: 1 }]);
    await store.appendMany('case/a', 2, [{ n: 2 }]);
    expect(await store.read('case/a')).toHaveLength(2);
    expect(await store.read('case/b')).toHaveLength(1);
  });

  test('says so of an object too', async () => {
    const text = canonicalJson({ n: 1 });
    await rm(join(at.folder, 'objects'), { recursive: true });
    await writeFile(join(at.folder, 'objects'), '');
    await expect(store.putObject(sha256Hex(text), text)).rejects.toThrow('The record cannot be written now: ENOTDIR');
  });

  test('is not opened where it cannot be', async () => {
    const file = join(at.folder, 'a-file');
    await writeFile(file, '');
    await expect(openFolderStore(join(file, 'record'))).rejects.toThrow(
      /^The record cannot be written now: the folder .+ does not take it \(ENOTDIR.+\)\.$/,
    );
  });

  test('notices an altered object', async () => {
    const hash = hashOf({ n: 1 });
    await store.putObject(hash, canonicalJson({ n: 1 }));
    await writeFile(join(at.folder, 'objects', hash.slice(0, 2), `${hash}.json`), canonicalJson({ n: 2 }));
    await expect(store.getObject(hash)).rejects.toThrow(`The object ${hash} was altered.`);
  });

  test('leaves no temporary files', async () => {
    await store.appendMany('case/a', 1, [{ n: 1 }]);
    await store.putObject(hashOf({ n: 1 }), canonicalJson({ n: 1 }));
    const files = await readdir(at.folder, { recursive: true, withFileTypes: true });
    const names = files.filter((entry) => entry.isFile()).map(({ name }) => name);
    expect(names.sort()).toEqual(['case%2Fa.jsonl', `${hashOf({ n: 1 })}.json`, 'hints'].sort());
  });

  test('keeps more streams than it keeps open', async () => {
    const names = Array.from({ length: 600 }, (_, n) => `case/${n}`);
    await Promise.all(names.map((name) => store.appendMany(name, 1, [{ n: 1 }])));
    await Promise.all(names.map((name) => store.appendMany(name, 2, [{ n: 2 }])));
    expect(await store.streams()).toHaveLength(600);
    expect(await store.read('case/0')).toHaveLength(2);
  });
});

describe('processes on one folder', () => {
  let modules: Compiled;
  let at: Awaited<ReturnType<typeof place>>;
  beforeAll(() => (modules = compiled('record')));
  afterAll(() => modules.remove());
  beforeEach(async () => (at = await place()));
  afterEach(() => at.remove());

  test('two of them racing for the next number both get all their entries in, each once', async () => {
    const writers = ['one', 'two'].map((name) => writer(modules, at.folder, 'next', 'intake', name, 100));
    const said = (await Promise.all(writers.map((one) => one.ended()))).flat();
    expect(said).toHaveLength(200);
    const entries = await (await at.open()).read('intake');
    const found = entries.map(({ seq, body }) => {
      const { writer: by, n } = body as { writer: string; n: number };
      return `${seq} ${by} ${n}`;
    });
    expect(found.sort()).toEqual(said.sort());
    expect(verifyChain('intake', entries.map(entryLine))).toBeUndefined();
  }, 60_000);

  test('nothing that was acknowledged is lost by kill -9, whenever it comes', async () => {
    const acknowledged: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const one = writer(modules, at.folder, 'many', 'case/a', `round ${round}`, 1_000_000);
      await one.ready();
      await sleep(5 + Math.random() * 60);
      acknowledged.push(...(await one.killed()).map(Number));
      const entries = await (await at.open()).read('case/a');
      expect(verifyChain('case/a', entries.map(entryLine))).toBeUndefined();
      expect(entries.length).toBeGreaterThanOrEqual(acknowledged.at(-1) ?? 0);
    }
    expect(acknowledged.length).toBeGreaterThan(8);
    const numbers = new Set((await (await at.open()).read('case/a')).map(({ seq }) => seq));
    expect(acknowledged.filter((seq) => !numbers.has(seq))).toEqual([]);
  }, 60_000);

  test('one that is killed leaves the other undisturbed', async () => {
    const killed = writer(modules, at.folder, 'next', 'intake', 'killed', 1_000_000);
    const other = writer(modules, at.folder, 'next', 'intake', 'other', 150);
    await Promise.all([killed.ready(), other.ready()]);
    await sleep(40);
    const said = [...(await killed.killed()), ...(await other.ended())];
    const entries = await (await at.open()).read('intake');
    const found = new Set(entries.map(({ seq, body }) => `${seq} ${(body as { writer: string }).writer}`));
    expect(said.map((line) => line.split(' ').slice(0, 2).join(' ')).filter((line) => !found.has(line))).toEqual([]);
    expect(verifyChain('intake', entries.map(entryLine))).toBeUndefined();
    expect(await readFile(fileOf(at.folder, 'intake'), 'utf8')).toContain('"writer":"killed"');
  }, 60_000);
});

/** What a writing process said of its entries. */
function writer(modules: Compiled, folder: string, mode: 'many' | 'next', stream: string, name: string, count: number) {
  const child: ChildProcess = spawn(
    process.execPath,
    [WRITER, modules.folder, folder, mode, stream, name, String(count)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
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
