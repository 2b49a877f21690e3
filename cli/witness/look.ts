/** One look of a witness at a log: fetch, judge, keep, cosign. What it saw is on its disk before it signs it. */
import type { KeyObject } from 'node:crypto';
import type { ApiAnswer, ApiClient } from '../../exercise/api-client.js';
import type { OpenedCheckpoint } from '../../record/seal/checkpoint.js';
import { cosign } from '../../record/seal/cosignature.js';
import { formatNote, formatVerifierKey, isOf, parseVerifierKey, verifierOf } from '../../record/seal/note.js';
import { verifyProof } from '../../record/seal/proof.js';
import type { SealProof } from '../../record/seal/proof.js';
import { SEAL_KEYS } from '../../record/seal/streams.js';
import { judge, opened, proofWanted } from '../../record/seal/witness.js';
import { readKept, writeKept } from './witness-file.js';
import type { Kept } from './witness-file.js';

export interface Watch {
  client: ApiClient;
  /** The file of what it keeps. */
  file: string;
  /** Keys of the log as they are known from elsewhere; absent: those that the log shows the first time. */
  known: readonly string[];
  name: string;
  key: KeyObject;
  now: () => number;
}

export type Looked =
  /** A note with the witness's own signature alone. */
  | { seen: OpenedCheckpoint; cosigned: string; news: string[] }
  | { alarm: string }
  /** The log does not answer as a log does: no alarm about its content, and no sign that all is well. */
  | { away: string };

/** @throws {Unreachable} */
export async function look(watch: Watch): Promise<Looked> {
  const { client, file, now } = watch;
  const before = readKept(file);
  if (before?.alarm)
    return { alarm: `${before.alarm.says} (since ${before.alarm.since}; ${file} has both checkpoints)` };
  const news: string[] = [];
  const kept = before ?? { keys: await firstKeys(watch, news) };
  const answer = await client.get('/seals/checkpoint');
  if (answer.status !== 200 || typeof answer.body !== 'string') return { away: detailOf(answer) };
  const note = answer.body;
  const shown = opened(note, kept.keys.map(parseVerifierKey));
  const seen = kept.checkpoint === undefined ? undefined : opened(kept.checkpoint, kept.keys.map(parseVerifierKey));
  if (seen && 'alarm' in seen) throw new Error(`${file} was altered: ${seen.alarm.says}`);
  const judged = 'alarm' in shown ? shown : await compared(client, seen?.good, shown.good);
  if ('away' in judged) return judged;
  if ('alarm' in judged) {
    const { says } = judged.alarm;
    writeKept(file, { ...kept, alarm: { says, checkpoint: note, since: new Date(now()).toISOString() } });
    return { alarm: says };
  }
  const keys = await keysAfter(client, kept, judged.good, news);
  writeKept(file, { keys, checkpoint: note });
  return { seen: judged.good, cosigned: signed(watch, judged.good), news };
}

async function compared(client: ApiClient, seen: OpenedCheckpoint | undefined, shown: OpenedCheckpoint) {
  const wanted = proofWanted(seen, shown);
  if (!wanted) return judge(seen, shown, []);
  const answer = await client.get('/seals/consistency', { from: String(wanted.from), to: String(wanted.to) });
  if (answer.status >= 500 || answer.status === 429) return { away: detailOf(answer) };
  const { path } = (answer.body ?? {}) as { path?: unknown };
  // No proof, or none that can be read, is no proof.
  const hashes = Array.isArray(path) ? path.map((hash) => Buffer.from(String(hash), 'hex')) : [];
  return judge(seen, shown, hashes);
}

/** Those that are given; else those that the log names itself, which somebody should compare. */
async function firstKeys({ client, known }: Watch, news: string[]): Promise<string[]> {
  if (known.length > 0) return [...known];
  const answer = await client.get('/seals');
  const { keys = [] } = (answer.body ?? {}) as { keys?: { key: string; to?: number }[] };
  const own = keys.filter(({ to }) => to === undefined).map(({ key }) => key);
  if (own.length > 0) {
    news.push(`Nobody said which keys the log has; from now on these are believed: ${own.join(', ')}`);
  }
  return own;
}

/** A key that signs beside one that is believed is believed when its entry is under this very checkpoint. */
async function keysAfter(
  client: ApiClient,
  { keys }: Kept,
  { note, origin }: OpenedCheckpoint,
  news: string[],
): Promise<string[]> {
  const known = keys.map(parseVerifierKey);
  const strange = note.signatures.filter((one) => one.name === origin && !known.some((key) => isOf(one, key)));
  if (strange.length === 0) return keys;
  const answer = await client.get('/seals/keys');
  if (answer.status !== 200) return keys;
  const { proof, lines } = answer.body as { proof: SealProof; lines: string[] };
  const checked = verifyProof(proof, { [SEAL_KEYS]: lines }, known);
  if (checked.faults.length > 0) return keys;
  const added = checked.keys.map(formatVerifierKey).filter((key) => !keys.includes(key));
  if (added.length > 0) news.push(`Vouched for by a key that was believed before: ${added.join(', ')}`);
  return [...keys, ...added];
}

function signed({ name, key, now }: Watch, { note }: OpenedCheckpoint): string {
  const signature = cosign(note.text, name, key, Math.floor(now() / 1000));
  return formatNote({ text: note.text, signatures: [signature] });
}

export const witnessVerifier = (name: string, key: KeyObject, algorithm: number): string =>
  formatVerifierKey(verifierOf(name, key, algorithm));

function detailOf({ status, body }: ApiAnswer): string {
  const { detail } = (typeof body === 'object' && body !== null ? body : {}) as { detail?: unknown };
  return typeof detail === 'string' ? detail : `The API answers ${status}.`;
}
