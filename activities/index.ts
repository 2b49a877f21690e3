/** Everything that workflows do in the world: they record, they tell, they seal, and they have the agreement count. */
import type { KeyObject } from 'node:crypto';
import type { ChannelKind, OfficeId } from '../domain/directory/directory.js';
import type { Message, Telling } from '../domain/notice/matter.js';
import { RecordConflict } from '../record/record-store.js';
import type { RecordStore } from '../record/record-store.js';
import { reviewStream } from '../workflows/messages.js';
import type {
  CaseActivities,
  HouseActivities,
  ReviewActivities,
  SealActivities,
  StartActivities,
} from '../workflows/messages.js';
import type { ReviewEntryBody } from '../domain/review/review.js';
import type { ChannelAddress } from './channels/channel.js';
import type { Channels } from './channels/registry.js';
import type { Log } from './log.js';
import { countSoon, countVerified } from './count-verified.js';
import { diverged } from './diverged.js';
import { record } from './record.js';
import { refusedStartRecorder } from './refused-start.js';
import { sealing } from './seal.js';
import { teller } from './tell.js';
import { houseTeller } from './tell-house.js';

export interface ActivityDependencies {
  store: RecordStore;
  channels: Channels;
  /** Where this office is reached over this kind of channel, by the directory as it is now. */
  address: (office: OfficeId, kind: ChannelKind) => ChannelAddress | undefined | Promise<ChannelAddress | undefined>;
  /** Where people reach the board; links begin with it. */
  publicUrl: string;
  /** The token of the page to acknowledge by, for a message that asks for it. */
  token?: (telling: Telling, message: Message) => string;
  /** Private, of the record's seals; the first one seals. */
  sealKeys: readonly KeyObject[];
  /** Milliseconds since 1970. */
  clock: () => number;
  log: Log;
}

export function createActivities(
  dependencies: ActivityDependencies,
): CaseActivities & HouseActivities & ReviewActivities & SealActivities & StartActivities {
  const { store, log } = dependencies;
  const append = record(store);
  return {
    recordEntries: async (batch, ask) => {
      await append(batch).catch(async (error: unknown) => {
        throw error instanceof RecordConflict ? await diverged(store, batch, error, log) : error;
      });
      return ask && (await countSoon(ask, log));
    },
    tell: teller(dependencies),
    tellHouse: houseTeller(dependencies),
    recordRefusedStart: refusedStartRecorder(dependencies.store),
    sealRecord: sealing(dependencies),
    countVerified,
    readReview: async (reviewId) => {
      const entries = await store.read(reviewStream(reviewId));
      return entries.map(({ body }) => body as ReviewEntryBody);
    },
    recordReview: append,
  };
}
