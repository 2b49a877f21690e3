/**
 * Says alarms to the places that were named for it: by the channels that notices take too, but to other places. A
 * place that takes nothing is tried again with growing pauses, and never keeps the others waiting.
 */
import type { Channel, ChannelAddress, OutgoingMessage } from '../activities/channels/channel.js';
import { saidBy } from '../activities/channels/channel.js';
import { emailChannel } from '../activities/channels/email.js';
import { webhookChannel } from '../activities/channels/webhook.js';
import type { Config } from '../config/config.js';
import { instant, MINUTE, SECOND } from '../domain/instant.js';
import type { Span } from '../domain/instant.js';
import { messageIdOf } from './alarms.js';
import type { Alarm } from './alarms.js';
import { inWords } from './words.js';

/** After the first attempt, the second, and so on; the last one again and again. */
const WAITS: readonly Span[] = [2 * SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE];

type Target = Config['watchdog']['targets'][number];

interface Place {
  /** Names it in the journal; no secret. */
  name: string;
  channel: Channel;
  address: ChannelAddress;
}

export interface SpeakerLog {
  error(about: object, sentence: string): void;
  warn(about: object, sentence: string): void;
}

export interface SpeakerParts {
  targets: readonly Target[];
  mailFrom: string;
  /** Whose installation it is: the address under which people know it. */
  installation: string;
  clock: () => number;
  log: SpeakerLog;
}

export class Speaker {
  private readonly places: Place[];
  /** By message and place: the attempts so far, and when the next may begin. */
  private readonly attempts = new Map<string, { count: number; notBefore: number }>();
  private readonly ending = new AbortController();
  /** Messages that were logged. */
  private readonly logged = new Set<string>();

  constructor(private readonly parts: SpeakerParts) {
    this.places = parts.targets.map((target) => placeOf(target, parts.mailFrom));
  }

  get names(): string[] {
    return this.places.map(({ name }) => name);
  }

  /** Says what is to be said now; answers which places took which message, as they do. */
  async say(alarms: readonly Alarm[], taken: (alarm: Alarm, place: string) => void): Promise<void> {
    this.forget(alarms);
    for (const alarm of alarms) this.intoLog(alarm);
    const now = performance.now();
    await Promise.all(
      alarms.flatMap((alarm) =>
        this.places
          .filter(({ name }) => !alarm.taken.includes(name) && this.isDue(alarm, name, now))
          .map((place) => this.attempt(alarm, place, taken)),
      ),
    );
  }

  async close(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.places.map(({ channel }) => channel.close()));
  }

  private isDue(alarm: Alarm, name: string, now: number): boolean {
    return (this.attempts.get(attemptOf(alarm, name))?.notBefore ?? 0) <= now;
  }

  private async attempt(alarm: Alarm, place: Place, taken: (alarm: Alarm, place: string) => void): Promise<void> {
    const key = attemptOf(alarm, place.name);
    const count = (this.attempts.get(key)?.count ?? 0) + 1;
    this.attempts.set(key, { count, notBefore: Infinity });
    const id = messageIdOf(alarm);
    // RULES 8: what concerns an exercise leaves this machine by no way. It is in the log.
    if (alarm.world === 'exercise' && !place.channel.staysHere(place.address)) return taken(alarm, place.name);
    const came = await place.channel
      .send(this.messageOf(alarm), place.address, this.ending.signal)
      .catch((error: unknown) => ({ kind: 'try-later' as const, said: saidBy(error), retryAfterMs: undefined }));
    if (came.kind === 'delivered' || came.kind === 'handed-over') return taken(alarm, place.name);
    const wait = Math.max(WAITS[Math.min(count, WAITS.length) - 1] ?? MINUTE, came.retryAfterMs ?? 0);
    this.attempts.set(key, { count, notBefore: performance.now() + wait });
    this.parts.log.error({ messageId: id, place: place.name, said: came.said, count }, 'The watchdog was not heard.');
  }

  private messageOf(alarm: Alarm): OutgoingMessage {
    const id = messageIdOf(alarm);
    const { subject, text } = inWords(alarm, this.parts.installation);
    return {
      id,
      caseId: '',
      exercise: alarm.world === 'exercise',
      phase: 0,
      level: 0,
      office: '',
      language: 'en',
      subject,
      text,
      requires: [],
      matters: [{ id, topic: 'watchdog', because: { clause: `watchdog ${alarm.kind}`, why: subject } }],
      // No plan asks for it.
      plan: { id: '', version: 0, hash: '' },
      sentAt: instant(this.parts.clock()),
    };
  }

  /** Whatever becomes of the places. */
  private intoLog(alarm: Alarm): void {
    const id = messageIdOf(alarm);
    if (this.logged.has(id)) return;
    this.logged.add(id);
    const { world, kind, count, findings, over } = alarm;
    const says = inWords(alarm, this.parts.installation).subject;
    if (over) this.parts.log.warn({ messageId: id, world, kind }, says);
    else this.parts.log.error({ messageId: id, world, kind, count, findings: findings.map((one) => one.says) }, says);
  }

  private forget(alarms: readonly Alarm[]): void {
    const ids = new Set(alarms.map(messageIdOf));
    for (const id of this.logged) if (!ids.has(id)) this.logged.delete(id);
    for (const key of this.attempts.keys()) if (!ids.has(key.split(' ')[0] ?? '')) this.attempts.delete(key);
  }
}

const attemptOf = (alarm: Alarm, place: string): string => `${messageIdOf(alarm)} ${place}`;

function placeOf(target: Target, from: string): Place {
  if (target.kind === 'email') {
    const channel = emailChannel({ smtpUrl: target.smtpUrl, from });
    const address = { kind: 'email', address: target.address } as const;
    return { name: `${channel.display(address)} by ${new URL(target.smtpUrl).host}`, channel, address };
  }
  const channel = webhookChannel();
  const address = { kind: 'webhook', url: target.url, secret: target.secret } as const;
  return { name: channel.display(address), channel, address };
}
