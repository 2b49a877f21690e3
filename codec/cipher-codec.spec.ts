import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload, SerializationContext } from '@temporalio/common';
import { parseCodecKeys } from '../config/codec-keys.js';
import { CipherCodec, ENCRYPTED, KeyMissing, PLAIN, readable } from './cipher-codec.js';

const line = (id: string, secret = randomBytes(32).toString('hex')) => `${id} ${secret}\n`;
const [first, second] = [line('k1'), line('k2')];
const keys = parseCodecKeys(first, 'keys');
const workflow = (workflowId: string): SerializationContext => ({ type: 'workflow', namespace: 'n', workflowId });
const activity = (workflowId: string): SerializationContext => ({
  type: 'activity',
  namespace: 'n',
  workflowId,
  isLocal: false,
});
const CASE = 'case/test/UA-23';
const OTHER = 'case/test/UA-14';

const payload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const value = (one: Payload | undefined): unknown => defaultPayloadConverter.fromPayload(one as Payload);
const metadata = ({ metadata: all }: Payload, name: string): string => Buffer.from(all?.[name] ?? []).toString();

async function encoded(codec = new CipherCodec(keys), context = workflow(CASE)): Promise<Payload> {
  const [one] = await codec.encode([payload({ text: 'Shelling of Huliaipole.' })], context);
  return one as Payload;
}
const decoded = async (one: Payload, context = workflow(CASE), codec = new CipherCodec(keys)): Promise<unknown> =>
  value((await codec.decode([one], context))[0]);

const FOREIGN = {
  holdfireUndecodable: expect.stringMatching(/not with a key of this installation for this workflow\.$/) as unknown,
};

describe('the codec of payloads', () => {
  it('gives back what it encrypted, and shows nothing of it but the key and the workflow', async () => {
    const one = await encoded();
    expect(metadata(one, 'encoding')).toBe(ENCRYPTED);
    expect(Buffer.from(one.data ?? []).toString('latin1')).not.toContain('Huliaipole');
    expect(await decoded(one)).toEqual({ text: 'Shelling of Huliaipole.' });
    expect(Object.keys(one.metadata ?? {}).sort()).toEqual(['encoding', 'holdfire-key', 'holdfire-workflow']);
  });

  it('never encrypts twice alike', async () => {
    expect((await encoded()).data).not.toEqual((await encoded()).data);
  });

  it('keeps search attributes’ kin, binary and nothing as they are within', async () => {
    const codec = new CipherCodec(keys);
    for (const one of [undefined, new Uint8Array([0, 255]), 'text', null, 7].map(payload)) {
      const [back] = await codec.decode(await codec.encode([one], workflow(CASE)), workflow(CASE));
      expect(value(back)).toEqual(value(one));
    }
  });

  it('marks what was moved from another case, also where it says otherwise', async () => {
    const moved = await encoded(new CipherCodec(keys), workflow(OTHER));
    expect(await decoded(moved)).toEqual(FOREIGN);
    const renamed = { ...moved, metadata: { ...moved.metadata, 'holdfire-workflow': Buffer.from(CASE) } };
    expect(await decoded(renamed)).toEqual(FOREIGN);
    expect(readable(renamed, keys)).toBeUndefined();
  });

  it('marks what was altered, in every byte of it', async () => {
    const one = await encoded();
    const data = Buffer.from(one.data ?? []);
    for (const at of data.keys()) {
      const altered = Buffer.from(data);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(await decoded({ ...one, data: altered })).toEqual(FOREIGN);
    }
    for (const short of [Buffer.alloc(0), data.subarray(0, 27), data.subarray(0, -1)]) {
      expect(await decoded({ ...one, data: short })).toEqual(FOREIGN);
    }
  });

  it('decrypts with every key of the file, and encrypts with the first', async () => {
    const both = parseCodecKeys(second + first, 'keys');
    expect(await decoded(await encoded(), workflow(CASE), new CipherCodec(both))).toEqual({
      text: 'Shelling of Huliaipole.',
    });
    expect(metadata(await encoded(new CipherCodec(both)), 'holdfire-key')).toMatch(/^k2\./);
  });

  it('waits for a key that is ours and not here, and marks what was encrypted with nobody’s', async () => {
    const one = await encoded(new CipherCodec(parseCodecKeys(second, 'keys')));
    const ours = new CipherCodec(keys, (name) => Promise.resolve(name.startsWith('k2.')));
    await expect(decoded(one, workflow(CASE), ours)).rejects.toThrow(KeyMissing);
    const nobodys = new CipherCodec(keys, () => Promise.resolve(false));
    expect(await decoded(one, workflow(CASE), nobodys)).toEqual(FOREIGN);
    const garbage = { metadata: { encoding: Buffer.from(ENCRYPTED) }, data: Buffer.from('x') };
    expect(await decoded(garbage, workflow(CASE), nobodys)).toEqual(FOREIGN);
  });

  it('takes the same id with another secret for another key', async () => {
    const same = parseCodecKeys(line('k1'), 'keys');
    expect(same.encrypting).not.toBe(keys.encrypting);
    await expect(decoded(await encoded(new CipherCodec(same)))).rejects.toThrow(KeyMissing);
  });

  it('does not say whose a key is while the record is away', async () => {
    const away = new CipherCodec(keys, () => Promise.reject(new Error('The record does not answer.')));
    const one = await encoded(new CipherCodec(parseCodecKeys(second, 'keys')));
    await expect(decoded(one, workflow(CASE), away)).rejects.toThrow(/does not answer/);
  });

  it('lets plaintext through to a workflow with a mark for whoever judges it, and to an activity without', async () => {
    const codec = new CipherCodec(keys);
    const [marked] = await codec.decode([payload({ a: 1 })], workflow(CASE));
    expect([value(marked), metadata(marked as Payload, PLAIN)]).toEqual([{ a: 1 }, 'true']);
    const plain = payload({ a: 1 });
    expect(await codec.decode([plain], activity(CASE))).toEqual([plain]);
  });

  it('has an activity, or its result, wait where it cannot be read', async () => {
    const moved = await encoded(new CipherCodec(keys), activity(OTHER));
    await expect(decoded(moved, activity(CASE))).rejects.toThrow(/What came for an activity cannot be read/);
    expect(await decoded(moved, activity(OTHER))).toEqual({ text: 'Shelling of Huliaipole.' });
  });
});
