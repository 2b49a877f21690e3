/**
 * What a channel is: one way of bringing a message to an office. A channel makes one attempt and says what came of it
 * in the provider's words; patience, order and the choice of another way are not its business (`tell.ts`, the core).
 */
import type { Because } from '../../domain/case/because.js';
import type { Channel as DirectoryChannel, ChannelKind, OfficeId } from '../../domain/directory/directory.js';
import type { Instant } from '../../domain/instant.js';
import type { Language } from '../../domain/local-times.js';
import type { HouseFacts } from '../../domain/notice/house-notice.js';
import type { Facts } from '../../domain/notice/matter.js';
import type { PlanRef, Words } from '../../domain/plan/plan.js';
import type { SentForm } from '../../record/kept-messages.js';

/** Where one office is reached: an entry of the directory. */
export type ChannelAddress = DirectoryChannel;

/** One message, in words, ready for any channel. */
export interface OutgoingMessage {
  /** `CASEID.n1`; the same at every attempt. */
  id: string;
  /** The message that this one updates or cancels. */
  updates?: string;
  caseId: string;
  exercise: boolean;
  /** The present phase, 0 when quiet; and the highest phase ever opened. */
  phase: number;
  level: number;
  office: OfficeId;
  language: Language;
  subject: string;
  text: string;
  /** The earliest instant by which something is asked of the reader. */
  due?: Instant;
  /** What is asked, one verb or duty each: `acknowledge`, `D1` … */
  requires: string[];
  matters: { id: string; topic: Facts['topic'] | HouseFacts['topic'] | OwnTopic; because: Because }[];
  plan: PlanRef;
  /** Where the reader can see the case and answer. */
  link?: string;
  sentAt: Instant;
}

/** Of messages that are no notices: the watchdog's word to operators, and the canary. */
export type OwnTopic = 'watchdog' | 'canary';

/** What came of one attempt. */
export interface Delivery {
  /**
   * `delivered`: the recipient's own system took it. `handed-over`: a relay took it. `try-later`: not now.
   * `never`: this channel will not take this message at any time.
   */
  kind: 'delivered' | 'handed-over' | 'try-later' | 'never';
  /** The provider's words, at most 300 characters. */
  said: string;
  /** The provider asked not to be tried before this. */
  retryAfterMs?: number;
}

export type Keep = (sent: SentForm) => void;

export interface Channel {
  kind: ChannelKind;
  name: Words;
  /**
   * One attempt. May throw: that counts as `try-later`. Ends soon after `signal` is aborted. `keep` is told what goes
   * over the line, before it goes.
   */
  send(message: OutgoingMessage, address: ChannelAddress, signal: AbortSignal, keep?: Keep): Promise<Delivery>;
  /** Whether what is sent there stays on this machine: an exercise sends nowhere else. */
  staysHere(address: ChannelAddress): boolean;
  /** The address as logs may show it: recognisable to whoever knows it, useless to others. */
  display(address: ChannelAddress): string;
  close(): Promise<void>;
}

const LONGEST_SAID = 300;

/** Words of a provider as they may be kept: one line of printable characters, at most 300. */
export function said(words: string): string {
  // The other side chose these characters; control characters would break logs and record alike.
  const line = words.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length <= LONGEST_SAID ? line : `${line.slice(0, LONGEST_SAID - 1)}…`;
}

/** The words of something thrown, with the reason behind it: fetch says "fetch failed" and keeps the rest to itself. */
export function saidBy(error: unknown): string {
  const { message, cause } = (error ?? {}) as { message?: string; cause?: { message?: string; code?: string } };
  const reason = cause?.message || cause?.code;
  return said(`${message ?? String(error)}${reason === undefined ? '' : `: ${reason}`}`);
}
