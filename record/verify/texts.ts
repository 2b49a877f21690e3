/** The texts beside a case's entries: each is what its hash says, or was erased by a decision that is on record. */
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import type { ErasureBody } from '../../domain/erasure/erasure.js';
import { joined, textOf } from '../beside.js';
import { ERASURES } from '../erasing.js';
import { parseLine } from '../entry.js';
import type { Entry } from '../entry.js';
import type { CaseRecord, Checked, Fault } from './fault.js';

/** The entries with their words, and what was found of these. */
export function wholeEntries(
  record: CaseRecord,
  streams: { case: string; sent: string },
): { checked: Checked; entries: Entry<CaseEntryBody>[]; sent: Entry[] } {
  const { texts = {}, erasures = [] } = record;
  const decided = decisionsOf(erasures);
  const faults: Fault[] = [];
  const by = new Map<string, number>();
  let there = 0;
  const whole = (line: string, stream: string): Entry => {
    const entry = parseLine(line) as Entry;
    if (!entry.beside) return entry;
    for (const [place, hash] of Object.entries(entry.beside)) {
      const at = `${stream}, entry ${entry.seq}`;
      const text = Object.hasOwn(texts, hash) ? texts[hash] : undefined;
      const decision = decided.get(`${stream} ${hash}`);
      if (text !== undefined && textOf({ hash, line: text }) !== undefined) there += 1;
      else if (text !== undefined) faults.push({ where: at, says: `Its text at ${place} is not what its hash says.` });
      else if (decision) by.set(decision, (by.get(decision) ?? 0) + 1);
      else faults.push({ where: at, says: `Its text at ${place} is missing, and nobody decided to erase it.` });
    }
    const text = (hash: string): string | undefined =>
      Object.hasOwn(texts, hash) ? textOf({ hash, line: texts[hash] ?? '' }) : undefined;
    const { body, erased } = joined(entry.body, entry.beside, text);
    return erased.length === 0 ? { ...entry, body } : { ...entry, body, erased };
  };
  const entries = record.entries.map((line) => whole(line, streams.case) as Entry<CaseEntryBody>);
  const sent = record.sent.map((line) => whole(line, streams.sent));
  const named = new Set([...entries, ...sent].flatMap(({ beside = {} }) => Object.values(beside)));
  const strangers = Object.keys(texts).filter((hash) => !named.has(hash));
  faults.push(...strangers.map((hash) => ({ where: `text ${hash}`, says: 'No entry names it.' })));
  const gone = [...by].map(([decision, count]) => ` ${count} were erased by decision of ${decision}.`);
  const says = `${there} texts of people are what their hashes say.${gone.join('')}`;
  return { checked: { step: 'texts', says, faults }, entries, sent };
}

/** Objects that were erased: by their hash, the entry that decided it. */
export function erasedObjects({ erasures = [] }: Pick<CaseRecord, 'erasures'>): Set<string> {
  const bodies = erasures.map((line) => parseLine(line)?.body as ErasureBody | undefined);
  return new Set(bodies.flatMap((body) => (body?.type === 'erasure-decided' ? body.objects : [])));
}

/** By stream and hash, the entry that decided it and by whom, in words. */
function decisionsOf(erasures: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of erasures) {
    const entry = parseLine(line);
    const body = entry?.body as ErasureBody | undefined;
    if (!entry || body?.type !== 'erasure-decided') continue;
    const offices = body.by.map(({ office }) => office).join(' and ');
    const words = `${ERASURES}, entry ${entry.seq} (${offices}, ${body.by.at(-1)?.at ?? ''})`;
    for (const { stream, hash } of body.texts) found.set(`${stream} ${hash}`, words);
  }
  return found;
}
