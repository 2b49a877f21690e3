/** Every check of a bundle, in the order in which they build on each other; what cannot be known is said. */
import type { Bundle } from '../bundle/read-bundle.js';
import { parseLine, verifyChain } from '../entry.js';
import type { Entry } from '../entry.js';
import type { VerifierKey } from '../seal/note.js';
import type { BundleRecord, Checked, Fault } from './fault.js';
import { historiesKept } from './history.js';
import { messagesKept } from './messages-kept.js';
import { sealed } from './sealed.js';
import { wholeEntries } from './texts.js';
import { judged, verifyRecord } from './verify-record.js';

export interface VerifyOptions {
  /** Ids of the API's keys as the reader knows them from elsewhere; absent: those that the bundle names itself. */
  trusted?: readonly string[];
  /** Keys of the log, and a checkpoint of it, as the reader has them from elsewhere. */
  logKeys?: readonly VerifierKey[];
  checkpoints?: readonly string[];
}

export function verifyBundle({ record, faults, files }: Bundle, options: VerifyOptions = {}): Checked[] {
  const manifest: Checked = { step: 'manifest', says: `${files} files are those that the manifest names.`, faults };
  if (!record) return [manifest];
  const [chain, ...others] = verifyRecord(record, options.trusted);
  const chains = chain ? [{ ...chain, faults: [...chain.faults, ...besides(record)] }] : [];
  // Nothing can be said of what stands in lines that are none.
  if (others.length === 0) return [manifest, ...chains];
  const whole = wholeEntries(record, { case: `case/${record.caseId}`, sent: `sent/${record.caseId}` });
  return [
    manifest,
    ...chains,
    judged('seal', 'seal/proof.json', () => sealed(record, options)),
    ...others,
    judged('messages', 'messages', () => messagesKept(record, whole)),
    judged('history', 'histories', () => historiesKept(record, whole.entries)),
  ];
}

/** The stream of the histories is whole; of other streams there are parts, each line by itself. */
function besides(record: BundleRecord): Fault[] {
  const histories = verifyChain(`histories/${record.caseId}`, record.histories);
  const found = [histories, verifyChain('seal-keys', record.sealKeys)];
  const chain = found.flatMap((says) => (says === undefined ? [] : [{ where: says.split(':')[0] ?? '', says }]));
  const parts = [
    ...partFaults('house', record.keys),
    ...partFaults('house', record.house),
    ...partFaults('workers', record.workers),
    ...partFaults('publications', record.publications),
    ...partFaults('cosignatures', record.cosignatures),
  ];
  return [...chain, ...parts];
}

function partFaults(stream: string, lines: readonly string[]): Fault[] {
  let before = 0;
  return lines.flatMap((line, index) => {
    const where = `${stream}, line ${index + 1} of those that are here`;
    const entry: Entry | undefined = parseLine(line);
    if (!entry) return [{ where, says: 'This is no entry.' }];
    const found: string[] = [];
    if (entry.stream !== stream) found.push(`It belongs to ${entry.stream}.`);
    if (entry.seq <= before) found.push(`It is numbered ${entry.seq}, after ${before}.`);
    const alone = verifyChain(stream, [line]);
    if (alone?.endsWith('not in canonical form.')) found.push('It is not in canonical form.');
    before = entry.seq;
    return found.map((says) => ({ where: `${stream}, entry ${entry.seq}`, says }));
  });
}
