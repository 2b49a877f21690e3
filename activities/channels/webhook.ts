/**
 * Messages to an office's own system, as Standard Webhooks (standardwebhooks.com): signed, with an id that never
 * changes over retries. Receivers keep the ids that they have seen (TRAPS 39).
 */
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { RequestOptions } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { atMost } from '../at-most.js';
import type { Channel, ChannelAddress, Delivery, Keep, OutgoingMessage } from './channel.js';
import { said, saidBy } from './channel.js';
import { isLoopback } from './loopback.js';
import { NotOutside, outsideOnly, requireOutside } from './outside.js';
import { within } from './within.js';

export interface WebhookOptions {
  /** Only hosts of the open network, over TLS (`outside.ts`): in production. */
  outside?: boolean;
  /** For tests. */
  timeoutMs?: number;
}

/** A receiver has to store and answer, not to act: whoever needs longer is tried again with the same id. */
const TIMEOUT_MS = 10_000;

/** For an answer's words, once its status is known: they are for people, and nothing hangs on them. */
const WORDS_WITHIN_MS = 1000;

/** Of an answer's body: enough for one sentence of refusal; a receiver may not fill this process's memory. */
const MOST_BYTES = 2048;

/** A receiver that asks for more than this is asked again all the same: the message is about a clock. */
const LONGEST_RETRY_AFTER_MS = 15 * 60_000;

/** 400 says that this message is wrong, 410 that the endpoint is gone. Anything else can be otherwise tomorrow. */
const NEVER: readonly number[] = [400, 410];

export function webhookChannel({ timeoutMs = TIMEOUT_MS, outside = false }: WebhookOptions = {}): Channel {
  return {
    kind: 'webhook',
    name: { en: 'Webhook', uk: 'Вебхук' },
    async send(message, address, signal, keep): Promise<Delivery> {
      try {
        return await within(timeoutMs, signal, (limited) => post(message, webhook(address), limited, outside, keep));
      } catch (error) {
        // What the directory names is no receiver; it may be another one tomorrow.
        if (error instanceof NotOutside) return { kind: 'never', said: said(error.message) };
        // No connection, a broken one, or silence beyond the limit: none of it is an answer.
        return { kind: 'try-later', said: saidBy(error) };
      }
    },
    staysHere: (address) => isLoopback(new URL(webhook(address).url).hostname),
    display: (address) => `${new URL(webhook(address).url).origin}/…`,
    close: () => Promise.resolve(),
  };
}

async function post(
  message: OutgoingMessage,
  address: WebhookAddress,
  signal: AbortSignal,
  outside: boolean,
  keep: Keep | undefined,
): Promise<Delivery> {
  const body = JSON.stringify(bodyOf(message));
  const now = new Date();
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Holdfire',
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(address.secret).sign(message.id, now, body),
  };
  const url = new URL(address.url);
  if (outside) requireOutside(url);
  // Not the address: the path of a hook is a secret of its owner as often as not.
  keep?.({ mediaType: 'application/json', headers, text: body });
  const response = await asked(url, body, {
    headers,
    signal,
    ...(outside ? { lookup: outsideOnly() } : {}),
  });
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) {
    // Taken is taken, whatever else is in the answer and however long it goes on.
    response.destroy();
    return { kind: 'delivered', said: `HTTP ${status}` };
  }
  const words = said(`HTTP ${status} ${await firstWords(response)}`);
  if (NEVER.includes(status)) return { kind: 'never', said: words };
  const retryAfterMs = retryAfter(response.headers['retry-after'] ?? null, now.getTime());
  return { kind: 'try-later', said: words, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/**
 * A connection of its own, which follows nothing: a signed message goes to the address in the directory and to no other
 * that this one names.
 */
function asked(url: URL, body: string, options: RequestOptions): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const asking = request(url, { method: 'POST', agent: false, ...options }, (response) => {
      // After its status nothing hangs on it, however it ends.
      response.on('error', () => undefined);
      resolve(response);
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

/** INTERFACE 4. `matters` and `level` are beside what is promised there. */
function bodyOf(message: OutgoingMessage): Record<string, unknown> {
  const { id, caseId, exercise, phase, level, subject, text, due, requires, matters, plan, sentAt, updates, link } =
    message;
  const [first] = matters;
  return {
    type: `notice.${first?.topic ?? 'none'}`,
    id,
    caseId,
    exercise,
    phase,
    level,
    subject,
    text,
    ...(due === undefined ? {} : { due }),
    requires,
    because: first?.because ?? null,
    matters,
    plan,
    ...(updates === undefined ? {} : { updates }),
    ...(link === undefined ? {} : { link }),
    sentAt,
  };
}

/** The beginning of an answer's body; what there is of it where it breaks off or hangs, since the status decides. */
async function firstWords(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  const reading = async (): Promise<void> => {
    let bytes = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= MOST_BYTES) return;
    }
  };
  const broken = (error: unknown): unknown => chunks.push(Buffer.from(` (${saidBy(error)})`));
  await atMost(WORDS_WITHIN_MS, reading().catch(broken));
  response.destroy();
  return Buffer.concat(chunks).toString('utf8', 0, MOST_BYTES);
}

/** Seconds or an HTTP date. */
function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const span = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(span) ? Math.min(Math.max(span, 0), LONGEST_RETRY_AFTER_MS) : undefined;
}

type WebhookAddress = Extract<ChannelAddress, { kind: 'webhook' }>;

function webhook(address: ChannelAddress): WebhookAddress {
  if (address.kind !== 'webhook') throw new TypeError(`The webhook channel was given an address of ${address.kind}.`);
  return address;
}
