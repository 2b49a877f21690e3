/**
 * Cosignatures (C2SP tlog-cosignature, cosignature/v1): somebody else saw this checkpoint at this instant, and it went
 * on from every one that he had seen before.
 */
import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { COSIGNATURE, isEd25519, isOf, verifierOf } from './note.js';
import type { NoteSignature, SignedNote, VerifierKey } from './note.js';

/** Of the text of a checkpoint. @param seconds since 1970 */
export function cosign(text: string, name: string, privateKey: KeyObject, seconds: number): NoteSignature {
  const { keyId } = verifierOf(name, privateKey, COSIGNATURE);
  const instant = Buffer.alloc(8);
  instant.writeBigUInt64BE(BigInt(seconds));
  const signature = Buffer.concat([instant, sign(null, cosigned(text, BigInt(seconds)), privateKey)]);
  return { name, keyId, signature };
}

/** When this witness cosigned the note, in seconds since 1970; the latest where there are several. */
export function cosignedAt({ text, signatures }: SignedNote, key: VerifierKey): number | undefined {
  if (key.algorithm !== COSIGNATURE) return undefined;
  const instants = signatures.flatMap((one) => {
    if (!isOf(one, key) || one.signature.length !== 72) return [];
    const seconds = one.signature.readBigUInt64BE(0);
    const isIts = isEd25519(cosigned(text, seconds), key.publicKey, one.signature.subarray(8));
    return isIts && seconds <= BigInt(Number.MAX_SAFE_INTEGER) ? [Number(seconds)] : [];
  });
  return instants.length === 0 ? undefined : Math.max(...instants);
}

const cosigned = (text: string, seconds: bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
