/**
 * The files of a bundle: what an auditor, a court or a historian gets of one case, to be checked without us and without
 * anything of ours running (FORMAT.md). The same record makes the same bytes.
 */
import { gzipSync } from 'node:zlib';
import { canonicalJson, sha256Hex } from '../canonical.js';
import { entryLine } from '../entry.js';
import type { Entry } from '../entry.js';
import { messagesIn } from '../kept-messages.js';
import type { KeptMessage } from '../kept-messages.js';
import { byHand } from './by-hand.js';
import type { Gathered } from './gather.js';
import { spelled } from './spelled-history.js';
import { tarOf } from './tar.js';
import type { Files } from './tar.js';

export const FORMAT = 'holdfire-case/1';
export const MANIFEST = 'manifest.json';
export const VERIFIER = 'verify.mjs';

/** `verifier`: the program that checks it, as one file; absent where this installation was not built. */
export function bundleFiles(gathered: Gathered, verifier?: string): Files {
  const { caseId, entries, sent, histories, keys, house, workers, publications, erasures } = gathered;
  const texts: Record<string, string | Uint8Array> = {
    'README.txt': byHand(caseId),
    ...(verifier === undefined ? {} : { [VERIFIER]: verifier }),
    'case.json': `${canonicalJson({ format: FORMAT, caseId })}\n`,
    'entries.jsonl': linesOf(entries),
    'sent.jsonl': linesOf(sent),
    'histories.jsonl': linesOf(histories),
    'stamp-keys.jsonl': linesOf(keys),
    'house.jsonl': linesOf(house),
    'workers.jsonl': linesOf(workers),
    'publications.jsonl': linesOf(publications),
    'erasures.jsonl': linesOf(erasures),
    'texts.jsonl': Object.values(gathered.texts)
      .map((line) => `${line}\n`)
      .join(''),
  };
  if (gathered.proof) {
    texts['seal-keys.jsonl'] = linesOf(gathered.sealKeys);
    texts['cosignatures.jsonl'] = linesOf(gathered.cosignatures);
    texts['seal/proof.json'] = `${canonicalJson(gathered.proof)}\n`;
    texts['seal/checkpoint'] = gathered.proof.checkpoint;
  }
  for (const [hash, object] of Object.entries(gathered.objects)) texts[`objects/${hash}.json`] = canonicalJson(object);
  for (const [hash, text] of Object.entries(gathered.runs)) texts[`histories/${hash}.json.br`] = spelled(text);
  for (const [hash, text] of Object.entries(gathered.messages)) {
    texts[`messages/${hash}.json`] = text;
    for (const [name, one] of messageFiles(hash, text)) texts[name] = one;
  }
  const files = new Map(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)] as const));
  const hashes = Object.fromEntries([...files].map(([name, content]) => [name, sha256Hex(content)]));
  return new Map([...files, [MANIFEST, Buffer.from(`${canonicalJson({ files: hashes })}\n`)]]);
}

const linesOf = (entries: readonly Entry[]): string => entries.map((entry) => `${entryLine(entry)}\n`).join('');

/** For people: each message in a file of its own, as whoever was told has it. */
export function messageFiles(hash: string, text: string): [string, string][] {
  return messagesIn(text).messages.flatMap((message) => {
    const { id, sent } = message;
    if (!sent) return [];
    // What is in it twice was told twice: by the worker that died, and by the one that went on.
    const name = `messages/${hash.slice(0, 8)}/${id.replace(/[^A-Za-z0-9._-]/g, '-')}`;
    return sent.mediaType === 'message/rfc822'
      ? [[`${name}.eml`, sent.text] as [string, string]]
      : [[`${name}.json`, requestText(message)] as [string, string]];
  });
}

const requestText = ({ sent, channel, office, attempts }: KeptMessage): string =>
  `${JSON.stringify({ channel, office, headers: sent?.headers ?? {}, body: parsed(sent?.text ?? ''), attempts }, null, 2)}\n`;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // It stands as it was sent.
    return text;
  }
}

export const archiveOf = (caseId: string, files: Files): Buffer => gzipSync(tarOf(caseId, files), { level: 9 });
