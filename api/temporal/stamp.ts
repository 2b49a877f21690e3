/** The API's stamp on a command (Ed25519): proof that it came through here. The next release checks it. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Envelope } from '../../domain/case/commands.js';
import { canonicalJson, hashOf } from '../../record/canonical.js';

export class Stamper {
  constructor(private readonly key: KeyObject) {}

  /** Reads the PEM file; makes one (mode 0600) where there is none, which production has refused before. */
  static ofFile(path: string): Stamper {
    if (!existsSync(path)) {
      const { privateKey } = generateKeyPairSync('ed25519');
      writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    }
    return new Stamper(createPrivateKey(readFileSync(path)));
  }

  /** Over workflow id, commandId, actor, acceptedAt and the hash of the body, as canonical JSON; base64. */
  stamp<Body>(workflowId: string, envelope: Omit<Envelope<Body>, 'stamp'>): Envelope<Body> {
    const { commandId, actor, acceptedAt, body } = envelope;
    const text = canonicalJson({ workflowId, commandId, actor, acceptedAt, bodyHash: hashOf(body) });
    return { ...envelope, stamp: sign(null, Buffer.from(text), this.key).toString('base64') };
  }

  /** A secret of its own for each purpose, from the one that is kept in a file: nothing more to keep or to lose. */
  secretFor(purpose: string): Buffer {
    const seed = this.key.export({ type: 'pkcs8', format: 'der' });
    return Buffer.from(hkdfSync('sha256', seed, Buffer.alloc(0), `holdfire ${purpose}`, 32));
  }

  /** PEM, for the record. */
  publicKey(): string {
    return createPublicKey(this.key).export({ type: 'spki', format: 'pem' }).toString();
  }
}
