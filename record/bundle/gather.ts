/** What a bundle of one case is made of, as it stands in the record: lines as they are, and the objects that they name. */
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import type { Entry } from '../entry.js';
import type { RecordStore } from '../record-store.js';
import { ERASURES } from '../erasing.js';
import { HOUSE } from '../stamp-keys.js';
import { proveMany } from '../seal/many.js';
import { NoteFault } from '../seal/note.js';
import { proveStreams } from '../seal/proof.js';
import type { BundleProof } from '../verify/sealed.js';
import { SealedLog } from '../seal/sealed-log.js';
import type { Sealed } from '../seal/sealed-log.js';
import { COSIGNATURES, NotALog, SEAL_KEYS, SEALS } from '../seal/streams.js';
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
  /** Of `seal-keys`, whole; of `cosignatures` those of the checkpoint of the proof. */
  sealKeys: Entry[];
  cosignatures: Entry[];
  proof?: BundleProof;
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

/**
 * @param sealed the log of the record, for whoever has it already
 * @throws {ObjectMissing | RecordUnavailable}
 */
export async function gather(store: RecordStore, caseId: string, sealed = logOf(store)): Promise<Gathered> {
  // First: what is in the log then is in the streams when they are read.
  const log = await sealed;
  // The caller's log goes on meanwhile, and what is sealed then is not among what was read before.
  const latest = log?.latest;
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
  const keys = house.filter((entry) => typeOf(entry) === 'stamp-key');
  const parts = {
    house: house.filter((entry) => ABOUT_CASES.includes(typeOf(entry)) && bodyOf(entry)['caseId'] === caseId),
    workers: startsFor(workers, entries),
    publications: publications.filter((entry) => isOfPlan(publications, entry, plans)),
  };
  const seal = await sealOf(store, log, latest, caseId, [
    ...keys,
    ...parts.house,
    ...parts.workers,
    ...parts.publications,
  ]);
  return {
    caseId,
    entries,
    sent,
    histories,
    keys,
    ...parts,
    erasures,
    ...seal,
    texts: await textsOf(store, [...entries, ...sent]),
    objects,
    runs,
    messages: isClosed(entries) ? await kept(store, sent) : {},
  };
}

/** What is no log seals nothing; what was altered in it the check of the whole record says. */
async function logOf(store: RecordStore): Promise<SealedLog | undefined> {
  const [seals, sealKeys] = await Promise.all([store.read(SEALS), store.read(SEAL_KEYS)]);
  const log = new SealedLog();
  try {
    for (const entry of sealKeys) log.foldKey(entry);
    for (const entry of seals) log.fold(entry);
    return log;
  } catch (error) {
    if (error instanceof NotALog || error instanceof NoteFault) return undefined;
    throw error;
  }
}

/** Nothing where the record was not sealed yet. */
async function sealOf(
  store: RecordStore,
  log: SealedLog | undefined,
  latest: Sealed | undefined,
  caseId: string,
  parts: readonly Entry[],
): Promise<Pick<Gathered, 'sealKeys' | 'cosignatures' | 'proof'>> {
  const sealKeys = await store.read(SEAL_KEYS);
  if (!log || !latest) return { sealKeys, cosignatures: [] };
  const streams = [`case/${caseId}`, `sent/${caseId}`, `histories/${caseId}`, ERASURES];
  const proof = proveStreams(log, streams, latest);
  const { size } = latest;
  if (!proof || size === 0) return { sealKeys, cosignatures: [] };
  const leaves = parts.flatMap(({ stream, seq }) => {
    const index = log.indexOf(stream, seq);
    return index === undefined || index >= size ? [] : [{ stream, seq, index }];
  });
  const indices = leaves.map(({ index }) => index);
  const hashes = proveMany(log.tree, indices, size).map((hash) => hash.toString('hex'));
  const text = proof.checkpoint.slice(0, proof.checkpoint.lastIndexOf('\n\n') + 1);
  const cosignatures = (await store.read(COSIGNATURES)).filter((entry) => {
    const { note } = bodyOf(entry);
    return typeof note === 'string' && note.startsWith(`${text}\n`);
  });
  return { sealKeys, cosignatures, proof: { ...proof, parts: { leaves, hashes } } };
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
