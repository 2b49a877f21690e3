/**
 * A whole record that somebody altered, in every way that the seals are there for; and honest ones, of which nothing is
 * said. Prints what was tried as a table.
 */
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, sha256Hex } from '../canonical.js';
import { entryLine, FIRST_PREV, lineHash, parseLine } from '../entry.js';
import type { Entry } from '../entry.js';
import { openFolderStore } from '../folder-store.js';
import { parseCheckpoint, signCheckpoint } from '../seal/checkpoint.js';
import { cosign } from '../seal/cosignature.js';
import { COSIGNATURE, formatNote, formatVerifierKey, parseNote, verifierOf } from '../seal/note.js';
import { Sealer } from '../seal/sealer.js';
import { SealedLog } from '../seal/sealed-log.js';
import { COSIGNATURES, SEAL_KEYS, SEALS } from '../seal/streams.js';
import type { LeavesBody, SealBody } from '../seal/streams.js';
import { folderRecord } from './stored-record.js';
import { storedStream } from './stored-stream.js';
import { verifyStore } from './verify-store.js';
import type { Known, StoreChecked, StoredRecord } from './verify-store.js';

const [OLD, NEW, STRANGER, WITNESS] = Array.from({ length: 4 }, () => generateKeyPairSync('ed25519').privateKey) as [
  KeyObject,
  KeyObject,
  KeyObject,
  KeyObject,
];
const CASE = 'case/UA-23-2027';
const OBJECT = canonicalJson({ plan: 'seed', version: 1 });

/** The texts of the files of streams and of the objects, as somebody could alter them. */
interface Files {
  streams: Record<string, string>;
  objects: Record<string, string>;
}

let folder: string;
let honest: Files;
/** A checkpoint that somebody outside kept: the last but one. */
let kept: string;
let lastNote: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfire-tampered-'));
  let now = Date.parse('2027-03-27T20:00:00.000Z');
  const clock = (): number => (now += 7);
  const store = await openFolderStore(folder, { clock });
  await store.putObject(sha256Hex(OBJECT), OBJECT);
  const notes: string[] = [];
  const seal = async (keys: KeyObject[]): Promise<void> => {
    const sealer = await Sealer.open({ store, agreement: 'ceasefire', keys, clock, settleMs: 0 });
    await sealer.seal();
    sealer.close();
    const { body } = (await store.read(SEALS)).at(-1) as Entry<{ note: string }>;
    notes.push(body.note);
    const name = 'witness.example/one';
    const verifier = formatVerifierKey(verifierOf(name, WITNESS, COSIGNATURE));
    const { text } = parseNote(body.note);
    const note = formatNote({ text, signatures: [cosign(text, name, WITNESS, Math.floor(clock() / 1000))] });
    await store.appendNext(COSIGNATURES, () => ({
      type: 'cosignature',
      at: new Date(clock()).toISOString(),
      verifier,
      note,
    }));
  };
  for (const keys of [[OLD], [OLD], [NEW, OLD], [NEW], [NEW]]) {
    now += 60_000;
    for (const stream of [CASE, 'intake', 'house', 'sent/UA-23-2027']) {
      const at = ((await store.last(stream))?.seq ?? 0) + 1;
      const events = stream === CASE && at === 1 ? [{ type: 'case-opened' }] : [];
      await store.appendMany(stream, at, [
        { events, round: notes.length, said: 'Обстріл 10:00' },
        { events: [], at },
      ]);
    }
    await seal(keys);
  }
  await store.close();
  honest = await filesOf(folder);
  kept = notes.at(-2) as string;
  lastNote = notes.at(-1) as string;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function filesOf(where: string): Promise<Files> {
  const read = async (kind: string, ending: string): Promise<Record<string, string>> => {
    const shards = await readdir(join(where, kind));
    const paths = await Promise.all(
      shards.map(async (shard) =>
        (await readdir(join(where, kind, shard))).map((name) => join(where, kind, shard, name)),
      ),
    );
    const texts = await Promise.all(
      paths.flat().map(async (path): Promise<[string, string]> => {
        const name = decodeURIComponent(path.split('/').at(-1)?.slice(0, -ending.length) ?? '');
        return [name, await readFile(path, 'utf8')];
      }),
    );
    return Object.fromEntries(texts);
  };
  return { streams: await read('streams', '.jsonl'), objects: await read('objects', '.json') };
}

const recordOf = ({ streams, objects }: Files): StoredRecord => ({
  streams: Object.keys(streams).sort(),
  stream: (name) => Promise.resolve(storedStream(name, streams[name] ?? '')),
  objects: Object.keys(objects),
  object: (hash) => Promise.resolve(objects[hash]),
});

const faultsOf = async (files: Files, known?: Known) => (await verifyStore(recordOf(files), known)).filter(isWrong);
const isWrong = ({ faults }: StoreChecked): boolean => faults.length > 0;

