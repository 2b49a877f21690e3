/**
 * Which parts of an entry's body are free text, or prove what a free text said: they lie beside the entry, so that they
 * can be erased (docs/decisions/0005). By the names of members, for every stream that people's words come into.
 */

import { below } from '../domain/pointer.js';

/** What people wrote, or where they are reached. */
const WORDS = new Set(['description', 'text', 'reason', 'uri', 'detail', 'label', 'address', 'last', 'message']);

/** Proofs over words, by which a guess at erased words could be confirmed. Always. */
const HASHES = new Set(['textHash', 'contentHash']);

/** The same, where the entry holds words or a hash of them: over nothing else there is nothing to guess. */
const PROOFS = new Set(['stamp', 'fingerprint', 'signature']);

/** A provider's words, where they name an address; a message's own content, where it is one text. */
const ADDRESS = /@|:\/\//;

/** What is published, or made by us, and says nothing of anybody. */
const CLOSED = new Set(['plan', 'directory', 'content', 'preview', 'table', 'needs', 'because', 'links']);

/** Events whose `reason` is one of a few codes. */
const CODED = new Set(['proposal-lapsed']);

const STREAMS = /^(case|sent|review)\/|^(intake|house)$/;

/** JSON Pointers (RFC 6901) into the body, in order; none for streams into which no words of people come. */
export function freeText(stream: string, body: unknown): string[] {
  if (!STREAMS.test(stream)) return [];
  const found: { words: string[]; proofs: string[] } = { words: [], proofs: [] };
  look(body, '', found);
  return found.words.length === 0 ? [] : [...found.words, ...found.proofs].sort();
}

/** Whether the part at this pointer only proves what words said. */
export const isProof = (pointer: string): boolean => {
  const key = pointer.slice(pointer.lastIndexOf('/') + 1);
  return HASHES.has(key) || PROOFS.has(key);
};

function look(value: unknown, at: string, found: { words: string[]; proofs: string[] }): void {
  if (typeof value !== 'object' || value === null) return;
  const { type } = value as { type?: unknown };
  for (const [key, part] of Object.entries(value)) {
    if (CLOSED.has(key)) continue;
    const pointer = below(at, key);
    if (typeof part !== 'string') look(part, pointer, found);
    else if (part === '') continue;
    else if (isWords(key, part, type)) found.words.push(pointer);
    else if (PROOFS.has(key)) found.proofs.push(pointer);
  }
}

function isWords(key: string, text: string, type: unknown): boolean {
  if (key === 'reason') return !CODED.has(type as string);
  if (key === 'said') return ADDRESS.test(text);
  return WORDS.has(key) || HASHES.has(key) || key === 'body';
}
