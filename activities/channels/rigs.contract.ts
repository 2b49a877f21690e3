/** A receiver for each kind of channel: an SMTP server, an HTTP server that checks signatures, a file. */
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import type { ChannelKind } from '../../domain/directory/directory.js';
import type { Behaviour, Received, Rig } from './channel.contract.js';
import { LIMIT, SLOW } from './channel.contract.js';
import { emailChannel } from './email.js';
import { logbookChannel } from './logbook.js';
import { webhookChannel } from './webhook.js';

export const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

export interface MailRig extends Rig {
  mails: ParsedMail[];
  port: number;
}

export async function openMailRig(): Promise<MailRig> {
  let how: Behaviour = 'accept';
  const mails: ParsedMail[] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onMailFrom: ({ address }, _session, done) =>
      done(address.startsWith('stranger@') ? reply(530, 'Authentication required') : undefined),
    onRcptTo: (_address, _session, done) => {
      if (how === 'refuse') return done(reply(550, 'No such office'));
      if (how === 'later') return done(reply(451, 'Greylisted, come back'));
      done();
    },
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        // The worst moment: the whole mail is here, and the sender will never know.
        if (how === 'drop') sockets.forEach((socket) => socket.destroy());
        else if (how !== 'silent') setTimeout(done, how === 'slow' ? SLOW : 0);
      }, done);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  listening.on('connection', (socket: Socket) => sockets.add(socket));
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const channel = emailChannel({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: 'Holdfire <holdfire@example.org>',
    limits: { connectionTimeout: LIMIT, greetingTimeout: LIMIT, socketTimeout: LIMIT, attempt: LIMIT * 2 },
  });
  return {
    channel,
    port,
    mails,
    address: { kind: 'email', address: 'duty@example.org' },
    behaviours: ['accept', 'slow', 'refuse', 'later', 'silent', 'drop'],
    behave: (next) => {
      how = next;
    },
    received: () => mails.map(({ messageId = '', text = '' }): Received => ({ id: messageId, text })),
    close: async () => {
      await channel.close();
      sockets.forEach((socket) => socket.destroy());
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const reply = (responseCode: number, words: string): Error => Object.assign(new Error(words), { responseCode });

export interface HookRig extends Rig {
  hooks: { headers: IncomingMessage['headers']; body: Record<string, unknown> }[];
  /** Answers with this instead, headers and all. */
  answer(status: number, headers?: Record<string, string>, body?: string): void;
  /** Answers in its own way. */
  by(answering: (response: ServerResponse) => void): void;
  url: string;
}

export async function openHookRig(): Promise<HookRig> {
  let how: Behaviour = 'accept';
  let answering: ((response: ServerResponse) => void) | undefined;
  const hooks: HookRig['hooks'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      if (how === 'drop') return request.socket.destroy();
      new Webhook(SECRET).verify(text, request.headers as Record<string, string>);
      hooks.push({ headers: request.headers, body: JSON.parse(text) as Record<string, unknown> });
      if (how === 'silent') return;
      const status = { accept: 204, slow: 204, refuse: 410, later: 503 }[how];
      if (answering) return answering(response);
      setTimeout(() => response.writeHead(status).end('No such office'), how === 'slow' ? SLOW : 0);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/duty`;
  return {
    channel: webhookChannel({ timeoutMs: LIMIT }),
    address: { kind: 'webhook', url, secret: SECRET },
    url,
    hooks,
    behaviours: ['accept', 'slow', 'refuse', 'later', 'silent', 'drop'],
    behave: (next) => {
      how = next;
    },
    answer: (status, headers = {}, body = '') => {
      answering = (response) => response.writeHead(status, headers).end(body);
    },
    by: (next) => {
      answering = next;
    },
    received: () =>
      hooks.map(({ headers, body }) => ({ id: String(headers['webhook-id']), text: String(body['text']) })),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export async function openLogbookRig(): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfire-logbook-'));
  const file = join(folder, 'deep', 'logbook.txt');
  const lines = (): Received[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Received)
      : [];
  return Promise.resolve({
    channel: logbookChannel(file),
    address: { kind: 'logbook' },
    behaviours: ['accept'],
    behave: () => undefined,
    received: lines,
    close: () => {
      rmSync(folder, { recursive: true });
      return Promise.resolve();
    },
  });
}

export const RIGS: Record<ChannelKind, () => Promise<Rig>> = {
  email: openMailRig,
  webhook: openHookRig,
  logbook: openLogbookRig,
};
