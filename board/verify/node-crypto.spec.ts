import * as node from 'node:crypto';
import { createHash, createPublicKey, verify } from './node-crypto.js';

const { publicKey, privateKey } = node.generateKeyPairSync('ed25519');
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const DATA = new TextEncoder().encode('what was stamped: шелест');
const SIGNATURE = new Uint8Array(node.sign(null, DATA, privateKey));

describe('in place of node:crypto', () => {
  it.each(['', 'abc', 'шелест \u{1F6F0}', 'x'.repeat(5000)])('hashes as it does', (text) => {
    expect(createHash('sha256').update(text).digest('hex')).toBe(node.createHash('sha256').update(text).digest('hex'));
  });

  it('reads a key to the same bytes, and nothing that is no Ed25519 key', () => {
    const wanted = publicKey.export({ type: 'spki', format: 'der' });
    expect(Buffer.from(createPublicKey(PEM).export({}))).toEqual(wanted);
    const rsa = node.generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    expect(() => createPublicKey(rsa.export({ type: 'spki', format: 'pem' }).toString())).toThrow(/no Ed25519/);
    expect(() => createPublicKey('no key')).toThrow(/no Ed25519/);
  });

  it('verifies as it does, and refuses what it refuses', () => {
    expect(verify(null, DATA, PEM, SIGNATURE)).toBe(true);
    const altered = SIGNATURE.map((byte, index) => (index === 7 ? byte ^ 1 : byte));
    for (const signature of [altered, SIGNATURE.slice(1), new Uint8Array(64)]) {
      expect(verify(null, DATA, PEM, signature)).toBe(node.verify(null, DATA, PEM, signature));
    }
    expect(verify(null, new TextEncoder().encode('else'), PEM, SIGNATURE)).toBe(false);
  });
});
