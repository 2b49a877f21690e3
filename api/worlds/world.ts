/** One world as the API serves it: real or exercise, with a record, an intake, views and a way to Temporal of its own. */
import type { Client } from '@temporalio/client';
import type { CodecKeys } from '../../config/codec-keys.js';
import type { WorldSettings } from '../../config/config.js';
import type { Office } from '../../domain/directory/directory.js';
import type { Instant } from '../../domain/instant.js';
import type { Plan } from '../../domain/plan/plan.js';
import { enterCodecKey } from '../../record/codec-keys.js';
import { INTAKE, IntakeLog } from '../../record/intake.js';
import type { Accepted } from '../../record/intake.js';
import { PublicationLog, PUBLICATIONS } from '../../record/publications.js';
import type { Entry } from '../../record/entry.js';
import type { RecordStore } from '../../record/record-store.js';
import { seed } from '../../record/seeding.js';
import { BundleKeeper } from '../bundles/bundle-keeper.js';
import { Bundles } from '../bundles/bundles.js';
import { ChannelTests } from '../directory/channel-tests.js';
import { ErasureLog } from '../erasures/erasure-log.js';
import { EventHub } from '../events/event-hub.js';
import { ExerciseLog, EXERCISES } from '../exercises/exercise-log.js';
import { CaseWatch } from '../case-watch/case-watch.js';
import { HistoryKeeper } from '../histories/history-keeper.js';
import { HOUSE } from '../house/house-entries.js';
import { Announcer } from '../house/announcer.js';
import { ForeignAlarms } from '../house/foreign-alarms.js';
import { HouseLog } from '../house/house-log.js';
import { enterStampKey } from '../house/stamp-key.js';
import { HoldKeeper } from '../holds/hold-keeper.js';
import { Keyring, KEYS } from '../keys/keyring.js';
import type { Log } from '../log/log.js';
import { DirectoryKeeper } from '../publications/directory-keeper.js';
import { InForceNow } from '../publications/in-force.js';
import { IntakePace } from '../reports/intake-pace.js';
import { SealKeeper } from '../seals/seal-keeper.js';
import { SealLog } from '../seals/seal-log.js';
import { Witnesses } from '../seals/witnesses.js';
import { REVIEW, ReviewViews } from '../reviews/review-views.js';
import type { AcceptanceClock } from '../temporal/acceptance-clock.js';
import { RecordFigures } from '../metrics/record-figures.js';
import { CaseGateway } from '../temporal/case-gateway.js';
import type { Stamper } from '../temporal/stamp.js';
import { WeakenedFlags } from '../violations/weakened-flags.js';
import { CaseViews } from './case-views.js';

export interface World {
  /** With the plan and the directory that are in force now. */
  readonly settings: WorldSettings;
  /** As cases here act: divided by the speed. */
  readonly plan: Plan;
  publications: PublicationLog;
  inForce: InForceNow;
  tests: ChannelTests;
  store: RecordStore;
  intake: IntakeLog;
  house: HouseLog;
  views: CaseViews;
  reviews: ReviewViews;
  events: EventHub;
  gateway: CaseGateway;
  stamper: Stamper;
  clock: AcceptanceClock;
  client: Client;
  /** Absent: payloads are not encrypted. */
  codecKeys?: CodecKeys;
  keyring: Keyring;
  holds: HoldKeeper;
  watch: CaseWatch;
  histories: HistoryKeeper;
  /** How fast reports go on to Temporal. */
  pace: IntakePace;
  bundles: Bundles;
  /** Plays of scripts; empty in the real world. */
  exercises: ExerciseLog;
  seals: SealLog;
  witnesses: Witnesses;
  figures: RecordFigures;
  erasures: ErasureLog;
  /** Since when this API's stamps count. */
  stampsSince: Instant;
  readonly offices: ReadonlyMap<string, Office>;
  /** Reports that went to Temporal while the record was away, for the intake when it is back. */
  late: Omit<Accepted, 'type' | 'revision'>[];
  close(): Promise<void>;
}

export interface WorldParts {
  settings: WorldSettings;
  store: RecordStore;
  client: Client;
  stamper: Stamper;
  clock: AcceptanceClock;
  codecKeys?: CodecKeys;
  log: Log;
  /**
   * Whether open cases are compared with Temporal's, histories exported and the record sealed: on every server that has
   * lists and does not skip time.
   */
  watches: boolean;
  /** How long a person waits for a worker's answer, milliseconds; absent: the gateway's default. */
  patienceMs?: number;
  /** How often the record is sealed at the most, milliseconds; absent: each minute. */
  sealEveryMs?: number;
  /** The verifier of bundles as one file. */
  verifierFile: string;
}

/**
 * Opens what the API needs of a world. The store and the connection stay the caller's to close.
 * @throws {FileDiffers} where the record began with other files
 */
