import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload } from '@temporalio/common';
import { enterStampKey } from '../api/house/stamp-key.js';
import { Stamper } from '../api/temporal/stamp.js';
import { CipherCodec } from '../codec/cipher-codec.js';
import { parseCodecKeys } from '../config/codec-keys.js';
import { enterCodecKey } from '../record/codec-keys.js';
import { openFolderStore } from '../record/folder-store.js';
import type { FolderStore } from '../record/folder-store.js';
import { HOUSE } from '../record/stamp-keys.js';
import type { CaseStart } from '../workflows/messages.js';
import { StampCodec } from './stamp-codec.js';
import { keysOf } from './stamp-keys.js';

const WORKFLOW = { type: 'workflow', namespace: 'default', workflowId: 'case/test/UA-23' } as const;
const AT = '2027-03-27T20:00:00.000Z';
const ACTOR = { office: 'o', organisation: 'g', person: 'p', means: 'key' as const, roles: [] };

let folder: string;
let store: FolderStore;
let stamper: Stamper;
let codec: StampCodec;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfire-codec-'));
  store = await openFolderStore(join(folder, 'record'));
  stamper = new Stamper(generateKeyPairSync('ed25519').privateKey);
  codec = new StampCodec(keysOf(store));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const enter = (one = stamper, now = AT) => enterStampKey(store, one, () => Promise.resolve(now));
const command = (one = stamper, acceptedAt = AT) =>
  one.stamp(WORKFLOW.workflowId, { commandId: 'k', actor: ACTOR, acceptedAt, body: { text: 'x' } });
const start = () => ({ caseId: 'c', plan: { id: 'seed' }, behaviours: [1, 2], first: command() });
const stampedStart = (value: object) => stamper.stampStart<CaseStart>(WORKFLOW.workflowId, value as never, AT);

async function decoded(value: unknown, context: Parameters<StampCodec['decode']>[1] = WORKFLOW): Promise<unknown> {
  const payload = defaultPayloadConverter.toPayload(value);
  const [judged] = await codec.decode([payload], context);
  return defaultPayloadConverter.fromPayload(judged as Payload);
}

const FAULT = expect.stringMatching(/\.$/) as unknown;

