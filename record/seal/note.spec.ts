import { generateKeyPairSync } from 'node:crypto';
import { checkpointText, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.js';
import { cosign, cosignedAt } from './cosignature.js';
import { EMPTY_ROOT } from './merkle.js';
import {
  COSIGNATURE,
  formatNote,
  formatVerifierKey,
  isSignedBy,
  NoteFault,
  parseNote,
  parseVerifierKey,
  signText,
  verifierOf,
} from './note.js';

/** The example of the documentation of Go's package note. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const SAID =
  'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n'.replace(
    '’',
    "'",
  );
const NOTE = `${SAID}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

const keyOf = () => generateKeyPairSync('ed25519').privateKey;
const ORIGIN = 'holdfire/ceasefire/0011223344556677';
const AT = '2027-03-27T20:00:00.000Z';
const SEALED = { origin: ORIGIN, size: 0, root: EMPTY_ROOT, at: AT };

it('verifies a note that another program signed, and writes it the same', () => {
  const key = parseVerifierKey(PETER);
  expect(key).toMatchObject({ name: 'PeterNeumann', keyId: 'c74f20a3', algorithm: 1 });
  expect(formatVerifierKey(key)).toBe(PETER);
  const note = parseNote(NOTE);
  expect(note.text).toBe(SAID);
  expect(isSignedBy(note, key)).toBe(true);
  expect(formatNote(note)).toBe(NOTE);
});

it('a bit of the text, of the signature or of the key makes it no longer so', () => {
  const key = parseVerifierKey(PETER);
  const note = parseNote(NOTE);
  expect(isSignedBy({ ...note, text: note.text.replace('know', 'knew') }, key)).toBe(false);
  const signature = Buffer.from(note.signatures[0]?.signature ?? []);
  signature[10] = (signature[10] as number) ^ 1;
  expect(isSignedBy({ ...note, signatures: [{ name: key.name, keyId: key.keyId, signature }] }, key)).toBe(false);
  expect(isSignedBy(note, { ...key, publicKey: verifierOf('PeterNeumann', keyOf()).publicKey })).toBe(false);
  expect(() => parseVerifierKey(PETER.replace('ARpc', 'ARpd'))).toThrow(NoteFault);
});

it.each([
  ['nothing', ''],
  ['no signature', 'text\n'],
  ['no newline at the end', NOTE.slice(0, -1)],
  ['a hyphen for the dash', NOTE.replace('—', '-')],
  ['base64 that says the same otherwise', NOTE.replace('=\n', '\n')],
  ['a control character', NOTE.replace('know', 'kn\u0001ow')],
  ['half of a surrogate pair', NOTE.replace('know', 'kn\ud800ow')],
  ['a signature of nothing', 'text\n\n— name AAAAAA==\n'],
  ['more signatures than are read', `text\n\n${'— name AAAAAAA=\n'.repeat(101)}`],
])('%s is no note', (_, text) => {
  expect(() => parseNote(text)).toThrow(NoteFault);
});

it.each(['', 'name', 'name+00000000+AAAA', 'a b+c74f20a3+ARpc', `${PETER}+`, PETER.replace('Peter', 'Petra')])(
  'no verifier key: %s',
  (text) => {
    expect(() => parseVerifierKey(text)).toThrow(NoteFault);
  },
);

it('a checkpoint is signed by one key or by two, and either is enough', () => {
  const [old, next] = [keyOf(), keyOf()];
  const note = signCheckpoint(SEALED, [next, old]);
  const keys = [old, next].map((key) => verifierOf(ORIGIN, key));
  for (const key of keys) expect(openCheckpoint(note, [key])).toMatchObject(SEALED);
  expect(openCheckpoint(note, keys).signers).toHaveLength(2);
  expect(() => openCheckpoint(note, [verifierOf(ORIGIN, keyOf())])).toThrow('not signed by a key of this log');
  expect(() => openCheckpoint(note, [verifierOf('another/log', old)])).toThrow(NoteFault);
});

it('a signature of an algorithm that is not known yet stands beside and disturbs nothing', () => {
  const key = keyOf();
  const note = parseNote(signCheckpoint(SEALED, [key]));
  const later = { name: ORIGIN, keyId: 'abcdef01', signature: Buffer.alloc(2420, 7) };
  const both = formatNote({ ...note, signatures: [later, ...note.signatures] });
  expect(openCheckpoint(both, [verifierOf(ORIGIN, key)]).signers).toHaveLength(1);
  const itsKey = { name: ORIGIN, algorithm: 6, publicKey: Buffer.alloc(1312, 1), keyId: '' };
  const named = formatVerifierKey({ ...itsKey, keyId: 'ffffffff' });
  expect(() => parseVerifierKey(named)).toThrow('not what its id says');
});

it.each([
  ['no root', `${ORIGIN}\n3\n`],
  ['a size with a zero before it', `${ORIGIN}\n03\n${EMPTY_ROOT.toString('base64')}\n`],
  ['a size below zero', `${ORIGIN}\n-3\n${EMPTY_ROOT.toString('base64')}\n`],
  ['a size beyond what can be counted', `${ORIGIN}\n9999999999999999\n${EMPTY_ROOT.toString('base64')}\n`],
  ['a short root', `${ORIGIN}\n3\n${Buffer.alloc(31).toString('base64')}\n`],
  ['an empty line', `${ORIGIN}\n3\n${EMPTY_ROOT.toString('base64')}\n\nat ${AT}\n`],
  ['no newline', `${ORIGIN}\n3\n${EMPTY_ROOT.toString('base64')}`],
])('%s makes no checkpoint', (_, text) => {
  expect(() => parseCheckpoint(text)).toThrow(NoteFault);
});

it('reads the checkpoint of another log, which says nothing of an instant', () => {
  const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
  const found = parseCheckpoint(`example.com/behind-the-sofa\n20852163\n${root}\n`);
  expect(found).toEqual({ origin: 'example.com/behind-the-sofa', size: 20_852_163, root: Buffer.from(root, 'base64') });
});

it('a witness signs the checkpoint and when it saw it', () => {
  const witness = keyOf();
  const key = verifierOf('witness.example/one', witness, COSIGNATURE);
  const note = parseNote(signCheckpoint(SEALED, [keyOf()]));
  const line = cosign(note.text, key.name, witness, 1_806_000_000);
  const cosigned = { ...note, signatures: [...note.signatures, line] };
  expect(cosignedAt(cosigned, key)).toBe(1_806_000_000);
  expect(cosignedAt(parseNote(formatNote(cosigned)), key)).toBe(1_806_000_000);
  expect(cosignedAt(note, key)).toBeUndefined();
  const signature = Buffer.from(line.signature);
  signature.writeBigUInt64BE(1_806_000_001n);
  expect(cosignedAt({ ...note, signatures: [{ ...line, signature }] }, key)).toBeUndefined();
  const other = checkpointText({ ...SEALED, size: 1 });
  expect(cosignedAt({ ...cosigned, text: other }, key)).toBeUndefined();
  expect(cosignedAt(cosigned, verifierOf(key.name, keyOf(), COSIGNATURE))).toBeUndefined();
  // A key of one kind never stands for the other.
  expect(isSignedBy(cosigned, key)).toBe(false);
  expect(cosignedAt(cosigned, verifierOf(key.name, witness))).toBeUndefined();
});

it('signs only what can be a note', () => {
  expect(() => signText('no newline', 'name', keyOf())).toThrow(NoteFault);
  expect(() => signText('text\n', 'a name', keyOf())).toThrow(NoteFault);
  expect(() => verifierOf('name', generateKeyPairSync('x25519').privateKey)).toThrow('Ed25519');
});
