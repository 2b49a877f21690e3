/**
 * Encrypts every payload before Temporal sees it, and decrypts what comes back: AES-256-GCM, with the name of the key
 * beside it. It is bound to the workflow that it belongs to, so that ciphertext cannot be moved to another case.
 *
 * What comes to a workflow and is not encrypted for it with a key of this installation becomes a marker, which handlers
 * keep as a message that makes no sense; decoding it never throws (TRAPS P10). What is encrypted with a key that one of
 * our processes uses and this one lacks throws instead: it is honest, and the task waits for the key. So does an
 * activity's argument or result that cannot be read, which is a bug or a broken store and never somebody's message.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import type { CodecKeys } from '../config/codec-keys.js';

export const ENCRYPTED = 'binary/encrypted';
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;

/** Beside `encoding`. */
const KEY = 'holdfire-key';
/** For those who read a payload without knowing where it stands: `codec-controller.ts`. Authenticated. */
const WORKFLOW = 'holdfire-workflow';
/** Put on what came to a workflow in the clear, for `stamp-codec.ts`; nobody outside can set it. */
export const PLAIN = 'holdfire-plain';

/** The same for everything that is not ours, whatever of it is known when: it stands in the record, and is replayed. */
const FOREIGN = {
  holdfireUndecodable: 'it is encrypted, and not with a key of this installation for this workflow.',
};

export class KeyMissing extends Error {
  constructor(readonly key: string) {
    super(`A payload is encrypted with the key ${key}, which HOLDFIRE_CODEC_KEYS_FILE of this process does not hold.`);
  }
}

/** Whether one of our processes encrypts with the key of this name; rejects while that cannot be known. */
export type IsOurs = (key: string) => Promise<boolean>;

export class CipherCodec implements PayloadCodec {
  constructor(
    private readonly keys: CodecKeys,
    private readonly isOurs: IsOurs = () => Promise.resolve(true),
  ) {}

  async encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return await Promise.resolve(payloads.map((payload) => encrypted(payload, this.keys, context?.workflowId ?? '')));
  }

  async decode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return await Promise.all(payloads.map(async (payload) => await this.decrypted(payload, context)));
  }

  private async decrypted(payload: Payload, context: SerializationContext | undefined): Promise<Payload> {
    const toWorkflow = context?.type === 'workflow';
    if (textOf(payload, 'encoding') !== ENCRYPTED) return toWorkflow ? marked(payload) : payload;
    const key = textOf(payload, KEY);
    const secret = this.keys.secret(key);
    if (secret === undefined && (await this.isOurs(key))) throw new KeyMissing(key);
    const plain = secret && decrypt(payload, secret, key, context?.workflowId ?? '');
    if (plain) return plain;
    if (!toWorkflow) throw new Error(`What came for an activity cannot be read: ${FOREIGN.holdfireUndecodable}`);
    return jsonPayload(FOREIGN);
  }
}

/** A payload of any workflow, for people who may read them all; `undefined` where no key of ours opens it. */
export function readable(payload: Payload, keys: CodecKeys): Payload | undefined {
  const key = textOf(payload, KEY);
  const secret = keys.secret(key);
  return secret && decrypt(payload, secret, key, textOf(payload, WORKFLOW));
}

function encrypted(payload: Payload, keys: CodecKeys, workflowId: string): Payload {
  const key = keys.encrypting;
  const secret = keys.secret(key) as Buffer;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, secret, nonce).setAAD(boundTo(key, workflowId));
  const text = Buffer.concat([cipher.update(framed(payload)), cipher.final()]);
  return {
    metadata: { encoding: bytes(ENCRYPTED), [KEY]: bytes(key), [WORKFLOW]: bytes(workflowId) },
    data: Buffer.concat([nonce, text, cipher.getAuthTag()]),
  };
}

function decrypt(payload: Payload, secret: Buffer, key: string, workflowId: string): Payload | undefined {
  const data = Buffer.from(payload.data ?? []);
  if (data.length < NONCE_BYTES + TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv(ALGORITHM, secret, data.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(boundTo(key, workflowId)).setAuthTag(data.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return unframed(plain);
  } catch {
    // Altered, moved from another workflow, or of another secret: which of them nobody can tell.
    return undefined;
  }
}

/** The length of what follows, the metadata as JSON (values in base64), the data as it is. */
function framed({ metadata, data }: Payload): Buffer {
  const values = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]);
  const head = bytes(JSON.stringify(Object.fromEntries(values)));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, data ?? Buffer.alloc(0)]);
}

/** Only of what was authenticated: it is as `framed` wrote it. */
function unframed(frame: Buffer): Payload {
  const end = LENGTH_BYTES + frame.readUInt32BE(0);
  const head = JSON.parse(frame.toString('utf8', LENGTH_BYTES, end)) as Record<string, string>;
  const values = Object.entries(head).map(([name, value]) => [name, Buffer.from(value, 'base64')]);
  return { metadata: Object.fromEntries(values) as NonNullable<Payload['metadata']>, data: frame.subarray(end) };
}

/** Lengths are fixed by the separator: neither a key's name nor a workflow id of ours holds a zero byte. */
const boundTo = (key: string, workflowId: string): Buffer => bytes(`holdfire codec 1\0${key}\0${workflowId}`);

const marked = (payload: Payload): Payload => ({
  ...payload,
  metadata: { ...payload.metadata, [PLAIN]: bytes('true') },
});

const jsonPayload = (value: object): Payload => ({
  metadata: { encoding: bytes('json/plain') },
  data: bytes(JSON.stringify(value)),
});

const textOf = ({ metadata }: Payload, name: string): string => Buffer.from(metadata?.[name] ?? []).toString('utf8');

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