const linesOf = (stream: string): string[] => (honest.streams[stream] ?? '').split('\n').filter(Boolean);
const bodiesOf = <Body>(stream: string): Body[] => linesOf(stream).map((line) => (parseLine(line) as Entry<Body>).body);

/** As somebody writes it who knows the format and has no key: every line canonical and chained. */
function rechained(stream: string, bodies: readonly unknown[], recordedAt?: readonly string[]): string {
  let prev = FIRST_PREV;
  const entries = linesOf(stream).map((line) => parseLine(line) as Entry);
  return bodies
    .map((body, index) => {
      const at = recordedAt?.[index] ?? entries[index]?.recordedAt ?? '2027-03-27T20:00:00.000Z';
      const line = entryLine({ schema: 1, stream, seq: index + 1, prev, recordedAt: at, body });
      prev = lineHash(line);
      return `\n${line}\n`;
    })
    .join('');
}

const withStream = (stream: string, text: string): Files => ({
  ...honest,
  streams: { ...honest.streams, [stream]: text },
});

/** The log anew over the streams as they are in `files`, each checkpoint signed by whoever `signers` says. */
function resealed(files: Files, signers: (index: number) => KeyObject[], upTo = Infinity): Files {
  const log = new SealedLog();
  for (const line of (files.streams[SEAL_KEYS] ?? '').split('\n').filter(Boolean))
    log.foldKey(parseLine(line) as Entry);
  let checkpoints = 0;
  const bodies: SealBody[] = [];
  for (const body of bodiesOf<SealBody>(SEALS).slice(0, upTo)) {
    let next: SealBody;
    if (body.type === 'checkpoint') {
      const { origin, at } = parseCheckpoint(parseNote(body.note).text);
      const note = signCheckpoint(
        { origin, size: log.tree.size, root: log.tree.root(), ...(at ? { at } : {}) },
        signers(checkpoints),
      );
      checkpoints += 1;
      next = { type: 'checkpoint', note };
    } else {
      next = { type: 'leaves', leaves: leavesOf(files, body) };
    }
    bodies.push(next);
    log.fold({ schema: 1, stream: SEALS, seq: bodies.length, prev: '', recordedAt: '', body: next });
  }
  return { ...files, streams: { ...files.streams, [SEALS]: rechained(SEALS, bodies) } };
}

/** The same leaves with the hashes of the lines as they are now. */
function leavesOf(files: Files, { leaves }: LeavesBody): LeavesBody['leaves'] {
  return leaves.map(({ stream, seq, hashes }) => {
    const lines = (files.streams[stream] ?? '').split('\n').filter(Boolean);
    return {
      stream,
      seq,
      hashes: hashes.map((hash, place) =>
        lines[seq - 1 + place] === undefined ? hash : lineHash(lines[seq - 1 + place] as string),
      ),
    };
  });
}

const rounds = (index: number): KeyObject[] => [[OLD], [OLD], [NEW, OLD], [NEW], [NEW]][index] ?? [NEW];

const altered = (): Files =>
  withStream(
    CASE,
    rechained(
      CASE,
      bodiesOf<object>(CASE).map((body, index) => (index === 3 ? { ...body, said: 'nothing' } : body)),
    ),
  );

