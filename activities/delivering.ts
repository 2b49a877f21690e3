/**
 * Brings the messages of one telling to their recipients: tries, waits, tries again, until each is taken or given up.
 * When one is given up the others do not keep the case waiting: it has another way to find for that recipient.
 */
import { setMaxListeners } from 'node:events';
import type { NoticeOutcome, Outcome } from '../domain/case/commands.js';
import type { ChannelKind } from '../domain/directory/directory.js';
import { instant, SECOND } from '../domain/instant.js';
import type { Span } from '../domain/instant.js';
import type { Message } from '../domain/notice/matter.js';
import { atMost } from './at-most.js';
import { patience, waitAfter } from './backoff.js';
import type { Delivery, OutgoingMessage } from './channels/channel.js';
import { saidBy } from './channels/channel.js';
import type { KeptMessage, SentForm } from '../record/kept-messages.js';
import type { ActivityDependencies } from './index.js';
import type { Turns } from './turns.js';

export interface Parcel {
  message: Message;
  out: OutgoingMessage;
}

/**
 * How long attempts under way may still finish once some message was given up. Cutting one off would send it twice;
 * waiting for one that hangs would keep the given-up recipient untold.
 */
const GRACE: Span = 2 * SECOND;

/** Of one message; one that was tried for a day keeps the last. */
const MOST_ATTEMPTS_KEPT = 50;

/** As long as for the record, which lies on the same disk as a rule. */
const LOGBOOK_PATIENCE: Span = 0.3 * SECOND;

export class Delivering {
  /** What was sent, and each answer, by the message's id. */
  readonly kept = new Map<string, KeptMessage>();
  /** Nobody waits for another attempt any longer; those under way go on. */
  private readonly settling = new AbortController();
  /** Everything ends at once. */
  private readonly stopped = new AbortController();

  constructor(
    private readonly dependencies: ActivityDependencies,
    private readonly turns: Record<ChannelKind, Turns>,
    cancelled: AbortSignal,
    private readonly onDone: (outcome: NoticeOutcome) => void,
  ) {
    // Every message waits on them; there are more of those than the eleven at which Node suspects a leak.
    setMaxListeners(0, this.settling.signal, this.stopped.signal);
    if (cancelled.aborted) this.stop();
    else cancelled.addEventListener('abort', () => this.stop(), { once: true });
  }

  /** Answers with those that are not finished; the finished ones went to `onDone`. */
  async deliver(parcels: readonly Parcel[]): Promise<NoticeOutcome[]> {
    const left = await Promise.all(parcels.map((parcel) => this.one(parcel)));
    return left.flatMap((outcome) => outcome ?? []);
  }

  private async one(parcel: Parcel): Promise<NoticeOutcome | undefined> {
    const { message } = parcel;
    const until = this.dependencies.clock() + patience(message.lastResort);
    // A disk that hangs keeps nobody untold.
    await atMost(LOGBOOK_PATIENCE, this.intoLogbook(parcel));
    for (let attempts = 1; ; attempts += 1) {
      const turns = this.turns[message.channel];
      const began = instant(this.dependencies.clock());
      const came = await turns.take(message.office, this.stopped.signal, () => this.attempt(parcel));
      this.keep(message, { attempt: { at: began, came: came?.kind ?? 'broken-off', said: came?.said ?? '' } });
      if (came === undefined) return this.outcome(message, 'unsent', attempts - 1, 'The attempt was broken off.');
      if (came.kind === 'delivered' || came.kind === 'handed-over')
        return this.finish(message, came.kind, attempts, came);
      const wait = waitAfter(attempts, came.retryAfterMs);
      if (came.kind === 'never' || this.dependencies.clock() + wait > until) {
        this.giveUp();
        return this.finish(message, 'failed', attempts, came);
      }
      if (!(await this.waited(wait))) return this.outcome(message, 'unsent', attempts, came.said);
    }
  }

  /** `undefined`: broken off, and nobody knows what came of it. */
  private async attempt({ message, out }: Parcel): Promise<Delivery | undefined> {
    const { channels, address, log } = this.dependencies;
    if (this.stopped.signal.aborted) return undefined;
    const channel = channels[message.channel];
    if (!channel) return { kind: 'never', said: `This world has no channel of the kind ${message.channel}.` };
    try {
      const to =
        message.channel === 'logbook' ? ({ kind: 'logbook' } as const) : await address(message.office, message.channel);
      if (!to) return { kind: 'never', said: `The directory has no ${message.channel} for this office.` };
      if (out.exercise && !channel.staysHere(to)) {
        log.error({ messageId: out.id, office: message.office }, 'An exercise was about to send outside; refused.');
        return { kind: 'never', said: 'An exercise sends nothing outside this machine.' };
      }
      const keep = (sent: SentForm): void => this.keep(message, { sent });
      return await this.orStopped(channel.send(out, to, this.stopped.signal, keep));
    } catch (error) {
      if (this.stopped.signal.aborted) return undefined;
      log.warn({ err: error, messageId: out.id, channel: message.channel }, 'A channel failed; it is tried again.');
      return { kind: 'try-later', said: saidBy(error) };
    }
  }

  private keep(
    message: Message,
    { sent, attempt }: { sent?: SentForm; attempt?: KeptMessage['attempts'][number] },
  ): void {
    const { id, noticeIds, office, channel } = message;
    const before = this.kept.get(id) ?? { id, noticeIds, office, channel, attempts: [] };
    this.kept.set(id, {
      ...before,
      ...(sent ? { sent } : {}),
      attempts: attempt ? [...before.attempts, attempt].slice(-MOST_ATTEMPTS_KEPT) : before.attempts,
    });
  }

  /** Beside every other channel; its failing never keeps a message back. */
  private async intoLogbook({ message, out }: Parcel): Promise<void> {
    const { channels, log } = this.dependencies;
    if (message.channel === 'logbook') return;
    try {
      const came = await channels.logbook?.send(out, { kind: 'logbook' }, this.stopped.signal);
      if (came && came.kind !== 'delivered') throw new Error(came.said);
    } catch (error) {
      log.error({ err: error, messageId: out.id }, 'The logbook could not be written.');
    }
  }

  private finish(message: Message, outcome: Outcome, attempts: number, came: Delivery): undefined {
    this.onDone(this.outcome(message, outcome, attempts, came.said));
  }

  private outcome(message: Message, outcome: Outcome, attempts: number, words: string): NoticeOutcome {
    return { noticeIds: message.noticeIds, outcome, attempts, said: words, at: instant(this.dependencies.clock()) };
  }

  private giveUp(): void {
    if (this.settling.signal.aborted) return;
    this.settling.abort();
    const timer = setTimeout(() => this.stopped.abort(), GRACE);
    timer.unref();
  }

  private stop(): void {
    this.settling.abort();
    this.stopped.abort();
  }

  /** `false` when nobody is to wait any longer. */
  private waited(span: Span): Promise<boolean> {
    const { signal } = this.settling;
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        resolve(false);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', end);
        resolve(true);
      }, span);
      signal.addEventListener('abort', end, { once: true });
    });
  }

  /** A channel that does not listen to its signal is left alone. */
  private orStopped<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.stopped;
    return new Promise<T>((resolve, reject) => {
      const stop = (): void => reject(new Error('Broken off.'));
      signal.addEventListener('abort', stop, { once: true });
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
  }
}
