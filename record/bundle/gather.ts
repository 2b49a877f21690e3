/** What a bundle of one case is made of, as it stands in the record: lines as they are, and the objects that they name. */
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import type { Entry } from '../entry.js';
import type { RecordStore } from '../record-store.js';
import { ERASURES } from '../erasing.js';
import { HOUSE } from '../stamp-keys.js';
import { textsOf } from '../texts-of.js';

/** Whole streams end in a chain of their own; parts are chosen lines, as many as concern the case. */
export interface Gathered {
  caseId: string;
  /** Of `case/CASEID`, whole. */
  entries: Entry<CaseEntryBody>[];
  /** Of `sent/CASEID`, whole. */
  sent: Entry[];
  /** Of `histories/CASEID`, whole. */
  histories: Entry[];
  /** Of `house`: which keys the API stamped with. */
  keys: Entry[];
  /** Of `house`: what happened to the case past its own stream. */
  house: Entry[];
  /** Of `workers`: which programs may have run it. */
  workers: Entry[];
  /** Of `publications`: how its plans came into force. */
  publications: Entry[];
  /** Of `erasures`, whole. */
  erasures: Entry[];
  /** Lines of the texts beside entries and outcomes, by their hash. */
  texts: Record<string, string>;
  /** Plans and directories by their hash. */
  objects: Record<string, unknown>;
  /** Texts by their hash: Temporal's histories, and messages as they were sent. */
  runs: Record<string, string>;
  messages: Record<string, string>;
}

/** The record names an object that is not there. */
export class ObjectMissing extends Error {
  constructor(hash: string) {
    super(`The record lacks the object ${hash}.`);
  }
}

const ABOUT_CASES = ['case-disturbed', 'case-recovered', 'after-closure', 'bundle-verified'];

/** @throws {ObjectMissing | RecordUnavailable} */
export async function gather(store: RecordStore, caseId: string): Promise<Gathered> {
  const [entries, sent, histories, house, workers, publications, erasures] = await Promise.all([
    store.read(`case/${caseId}`) as Promise<Entry<CaseEntryBody>[]>,
    store.read(`sent/${caseId}`),
    store.read(`histories/${caseId}`),
    store.read(HOUSE),
    store.read('workers'),
    store.read('publications'),
    store.read(ERASURES),
  ]);
  const objects: Record<string, unknown> = {};
  for (const hash of new Set(entries.flatMap(({ body }) => [body.plan.hash, body.directoryHash]))) {
    objects[hash] = JSON.parse(await text(store, hash));
  }
  const runs: Record<string, string> = {};
  for (const { body } of histories) {
    const { sha256 } = body as { sha256?: string };
    // One that was erased by decision is not there; that it was is said by `erasures`.
    const history = sha256 === undefined ? undefined : await store.getObject(sha256);
    if (sha256 !== undefined && history !== undefined) runs[sha256] = history;
  }
  const plans = new Set(entries.map(({ body }) => body.plan.hash));
  return {
    caseId,
    entries,
    sent,
    histories,
    keys: house.filter((entry) => typeOf(entry) === 'stamp-key'),
    house: house.filter((entry) => ABOUT_CASES.includes(typeOf(entry)) && bodyOf(entry)['caseId'] === caseId),
    workers: startsFor(workers, entries),
    publications: publications.filter((entry) => isOfPlan(publications, entry, plans)),
    erasures,
    texts: await textsOf(store, [...entries, ...sent]),
    objects,
    runs,
    messages: isClosed(entries) ? await kept(store, sent) : {},
  };
}

async function text(store: RecordStore, hash: string): Promise<string> {
  const found = await store.getObject(hash);
  if (found === undefined) throw new ObjectMissing(hash);
  return found;
}

const bodyOf = ({ body }: Entry): Record<string, unknown> => (body ?? {}) as Record<string, unknown>;
const typeOf = (entry: Entry): string => {
  const { type } = bodyOf(entry);
  return typeof type === 'string' ? type : '';
};

const isClosed = (entries: readonly Entry<CaseEntryBody>[]): boolean =>
  entries.some(({ body }) => body.events.some(({ type }) => type === 'case-closed'));

/** What was erased by decision is not there, and that it is not says the entry of the decision. */
async function kept(store: RecordStore, sent: readonly Entry[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of sent) {
    const hash = bodyOf(entry)['kept'];
    const one = typeof hash === 'string' ? await store.getObject(hash) : undefined;
    if (typeof hash === 'string' && one !== undefined) found[hash] = one;
  }
  return found;
}

/** From the last starts before it opened on; and what is said of its own runs. */
function startsFor(workers: readonly Entry[], entries: readonly Entry<CaseEntryBody>[]): Entry[] {
  const runIds = new Set(entries.map(({ body }) => body.temporal.runId));
  const [from = '', to = ''] = [entries[0]?.recordedAt, entries.at(-1)?.recordedAt];
  const starts = workers.filter((entry) => typeOf(entry) === 'worker-started' && entry.recordedAt <= to);
  const before = starts.filter(({ recordedAt }) => recordedAt < from).slice(-MOST_WORKERS_BEFORE);
  return workers.filter((entry) => {
    if (typeOf(entry) === 'worker-started')
      return starts.includes(entry) && (entry.recordedAt >= from || before.includes(entry));
    return runIds.has(String(bodyOf(entry)['runId']));
  });
}

/** Workers that run at once, at most: their starts lie one after the other. */
const MOST_WORKERS_BEFORE = 20;

function isOfPlan(all: readonly Entry[], entry: Entry, plans: ReadonlySet<string>): boolean {
  const { hash, id, what } = bodyOf(entry);
  if (typeof hash === 'string') return plans.has(hash) && what !== 'directory';
  const proposed = all.find((one) => bodyOf(one)['id'] === id && typeOf(one) === 'publication-proposed');
  return proposed !== undefined && plans.has(String(bodyOf(proposed)['hash']));
}
