/** A real SMTP server on loopback that keeps every mail of an exercise as a file and delivers none. */
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

export interface MailSink {
  port: number;
  /** Mails kept since it opened. */
  readonly count: number;
  close(): Promise<void>;
}

const MOST_BYTES = 1 << 20;

/** @param port 0: any free one */
export async function openMailSink(folder: string, port = 0): Promise<MailSink> {
  mkdirSync(folder, { recursive: true });
  let number = readdirSync(folder).length;
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MOST_BYTES,
    logger: false,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        number += 1;
        // Accepted only once it is kept: a mail that is lost here would look like one that was never sent.
        writeFile(join(folder, `${String(number).padStart(5, '0')}.eml`), Buffer.concat(chunks)).then(() => {
          count += 1;
          done();
        }, done);
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    get count() {
      return count;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