export async function openWorld(parts: WorldParts): Promise<World> {
  const { settings, store, client, stamper, clock, codecKeys, log, verifierFile } = parts;
  const now = (): Instant => clock.now();
  const publications = await PublicationLog.open(store);
  for (const sentence of await seed(publications, settings, now())) log.warn({}, sentence);
  const inForce = await InForceNow.open({ settings, publications, store, now });
  const stampsSince = await enterStampKey(store, stamper, () => clock.accept());
  await enterCodecKey(store, HOUSE, codecKeys?.encrypting, now);
  const keyring = await Keyring.open(store, inForce);
  const intake = await IntakeLog.open(store);
  const exercises = await ExerciseLog.open(store);
  const house = new HouseLog({ store, now, log });
  const tests = new ChannelTests();
  const announcer = new Announcer({
    settings: () => inForce.settings,
    isHeld: () => holds.current !== undefined,
    client,
    house,
    publications,
    log,
  });
  const foreign = new ForeignAlarms(house, log);
  const pace = new IntakePace();
  const figures = new RecordFigures(settings.name);
  const reviews = new ReviewViews(() => inForce.plan);
  const views = new CaseViews({
    store,
    entries: (entry) => {
      if (entry.stream === HOUSE) house.fold(entry);
      else if (entry.stream === PUBLICATIONS) publications.fold(entry);
      else if (entry.stream === KEYS) keyring.fold(entry);
      else if (entry.stream === EXERCISES) played(entry);
      else intake.fold(entry);
      reviews.fold(entry);
      figures.fold(entry);
      tests.fold(entry);
      holds.fold(entry);
      erasures.fold(entry);
      announcer.fold(entry);
      if (entry.stream === PUBLICATIONS) keeper.look();
      foreign.fold(entry);
      flags.fold(entry);
      watch.fold(entry);
      histories.fold(entry);
      pace.fold(entry);
      verifying.fold(entry);
      seals.fold(entry);
      witnesses.fold(entry);
    },
    onCommand: (commandId) => intake.markAnswered(commandId),
    onFault: (error, { stream, seq }) => log.error({ err: error, stream, seq }, 'An entry could not be folded'),
  });
  /** Another process of the API has begun the next exercise: this one goes on in it too. */
  const played = (entry: Entry): void => {
    const body = exercises.fold(entry);
    if (body?.type !== 'play-begun') return;
    inForce
      .turnTo({ agreement: `exercise-${body.n}`, speed: body.speed })
      .catch((error: unknown) => log.error({ err: error }, 'The next exercise could not be begun here'));
  };
  const onErased = async (streams: ReadonlySet<string>): Promise<void> => {
    await views.foldAnew(streams);
    if (streams.has(INTAKE)) await intake.foldAnew();
    if (streams.has(HOUSE)) for (const entry of await store.read(HOUSE)) house.fold(entry);
    for (const stream of streams) {
      if (!stream.startsWith(REVIEW)) continue;
      while (!reviews.foldAnew(stream.slice(REVIEW.length), await store.read(stream)));
    }
  };
  const erasures = new ErasureLog({ store, onErased, log });
  const gateway = new CaseGateway(client, log, parts.patienceMs);
  const keeper = new DirectoryKeeper({ inForce, publications, views, gateway, stamper, now, log });
  const holds = new HoldKeeper({ views, gateway, stamper, now, log });
  const flags = new WeakenedFlags({ views, gateway, stamper, now, log });
  const watch = new CaseWatch({ views, house, client, now, log });
  const histories = new HistoryKeeper({ views, watch, store, client, erasures, now, log });
  const seals = new SealLog(store);
  const bundles = new Bundles({ store, house, now, seals, verifierFile });
  const verifying = new BundleKeeper({ views, histories, watch, house, bundles, verifierFile, now, log });
  const witnesses = new Witnesses(store);
  const { sealEveryMs: everyMs } = parts;
  const seal = new SealKeeper(
    client,
    { agreement: settings.agreement, ...(everyMs === undefined ? {} : { everyMs }) },
    log,
  );
  await views.start();
  await erasures.carryOut();
  holds.start();
  keeper.start();
  flags.start();
  foreign.begin();
  if (parts.watches) {
    watch.start();
    histories.start();
    verifying.start();
    seal.start();
  }
  const events = new EventHub(views, now);
  return {
    get settings() {
      return inForce.settings;
    },
    get plan() {
      return inForce.plan;
    },
    get offices() {
      return inForce.offices;
    },
    publications,
    inForce,
    keyring,
    holds,
    watch,
    histories,
    pace,
    bundles,
    exercises,
    seals,
    witnesses,
    figures,
    erasures,
    tests,
    store,
    intake,
    house,
    views,
    reviews,
    stampsSince,
    events,
    gateway,
    stamper,
    clock,
    client,
    ...(codecKeys ? { codecKeys } : {}),
    late: [],
    close: async () => {
      pace.close();
      events.close();
      views.close();
      await keeper.close();
      await holds.close();
      await flags.close();
      await watch.close();
      await verifying.close();
      await histories.close();
      await seal.close();
      await announcer.close();
      await house.close();
    },
  };
}
