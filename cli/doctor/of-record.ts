/** Whether the record takes what is written, and what stands in it that somebody should see to. */
import { existsSync } from 'node:fs';
import type { Config } from '../../config/config.js';
import { CANARY, CANARY_EVERY } from '../../domain/canary.js';
import type { Directory } from '../../domain/directory/directory.js';
import { between, DAY, HOUR, instant, MINUTE } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import { foldKey, NO_KEYS } from '../../domain/keys/key.js';
import type { KeyBody } from '../../domain/keys/key.js';
import { planFaults } from '../../domain/publication/check-publication.js';
import type { Plan } from '../../domain/plan/plan.js';
import { planInForce } from '../../domain/publication/publication.js';
import { openStore } from '../../record/open-store.js';
import { PublicationLog } from '../../record/publications.js';
import { RecordUnavailable } from '../../record/record-store.js';
import type { RecordStore } from '../../record/record-store.js';
import { sealBody, SEALS } from '../../record/seal/streams.js';
import { unless, well, wrong } from './finding.js';
import type { Finding } from './finding.js';

/** Somebody has to hand a new key over and have it confirmed. */
const SOON = 14 * DAY;

/** As the watchdog judges it where no case is open. */
const SEALED_WITHIN = 2.5 * HOUR;

export async function ofRecord({ record, canary }: Config, now = Date.now()): Promise<Finding[]> {
  // Looking must not make one.
  if (record.kind === 'dir' && !existsSync(record.path)) {
    return [wrong(`There is no record at ${record.path}: nothing was started here, or HOLDFIRE_RECORD is another.`)];
  }
  let store: RecordStore;
  try {
    store = await openStore(record);
  } catch (error) {
    if (!(error instanceof RecordUnavailable)) throw error;
    return [wrong(error.message)];
  }
  try {
    const at = instant(now);
    const opened =
      record.kind === 'dir'
        ? `The record at ${record.path} can be written, and flushed to the disk.`
        : 'The database of the record answers, and takes what is appended alone.';
    return [
      well(opened),
      ...(await ofPublications(store, at)),
      ...(canary ? await ofCanary(store, at) : []),
      await ofSeals(store, at),
    ];
  } finally {
    await store.close();
  }
}

async function ofPublications(store: RecordStore, at: Instant): Promise<Finding[]> {
  const publications = await PublicationLog.open(store);
  const { directoryHash, state } = publications;
  const inForce = planInForce(state);
  if (directoryHash === undefined || !inForce) {
    return [wrong('No plan and no directory are in force yet: no API has started on this record.')];
  }
  const directory = (await publications.contentOf(directoryHash)) as Directory;
  const plan = (await publications.contentOf(inForce.hash)) as Plan;
  const gaps = planFaults(plan, directory, at).map(({ message }) => `The directory in force: ${message}`);
  return [
    ...unless(
      gaps,
      `The directory in force suffices for plan ${plan.id} ${plan.version}, now and at its known changes.`,
    ),
    ...(await ofKeys(store, directory, at)),
  ];
}

async function ofKeys(store: RecordStore, directory: Directory, at: Instant): Promise<Finding[]> {
  const entries = await store.read('keys');
  const { issued, revoked } = entries.reduce((keys, { body }) => foldKey(keys, body as KeyBody), NO_KEYS);
  const all = [...directory.keys, ...Object.values(issued)].filter(({ id }) => revoked[id] === undefined);
  const lastOf = new Map<string, Instant>();
  for (const { office, to = '9999' } of all) if ((lastOf.get(office) ?? '') < to) lastOf.set(office, to);
  const faults = [...lastOf].flatMap(([office, to]) => {
    if (to === '9999' || between(at, to) > SOON) return [];
    const when = to <= at ? 'expired at' : 'expires at';
    return [`The last key of ${office} ${when} ${to}: "holdfire key issue ${office}", and have it confirmed.`];
  });
  return unless(faults, `Every office that has a key has one for more than ${SOON / DAY} days.`);
}

async function ofCanary(store: RecordStore, at: Instant): Promise<Finding[]> {
  const last = (await store.read(CANARY)).at(-1)?.body as { at: Instant } | undefined;
  const every = `it comes every ${CANARY_EVERY / MINUTE} min`;
  if (!last) return [wrong(`No canary ever came; ${every} once a worker runs and the exercise namespace is there.`)];
  const age = Math.round(between(last.at, at) / MINUTE);
  return [
    between(last.at, at) <= 3 * CANARY_EVERY
      ? well(`The canary came ${age} min ago.`)
      : wrong(`The canary came ${age} min ago, and ${every}: workers, Temporal or the exercise namespace are away.`),
  ];
}

/** What is told while a case is open (5 min) the API says itself, as a part of `/health/ready`. */
async function ofSeals(store: RecordStore, at: Instant): Promise<Finding> {
  const checkpoints = (await store.read(SEALS)).filter((entry) => sealBody(entry).type === 'checkpoint');
  const last = checkpoints.at(-1)?.recordedAt;
  if (last === undefined) return wrong('The record was never sealed; that is done within a minute once a worker runs.');
  const says = `The record was last sealed ${Math.round(between(last, at) / MINUTE)} min ago`;
  if (between(last, at) <= SEALED_WITHIN) return well(`${says}.`);
  return wrong(`${says}, and that is done every hour at least: the log of the workers says why.`);
}
