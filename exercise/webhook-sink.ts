/** A webhook receiver on loopback: verifies the signature, keeps seen ids apart, appends every call to a file. */
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { Webhook } from 'standardwebhooks';

export interface WebhookSink {
  port: number;
  /** Calls with a good signature since it opened. */
  readonly count: number;
  close(): Promise<void>;
}

const MOST_BYTES = 1 << 20;
const MOST_SEEN = 100_000;

/**
 * @param secretOf by the office that stands in the path
 * @param port 0: any free one
 */
export async function openWebhookSink(
  file: string,
  secretOf: (office: string) => string | undefined,
  port = 0,
): Promise<WebhookSink> {
  mkdirSync(dirname(file), { recursive: true });
  const seen = new Set<string>();
  let count = 0;
  const take = async (request: IncomingMessage): Promise<number> => {
    const office = decodeURIComponent((request.url ?? '/').slice(1));
    const secret = secretOf(office);
    const body = await bodyOf(request);
    if (secret === undefined || body === undefined) return 404;
    const id = String(request.headers['webhook-id'] ?? '');
    const verified = verify(secret, body, request);
    const repeated = seen.has(id);
    if (seen.size < MOST_SEEN) seen.add(id);
    const line = { at: new Date().toISOString(), office, id, verified, repeated, body: JSON.parse(body) as unknown };
    await appendFile(file, `${JSON.stringify(line)}\n`);
    if (verified) count += 1;
    return verified ? 204 : 401;
  };
  const server = createServer((request, response) => {
    take(request).then(
      (status) => response.writeHead(status).end(),
      () => response.writeHead(400).end(),
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
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function verify(secret: string, body: string, { headers }: IncomingMessage): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
