import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealKeysOfFile } from './seal-keys.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfire-seal-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pem = (type: 'ed25519' | 'x25519' = 'ed25519'): string => {
  const { privateKey } = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
};

it('makes one where there is none, for its owner alone, and finds it again', () => {
  const file = join(folder, 'data', 'seal-key.pem');
  const [made] = sealKeysOfFile(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(sealKeysOfFile(file)[0]?.equals(made as NonNullable<typeof made>)).toBe(true);
});

it('reads several in their order', () => {
  const file = join(folder, 'keys.pem');
  writeFileSync(file, `the new one\n${pem()}\nthe old one\n${pem()}`);
  expect(sealKeysOfFile(file)).toHaveLength(2);
});

it.each([
  ['nothing', ''],
  ['a public key', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ['a key of another kind', pem('x25519')],
  ['a key that is cut', pem().replace(/.{10}\n---/, '\n---')],
])('%s is refused with a sentence that does not quote it', (_, text) => {
  const file = join(folder, 'keys.pem');
  writeFileSync(file, text);
  expect(() => sealKeysOfFile(file)).toThrow(/^HOLDFIRE_SEAL_KEY_FILE \(.*Ed25519.*\.$/);
});
