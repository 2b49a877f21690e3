/** Reads a bundle, from a folder or from a `.tar.gz`, and holds every file against the manifest. */
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sha256Hex } from '../canonical.js';
import type { BundleRecord, Fault } from '../verify/fault.js';
import { FORMAT, MANIFEST, messageFiles } from './bundle-files.js';
import { asItWas } from './spelled-history.js';
import { filesInTar } from './tar.js';
import type { Files } from './tar.js';

const OBJECT = /^objects\/([0-9a-f]{64})\.json$/;
const PROOF = 'seal/proof.json';
const HISTORY = /^histories\/([0-9a-f]{64})\.json\.br$/;
const MESSAGES = /^messages\/([0-9a-f]{64})\.json$/;

/** A stranger's archive must not fill this machine's memory. */
const MOST_BYTES = 2 ** 31 - 1;

export interface Bundle {
  /** Absent where what is needed cannot be read. */
  record?: BundleRecord;
  /** Of the archive, the manifest and the files themselves. */
  faults: Fault[];
  files: number;
}

/** @throws {Error} where there is nothing at `path` that can be read */
export function readBundle(path: string): Bundle {
  if (statSync(path).isDirectory()) return bundleIn(filesInFolder(path));
  const { files, faults } = unpacked(readFileSync(path));
  const read = bundleIn(files);
  return { ...read, faults: [...faults.map((says) => ({ where: 'archive', says })), ...read.faults] };
}

function unpacked(archive: Buffer): { files: Map<string, Buffer>; faults: string[] } {
  try {
    return filesInTar(gunzipSync(archive, { maxOutputLength: MOST_BYTES }));
  } catch (error) {
    return { files: new Map(), faults: [`It cannot be unpacked: ${(error as Error).message}.`] };
  }
}

export function filesInFolder(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    // A link leads to what is not in the folder.
    .filter((name) => !lstatSync(join(folder, name)).isDirectory());
  return new Map(names.sort().map((name) => [name, contentOf(join(folder, name))]));
}

const contentOf = (path: string): Buffer => (lstatSync(path).isFile() ? readFileSync(path) : Buffer.alloc(0));

export function bundleIn(files: Files): Bundle {
  const faults: Fault[] = [];
  const manifest = parsed(files, MANIFEST, faults) as { files?: Record<string, string> } | undefined;
  const listed = typeof manifest?.files === 'object' ? (manifest.files ?? {}) : {};
  for (const name of files.keys()) {
    if (name !== MANIFEST && !Object.hasOwn(listed, name))
      faults.push({ where: name, says: 'The manifest does not name it.' });
  }
  for (const [name, hash] of Object.entries(listed)) {
    const content = files.get(name);
    if (!content) faults.push({ where: name, says: 'It is missing.' });
    else if (sha256Hex(content) !== hash)
      faults.push({ where: name, says: 'It is not the file that the manifest names.' });
  }
  const one = parsed(files, 'case.json', faults) as { caseId?: unknown; format?: unknown } | undefined;
  if (one?.format !== FORMAT)
    faults.push({ where: 'case.json', says: `Its format is none that is known here: ${FORMAT}.` });
  if (typeof one?.caseId !== 'string') return { faults, files: files.size };
  const lines = (name: string): string[] =>
    textOf(files, name)
      .split('\n')
      .filter((line) => line !== '');
  const record: BundleRecord = {
    caseId: one.caseId,
    entries: lines('entries.jsonl'),
    sent: lines('sent.jsonl'),
    histories: lines('histories.jsonl'),
    keys: lines('stamp-keys.jsonl'),
    house: lines('house.jsonl'),
    workers: lines('workers.jsonl'),
    publications: lines('publications.jsonl'),
    erasures: lines('erasures.jsonl'),
    sealKeys: lines('seal-keys.jsonl'),
    cosignatures: lines('cosignatures.jsonl'),
    ...(files.has(PROOF) ? { proof: parsed(files, PROOF, faults) } : {}),
    texts: Object.fromEntries(lines('texts.jsonl').map((line) => [sha256Hex(line), line])),
    objects: named(files, OBJECT, (name) => parsed(files, name, faults)),
    runs: named(files, HISTORY, (name) => readable(name, faults, () => asItWas(files.get(name) ?? Buffer.alloc(0)))),
    messages: named(files, MESSAGES, (name) => textOf(files, name)),
  };
  faults.push(...copies(files, record.messages));
  return { record, faults, files: files.size };
}

/** Each message's own file says what the one that the record names holds. */
function copies(files: Files, messages: Readonly<Record<string, string>>): Fault[] {
  const faults: Fault[] = [];
  const expected = new Set<string>();
  for (const [hash, text] of Object.entries(messages)) {
    const copied = readable(`messages/${hash}.json`, faults, () => messageFiles(hash, text)) ?? [];
    for (const [name, content] of copied) {
      expected.add(name);
      if (!files.has(name)) faults.push({ where: name, says: `It is missing; messages/${hash}.json holds it.` });
      else if (textOf(files, name) !== content)
        faults.push({ where: name, says: `It is not what messages/${hash}.json holds.` });
    }
  }
  const others = [...files.keys()].filter((name) => /^messages\/.*\//.test(name) && !expected.has(name));
  faults.push(...others.map((where) => ({ where, says: 'No message that the record names is in it.' })));
  return faults;
}

function named<T>(files: Files, pattern: RegExp, read: (name: string) => T): Record<string, NonNullable<T>> {
  const found = [...files.keys()].flatMap((name) => {
    const hash = pattern.exec(name)?.[1];
    const value = hash === undefined ? undefined : read(name);
    return hash === undefined || value === undefined || value === null ? [] : [[hash, value] as const];
  });
  return Object.fromEntries(found);
}

const textOf = (files: Files, name: string): string => Buffer.from(files.get(name) ?? []).toString('utf8');

const parsed = (files: Files, name: string, faults: Fault[]): unknown =>
  readable(name, faults, () => JSON.parse(textOf(files, name)) as unknown);

function readable<T>(where: string, faults: Fault[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    faults.push({ where, says: `It cannot be read: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  }
}
