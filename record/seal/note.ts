/**
 * Signed notes (C2SP signed-note): a text, an empty line, and lines of signatures, each by a key that has a name. Whoever
 * verifies passes over signatures of keys and algorithms that he does not know, so that a second one, also of an
 * algorithm that no quantum computer breaks, can stand beside the first.
 */
import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Ed25519 over the text (C2SP signed-note). */
export const ED25519 = 1;
/** Ed25519 over the text and an instant (C2SP tlog-cosignature). */
export const COSIGNATURE = 4;

/** More than anybody needs; a note is read in bounded time. */
const MOST_SIGNATURES = 100;
const MOST_BYTES = 1_000_000;

export interface NoteSignature {
  name: string;
  /** The first eight hex digits of the hash of the key: not proof, only a hint at which one it is. */
  keyId: string;
  signature: Buffer;
}

export interface SignedNote {
  /** Ends with a newline. */
  text: string;
  signatures: NoteSignature[];
}

export interface VerifierKey {
  name: string;
  keyId: string;
  algorithm: number;
  publicKey: Buffer;
}

/** What is no signed note, or no key, in a sentence. */
export class NoteFault extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NoteFault';
  }
}

/** @throws {NoteFault} */
export function parseNote(note: string): SignedNote {
  if (note.length > MOST_BYTES) throw new NoteFault('The note is too long.');
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw new NoteFault('The note has no signatures after an empty line.');
  const text = note.slice(0, end + 1);
  if (!isPlain(text)) throw new NoteFault('The note holds control characters.');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) throw new NoteFault('The note has too many signatures.');
  return { text, signatures: lines.map(parseSignature) };
}

export const formatNote = ({ text, signatures }: SignedNote): string =>
  `${text}\n${signatures.map(signatureLine).join('')}`;

export function signatureLine({ name, keyId, signature }: NoteSignature): string {
  return `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}\n`;
}

/** One line without its newline. @throws {NoteFault} */
export function parseSignature(line: string): NoteSignature {
  const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  const bytes = base64(encoded);
  if (!isName(name) || !bytes || bytes.length < 5) throw new NoteFault('A line of the note is no signature.');
  return { name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) };
}

/** `NAME+KEYID+KEY`, as C2SP writes the key of whoever verifies. @throws {NoteFault} */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name = '', keyId = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  const bytes = base64(encoded);
  const algorithm = bytes?.[0];
  if (!isName(name) || !bytes || algorithm === undefined) throw new NoteFault('This is no verifier key.');
  const publicKey = bytes.subarray(1);
  if (keyIdOf(name, algorithm, publicKey) !== keyId) throw new NoteFault(`The key of ${name} is not what its id says.`);
  if (isKnown(algorithm) && publicKey.length !== 32) throw new NoteFault(`The key of ${name} has a wrong length.`);
  return { name, keyId, algorithm, publicKey };
}

export function formatVerifierKey({ name, keyId, algorithm, publicKey }: VerifierKey): string {
  return `${name}+${keyId}+${Buffer.concat([Buffer.of(algorithm), publicKey]).toString('base64')}`;
}

/** The public half of an Ed25519 key under a name. @throws {NoteFault} where it is another kind of key */
export function verifierOf(name: string, key: KeyObject, algorithm: number = ED25519): VerifierKey {
  if (!isName(name)) throw new NoteFault(`"${name}" cannot be the name of a key.`);
  const { crv, x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  if (crv !== 'Ed25519' || x === undefined) throw new NoteFault('An Ed25519 key is needed.');
  const publicKey = Buffer.from(x, 'base64url');
  return { name, keyId: keyIdOf(name, algorithm, publicKey), algorithm, publicKey };
}

/** Of a text that ends with a newline. @throws {NoteFault} */
export function signText(text: string, name: string, privateKey: KeyObject): NoteSignature {
  if (!text.endsWith('\n') || !isPlain(text)) throw new NoteFault('This text cannot be signed as a note.');
  return { name, keyId: verifierOf(name, privateKey).keyId, signature: sign(null, Buffer.from(text), privateKey) };
}

/** Whether one of the signatures is this key's over the text. */
export function isSignedBy({ text, signatures }: SignedNote, key: VerifierKey): boolean {
  if (key.algorithm !== ED25519) return false;
  return signatures.some((one) => isOf(one, key) && isEd25519(Buffer.from(text), key.publicKey, one.signature));
}

export const isOf = ({ name, keyId }: NoteSignature, key: VerifierKey): boolean =>
  name === key.name && keyId === key.keyId;

/** `publicKey`: 32 bytes. */
export function isEd25519(bytes: Buffer, publicKey: Buffer, signature: Buffer): boolean {
  if (signature.length !== 64) return false;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') };
  return verify(null, bytes, createPublicKey({ key: jwk, format: 'jwk' }), signature);
}

function keyIdOf(name: string, algorithm: number, publicKey: Buffer): string {
  const hash = createHash('sha256').update(`${name}\n`).update(Buffer.of(algorithm)).update(publicKey);
  return hash.digest('hex').slice(0, 8);
}

const isKnown = (algorithm: number): boolean => algorithm === ED25519 || algorithm === COSIGNATURE;

const isName = (name: string): boolean => name !== '' && !/[\s+]/u.test(name) && isPlain(name);

/** UTF-8 without control characters but newlines; half of a surrogate pair has no UTF-8. */
const isPlain = (text: string): boolean =>
  ![...text].some(
    (char) => (char < ' ' && char !== '\n') || (char >= '\ud800' && char <= '\udfff' && char.length === 1),
  );

/** Standard alphabet with padding, and nothing that decodes to the same bytes otherwise. */
function base64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
