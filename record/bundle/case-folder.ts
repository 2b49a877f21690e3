/**
 * The record of one case as a folder that outlives us: lines as they stand in the store, a manifest with the SHA-256 of
 * every file, and how to check it by hand (FORMAT.md).
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, sha256Hex } from '../canonical.js';
import { entryLine } from '../entry.js';
import type { Entry } from '../entry.js';
import { byHand } from './by-hand.js';
import type { CaseRecord, Fault } from '../verify/verify-record.js';

const FORMAT = 'holdfire-case/1';
const MANIFEST = 'manifest.json';
const OBJECT = /^objects\/([0-9a-f]{64})\.json$/;
const TEXT = /^texts\/([0-9a-f]{64})\.json$/;

/** As the API hands it out. */
export interface HandedOut {
  caseId: string;
  entries: readonly Entry[];
  sent: readonly Entry[];
  keys: readonly Entry[];
  objects: Readonly<Record<string, unknown>>;
  /** Lines of the texts beside its entries, by their hash. */
  texts?: Readonly<Record<string, string>>;
  erasures?: readonly Entry[];
}

/** Makes the folder, which must not be there or be empty; answers its files. @throws {Error} with a sentence */
export function writeCaseFolder(folder: string, record: HandedOut): string[] {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty; name a folder that is new.`);
  mkdirSync(join(folder, 'objects'));
  mkdirSync(join(folder, 'texts'));
  const files: Record<string, string> = {
    'README.txt': byHand(record.caseId),
    'case.json': `${canonicalJson({ format: FORMAT, caseId: record.caseId })}\n`,
    'entries.jsonl': linesOf(record.entries),
    'sent.jsonl': linesOf(record.sent),
    'stamp-keys.jsonl': linesOf(record.keys),
    ...(record.erasures?.length ? { 'erasures.jsonl': linesOf(record.erasures) } : {}),
  };
  for (const [hash, line] of Object.entries(record.texts ?? {})) files[`texts/${hash}.json`] = line;
  for (const [hash, object] of Object.entries(record.objects)) files[`objects/${hash}.json`] = canonicalJson(object);
  const hashes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sha256Hex(text)]));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, MANIFEST), `${canonicalJson({ files: hashes })}\n`);
  return [...Object.keys(files), MANIFEST];
}

const linesOf = (entries: readonly Entry[]): string => entries.map((entry) => `${entryLine(entry)}\n`).join('');

export interface CaseFolder {
  /** Absent where what is needed cannot be read. */
  record?: CaseRecord;
  /** Of the manifest and of the files themselves. */
  faults: Fault[];
  files: number;
}

/** Reads what {@link writeCaseFolder} wrote, and holds every file against the manifest. */
export function readCaseFolder(folder: string): CaseFolder {
  const faults: Fault[] = [];
  const names = namesIn(folder);
  const manifest = parsed(folder, MANIFEST, faults) as { files?: Record<string, string> } | undefined;
  const listed = manifest?.files ?? {};
  for (const name of names) {
    if (name !== MANIFEST && !Object.hasOwn(listed, name))
      faults.push({ where: name, says: 'The manifest does not name it.' });
  }
  for (const [name, hash] of Object.entries(listed)) {
    if (!names.includes(name)) faults.push({ where: name, says: 'It is missing.' });
    else if (hashOfFile(folder, name) !== hash)
      faults.push({ where: name, says: 'It is not the file that the manifest names.' });
  }
  const one = parsed(folder, 'case.json', faults) as { caseId?: unknown; format?: unknown } | undefined;
  if (one?.format !== FORMAT)
    faults.push({ where: 'case.json', says: `Its format is none that is known here: ${FORMAT}.` });
  if (typeof one?.caseId !== 'string') return { faults, files: names.length };
  const objects: [string, unknown][] = names.flatMap((name) => {
    const hash = OBJECT.exec(name)?.[1];
    return hash === undefined ? [] : [[hash, parsed(folder, name, faults)]];
  });
  const texts = names.flatMap((name) => {
    const hash = TEXT.exec(name)?.[1];
    return hash === undefined ? [] : [[hash, read(folder, name)] as const];
  });
  const lines = (name: string): string[] =>
    names.includes(name)
      ? read(folder, name)
          .split('\n')
          .filter((line) => line !== '')
      : [];
  const record = {
    caseId: one.caseId,
    entries: lines('entries.jsonl'),
    sent: lines('sent.jsonl'),
    keys: lines('stamp-keys.jsonl'),
    objects: Object.fromEntries(objects),
    texts: Object.fromEntries(texts),
    erasures: lines('erasures.jsonl'),
  };
  return { record, faults, files: names.length };
}

const hashOfFile = (folder: string, name: string): string => sha256Hex(readFileSync(join(folder, name)));

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

function namesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

function parsed(folder: string, name: string, faults: Fault[]): unknown {
  try {
    return JSON.parse(read(folder, name));
  } catch (error) {
    faults.push({ where: name, says: `It cannot be read: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  }
}
