/** A webhook receiver on loopback: verifies the signature, keeps seen ids apart, appends every call to a file. */
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { appendFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

export interface WebhookSink {
  port: number;
  /** Calls with a good signature that were kept since it opened. */
  readonly count: number;
  /** Ends at once, also what senders keep open. */
  close(): Promise<void>;
}

/** Of one call's body; a larger one is answered with 413 and not kept. */
const MOST_BYTES = 1 << 20;
/** Ids that are remembered; repetitions of later ones are not told apart. */
const MOST_SEEN = 100_000;
/** For one whole call; senders on the same machine need milliseconds. */
const PATIENCE_MS = 30_000;

/** Answers of a receiver as Standard Webhooks means them: 400 says that the same message will never be taken. */
const TAKEN = 204;
const NO_JSON = 400;
const BAD_SIGNATURE = 401;
const NO_SUCH_OFFICE = 404;
const TOO_LARGE = 413;
/** Nothing is wrong with the message: the disk is full, say, and the sender is to come again. */
const NOT_NOW = 503;

/**
 * The file is there from the start: empty means that nobody was called.
 * @param secretOf by the office that stands in the path
 * @param port 0: any free one
 * @param onTrouble told in one sentence why a call could not be kept
 */
export async function openWebhookSink(
  file: string,
  secretOf: (office: string) => string | undefined,
  port = 0,
  onTrouble: (sentence: string) => void = () => undefined,
): Promise<WebhookSink> {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, '');
  const seen = new Set<string>();
  let count = 0;
  const take = async (request: IncomingMessage): Promise<number> => {
    const office = officeOf(request);
    const secret = office === undefined ? undefined : secretOf(office);
    const text = await bodyOf(request);
    if (secret === undefined) return NO_SUCH_OFFICE;
    if (text === undefined) return TOO_LARGE;
    const body = parse(text);
    if (body === undefined) return NO_JSON;
    const id = String(request.headers['webhook-id'] ?? '');
    const verified = verify(secret, text, request);
    const line = { at: new Date().toISOString(), office, id, verified, repeated: seen.has(id), body };
    await appendFile(file, `${JSON.stringify(line)}\n`);
    // Only what was kept has been seen: one that comes again because it could not be kept is no repetition.
    if (seen.size < MOST_SEEN) seen.add(id);
    if (verified) count += 1;
    return verified ? TAKEN : BAD_SIGNATURE;
  };
  const server = createServer({ requestTimeout: PATIENCE_MS }, (request, response) => {
    take(request).then(
      (status) => response.writeHead(status).end(),
      (error: unknown) => {
        // A caller that went away in the middle waits for no answer.
        if (!request.complete) return;
        onTrouble(`A webhook could not be kept: ${error instanceof Error ? error.message : String(error)}.`);
        response.writeHead(NOT_NOW).end();
      },
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    get count() {
      return count;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** `undefined` where the path is no text. */
function officeOf(request: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent((request.url ?? '/').slice(1));
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** `undefined` where the text is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function verify(secret: string, body: string, { headers }: IncomingMessage): boolean {
  const webhook = new Webhook(secret);
  try {
    webhook.verify(body, headers as Record<string, string>);
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

/** `undefined` where it is too large: read to its end all the same, so that the sender reads the answer. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > MOST_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}
