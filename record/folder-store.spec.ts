import { appendFile, copyFile, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOf, canonicalJson, sha256Hex } from './canonical.js';
import { entryLine, verifyChain } from './entry.js';
import { openFolderStore } from './folder-store.js';
import type { FolderStore } from './folder-store.js';
import { recordTextsContract } from './record-texts.contract.js';
import { recordStoreContract } from './record-store.contract.js';
import { RecordUnavailable } from './record-store.js';
import { recordWritersContract } from './record-writers.contract.js';

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
  const everything = async () => {
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = files.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    return (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).join('\n');
  };
  return { folder, location: `dir:${folder}`, open, remove, everything };
}

const fileOf = (folder: string, stream: string) =>
  join(folder, 'streams', sha256Hex(stream).slice(0, 2), `${encodeURIComponent(stream)}.jsonl`);

recordStoreContract('The folder store', place);
recordWritersContract('The folder store', place);
recordTextsContract('The folder store', place);

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
    expect((refused as Error).message).toMatch(/^The record cannot be used now: (ENOTDIR|EEXIST) \(.+\)\.$/);
    await rm(streams);
    await rename(`${streams}.away`, streams);
    await store.appendMany('case/b', 1, [{ n: 1 }]);
    await store.appendMany('case/a', 2, [{ n: 2 }]);
    expect(await store.read('case/a')).toHaveLength(2);
    expect(await store.read('case/b')).toHaveLength(1);
  });

  test('says so of a stream that it has open, and of reading', async () => {
    await store.appendMany('case/a', 1, [{ n: 1 }]);
    const streams = join(at.folder, 'streams');
    await rename(streams, `${streams}.away`);
    for (const asked of [
      () => store.appendMany('case/a', 2, [{ n: 2 }]),
      () => store.appendNext('case/a', () => ({ n: 2 })),
      () => store.read('case/a'),
      () => store.reader('case/a')(),
      () => store.last('case/none'),
      () => store.streams(),
    ]) {
      await expect(asked()).rejects.toThrow(RecordUnavailable);
    }
    await rename(`${streams}.away`, streams);
    await store.appendMany('case/a', 2, [{ n: 2 }]);
    expect(await store.read('case/a')).toHaveLength(2);
  });

  test('writes nothing into a file that was replaced, and goes on in the one that has its name', async () => {
    await store.appendMany('case/a', 1, [{ n: 1 }]);
    const file = fileOf(at.folder, 'case/a');
    await copyFile(file, `${file}.copy`);
    await rename(`${file}.copy`, file);
    await expect(store.appendMany('case/a', 2, [{ n: 2 }])).rejects.toThrow('was replaced by another');
    await store.appendMany('case/a', 2, [{ n: 2 }]);
    expect(await (await at.open()).read('case/a')).toHaveLength(2);
  });

  test('says so of an object too', async () => {
    const text = canonicalJson({ n: 1 });
    await rm(join(at.folder, 'objects'), { recursive: true });
    await writeFile(join(at.folder, 'objects'), '');
    await expect(store.putObject(sha256Hex(text), text)).rejects.toThrow('The record cannot be used now: ENOTDIR');
  });

  test('is not opened where it cannot be', async () => {
    const file = join(at.folder, 'a-file');
    await writeFile(file, '');
    await expect(openFolderStore(join(file, 'record'))).rejects.toThrow(
      /^The record cannot be used now: the folder .+ does not take it \(ENOTDIR.+\)\.$/,
    );
  });

  test.each([
    ['/proc', 'holdfire', /the folder .+ does not take it \(ENOENT.+\)\.$/],
    ['/dev/full', '', /the folder .+ does not take it \(ENOTDIR.+\)\.$/],
  ])('is not opened in %s', async (root, name, sentence) => {
    await expect(openFolderStore(join(root, name))).rejects.toThrow(sentence);
  });

  test.each([
    ['a disk that is full', '/dev/full', 'does not take it (ENOSPC'],
    ['one that cannot be flushed', '/dev/null', 'does not take it (EINVAL: invalid argument, fdatasync)'],
  ])('is not opened on %s', async (_, device, sentence) => {
    await symlink(device, join(at.folder, `.probe-${process.pid}`));
    await expect(at.open()).rejects.toThrow(sentence);
    // The probe takes away what it tried with.
    expect(await at.open()).toBeDefined();
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