describe('the codec of stamps', () => {
  it('leaves a true command and a true start as they came, to the byte', async () => {
    await enter();
    for (const value of [command(), stampedStart(start())]) {
      const payload = defaultPayloadConverter.toPayload(value);
      expect((await codec.decode([payload], WORKFLOW))[0]).toBe(payload);
    }
  });

  it('marks a command that the API did not stamp for this workflow', async () => {
    await enter();
    const foreign = stamper.stamp('case/test/UA-14', { commandId: 'k', actor: ACTOR, acceptedAt: AT, body: {} });
    const altered = { ...command(), body: { text: 'y' } };
    for (const value of [foreign, altered, { ...command(), stamp: '' }]) {
      expect(await decoded(value)).toEqual({ ...value, stampFault: FAULT });
    }
  });

  it('says the fault itself, whatever the message says of it', async () => {
    await enter();
    expect(await decoded({ ...command(), stampFault: '' })).toEqual(command());
    expect(await decoded({ ...command(), stamp: '', stampFault: '' })).toMatchObject({ stampFault: FAULT });
    expect(await decoded({ anything: 1, stampFault: 'x' })).toEqual({ anything: 1 });
  });

  it('marks a start that was not stamped, or with anything in it changed', async () => {
    await enter();
    const whole = stampedStart(start());
    for (const value of [
      start(),
      { ...whole, plan: { id: 'mine' } },
      { ...whole, behaviours: [1] },
      { ...whole, first: { ...command(), stamp: '' } },
      { ...whole, first: null },
      { ...whole, started: { at: AT, stamp: 1 } },
    ]) {
      expect(await decoded(value)).toEqual({ ...value, stampFault: FAULT });
    }
  });

  it('lets a case that continues as new judge that for itself', async () => {
    expect(await decoded({ ...start(), carried: {} })).toEqual({ ...start(), carried: {} });
  });

  it('judges the start of a case that goes on from its record by that start’s own stamp', async () => {
    await enter();
    const value = { ...start(), carried: {}, recovered: { outcomes: [], commands: [] } };
    const unstamped = { ...value, first: { ...command(), stamp: '' } };
    const honest = stampedStart(unstamped);
    expect(await decoded(honest)).toEqual(honest);
    for (const forged of [value, { ...honest, carried: { state: {} } }, { ...honest, recovered: undefined }]) {
      const { stampFault } = (await decoded(forged)) as { stampFault?: string };
      expect(stampFault).toEqual('recovered' in JSON.parse(JSON.stringify(forged)) ? FAULT : undefined);
    }
  });

  it('judges nothing that is no message to a workflow', async () => {
    const forged = { ...command(), stamp: '' };
    const payload = defaultPayloadConverter.toPayload(forged);
    expect((await codec.decode([payload]))[0]).toBe(payload);
    expect(await decoded(forged, { type: 'activity', namespace: 'default', isLocal: false })).toEqual(forged);
  });

  it('never throws for what a message says', async () => {
    await enter();
    const bytes = (text: string, encoding: string): Payload => ({
      metadata: { encoding: Buffer.from(encoding) },
      data: Buffer.from(text),
    });
    const odd = [
      bytes('{"commandId"', 'json/plain'),
      bytes('x', 'binary/encrypted'),
      bytes('null', 'json/plain'),
      bytes('[1]', 'json/plain'),
      bytes('abc', 'binary/plain'),
      {},
    ];
    expect(await codec.decode(odd, WORKFLOW)).toEqual(odd);
    const deep = bytes(`{"commandId":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'json/plain');
    const [judged] = await codec.decode([deep], WORKFLOW);
    expect(defaultPayloadConverter.fromPayload(judged as Payload)).toHaveProperty('holdfireUndecodable');
  });

  it('judges nothing while the record holds no key, and everything once it does', async () => {
    await expect(decoded(command())).rejects.toThrow(/no stamp key yet/);
    await expect(decoded({ ...command(), stamp: '' })).rejects.toThrow(/no stamp key yet/);
    await enter();
    expect(await decoded(command())).toEqual(command());
  });

  it('judges by the keys it knows while the record is away, and calls nothing forged then', async () => {
    await enter();
    await decoded(command());
    const streams = join(folder, 'record', 'streams');
    renameSync(streams, `${streams}.away`);
    expect(await decoded(command())).toEqual(command());
    const next = new Stamper(generateKeyPairSync('ed25519').privateKey);
    await expect(decoded(command(next))).rejects.toThrow(/The record cannot be used now/);
    renameSync(`${streams}.away`, streams);
    expect(await decoded(command(next))).toMatchObject({ stampFault: FAULT });
  });

  it('marks a true command that comes in the clear once the API encrypts, and nothing that carries no stamp', async () => {
    const keys = parseCodecKeys(`k1 ${randomBytes(32).toString('hex')}`, 'keys');
    await enter();
    await enterCodecKey(store, HOUSE, keys.encrypting, () => AT);
    const cipher = new CipherCodec(keys);
    const taken = async (payload: Payload): Promise<unknown> => {
      const [judged] = await codec.decode(await cipher.decode([payload], WORKFLOW), WORKFLOW);
      return defaultPayloadConverter.fromPayload(judged as Payload);
    };
    const clear = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
    const later = command(stamper, '2027-03-27T20:11:00.000Z');
    expect(await taken(clear(later))).toMatchObject({ stampFault: expect.stringMatching(/unencrypted/) as string });
    const [encrypted] = await cipher.encode([clear(later)], WORKFLOW);
    expect(await taken(encrypted as Payload)).toEqual(later);
    // A named gap (docs/security.md): what is told to `houseNotice` and `agreement` says nowhere when it was made.
    const notice = { id: 'n1', madeAt: '2027-03-27T20:11:00.000Z', facts: { topic: 'channel-test' }, to: [] };
    expect(await taken(clear(notice))).toEqual(notice);
  });

  it('knows a key that was entered, and one that ended, a moment ago', async () => {
    await enter();
    expect(await decoded(command())).toEqual(command());
    const next = new Stamper(generateKeyPairSync('ed25519').privateKey);
    const later = '2027-03-27T21:00:00.000Z';
    await enter(next, '2027-03-27T20:30:00.000Z');
    expect(await decoded(command(next, later))).toEqual(command(next, later));
    expect(await decoded(command(stamper, later))).toMatchObject({ stampFault: FAULT });
    expect(await decoded(command())).toEqual(command());
  });
});
