/**
 * The record is sealed while cases run: by the workflow on a real server, read over HTTP as any program for such logs
 * reads it, and cosigned by a witness that is listed.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../cli/main.js';
import { sealKeysOfFile } from '../../config/seal-keys.js';
import type { ApiAnswer } from '../../exercise/api-client.js';
import { lineHash } from '../../record/entry.js';
import { entryLine } from '../../record/entry.js';
import { openCheckpoint, signCheckpoint } from '../../record/seal/checkpoint.js';
import type { OpenedCheckpoint } from '../../record/seal/checkpoint.js';
import { cosign } from '../../record/seal/cosignature.js';
import { hashOfLeaf } from '../../record/seal/leaf.js';
import { leafHash, verifyConsistency, verifyInclusion } from '../../record/seal/merkle.js';
import {
  COSIGNATURE,
  formatNote,
  formatVerifierKey,
  parseNote,
  parseVerifierKey,
  verifierOf,
} from '../../record/seal/note.js';
import { COSIGNATURES, isSealed, SEALS } from '../../record/seal/streams.js';
import { readBundle, tilePath, tilesOf } from '../../record/seal/tiles.js';
import { LogTree } from '../../record/seal/tree.js';
import { SEAL, sealWorkflowId, TASK_QUEUE } from '../../workflows/messages.js';
import type { SealStart } from '../../workflows/messages.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

const WITNESS = generateKeyPairSync('ed25519').privateKey;
const STRANGER = generateKeyPairSync('ed25519').privateKey;
const VERIFIER = verifierOf('witness.example/one', WITNESS, COSIGNATURE);
const START: SealStart = { agreement: 'test', everyMs: 300 };

let product: Product;
let story: CaseStory;

beforeAll(async () => {
  product = await Product.start({ speed: 60, witnesses: [VERIFIER] });
  await product.server.env.client.workflow.start(SEAL, {
    workflowId: sealWorkflowId('test'),
    taskQueue: TASK_QUEUE,
    args: [START],
  });
  story = await CaseStory.open(product);
}, 300_000);
afterAll(() => product.stop(), 120_000);

const get = (path: string, query?: Record<string, string>): Promise<ApiAnswer> =>
  product.as('auditor').get(`/seals${path}`, query);

/** Asks until it is so; a busy machine takes its time. */
async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 120_000; Date.now() < end;) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`It did not come to this: ${what}.`);
}

const keys = async () => {
  const { body } = await get('');
  return (body as { keys: { key: string }[] }).keys.map(({ key }) => parseVerifierKey(key));
};

const checkpoint = async (): Promise<OpenedCheckpoint> =>
  openCheckpoint(((await get('/checkpoint')).body as string) ?? '', await keys());

/** Once everything that the record held when it was asked is in the log. */
const sealed = async (): Promise<OpenedCheckpoint> =>
  await until('everything is sealed', async () => {
    const last = (await product.record(`case/${story.caseId}`)).at(-1);
    const { status } = await get('/inclusion', { stream: `case/${story.caseId}`, seq: String(last?.seq ?? 1) });
    return status === 200 ? await checkpoint() : undefined;
  });

