/**
 * A mail relay and a webhook receiver that keep what reaches them as raw files for the checker, and misbehave on demand.
 * They live in the bench's own process, so that no fault takes away what had arrived.
 */
import { once } from 'node:events';
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';

export type MailMood = 'well' | 'refusing' | 'greylisting' | 'slow' | 'dropping';
export type WebhookMood = 'well' | 'error' | 'silent' | 'redirecting' | 'endless' | 'resetting';

const SLOW_MS = 3000;

/** What a sink was asked while it misbehaved: the proof that the fault happened. */
class Mood<M extends string> {
  now: M | 'well' = 'well';
  misbehaved = 0;
  spoilt(): void {
    this.misbehaved += 1;
  }
}

export class MailRelay {
  readonly mood = new Mood<MailMood>();
  kept = 0;
  private server: SMTPServer | undefined;
  private readonly sockets = new Map<number, Socket>();
  private readonly greeted = new Map<string, number>();

  constructor(
    private readonly folder: string,
    readonly port: number,
  ) {
    mkdirSync(join(folder, 'mail'), { recursive: true });
  }

  async open(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      onRcptTo: ({ address }, _, done) => {
        if (this.mood.now !== 'greylisting' || this.isKnown(address)) return done();
        this.mood.spoilt();
        done(Object.assign(new Error('Greylisted, try again later'), { responseCode: 451 }));
      },
      onData: (stream, session, done) => void this.take(stream, session).then(() => done(), done),
    });
    server.on('error', () => undefined);
    const listening = server.listen(this.port, '127.0.0.1');
    listening.on('connection', (socket: Socket) => {
      const port = socket.remotePort ?? 0;
      this.sockets.set(port, socket);
      socket.once('close', () => this.sockets.delete(port));
    });
    await once(listening, 'listening');
    this.server = server;
  }

  /** Nobody listens any more, and whoever was connected is cut off. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.sockets.values()) socket.destroy();
    await closed;
  }

  /** Taken at the second attempt, a second later at the earliest, as relays do. */
  private isKnown(address: string): boolean {
    const since = this.greeted.get(address);
    if (since === undefined) this.greeted.set(address, Date.now());
    return since !== undefined && Date.now() - since > 1000;
  }

  private async take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
    if (this.mood.now === 'slow') {
      this.mood.spoilt();
      await sleep(SLOW_MS);
    }
    this.kept += 1;
    const file = join(this.folder, 'mail', `${Date.now()}-${this.kept}.eml`);
    writeFileSync(`${file}.new`, Buffer.concat(chunks));
    renameSync(`${file}.new`, file);
    if (this.mood.now === 'dropping') {
      this.mood.spoilt();
      this.sockets.get(session.remotePort)?.destroy();
    }
  }
}

export class WebhookReceiver {
  readonly mood = new Mood<WebhookMood>();
  kept = 0;
  private readonly file: string;
  private readonly server = createServer((request, response) => void this.answer(request, response));

  constructor(
    folder: string,
    readonly port: number,
  ) {
    this.file = join(folder, 'webhooks.jsonl');
    appendFileSync(this.file, '');
  }

  async open(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const mood = this.mood.now;
      if (mood !== 'well') this.mood.spoilt();
      // Kept all the same: the receiver has it, and the sender cannot know.
      if (mood === 'well' || mood === 'resetting' || mood === 'endless') this.keep(request, Buffer.concat(chunks));
      await misbehave(mood, request, response);
    } catch (error) {
      // A caller that went away in the middle comes again.
      if (request.complete) throw error;
    }
  }

  private keep(request: IncomingMessage, bytes: Buffer): void {
    this.kept += 1;
    const office = decodeURIComponent((request.url ?? '/').slice(1));
    const line = {
      at: Date.now(),
      office,
      id: request.headers['webhook-id'],
      body: JSON.parse(bytes.toString('utf8')) as unknown,
    };
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }
}

async function misbehave(mood: WebhookMood, request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (mood) {
    case 'well':
      response.writeHead(204).end();
      return;
    case 'error':
      response.writeHead(500).end('No.');
      return;
    case 'redirecting':
      response.writeHead(302, { location: `http://${request.headers.host ?? ''}/elsewhere` }).end();
      return;
    case 'resetting':
      request.socket.resetAndDestroy();
      return;
    case 'silent':
      return;
    case 'endless':
      response.writeHead(200, { 'content-type': 'text/plain' });
      while (!response.destroyed) {
        response.write('More. '.repeat(100));
        await sleep(20);
      }
  }
}
