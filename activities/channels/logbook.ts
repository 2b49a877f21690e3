/**
 * The logbook: a file with one JSON line for every message of every channel, so that whoever stands at the machine
 * can read what was said to whom when nothing else works. For offices without any other channel it is the channel.
 */
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Channel, Delivery, OutgoingMessage } from './channel.js';

export function logbookChannel(file: string): Channel {
  let folder: Promise<unknown> | undefined;
  return {
    kind: 'logbook',
    name: { en: 'Logbook', uk: 'Журнал' },
    async send(message): Promise<Delivery> {
      folder ??= mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await folder;
      // The flag `a` is O_APPEND: lines of several processes never overwrite each other.
      await appendFile(file, `${JSON.stringify(lineOf(message))}\n`, { flag: 'a', mode: 0o600 });
      return { kind: 'delivered', said: 'Written into the logbook.' };
    },
    staysHere: () => true,
    display: () => 'logbook',
    close: () => Promise.resolve(),
  };
}

/** `said before` by the id: after a restart a message may stand in the file twice. */
function lineOf({ sentAt, id, caseId, exercise, office, ...rest }: OutgoingMessage): Record<string, unknown> {
  return { at: sentAt, id, caseId, exercise, office, ...rest };
}
