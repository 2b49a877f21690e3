import { generateKeyPairSync } from 'node:crypto';
import { chained } from '../placing.js';
import { BEGINNING } from '../placing.js';
import { lineHash } from '../entry.js';
import type { Entry } from '../entry.js';
import { signCheckpoint } from './checkpoint.js';
import { formatVerifierKey, verifierOf } from './note.js';
import { proveStreams, verifyProof } from './proof.js';
import { SealedLog } from './sealed-log.js';
import { SEAL_KEYS, SEALS } from './streams.js';
import type { SealBody } from './streams.js';

const ORIGIN = 'holdfire/ceasefire/0011223344556677';
const AT = '2027-03-27T20:00:00.000Z';
const clock = (): number => Date.parse(AT);
const [FIRST, SECOND] = [generateKeyPairSync('ed25519').privateKey, generateKeyPairSync('ed25519').privateKey];
const [ONE, TWO] = [FIRST, SECOND].map((key) => formatVerifierKey(verifierOf(ORIGIN, key))) as [string, string];

const linesOf = (stream: string, bodies: readonly unknown[]): string[] =>
  chained(stream, BEGINNING, bodies, clock).lines;
const entriesOf = (lines: readonly string[]): Entry[] => lines.map((line) => JSON.parse(line) as Entry);

/** A log in which the leaves of these streams alternate, with a checkpoint at the end. */
function logOf(streams: Record<string, string[]>, signers = [FIRST]): SealedLog {
  const log = new SealedLog();
  for (const entry of entriesOf(streams[SEAL_KEYS] ?? [])) log.foldKey(entry);
  const bodies: SealBody[] = [];
  const most = Math.max(...Object.values(streams).map(({ length }) => length));
  for (let seq = 1; seq <= most; seq += 1) {
    for (const [stream, lines] of Object.entries(streams)) {
      const line = lines[seq - 1];
      if (line !== undefined) bodies.push({ type: 'leaves', leaves: [{ stream, seq, hashes: [lineHash(line)] }] });
    }
  }
  for (const entry of entriesOf(linesOf(SEALS, bodies))) log.fold(entry);
  const checkpoint = { origin: ORIGIN, size: log.tree.size, root: log.tree.root(), at: AT };
  const note = signCheckpoint(checkpoint, signers);
  log.fold(entriesOf(linesOf(SEALS, [{ type: 'checkpoint', note }]))[0] as Entry);
  return log;
}

const CASE = linesOf('case/UA-23-1', [1, 2, 3, 4, 5]);
const STREAMS = {
  [SEAL_KEYS]: linesOf(SEAL_KEYS, [{ type: 'seal-key', at: AT, key: ONE }]),
  intake: linesOf('intake', ['a', 'b', 'c', 'd', 'e', 'f', 'g']),
  'case/UA-23-1': CASE,
};

function proven() {
  const proof = proveStreams(logOf(STREAMS), ['case/UA-23-1']);
  if (!proof) throw new Error('There is no checkpoint.');
  return proof;
}
const LINES = { [SEAL_KEYS]: STREAMS[SEAL_KEYS], 'case/UA-23-1': CASE };

it('shows every line of a stream to be in the log', () => {
  const checked = verifyProof(proven(), LINES, [verifierOf(ORIGIN, FIRST)]);
  expect(checked).toMatchObject({ faults: [], sealed: { 'case/UA-23-1': 5 }, at: AT, size: 13 });
  expect(checked.signers.map(formatVerifierKey)).toEqual([ONE]);
});

it('says up to where a stream is sealed', () => {
  const longer = linesOf('case/UA-23-1', [1, 2, 3, 4, 5, 6]);
  const checked = verifyProof(proven(), { ...LINES, 'case/UA-23-1': longer });
  expect(checked).toMatchObject({ faults: [], sealed: { 'case/UA-23-1': 5 } });
});

it('a line altered, removed or put elsewhere is found', () => {
  const others = linesOf('case/UA-23-1', [1, 2, 'three', 4, 5]);
  const leaves = 'The lines are not the leaves of the log of which this is the checkpoint.';
  const faultsOf = (lines: string[]) => verifyProof(proven(), { ...LINES, 'case/UA-23-1': lines }).faults;
  expect(faultsOf(others)).toEqual([leaves]);
  expect(faultsOf([...CASE.slice(0, 3), CASE[4] ?? '', CASE[3] ?? ''])).toEqual([leaves]);
  expect(faultsOf(CASE.slice(0, 4))).toEqual(['Entry 5 of case/UA-23-1 is in the log and missing here.']);
});

it('the proof itself altered is found', () => {
  const proof = proven();
  const hurt = { ...proof, hashes: proof.hashes.with(0, 'ab'.repeat(32)) };
  expect(verifyProof(hurt, LINES).faults).toHaveLength(1);
  const without = { ...proof, runs: proof.runs.filter(({ seq, stream }) => stream === SEAL_KEYS || seq !== 2) };
  expect(verifyProof(without, LINES).faults[0]).toBe(
    'The proof leaves out what stands before entry 3 of case/UA-23-1.',
  );
  const later = { ...proof, checkpoint: proof.checkpoint.replace('20:00:00', '20:00:01') };
  expect(verifyProof(later, LINES).faults).toEqual(['The checkpoint is not signed by a key of this log.']);
});

it('a key that is not the reader’s is a fault, and one that is not of the log too', () => {
  expect(verifyProof(proven(), LINES, [verifierOf(ORIGIN, SECOND)]).faults).toEqual([
    `The checkpoint is signed by ${ONE.split('+')[1]}, which you do not know.`,
  ]);
  const by = proveStreams(logOf(STREAMS, [SECOND]), ['case/UA-23-1']);
  expect(by && verifyProof(by, LINES).faults).toEqual(['The checkpoint is not signed by a key of this log.']);
});

it('a key counts from its entry on, and no longer when it has ended', () => {
  const keys = linesOf(SEAL_KEYS, [
    { type: 'seal-key', at: AT, key: ONE },
    { type: 'seal-key', at: AT, key: TWO },
    { type: 'seal-key-ended', at: AT, key: ONE },
  ]);
  const faultsBy = (signers: (typeof FIRST)[]) => {
    const proof = proveStreams(logOf({ ...STREAMS, [SEAL_KEYS]: keys }, signers), ['case/UA-23-1']);
    return proof && verifyProof(proof, { ...LINES, [SEAL_KEYS]: keys }).faults;
  };
  expect(faultsBy([SECOND])).toEqual([]);
  expect(faultsBy([FIRST])).toEqual(['The checkpoint is signed by a key that was not in force for it.']);
  expect(faultsBy([FIRST, SECOND])).toEqual([]);
});

it('there is no proof before the first checkpoint', () => {
  expect(proveStreams(new SealedLog(), ['intake'])).toBeUndefined();
});
