/** A bundle as an installation that seals would have made it, and what somebody without its keys can mend of it. */
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { asItWas, spelled } from '../../record/bundle/spelled-history.js';
import { MANIFEST } from '../../record/bundle/bundle-files.js';
import type { BundleProof } from '../../record/verify/sealed.js';
import { canonicalJson, hashOf, sha256Hex } from '../../record/canonical.js';
import { entryLine, FIRST_PREV, lineHash, parseLine } from '../../record/entry.js';
import type { Entry } from '../../record/entry.js';
import { signCheckpoint } from '../../record/seal/checkpoint.js';
import { proveMany } from '../../record/seal/many.js';
import { formatVerifierKey, verifierOf } from '../../record/seal/note.js';
import { proveStreams } from '../../record/seal/proof.js';
import { SealedLog } from '../../record/seal/sealed-log.js';

export type Editable = Map<string, Buffer>;

const LOG = 'holdfire/test/1';
const AT = '2027-04-30T00:00:00.000Z';

export const sealKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

export const textOf = (files: Editable, name: string): string => (files.get(name) ?? Buffer.alloc(0)).toString('utf8');
export const linesOf = (files: Editable, name: string): string[] =>
  textOf(files, name)
    .split('\n')
    .filter((line) => line !== '');
export const put = (files: Editable, name: string, lines: readonly string[]): void =>
  void files.set(name, Buffer.from(lines.map((line) => `${line}\n`).join('')));

/** The manifest says what is there now. */
export function mended(files: Editable): Editable {
  files.delete(MANIFEST);
  const hashes = Object.fromEntries([...files].map(([name, content]) => [name, sha256Hex(content)]));
  return files.set(MANIFEST, Buffer.from(`${canonicalJson({ files: hashes })}\n`));
}

/** Each line is numbered anew and names the hash of the one before. */
export function rechained(files: Editable, name: string, lines: readonly string[]): Editable {
  let prev = FIRST_PREV;
  const chained = lines.map((line, index) => {
    const next = entryLine({ ...(parseLine(line) as Entry), seq: index + 1, prev });
    prev = lineHash(next);
    return next;
  });
  put(files, name, chained);
  return mended(files);
}

const WHOLE = ['entries.jsonl', 'sent.jsonl', 'histories.jsonl', 'erasures.jsonl'];
const PARTS = ['stamp-keys.jsonl', 'house.jsonl', 'workers.jsonl', 'publications.jsonl'];

/** `keys`: those that the log has had, the first to the last; `signer`: by default the last of them. */
export function seal(files: Editable, keys: readonly KeyObject[], signer = keys.at(-1) as KeyObject): Editable {
  const log = new SealedLog();
  const keyEntries = keyLines(keys);
  for (const entry of keyEntries) log.foldKey(entry);
  let seq = 0;
  const fold = (body: unknown): void => {
    seq += 1;
    log.fold({ schema: 1, stream: 'seals', seq, prev: '', recordedAt: AT, body });
  };
  const whole = WHOLE.flatMap((name) => linesOf(files, name)).map((line) => parseLine(line) as Entry);
  const parts = PARTS.flatMap((name) => linesOf(files, name)).map((line) => parseLine(line) as Entry);
  const runs = [...keyEntries, ...whole].map((entry) => ({
    stream: entry.stream,
    seq: entry.seq,
    hashes: [lineHash(entryLine(entry))],
  }));
  fold({ type: 'leaves', leaves: [...runs, ...withOthers(parts)] });
  const { size } = log.tree;
  const note = signCheckpoint({ origin: LOG, size, root: log.tree.root(), at: AT }, [signer]);
  fold({ type: 'checkpoint', note });
  const proof = proveStreams(log, [...new Set(whole.map(({ stream }) => stream))]);
  const leaves = parts.map(({ stream, seq: at }) => ({ stream, seq: at, index: log.indexOf(stream, at) ?? -1 }));
  const hashes = proveMany(
    log.tree,
    leaves.map(({ index }) => index),
    size,
  ).map((hash) => hash.toString('hex'));
  const bundled = { ...proof, parts: { leaves, hashes } } as BundleProof;
  put(files, 'seal-keys.jsonl', keyEntries.map(entryLine));
  files.set('seal/proof.json', Buffer.from(`${canonicalJson(bundled)}\n`));
  files.set('seal/checkpoint', Buffer.from(note));
  return mended(files);
}

/** Of a stream of which only some lines are here the others are leaves too: nobody here knows them. */
function withOthers(parts: readonly Entry[]): { stream: string; seq: number; hashes: string[] }[] {
  const streams = new Map<string, Entry[]>();
  for (const entry of parts) streams.set(entry.stream, [...(streams.get(entry.stream) ?? []), entry]);
  return [...streams].map(([stream, entries]) => {
    const last = Math.max(...entries.map(({ seq }) => seq));
    const hashes = Array.from({ length: last }, (_, index) => {
      const entry = entries.find(({ seq }) => seq === index + 1);
      return entry ? lineHash(entryLine(entry)) : sha256Hex(`${stream} ${index + 1}`);
    });
    return { stream, seq: 1, hashes };
  });
}

function keyLines(keys: readonly KeyObject[]): Entry[] {
  const texts = keys.map((key) => formatVerifierKey(verifierOf(LOG, key)));
  const bodies = texts.flatMap((key, index) => [
    { type: 'seal-key', at: AT, key },
    ...(index > 0 ? [{ type: 'seal-key-ended', at: AT, key: texts[index - 1] }] : []),
  ]);
  let prev = FIRST_PREV;
  return bodies.map((body, index) => {
    const entry: Entry = { schema: 1, stream: 'seal-keys', seq: index + 1, prev, recordedAt: AT, body };
    prev = lineHash(entryLine(entry));
    return entry;
  });
}

export interface HistoryJson {
  events: Record<string, unknown>[];
}

/** Changes the history of the case's run; `mend`: its name, its entry and the chain say what is there now. */
export function editHistory(files: Editable, change: (history: HistoryJson) => void, mend: boolean): Editable {
  const name = [...files.keys()].find((one) => one.startsWith('histories/')) ?? '';
  const history = asItWas(files.get(name) ?? Buffer.alloc(0)) as HistoryJson;
  change(history);
  const text = canonicalJson(history);
  if (!mend) {
    files.set(name, spelled(text));
    return mended(files);
  }
  files.delete(name);
  const hash = hashOf(history);
  files.set(`histories/${hash}.json.br`, spelled(text));
  const lines = linesOf(files, 'histories.jsonl').map((line) => {
    const entry = parseLine(line) as Entry<Record<string, unknown>>;
    const ended = history.events.at(-1)?.['eventType'];
    return entryLine({ ...entry, body: { ...entry.body, sha256: hash, events: history.events.length, ended } });
  });
  return rechained(files, 'histories.jsonl', lines);
}