/** What was done, and the step and place that must be named. */
const TAMPERED: [string, () => Files, { step: StoreChecked['step']; where: RegExp; known?: () => Known }][] = [
  ['an entry altered, and its stream chained anew', altered, { step: 'lines', where: /^case\/UA-23-2027, entry 4$/ }],
  [
    'an entry removed from the middle, chained anew',
    () => withStream('intake', rechained('intake', bodiesOf('intake').toSpliced(2, 1))),
    { step: 'lines', where: /^intake, entry 3$/ },
  ],
  [
    'an entry removed from the end',
    () => withStream('intake', rechained('intake', bodiesOf('intake').slice(0, -1))),
    { step: 'lines', where: /^intake, entry 10$/ },
  ],
  [
    'two entries swapped, chained anew',
    () => {
      const bodies = bodiesOf(CASE);
      return withStream(CASE, rechained(CASE, [bodies[1], bodies[0], ...bodies.slice(2)]));
    },
    { step: 'lines', where: /^case\/UA-23-2027, entry 1$/ },
  ],
  [
    'an entry inserted, chained anew',
    () => withStream('house', rechained('house', bodiesOf('house').toSpliced(4, 0, { inserted: true }))),
    { step: 'lines', where: /^house, entry 5$/ },
  ],
  [
    'an entry removed without chaining anew',
    () => withStream('intake', `\n${linesOf('intake').toSpliced(2, 1).join('\n\n')}\n`),
    { step: 'chains', where: /^intake$/ },
  ],
  [
    'an old entry added at the end',
    () =>
      withStream(
        'house',
        rechained(
          'house',
          [...bodiesOf('house'), { backdated: true }],
          [...linesOf('house').map((line) => (parseLine(line) as Entry).recordedAt), '2026-01-01T00:00:00.000Z'],
        ),
      ),
    { step: 'lines', where: /^house, entry 11$/ },
  ],
  [
    'a whole stream removed',
    () => ({
      ...honest,
      streams: Object.fromEntries(Object.entries(honest.streams).filter(([name]) => name !== CASE)),
    }),
    { step: 'lines', where: /^case\/UA-23-2027$/ },
  ],
  [
    'an entry altered, and leaves and chain of the log with it, by somebody without the key',
    () => {
      const files = altered();
      const bodies = bodiesOf<SealBody>(SEALS).map((body) =>
        body.type === 'leaves' ? { ...body, leaves: leavesOf(files, body) } : body,
      );
      return { ...files, streams: { ...files.streams, [SEALS]: rechained(SEALS, bodies) } };
    },
    { step: 'log', where: /^seals, entry \d+$/ },
  ],
  [
    'the same, and every checkpoint signed by a key of their own',
    () => resealed(altered(), () => [STRANGER]),
    { step: 'signatures', where: /^seals, entry 2$/ },
  ],
  [
    'the same, with that key entered as the log’s first',
    () => {
      const files = altered();
      const [first, ...rest] = bodiesOf<{ key: string }>(SEAL_KEYS);
      const name = first?.key.split('+')[0] ?? '';
      const key = formatVerifierKey(verifierOf(name, STRANGER));
      files.streams[SEAL_KEYS] = rechained(SEAL_KEYS, [{ ...first, key }, ...rest]);
      return resealed(files, () => [STRANGER]);
    },
    { step: 'witnesses', where: /^cosignatures, entry 1$/ },
  ],
  [
    'a seal signed anew under the key that had ended',
    () => resealed(honest, (index) => (index === 4 ? [OLD] : rounds(index))),
    { step: 'signatures', where: /^seals, entry 10$/ },
  ],
  [
    'the end of a key taken out, to sign with it on',
    () => {
      const keys = bodiesOf<{ type: string }>(SEAL_KEYS).map((body) =>
        body.type === 'seal-key-ended' ? { ...body, type: 'seal-key' } : body,
      );
      return withStream(SEAL_KEYS, rechained(SEAL_KEYS, keys));
    },
    { step: 'lines', where: /^seal-keys, entry 3$/ },
  ],
  [
    'a key put in the place of another',
    () => {
      const [first, , ...rest] = bodiesOf<{ key: string }>(SEAL_KEYS);
      const key = formatVerifierKey(verifierOf(first?.key.split('+')[0] ?? '', STRANGER));
      return withStream(SEAL_KEYS, rechained(SEAL_KEYS, [first, { ...first, key }, ...rest]));
    },
    { step: 'lines', where: /^seal-keys, entry 2$/ },
  ],
  [
    'the log and all streams cut back to an earlier checkpoint',
    () => cutBack(),
    { step: 'witnesses', where: /^cosignatures, entry 4$/ },
  ],
  [
    'the same, the cosignatures too, against a checkpoint that somebody kept',
    () => {
      const files = cutBack();
      files.streams[COSIGNATURES] = rechained(COSIGNATURES, bodiesOf(COSIGNATURES).slice(0, 3));
      return files;
    },
    { step: 'checkpoints', where: /^kept by somebody$/, known: () => ({ checkpoints: { 'kept by somebody': kept } }) },
  ],
  [
    'a second history, by whoever has every key, against a witness’s cosignatures',
    () => resealed(altered(), rounds),
    { step: 'witnesses', where: /^cosignatures, entry 2$/ },
  ],
  [
    'the same without cosignatures, against a checkpoint that somebody kept',
    () => {
      const files = resealed(altered(), rounds);
      delete files.streams[COSIGNATURES];
      return files;
    },
    { step: 'checkpoints', where: /^kept by somebody$/, known: () => ({ checkpoints: { 'kept by somebody': kept } }) },
  ],
  [
    'another log altogether, against the key that is known from elsewhere',
    () => honest,
    {
      step: 'signatures',
      where: /^seals, entry 2$/,
      known: () => ({ keys: [formatVerifierKey(verifierOf('holdfire/other/00', STRANGER))] }),
    },
  ],
  [
    'a cosignature put over another checkpoint',
    () => {
      const bodies = bodiesOf<{ note: string }>(COSIGNATURES).map((body, index, all) =>
        index === 1
          ? { ...body, note: `${parseNote(all[2]?.note ?? '').text}\n${body.note.split('\n\n')[1] ?? ''}` }
          : body,
      );
      return withStream(COSIGNATURES, rechained(COSIGNATURES, bodies));
    },
    { step: 'witnesses', where: /^cosignatures, entry 2$/ },
  ],
  [
    'an object altered',
    () => ({ ...honest, objects: { [sha256Hex(OBJECT)]: OBJECT.replace('seed', 'sead') } }),
    { step: 'objects', where: /^object / },
  ],
  [
    'all seals removed',
    () => ({ ...honest, streams: { ...honest.streams, [SEALS]: '' } }),
    { step: 'log', where: /^seals$/ },
  ],
];

