/** One world as the API serves it: real or exercise, with a record, an intake, views and a way to Temporal of its own. */
import type { Client } from '@temporalio/client';
import type { Log } from '../log/log.js';
import type { WorldSettings } from '../../config/config.js';
import type { Key, Office } from '../../domain/directory/directory.js';
import { canonicalJson } from '../../record/canonical.js';
import { INTAKE, IntakeLog } from '../../record/intake.js';
import type { Accepted } from '../../record/intake.js';
import type { RecordStore } from '../../record/record-store.js';
import { CaseGateway } from '../temporal/case-gateway.js';
import type { AcceptanceClock } from '../temporal/acceptance-clock.js';
import type { Stamper } from '../temporal/stamp.js';
import { CaseViews } from './case-views.js';

export interface World {
  settings: WorldSettings;
  store: RecordStore;
  intake: IntakeLog;
  views: CaseViews;
  gateway: CaseGateway;
  clock: AcceptanceClock;
  client: Client;
  /** By SHA-256 of the key. */
  keys: ReadonlyMap<string, Key>;
  offices: ReadonlyMap<string, Office>;
  /** Reports that went to Temporal while the record was away, for the intake when it is back. */
  late: Omit<Accepted, 'type' | 'revision'>[];
  close(): void;
}

export interface WorldParts {
  settings: WorldSettings;
  store: RecordStore;
  client: Client;
  stamper: Stamper;
  clock: AcceptanceClock;
  log: Log;
}

export async function openWorld({ settings, store, client, stamper, clock, log }: WorldParts): Promise<World> {
  // A case names its plan and directory by hash; whoever reads the record later finds them beside it.
  await store.putObject(settings.planRef.hash, canonicalJson(settings.plan));
  await store.putObject(settings.directoryHash, canonicalJson(settings.caseDirectory));
  const intake = await IntakeLog.open(store);
  const views = new CaseViews(
    store,
    (entry) => {
      if (entry.stream === INTAKE) intake.fold(entry);
    },
    (commandId) => intake.markAnswered(commandId),
    (error) => log.error({ err: error }, 'An entry of the record could not be folded'),
  );
  await views.start();
  const keys = new Map(settings.directory.keys.map((key) => [key.sha256, key]));
  const offices = new Map(settings.directory.offices.map((office) => [office.id, office]));
  const gateway = new CaseGateway(client, settings, stamper, log);
  return {
    settings,
    store,
    intake,
    views,
    gateway,
    clock,
    client,
    keys,
    offices,
    late: [],
    close: () => views.close(),
  };
}
