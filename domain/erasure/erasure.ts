/**
 * How texts of the record are erased: by legal and an administrator over one list of them, within 24 hours, as a plan is
 * published (RULES 6), for neither may do it alone: legal knows what must go, the administrator that it is gone. Entries
 * of the stream `erasures`, and their fold. An entry names texts by their hashes and never holds any of them.
 */
import { requireSecond, signatureOf } from '../publication/decide-publication.js';
import type { Asking } from '../publication/decide-publication.js';
import { PUBLICATION_EXPIRY } from '../publication/publication.js';
import type { Publisher, PublicationSignature } from '../publication/publication.js';
import { plus } from '../instant.js';
import type { Instant } from '../instant.js';
import { Refused } from '../refused.js';

/** A text that lies beside an entry of this stream. */
export interface NamedText {
  stream: string;
  hash: string;
}

export interface Erasable {
  texts: NamedText[];
  /** Hashes of objects: histories of Temporal, messages as they were sent. */
  objects: string[];
  /** Why, in words that name nobody: it is kept. */
  reason: string;
  /** SHA-256 of the canonical JSON of the three: what is signed. */
  hash: string;
}

export type ErasureBody =
  | (Erasable & { type: 'erasure-proposed'; id: string; commandId: string; by: PublicationSignature })
  /** The second signature. It names everything again: this one entry is the decision. */
  | (Erasable & { type: 'erasure-decided'; id: string; commandId: string; by: PublicationSignature[] })
  | { type: 'erasure-withdrawn'; id: string; at: Instant; by: Publisher };

export interface Erasure extends Erasable {
  id: string;
  state: 'open' | 'decided' | 'withdrawn';
  signatures: PublicationSignature[];
  expiresAt: Instant;
  /** The entry of `erasures` that decided it. */
  entry?: number;
}

export interface Erasures {
  /** By id, in the order in which they were proposed. */
  all: Record<string, Erasure>;
  /** What each command did, for a repetition under the same Idempotency-Key. */
  commands: Record<string, { id: string; hash: string }>;
  seq: number;
}

export const NOTHING_ERASED: Erasures = { all: {}, commands: {}, seq: 0 };

export function foldErasure(before: Erasures, body: ErasureBody): Erasures {
  const seq = before.seq + 1;
  if (body.type === 'erasure-withdrawn') {
    const one = before.all[body.id];
    return one ? { ...before, seq, all: { ...before.all, [one.id]: { ...one, state: 'withdrawn' } } } : before;
  }
  const { id, commandId, texts, objects, reason, hash } = body;
  const named: Erasable = { texts, objects, reason, hash };
  const one: Erasure =
    body.type === 'erasure-proposed'
      ? { ...named, id, state: 'open', signatures: [body.by], expiresAt: plus(body.by.at, PUBLICATION_EXPIRY) }
      : { ...(before.all[id] as Erasure), ...named, state: 'decided', signatures: body.by, entry: seq };
  return { seq, all: { ...before.all, [id]: one }, commands: { ...before.commands, [commandId]: { id, hash } } };
}

const WHO = 'Texts are erased by a legal office and an administrator.';

/** @throws {Refused} */
export const mayErase = (asking: Asking): PublicationSignature => signatureOf(asking, WHO);

type BodyOf<Type extends ErasureBody['type']> = Extract<ErasureBody, { type: Type }>;

/** @throws {Refused} */
export function proposeErasure(before: Erasures, what: Erasable, asking: Asking): BodyOf<'erasure-proposed'> {
  const by = mayErase(asking);
  if (what.texts.length + what.objects.length === 0) throw new Refused('invalid', 'It names nothing to erase.');
  const id = `e${Object.keys(before.all).length + 1}`;
  return { type: 'erasure-proposed', id, commandId: asking.commandId, ...what, by };
}

/** @throws {Refused} */
export function signErasure(before: Erasures, id: string, hash: string, asking: Asking): BodyOf<'erasure-decided'> {
  const second = mayErase(asking);
  const one = openErasure(before, id, asking.at);
  if (one.hash !== hash) {
    throw new Refused('conflict', `${id} is about ${one.hash}; what you signed has another hash. Read it again.`);
  }
  const first = one.signatures[0] as PublicationSignature;
  requireSecond(first, second, asking);
  const { texts, objects, reason } = one;
  const by = [first, second];
  return { type: 'erasure-decided', id, commandId: asking.commandId, texts, objects, reason, hash, by };
}

/** @throws {Refused} */
export function withdrawErasure(before: Erasures, id: string, { actor, at }: Asking): BodyOf<'erasure-withdrawn'> {
  const { office, organisation, person, means } = actor;
  const one = openErasure(before, id, at);
  if (one.signatures[0]?.person !== person) throw new Refused('forbidden', 'Only who proposed it can withdraw it.');
  return { type: 'erasure-withdrawn', id, at, by: { office, organisation, person, means } };
}

function openErasure({ all }: Erasures, id: string, at: Instant): Erasure {
  const one = Object.hasOwn(all, id) ? all[id] : undefined;
  if (!one) throw new Refused('not-found', `There is no erasure ${id}; GET /api/v1/erasures lists them.`);
  if (one.state === 'decided') throw new Refused('conflict', `${id} was decided; what it names is erased.`);
  if (one.state === 'withdrawn') throw new Refused('gone', `${id} was withdrawn; propose it anew.`);
  if (at >= one.expiresAt) throw new Refused('gone', `${id} lapsed at ${one.expiresAt}; propose it anew.`);
  return one;
}

/** Those that were decided, by the text that they name. */
export function erasedTexts({ all }: Erasures): Map<string, Erasure> {
  const found = new Map<string, Erasure>();
  for (const one of Object.values(all)) {
    if (one.state === 'decided') for (const { stream, hash } of one.texts) found.set(`${stream} ${hash}`, one);
  }
  return found;
}
