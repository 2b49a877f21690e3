/** Everything that workflows do in the world: they record, they tell, and they have the agreement count. */
import type { ChannelKind, OfficeId } from '../domain/directory/directory.js';
import type { CaseBrief, Message } from '../domain/notice/matter.js';
import type { RecordStore } from '../record/record-store.js';
import type { CaseActivities, HouseActivities } from '../workflows/messages.js';
import type { ChannelAddress } from './channels/channel.js';
import type { Channels } from './channels/registry.js';
import type { Log } from './log.js';
import { countSoon, countVerified } from './count-verified.js';
import { record } from './record.js';
import { teller } from './tell.js';
import { houseTeller } from './tell-house.js';

export interface ActivityDependencies {
  store: RecordStore;
  channels: Channels;
  /** Where this office is reached over this kind of channel, by the directory as it is now. */
  address: (office: OfficeId, kind: ChannelKind) => ChannelAddress | undefined;
  /** Where people reach the board; links begin with it. */
  publicUrl: string;
  /** Another link than the case's page on the board, such as one with a token to acknowledge by. */
  link?: (brief: CaseBrief, message: Message) => string;
  /** Milliseconds since 1970. */
  clock: () => number;
  log: Log;
}

export function createActivities(dependencies: ActivityDependencies): CaseActivities & HouseActivities {
  const { store, log } = dependencies;
  const append = record(store);
  return {
    recordEntries: async (batch, ask) => {
      await append(batch);
      return ask && (await countSoon(ask, log));
    },
    tell: teller(dependencies),
    tellHouse: houseTeller(dependencies),
    countVerified,
  };
}
