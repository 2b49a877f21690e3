/** What the canary does in the world: a line in a logbook of its own, and an entry. No contact is ever told. */
import { CANARY } from '../domain/canary.js';
import type { CanaryEntry } from '../domain/canary.js';
import { instant } from '../domain/instant.js';
import type { RecordStore } from '../record/record-store.js';
import type { CanaryActivities } from '../workflows/messages.js';
import type { Channel, OutgoingMessage } from './channels/channel.js';

export interface CanaryDependencies {
  store: RecordStore;
  logbook: Channel;
  publicUrl: string;
  clock: () => number;
}

export function canaryActivities({ store, logbook, publicUrl, clock }: CanaryDependencies): CanaryActivities {
  /** The last one that was entered, by whichever worker. */
  let last: string | undefined;
  return {
    sing: async (song) => {
      const id = `canary.${song.runId}`;
      const message = messageOf(id, publicUrl, instant(clock()));
      const { kind, said } = await logbook.send(message, { kind: 'logbook' }, new AbortController().signal);
      if (kind !== 'delivered') throw new Error(`The canary's logbook: ${said}`);
      await store.appendNext<CanaryEntry>(
        CANARY,
        () =>
          last === song.runId
            ? undefined
            : { type: 'canary-sang', at: instant(clock()), ...song, notice: { id, said } },
        (entry) => (last = (entry.body as CanaryEntry).runId),
      );
    },
  };
}

function messageOf(id: string, publicUrl: string, sentAt: string): OutgoingMessage {
  const subject = 'EXERCISE: the canary';
  return {
    id,
    caseId: '',
    exercise: true,
    phase: 0,
    level: 0,
    office: 'canary',
    language: 'en',
    subject,
    text: `EXERCISE. Nothing happened: the way from the Temporal server over a worker of ${publicUrl} was tried.`,
    requires: [],
    matters: [{ id, topic: 'canary', because: { clause: 'canary', why: subject } }],
    // No plan asks for it.
    plan: { id: '', version: 0, hash: '' },
    sentAt,
  };
}
