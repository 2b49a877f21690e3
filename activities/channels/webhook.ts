/**
 * Messages to an office's own system, as Standard Webhooks (standardwebhooks.com): signed, with an id that never
 * changes over retries. Receivers keep the ids that they have seen (TRAPS 39).
 */
import { Webhook } from 'standardwebhooks';
import { atMost } from '../at-most.js';
import type { Channel, ChannelAddress, Delivery, Keep, OutgoingMessage } from './channel.js';
import { said, saidBy } from './channel.js';
import { isLoopback } from './loopback.js';
import { within } from './within.js';

export interface WebhookOptions {
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

export function webhookChannel({ timeoutMs = TIMEOUT_MS }: WebhookOptions = {}): Channel {
  return {
    kind: 'webhook',
    name: { en: 'Webhook', uk: 'Вебхук' },
    async send(message, address, signal, keep): Promise<Delivery> {
      try {
        return await within(timeoutMs, signal, (limited) => post(message, webhook(address), limited, keep));
      } catch (error) {
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
  // Not the address: the path of a hook is a secret of its owner as often as not.
  keep?.({ mediaType: 'application/json', headers, text: body });
  const response = await fetch(address.url, {
    method: 'POST',
    body,
    headers,
    // A signed message goes to the address in the directory and to no other that this one names.
    redirect: 'manual',
    signal,
  });
  if (response.ok) {
    // Taken is taken, whatever else is in the answer and however long it goes on.
    response.body?.cancel().catch(() => undefined);
    return { kind: 'delivered', said: `HTTP ${response.status}` };
  }
  const words = said(`HTTP ${response.status} ${await firstWords(response)}`);
  if (NEVER.includes(response.status)) return { kind: 'never', said: words };
  const retryAfterMs = retryAfter(response.headers.get('retry-after'), now.getTime());
  return { kind: 'try-later', said: words, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
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
async function firstWords(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  const reading = async (): Promise<void> => {
    for (let bytes = 0; bytes < MOST_BYTES; bytes += chunks.at(-1)?.byteLength ?? 0) {
      const { done, value } = await reader.read();
      if (done) return;
      chunks.push(value);
    }
  };
  const broken = (error: unknown): unknown => chunks.push(Buffer.from(` (${saidBy(error)})`));
  await atMost(WORDS_WITHIN_MS, reading().catch(broken));
  reader.cancel().catch(() => undefined);
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
