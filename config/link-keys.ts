/**
 * The secrets behind the links in messages: the worker makes links with them, the API verifies them. Their own file,
 * since only the API holds the key of its stamps. One line a secret, `ID SECRET`; the first signs, all verify, so a new
 * line is put first and an old one is taken out once its links have expired (seven days).
 */
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { TAG_DIGITS } from '../domain/notice/link-token.js';
import type { LinkKeys } from '../domain/notice/link-token.js';

/** Secrets in one file; with more of them somebody forgot to take the old ones out. */
const MOST_KEYS = 10;

const LINE = /^([a-z0-9]{1,8}) +([0-9a-f]{64,128})$/;
const WANTED = 'an id of 1 to 8 small letters and digits, a blank, and 64 to 128 hex digits (`openssl rand -hex 32`)';

/**
 * Reads the file; makes one (mode 0600) where there is none, which production has refused before.
 * @throws {Error} with one sentence that names the file and the line, never the secret
 */
export function linkKeysOfFile(path: string): LinkKeys {
  if (!existsSync(path)) make(path);
  return parseLinkKeys(readFileSync(path, 'utf8'), path);
}

/** Whole or not at all: API and worker of one host start at the same moment, and both read what one of them made. */
function make(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, `k1 ${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
  } catch (error) {
    // The other process was first.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
}

export function parseLinkKeys(text: string, file: string): LinkKeys {
  const secrets = new Map<string, Buffer>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, id = '', secret = ''] = LINE.exec(line.trimEnd()) ?? [];
    const place = `HOLDFIRE_LINK_KEY_FILE (${file}), line ${index + 1}`;
    if (id === '') throw new Error(`${place}: this is no link key; ${WANTED} is needed.`);
    if (secrets.has(id)) throw new Error(`${place}: the id ${id} is there twice; each key needs one of its own.`);
    secrets.set(id, Buffer.from(secret, 'hex'));
  }
  const [signing] = secrets.keys();
  if (signing === undefined)
    throw new Error(`HOLDFIRE_LINK_KEY_FILE (${file}) holds no link key; ${WANTED} is needed.`);
  if (secrets.size > MOST_KEYS) {
    throw new Error(`HOLDFIRE_LINK_KEY_FILE (${file}) holds ${secrets.size} keys; at most ${MOST_KEYS} are read.`);
  }
  return {
    signing,
    tag: (keyId, over) => {
      const secret = secrets.get(keyId);
      return secret && createHmac('sha256', secret).update(over).digest('hex').slice(0, TAG_DIGITS);
    },
  };
}
