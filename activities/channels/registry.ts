/** Every channel that there is, a line each. The contract spec runs over all of them. */
import type { ChannelKind } from '../../domain/directory/directory.js';
import type { Channel } from './channel.js';
import { emailChannel } from './email.js';
import { logbookChannel } from './logbook.js';
import { webhookChannel } from './webhook.js';

/** What the channels of one world need to know. */
export interface ChannelSettings {
  /** Absent: this world sends no mail, and what goes by mail finds another way. */
  mail?: { smtpUrl: string; from: string };
  logbookFile: string;
  /** Webhooks lead only to hosts of the open network: the real world in production. */
  outside?: boolean;
}

export const CHANNELS: Record<ChannelKind, (settings: ChannelSettings) => Channel | undefined> = {
  email: ({ mail }) => mail && emailChannel(mail),
  webhook: ({ outside = false }) => webhookChannel({ outside }),
  logbook: ({ logbookFile }) => logbookChannel(logbookFile),
};

/** The channels of one world. */
export type Channels = Partial<Record<ChannelKind, Channel>>;

export function openChannels(settings: ChannelSettings): Channels {
  const made = Object.values(CHANNELS).flatMap((make) => make(settings) ?? []);
  return Object.fromEntries(made.map((channel) => [channel.kind, channel]));
}

export async function closeChannels(channels: Channels): Promise<void> {
  await Promise.all(Object.values(channels).map((channel) => channel.close()));
}