async function bytesOf(path: string): Promise<Buffer> {
  const headers = { authorization: `Bearer ${product.keyOf('auditor')}`, accept: 'application/octet-stream' };
  const response = await fetch(new URL(`/api/v1/seals/${path}`, product.url), { headers });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

it('every line of a case comes into the log, each with its proof', async () => {
  await sealed();
  const entries = await product.record(`case/${story.caseId}`);
  for (const entry of entries) {
    const { body } = await get('/inclusion', { stream: entry.stream, seq: String(entry.seq) });
    const {
      index,
      size,
      path,
      hash,
      checkpoint: note,
    } = body as {
      index: number;
      size: number;
      path: string[];
      hash: string;
      checkpoint: string;
    };
    expect(hash).toBe(lineHash(entryLine(entry)));
    const hashes = path.map((one) => Buffer.from(one, 'hex'));
    const { root } = openCheckpoint(note, await keys());
    const leaf = hashOfLeaf({ stream: entry.stream, seq: entry.seq, hash });
    expect(verifyInclusion({ index, size, path: hashes }, leaf, root)).toBe(true);
  }
  expect((await get('/inclusion', { stream: `case/${story.caseId}`, seq: '100000' })).status).toBe(404);
  expect((await get('/inclusion', { stream: SEALS, seq: '1' })).status).toBe(404);
}, 200_000);

it('a later checkpoint goes on from every earlier one', async () => {
  const before = await sealed();
  await story.done('+0:19', 'ua-mfa-duty', 'acknowledgements', {});
  const after = await until('a longer log', async () => {
    const next = await sealed();
    return next.size > before.size ? next : undefined;
  });
  const { body } = await get('/consistency', { from: String(before.size), to: String(after.size) });
  const path = (body as { path: string[] }).path.map((hash) => Buffer.from(hash, 'hex'));
  expect(verifyConsistency({ from: before.size, to: after.size, path }, before.root, after.root)).toBe(true);
  expect((await get('/consistency', { from: '5', to: '4' })).status).toBe(404);
  expect((await get('/consistency', { from: '0', to: '99999999' })).status).toBe(404);
  // It is signed again also when nothing new came, for a case is open.
  await until('another checkpoint of the same log', async () => {
    const next = await checkpoint();
    return next.at !== after.at ? next : undefined;
  });
}, 200_000);

it('its tiles are the log, and its leaves are the lines of the record', async () => {
  const { size, root } = await sealed();
  const tree = new LogTree();
  for (const name of tilesOf(size).filter(({ level }) => level === 0)) {
    const hashes = await bytesOf(tilePath(name));
    const leaves = readBundle(await bytesOf(tilePath({ ...name, level: 'entries' }))) ?? [];
    expect(hashes).toHaveLength(32 * name.width);
    expect(Buffer.concat(leaves.map(leafHash))).toEqual(hashes);
    for (const leaf of leaves) tree.append(leafHash(leaf));
  }
  expect(tree.root(size)).toEqual(root);
  for (const path of ['/tile/0/999', '/tile/7/000', '/tile/0/000.p/300', '/tile/entries/..%2f..']) {
    expect((await get(path)).status).toBe(404);
  }
  const machine = product.as('alert-network-feed');
  expect((await machine.get('/seals/tile/entries/000.p/1')).status).toBe(403);
  expect((await machine.get('/seals/checkpoint')).status).toBe(200);
  expect((await fetch(new URL('/api/v1/seals/checkpoint', product.url))).status).toBe(401);
}, 200_000);

it('keeps what a listed witness cosigned, and nothing else', async () => {
  const { note } = await sealed();
  const post = async (text: string): Promise<ApiAnswer> => {
    const answer = await fetch(new URL('/api/v1/seals/cosignatures', product.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ note: text }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const by = (key: typeof WITNESS, name: string, text = note.text): string =>
    formatNote({ text, signatures: [cosign(text, name, key, 1_806_000_000)] });
  expect(await post(by(WITNESS, VERIFIER.name))).toMatchObject({ status: 201, body: { witness: VERIFIER.name } });
  expect((await post(by(WITNESS, VERIFIER.name))).status).toBe(201);
  expect((await post(by(STRANGER, VERIFIER.name))).status).toBe(403);
  expect((await post(formatNote(note))).status).toBe(403);
  expect((await post('nothing')).status).toBe(422);
  const [origin = '', size = '', ...rest] = note.text.split('\n');
  const other = [origin, size, Buffer.alloc(32, 1).toString('base64'), ...rest.slice(1)].join('\n');
  expect((await post(by(WITNESS, VERIFIER.name, other))).status).toBe(409);
  const longer = [origin, '99999999', ...rest].join('\n');
  expect((await post(by(WITNESS, VERIFIER.name, longer))).status).toBe(409);
  const elsewhere = ['holdfire/another/0011223344556677', size, ...rest].join('\n');
  expect((await post(by(WITNESS, VERIFIER.name, elsewhere))).status).toBe(404);
  const kept = (await product.record(COSIGNATURES)).map(({ body }) => body as { note: string });
  expect(kept.map((one) => parseNote(one.note).text)).toEqual([note.text]);
  const { body } = await get('/witnesses');
  expect(body).toMatchObject({
    witnesses: [{ key: formatVerifierKey(VERIFIER), latest: { size: Number(size) } }],
  });
}, 200_000);

it('says how old the seal is', async () => {
  const metrics = await (await fetch(new URL('/metrics', product.url))).text();
  const age = Number(/^holdfire_seal_age_seconds\{world="real"\} (\S+)$/m.exec(metrics)?.[1]);
  expect(age).toBeGreaterThanOrEqual(0);
  const ready = (await (await fetch(new URL('/health/ready', product.url))).json()) as { parts: { part: string }[] };
  expect(ready.parts).toContainEqual({ part: 'real: seal', ready: true });
});

/** The program as a witness runs it, in a folder of its own. */
async function witnessed(folder: string, ...more: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const env = { HOLDFIRE_URL: product.url, HOLDFIRE_KEY: product.keyOf('auditor') };
  const file = (name: string): string => join(folder, name);
  const args = [
    'witness',
    '--name',
    VERIFIER.name,
    '--key',
    file('witness.pem'),
    '--state',
    file('witness.json'),
    ...more,
  ];
  const code = await main(args, { env, out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out, err };
}

describe('a witness', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfire-witness-'));
    writeFileSync(join(folder, 'witness.pem'), WITNESS.export({ type: 'pkcs8', format: 'pem' }));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const state = (): { keys: string[]; checkpoint: string; alarm?: { says: string } } =>
    JSON.parse(readFileSync(join(folder, 'witness.json'), 'utf8')) as { keys: string[]; checkpoint: string };
  const shown = (change: object): void =>
    writeFileSync(join(folder, 'witness.json'), JSON.stringify({ ...state(), ...change }));

  /** A checkpoint that the log's own key signed, and that it never showed to anybody else. */
  const signed = (size: number, root: Buffer): string => {
    const [key] = sealKeysOfFile(join(product.folder, 'seal-key.pem'));
    const { origin } = openCheckpoint(state().checkpoint, state().keys.map(parseVerifierKey));
    return signCheckpoint({ origin, size, root, at: '2027-03-27T20:00:00.000Z' }, key ? [key] : []);
  };

  it('cosigns what goes on from all that it saw', async () => {
    await sealed();
    const printed = await witnessed(folder, '--print-key');
    expect(printed).toEqual({ code: 0, out: [formatVerifierKey(VERIFIER)], err: [] });
    const first = await witnessed(folder);
    expect(first).toMatchObject({ code: 0, err: [expect.stringContaining('Nobody said which keys the log has')] });
    expect(await witnessed(folder)).toMatchObject({ code: 0, err: [] });
    const seen = openCheckpoint(state().checkpoint, state().keys.map(parseVerifierKey));
    const { body } = await get('/witnesses');
    expect((body as { witnesses: { latest: { size: number } }[] }).witnesses[0]?.latest.size).toBe(seen.size);
  }, 120_000);

  it('shouts at a second history, and goes on shouting', async () => {
    await sealed();
    await witnessed(folder);
    shown({ checkpoint: signed(3, Buffer.alloc(32, 9)) });
    for (let round = 0; round < 2; round += 1) {
      expect(await witnessed(folder)).toMatchObject({
        code: 1,
        out: [],
        err: [expect.stringMatching(/^ALARM: FORK: /)],
      });
    }
    expect(state().alarm?.says).toContain('There are two histories');
  }, 120_000);

  it('shouts at a log that was cut', async () => {
    await sealed();
    await witnessed(folder);
    shown({ checkpoint: signed(1_000_000, Buffer.alloc(32, 9)) });
    expect(await witnessed(folder)).toMatchObject({ code: 1, err: [expect.stringMatching(/^ALARM: ROLLBACK: /)] });
  }, 120_000);

  it('shouts at a log that another key signed', async () => {
    const strange = formatVerifierKey(verifierOf((await checkpoint()).origin, STRANGER));
    expect(await witnessed(folder, '--log', strange)).toMatchObject({
      code: 1,
      err: [expect.stringMatching(/^ALARM: BAD SIGNATURE: /)],
    });
  }, 120_000);

  it('is no alarm where nothing answers', async () => {
    const { code, err } = await witnessed(folder, '--url', 'http://127.0.0.1:9');
    expect({ code, said: err.length }).toEqual({ code: 3, said: 1 });
  });
});

it('one log comes of it, also when workers come and go', async () => {
  for (let round = 0; round < 2; round += 1) {
    await product.stopWorker();
    await product.startWorker();
    const { size } = await checkpoint();
    await story.done('+0:40', 'gb-mod-duty', 'acknowledgements', {}).catch(() => undefined);
    await product.as('no-mod-duty').post(`/cases/${story.caseId}/proposals`, { act: 'nothing' });
    await until('a checkpoint of the new worker', async () => ((await checkpoint()).size >= size ? true : undefined));
  }
  const { size, root } = await sealed();
  const tree = new LogTree();
  const seals = (await product.record(SEALS)).map(
    ({ body }) => body as { leaves?: { stream: string; seq: number; hashes: string[] }[] },
  );
  for (const { leaves = [] } of seals) {
    for (const { stream, seq, hashes } of leaves) {
      expect(isSealed(stream)).toBe(true);
      for (const [place, hash] of hashes.entries()) tree.append(hashOfLeaf({ stream, seq: seq + place, hash }));
    }
  }
  expect(tree.root(size)).toEqual(root);
}, 300_000);
