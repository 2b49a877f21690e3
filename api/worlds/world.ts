/** One world as the API serves it: real or exercise, with a record, an intake, views and a way to Temporal of its own. */
import type { Client } from '@temporalio/client';
import type { WorldSettings } from '../../config/config.js';
import type { Key, Office } from '../../domain/directory/directory.js';
import type { Plan } from '../../domain/plan/plan.js';
import { divide } from '../../domain/plan/speed.js';
import { canonicalJson } from '../../record/canonical.js';
import { IntakeLog } from '../../record/intake.js';
import type { Accepted } from '../../record/intake.js';
import type { RecordStore } from '../../record/record-store.js';
import { EventHub } from '../events/event-hub.js';
import { HOUSE } from '../house/house-entries.js';
import { Announcer } from '../house/announcer.js';
import { ForeignAlarms } from '../house/foreign-alarms.js';
import { HouseLog } from '../house/house-log.js';
import { enterStampKey } from '../house/stamp-key.js';
import type { Log } from '../log/log.js';
import type { AcceptanceClock } from '../temporal/acceptance-clock.js';
import { CaseGateway } from '../temporal/case-gateway.js';
import type { Stamper } from '../temporal/stamp.js';
import { CaseViews } from './case-views.js';

export interface World {
  settings: WorldSettings;
  /** As cases here act: divided by the speed. */
  plan: Plan;
  store: RecordStore;
  intake: IntakeLog;
  house: HouseLog;
  views: CaseViews;
  events: EventHub;
  gateway: CaseGateway;
  stamper: Stamper;
  clock: AcceptanceClock;
  client: Client;
  /** By SHA-256 of the key. */
  keys: ReadonlyMap<string, Key>;
  offices: ReadonlyMap<string, Office>;
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
  log: Log;
}

/** Opens what the API needs of a world. The store and the connection stay the caller's to close. */
export async function openWorld({ settings, store, client, stamper, clock, log }: WorldParts): Promise<World> {
  // A case names its plan and directory by hash; whoever reads the record later finds them beside it.
  await store.putObject(settings.planRef.hash, canonicalJson(settings.plan));
  await store.putObject(settings.directoryHash, canonicalJson(settings.caseDirectory));
  await enterStampKey(store, stamper, () => clock.accept());
  const intake = await IntakeLog.open(store);
  const house = new HouseLog({ store, now: () => clock.now(), log });
  const announcer = new Announcer({ settings: () => settings, client, house, log });
  const foreign = new ForeignAlarms(house, log);
  const views = new CaseViews({
    store,
    entries: (entry) => {
      if (entry.stream === HOUSE) house.fold(entry);
      else intake.fold(entry);
      announcer.fold(entry);
      foreign.fold(entry);
    },
    onCommand: (commandId) => intake.markAnswered(commandId),
    onFault: (error, { stream, seq }) => log.error({ err: error, stream, seq }, 'An entry could not be folded'),
  });
  await views.start();
  foreign.begin();
  const events = new EventHub(views, () => clock.now());
  return {
    settings,
    plan: divide(settings.plan, settings.speed),
    store,
    intake,
    house,
    views,
    events,
    gateway: new CaseGateway(client, log),
    stamper,
    clock,
    client,
    keys: new Map(settings.directory.keys.map((key) => [key.sha256, key])),
    offices: new Map(settings.directory.offices.map((office) => [office.id, office])),
    late: [],
    close: async () => {
      events.close();
      views.close();
      await announcer.close();
      await house.close();
    },
  };
}
