/** The API's stamp on commands and starts (Ed25519): proof that they came through here, which every worker checks. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Envelope } from '../../domain/case/commands.js';
import type { Instant } from '../../domain/instant.js';
import { commandText, startText } from '../../record/stamp-text.js';
import type { CaseStart, CorrectionStart, ReviewStart } from '../../workflows/messages.js';

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
    return { ...envelope, stamp: this.sign(commandText(workflowId, envelope)) };
  }

  /** Over workflow id, `at` and everything that the case or review is started with. */
  stampStart<Start extends CaseStart | CorrectionStart | ReviewStart>(
    workflowId: string,
    start: Start,
    at: Instant,
  ): Start {
    return { ...start, started: { at, stamp: this.sign(startText(workflowId, at, start)) } };
  }

  private sign(text: string): string {
    return sign(null, Buffer.from(text), this.key).toString('base64');
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
