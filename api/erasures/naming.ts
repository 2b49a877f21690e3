/**
 * Which texts of the record go together: those that somebody names, every other copy of the same words where they came
 * by, and the proofs over them (`free-text.ts`), by which a guess could be confirmed. And the objects that quote a case.
 */
import type { NamedText } from '../../domain/erasure/erasure.js';
import { Refused } from '../../domain/refused.js';
import { textOf } from '../../record/beside.js';
import type { Entry } from '../../record/entry.js';
import { isProof } from '../../record/free-text.js';
import { INTAKE } from '../../record/intake.js';
import { HOUSE } from '../../record/stamp-keys.js';
import type { RecordStore } from '../../record/record-store.js';
import { historyStream, sentStream } from '../../workflows/messages.js';
import type { World } from '../worlds/world.js';

/** A text of the record, with where it stands. */
export interface FoundText extends NamedText {
  text: string;
  /** Entries that name it, and the place in each; none: its writer was interrupted before the entry. */
  places: { seq: number; place: string }[];
}

export interface Found {
  texts: FoundText[];
  objects: string[];
  /** Cases that are at work, or whose history is not here yet: nothing can be erased out of them. */
  open: string[];
}

/** Texts of any stream that hold these words, letters large or small. */
export async function containing(store: RecordStore, words: string): Promise<FoundText[]> {
  const sought = words.toLowerCase();
  const found: FoundText[] = [];
  for (const stream of await store.streams()) {
    for (const one of await textsOf(store, stream)) if (one.text.toLowerCase().includes(sought)) found.push(one);
  }
  return found;
}

/** Texts of these hashes, wherever they lie. */
export async function named(store: RecordStore, hashes: readonly string[]): Promise<FoundText[]> {
  const found: FoundText[] = [];
  for (const stream of await store.streams()) {
    found.push(...(await textsOf(store, stream)).filter(({ hash }) => hashes.includes(hash)));
  }
  return found;
}

async function textsOf(store: RecordStore, stream: string): Promise<FoundText[]> {
  const lines = await store.texts(stream);
  if (lines.length === 0) return [];
  const places = placesOf(await store.read(stream));
  return lines.flatMap((line) => {
    const text = textOf(line);
    return text === undefined ? [] : [{ stream, hash: line.hash, text, places: places.get(line.hash) ?? [] }];
  });
}

function placesOf(entries: readonly Entry[]): Map<string, FoundText['places']> {
  const found = new Map<string, FoundText['places']>();
  for (const { seq, beside = {} } of entries) {
    for (const [place, hash] of Object.entries(beside)) found.set(hash, [...(found.get(hash) ?? []), { seq, place }]);
  }
  return found;
}

/** Words as short as this stand in many records by chance; only the proofs lead from one stream to another by them. */
const TELLING = 12;

/** What has to go with these, so that nothing is left that says or proves the same. */
export async function withAllThatGoes(
  { store, views, reviews, histories }: Pick<World, 'store' | 'views' | 'reviews' | 'histories'>,
  picked: readonly FoundText[],
): Promise<Found> {
  const all: FoundText[] = [];
  for (const stream of besides(picked)) all.push(...(await textsOf(store, stream)));
  const gone = new Set(picked.map(keyOf));
  const values = new Set<string>();
  for (let before = -1; before !== gone.size;) {
    before = gone.size;
    const entries = new Set<string>();
    for (const one of all) {
      if (!gone.has(keyOf(one))) continue;
      if (one.text.length >= TELLING) values.add(one.text);
      for (const { seq } of one.places) entries.add(`${one.stream} ${seq}`);
    }
    for (const one of all) {
      const proves = one.places.some(({ seq, place }) => isProof(place) && entries.has(`${one.stream} ${seq}`));
      if (proves || values.has(one.text)) gone.add(keyOf(one));
    }
  }
  const texts = all.filter((one) => gone.has(keyOf(one)));
  const cases = new Set(texts.flatMap(({ stream }) => caseOf(stream) ?? []));
  const objects: string[] = [];
  for (const caseId of cases) objects.push(...(await quoting(store, caseId)));
  const atWork = (caseId: string): boolean => {
    const view = views.row(caseId);
    return view !== undefined && (view.state.status !== 'closed' || histories.isOwed(view));
  };
  const waits = (reviewId: string): boolean => reviews.get(reviewId)?.state.clock !== undefined;
  const inReviews = [...new Set(texts.flatMap(({ stream }) => reviewOf(stream) ?? []))].filter(waits);
  return { texts, objects, open: [...[...cases].filter(atWork), ...inReviews] };
}

/** Where copies of words in these streams can lie: a case and what was sent of it, and what came before and beside it. */
function besides(picked: readonly FoundText[]): Set<string> {
  const streams = new Set([INTAKE, HOUSE, ...picked.map(({ stream }) => stream)]);
  for (const { stream } of picked) {
    const caseId = caseOf(stream);
    if (caseId !== undefined) for (const one of [`case/${caseId}`, sentStream(caseId)]) streams.add(one);
  }
  return streams;
}

const keyOf = ({ stream, hash }: NamedText): string => `${stream} ${hash}`;

const reviewOf = (stream: string): string | undefined => /^review\/(.+)$/.exec(stream)?.[1];

export const caseOf = (stream: string): string | undefined => /^(?:case|sent)\/(.+)$/.exec(stream)?.[1];

/** Temporal's own histories of a case, and its messages as they were sent, hold every word of it. */
async function quoting(store: RecordStore, caseId: string): Promise<string[]> {
  const entries = [...(await store.read(historyStream(caseId))), ...(await store.read(sentStream(caseId)))];
  const hashes = entries.flatMap(({ body }) => {
    const { sha256, kept } = body as { sha256?: string; kept?: string };
    return [sha256, kept].filter((hash) => hash !== undefined);
  });
  const there = new Set(await store.objects());
  return [...new Set(hashes)].filter((hash) => there.has(hash));
}

/** @throws {Refused} where something of it is still at work */
export function requireEnded({ open }: Found): void {
  const [first] = open;
  if (first === undefined) return;
  const detail = `${first} has not closed, or its history is not in the record yet: these words would be written again. Ask again once it has, a minute after.`;
  throw new Refused('conflict', detail);
}
