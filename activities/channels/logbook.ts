/**
 * The logbook: a file with one JSON line for every message of every channel, so that whoever stands at the machine
 * can read what was said to whom when nothing else works. For offices without any other channel it is the channel.
 */
import type { Span } from '../../domain/instant.js';
import { SECOND } from '../../domain/instant.js';
import type { Channel, Delivery, OutgoingMessage } from './channel.js';
import { saidBy } from './channel.js';
import { Pen } from './pen.js';
import { within } from './within.js';

/** A disk takes milliseconds; one that takes longer than this hangs, and the case looks for another way. */
const LIMIT: Span = 5 * SECOND;

export function logbookChannel(file: string): Channel {
  const pen = new Pen(file);
  return {
    kind: 'logbook',
    name: { en: 'Logbook', uk: 'Журнал' },
    async send(message, _address, signal, keep): Promise<Delivery> {
      try {
        const line = JSON.stringify(lineOf(message));
        keep?.({ mediaType: 'application/json', text: line });
        await within(LIMIT, signal, () => pen.write(line));
        return { kind: 'delivered', said: 'Written into the logbook.' };
      } catch (error) {
        // Full, hanging or away: a disk can be otherwise tomorrow.
        return { kind: 'try-later', said: saidBy(error) };
      }
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
