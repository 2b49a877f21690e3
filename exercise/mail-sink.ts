/** A real SMTP server on loopback that keeps every mail of an exercise as a file and delivers none. */
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream } from 'smtp-server';

export interface MailSink {
  port: number;
  /** Mails kept since it opened. */
  readonly count: number;
  /** Ends at once, also what a sender keeps open; a mail that is just coming in is still kept, for up to 2 s. */
  close(): Promise<void>;
}

/** Of one mail; a larger one is refused for good (552) and not kept. */
const MOST_BYTES = 1 << 20;
const GRACE_MS = 2000;
/** Nothing is wrong with the mail: the disk is full, say, and the sender is to come again. */
const NOT_NOW = 452;
const TOO_LARGE = 552;

/**
 * @param port 0: any free one
 * @param onTrouble told in one sentence why mails cannot be taken or kept
 */
export async function openMailSink(
  folder: string,
  port = 0,
  onTrouble: (sentence: string) => void = () => undefined,
): Promise<MailSink> {
  mkdirSync(folder, { recursive: true });
  let number = lastNumber(folder);
  let count = 0;
  const keep = async (content: Buffer): Promise<void> => {
    number += 1;
    await writeWhole(join(folder, `${String(number).padStart(5, '0')}.eml`), content);
    count += 1;
  };
  const arriving = new Set<Promise<void>>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MOST_BYTES,
    logger: false,
    onData: (stream, _session, done) => {
      // Accepted only once it is kept: a mail that is lost here would look like one that was never sent.
      const taking = take(stream, keep).then(
        () => done(),
        (error: unknown) => {
          if (!(error instanceof Refusal)) onTrouble(`A mail could not be kept: ${messageOf(error)}.`);
          done(error instanceof Refusal ? error : new Refusal(NOT_NOW, 'The mail could not be kept; try again later'));
        },
      );
      arriving.add(taking);
      void taking.finally(() => arriving.delete(taking));
    },
  });
  let isOpen = false;
  server.on('error', (error: Error) => {
    // Before it is open whoever opens it is told; of a conversation that broke off the sender knows, and comes again.
    if (isOpen && !('remoteAddress' in error)) onTrouble(`The mail sink is in trouble: ${error.message}.`);
  });
  const sockets = new Set<Socket>();
  const listening = server.listen(port, '127.0.0.1');
  listening.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await once(listening, 'listening');
  isOpen = true;
  const address = listening.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    get count() {
      return count;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.race([Promise.all(arriving), sleep(GRACE_MS, undefined, { ref: false })]);
      // Senders keep connections in a pool; each would hold the server open until its own timeout.
      for (const socket of sockets) socket.destroySoon();
      await closed;
    },
  };
}

/** The answer that the sender gets; smtp-server reads the code from the error. */
class Refusal extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** Reads to the end whatever comes, for SMTP has no answer before, and holds no more than what could be kept. */
async function take(stream: SMTPServerDataStream, keep: (content: Buffer) => Promise<void>): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
      else chunks.length = 0;
    }
  } catch (error) {
    // The sender went away in the middle, and comes again.
    throw new Refusal(NOT_NOW, messageOf(error));
  }
  if (size > MOST_BYTES) throw new Refusal(TOO_LARGE, `A mail of more than ${MOST_BYTES} bytes is not taken`);
  await keep(Buffer.concat(chunks));
}

/** Whole or not at all: half a mail would be taken for one that was captured. */
async function writeWhole(file: string, content: Buffer): Promise<void> {
  const draft = `${file}.new`;
  try {
    await writeFile(draft, content);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Of the mails that are there; 0 where none is. Somebody may have removed some of them. */
function lastNumber(folder: string): number {
  const numbers = readdirSync(folder).flatMap((name) => /^(\d+)\.eml$/.exec(name)?.[1] ?? []);
  return Math.max(0, ...numbers.map(Number));
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