/** Everything as it was at the third checkpoint; nothing says that it was longer. */
function cutBack(): Files {
  const bodies = bodiesOf<SealBody>(SEALS).slice(0, 6);
  const log = new SealedLog();
  for (const [index, body] of bodies.entries()) {
    log.fold({ schema: 1, stream: SEALS, seq: index + 1, prev: '', recordedAt: '', body });
  }
  const streams = Object.fromEntries(
    Object.keys(honest.streams).map((stream): [string, string] => {
      const end = stream === COSIGNATURES ? Infinity : stream === SEALS ? 6 : log.endOf(stream);
      return [stream, `\n${linesOf(stream).slice(0, end).join('\n\n')}\n`];
    }),
  );
  return { ...honest, streams };
}

it('says nothing of an honest record, with and without what others know', async () => {
  expect(await faultsOf(honest)).toEqual([]);
  const keys = [bodiesOf<{ key: string }>(SEAL_KEYS)[0]?.key ?? ''];
  expect(await faultsOf(honest, { keys, checkpoints: { one: kept, other: lastNote } })).toEqual([]);
  const steps = await verifyStore(await folderRecord(folder));
  expect(steps.map(({ step }) => step)).toEqual(['chains', 'objects', 'log', 'lines', 'signatures', 'witnesses']);
  expect(steps.filter(isWrong)).toEqual([]);
});

it('says nothing of what interrupted and slower writes leave, wherever they broke off', async () => {
  const [line = ''] = linesOf('intake').slice(-1);
  for (let end = 1; end < line.length; end += 2) {
    const files = withStream('intake', `${honest.streams['intake'] ?? ''}\n${line.slice(0, end)}\n`);
    expect(await faultsOf(files)).toEqual([]);
  }
  const slower = entryLine({ ...(parseLine(line) as Entry), body: 'slower' });
  expect(await faultsOf(withStream('intake', `${honest.streams['intake'] ?? ''}\n${slower}\n`))).toEqual([]);
}, 120_000);

it('finds what was altered, and names the step and the place', async () => {
  const rows: string[] = [];
  let found = 0;
  for (const [what, tamper, { step, where, known }] of TAMPERED) {
    const wrong = await faultsOf(tamper(), known?.());
    const named = wrong.find((one) => one.step === step)?.faults.find((fault) => where.test(fault.where));
    if (named) found += 1;
    rows.push(
      `${named ? 'found ' : 'MISSED'}  ${what}: ${step}${named ? `, ${named.where}: ${named.says}` : ` (${JSON.stringify(wrong)})`}`,
    );
  }
  process.stdout.write(`${rows.join('\n')}\n${found} of ${TAMPERED.length} found\n`);
  expect(rows.filter((row) => row.startsWith('MISSED'))).toEqual([]);
});

it('finds a flipped bit in every file, wherever it is', async () => {
  const missed: string[] = [];
  let flips = 0;
  for (const kind of ['streams', 'objects'] as const) {
    for (const [name, text] of Object.entries(honest[kind])) {
      const bytes = Buffer.from(text);
      const free = uncovered(name, text);
      // A prime, so that it wanders over every part of a line.
      for (let at = name.length % 7; at < bytes.length; at += 37) {
        if (free.some(([from, to]) => at >= from && at < to)) continue;
        const hurt = Buffer.from(bytes);
        hurt[at] = (hurt[at] as number) ^ (1 << (at % 8));
        flips += 1;
        const files = { ...honest, [kind]: { ...honest[kind], [name]: hurt.toString() } };
        if ((await faultsOf(files)).length === 0)
          missed.push(`${name}, byte ${at}: ${bytes.toString('utf8', at - 20, at + 20)}`);
      }
    }
  }
  process.stdout.write(`${flips - missed.length} of ${flips} flipped bits found\n`);
  expect(missed).toEqual([]);
}, 300_000);

/** What nothing signs: when the last line of the log's own two streams was written. */
function uncovered(stream: string, text: string): [number, number][] {
  if (stream !== SEALS && stream !== COSIGNATURES) return [];
  const last = text.trimEnd().lastIndexOf('\n') + 1;
  return [...text.slice(last).matchAll(/"(?:at|recordedAt)":"([^"]+)"/g)].map((found) => {
    const from = Buffer.byteLength(text.slice(0, last + found.index));
    return [from, from + Buffer.byteLength(found[0])];
  });
}
