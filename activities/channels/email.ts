/**
 * Mail over one relay (SMTP). A relay that takes a message has not delivered it: the outcome is `handed-over`.
 * The Message-ID follows from the message's id, so that a mail that was sent twice is recognised as one.
 */
import { createTransport } from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import type { Channel, ChannelAddress, Delivery, OutgoingMessage } from './channel.js';
import { said, saidBy } from './channel.js';
import { htmlOf } from './email-html.js';
import { isLoopback } from './loopback.js';
import { within } from './within.js';

export interface EmailOptions {
  /** `smtp://` or `smtps://`, with user and password where the relay wants them. */
  smtpUrl: string;
  from: string;
  /** For tests. */
  limits?: Partial<Record<keyof typeof LIMITS, number>>;
}

const LIMITS = {
  /** A relay that does not take a connection in this time will hardly take the next; there are other ways to tell. */
  connectionTimeout: 10_000,
  /** Relays hold the greeting back on purpose to shake off spammers, seldom for longer. */
  greetingTimeout: 10_000,
  /** Silence within a conversation: checks of the content take seconds, not minutes. */
  socketTimeout: 20_000,
  /** A resolver that is slower than this is as good as away. */
  dnsTimeout: 5000,
  /** One attempt altogether, waiting for a free connection of the pool included: after it the message is tried again. */
  attempt: 45_000,
} as const satisfies Record<string, number>;

/** As many at once as `tell` has attempts for one channel would serve no relay better; relays often allow ten. */
const MOST_CONNECTIONS = 10;

/** A fresh connection now and then, since relays end those that live long. */
const MOST_MESSAGES_PER_CONNECTION = 100;

export function emailChannel({ smtpUrl, from, limits = {} }: EmailOptions): Channel {
  const { attempt, ...timeouts } = { ...LIMITS, ...limits };
  const relay = new URL(smtpUrl);
  const transport = createTransport({
    pool: true,
    host: relay.hostname.replace(/^\[|\]$/g, ''),
    port: Number(relay.port) || (relay.protocol === 'smtps:' ? 465 : 587),
    secure: relay.protocol === 'smtps:',
    ...(relay.username
      ? { auth: { user: decodeURIComponent(relay.username), pass: decodeURIComponent(relay.password) } }
      : {}),
    maxConnections: MOST_CONNECTIONS,
    maxMessages: MOST_MESSAGES_PER_CONNECTION,
    // Whether to try again is decided in one place, which also counts the attempts.
    maxRequeues: 0,
    // Text from outside never makes this process read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...timeouts,
  });
  // Made whole before it is sent, so that what is kept and what is sent are the same bytes.
  const writer = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    kind: 'email',
    name: { en: 'E-mail', uk: 'Електронна пошта' },
    async send(message, address, signal, keep): Promise<Delivery> {
      const { address: to } = mailbox(address);
      if (!ADDRESS.test(to)) return { kind: 'never', said: 'This is no mail address.' };
      try {
        const { envelope, message: made } = await writer.sendMail(mail(message, from, to));
        const raw = whole(made);
        keep?.({ mediaType: 'message/rfc822', text: raw.toString('utf8') });
        // Ends the attempt in the pool's queue too: nothing is sent behind the back of who counts the attempts.
        const info = await within(attempt, signal, (limited) => transport.sendMail({ envelope, raw, signal: limited }));
        return { kind: 'handed-over', said: said(info.response) };
      } catch (error) {
        return refusal(error);
      }
    },
    staysHere: () => isLoopback(relay.hostname),
    display: (address) => mailbox(address).address.replace(/^(.).*@/, '$1…@'),
    close: () => Promise.resolve(transport.close()),
  };
}

function whole(made: unknown): Buffer {
  if (!Buffer.isBuffer(made)) throw new TypeError('The mail could not be written.');
  return made;
}

/** One mailbox: no list, no comment, no line break that could begin another header. */
const ADDRESS = /^[^\s<>,;:"()[\]\\@\p{Cc}]{1,64}@[A-Za-z0-9.-]{1,253}$/u;

function mail(message: OutgoingMessage, from: string, to: string): SendMailOptions {
  const { id, caseId, subject, text, updates, matters, requires, due, exercise, plan, language } = message;
  const earlier = updates === undefined || updates === id ? undefined : messageId(updates, from);
  return {
    from,
    // As an object: the text is never read as a list of addresses.
    to: { name: '', address: to },
    subject: said(subject),
    messageId: messageId(id, from),
    ...(earlier === undefined ? {} : { inReplyTo: earlier, references: earlier }),
    date: new Date(message.sentAt),
    text,
    html: htmlOf(message),
    headers: {
      // RFC 3834: nobody's holiday notice answers a machine.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': language,
      ...ours({
        Message: id,
        Case: caseId,
        Topic: matters.map(({ topic }) => topic).join(' '),
        Requires: requires.join(' '),
        Due: due ?? '',
        Exercise: String(exercise),
        Plan: `${plan.id} ${plan.version} ${plan.hash}`,
      }),
    },
  };
}

/** `X-Holdfire-…`, for filters; printable ASCII only, so that no value can end its header. */
function ours(values: Record<string, string>): Record<string, string> {
  const present = Object.entries(values).filter(([, value]) => value !== '');
  return Object.fromEntries(present.map(([name, value]) => [`X-Holdfire-${name}`, value.replace(/[^ -~]/g, '?')]));
}

function messageId(id: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'holdfire.invalid';
  return `<${id.replace(/[^A-Za-z0-9._-]/g, '-')}@${domain}>`;
}

/**
 * A 5xx about the recipient or the content is final. One about ourselves (greeting, login, sender) is the relay's or
 * the operator's trouble, and everything else (4xx, greylisting, no connection, silence) passes.
 */
function refusal(error: unknown): Delivery {
  const { code, command, responseCode = 0, response } = error as SmtpError;
  const aboutMessage = (code === 'EENVELOPE' && command !== 'MAIL FROM') || code === 'EMESSAGE';
  const words = response === undefined ? saidBy(error) : said(response);
  return { kind: aboutMessage && responseCode >= 500 ? 'never' : 'try-later', said: words };
}

interface SmtpError {
  code?: string;
  /** In answer to what the relay said it. */
  command?: string;
  responseCode?: number;
  response?: string;
}

type MailAddress = Extract<ChannelAddress, { kind: 'email' }>;

function mailbox(address: ChannelAddress): MailAddress {
  if (address.kind !== 'email') throw new TypeError(`The mail channel was given an address of ${address.kind}.`);
  return address;
}
