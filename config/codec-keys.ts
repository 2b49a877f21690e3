/**
 * The keys that payloads are encrypted with before Temporal sees them: one line a key, `ID SECRET`. The first encrypts,
 * all decrypt, so a key is changed by putting a new line second, starting every process again, and then putting it first
 * (docs/running.md). A key's name in a payload is its id and a fingerprint of its secret: the same id with another secret
 * is another key, and nobody takes what it encrypted for forged.
 */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface CodecKeys {
  /** The name of the key that encrypts. */
  encrypting: string;
  /** 32 bytes; `undefined` for a key that is not in the file. */
  secret(name: string): Buffer | undefined;
}

/** Old keys are kept as long as a case that began under them may be replayed: many, over 15 years. */
const MOST_KEYS = 200;

const LINE = /^([a-z0-9]{1,8}) +([0-9a-f]{64})$/;
const WANTED = 'an id of 1 to 8 small letters and digits, a blank, and 64 hex digits (`openssl rand -hex 32`)';
const VARIABLE = 'HOLDFIRE_CODEC_KEYS_FILE';

/** @throws {Error} with one sentence that names the file and the line, never the secret */
export function codecKeysOfFile(path: string): CodecKeys {
  try {
    return parseCodecKeys(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new Error(`${VARIABLE} (${path}) cannot be read: ${String(error.code)}.`, { cause: error });
  }
}

export function parseCodecKeys(text: string, file: string): CodecKeys {
  const secrets = new Map<string, Buffer>();
  const ids = new Set<string>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, id = '', hex = ''] = LINE.exec(line.trimEnd()) ?? [];
    const place = `${VARIABLE} (${file}), line ${index + 1}`;
    if (id === '') throw new Error(`${place}: this is no key; ${WANTED} is needed.`);
    if (ids.has(id)) throw new Error(`${place}: the id ${id} is there twice; each key needs one of its own.`);
    if (/^(..)\1*$/.test(hex))
      throw new Error(`${place}: this key is no secret; make one with \`openssl rand -hex 32\`.`);
    ids.add(id);
    const secret = Buffer.from(hex, 'hex');
    secrets.set(nameOf(id, secret), secret);
  }
  const [encrypting] = secrets.keys();
  if (encrypting === undefined) throw new Error(`${VARIABLE} (${file}) holds no key; ${WANTED} is needed.`);
  if (secrets.size > MOST_KEYS)
    throw new Error(`${VARIABLE} (${file}) holds ${secrets.size} keys; at most ${MOST_KEYS} are read.`);
  return { encrypting, secret: (name) => secrets.get(name) };
}

/** `k1.3f2a90b1c4d5`. */
function nameOf(id: string, secret: Buffer): string {
  return `${id}.${createHmac('sha256', secret).update('holdfire codec key').digest('hex').slice(0, 12)}`;
}
