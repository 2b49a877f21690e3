/** An SMTP server inside the benchmark: when each mail came, and of which case it is. Counts for no side. */
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

export interface Arrival {
  /** Milliseconds since 1970. */
  at: number;
  messageId: string;
  caseId: string;
  topic: string;
}

/** By the number of their case. */
export class Collected {
  private readonly byCase = new Map<number, Arrival[]>();

  take(number: number, arrival: Arrival): void {
    const before = this.byCase.get(number);
    if (before) before.push(arrival);
    else this.byCase.set(number, [arrival]);
  }

  /** Of one case and topic, in the order in which they came; one that came again counts once. */
  of(number: number, topic: string): Arrival[] {
    const mine = (this.byCase.get(number) ?? []).filter((arrival) => arrival.topic === topic);
    return [...new Map(mine.toReversed().map((arrival) => [arrival.messageId, arrival])).values()].toReversed();
  }

  /** Ids of all that came for these, each as often as it came. */
  idsOf(numbers: readonly number[]): string[] {
    return numbers.flatMap((number) => (this.byCase.get(number) ?? []).map(({ messageId }) => messageId));
  }
}

export class MailRecorder {
  private readonly listeners: ((arrival: Arrival) => void)[] = [];

  private constructor(
    private readonly server: SMTPServer,
    readonly port: number,
  ) {}

  static async open(): Promise<MailRecorder> {
    const arrived: { take?: (mail: string) => void } = {};
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          arrived.take?.(Buffer.concat(chunks).toString('utf8'));
          done();
        });
      },
    });
    // A sender that is killed breaks its conversation off: the mail was not taken then.
    server.on('error', () => undefined);
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const address = listening.address();
    const recorder = new MailRecorder(server, typeof address === 'object' && address ? address.port : 0);
    arrived.take = (mail) => {
      const arrival = { at: Date.now(), ...headersOf(mail) };
      for (const listener of recorder.listeners) listener(arrival);
    };
    return recorder;
  }

  /** What comes for one side, from now on. */
  collect(numberOf: (caseId: string) => number | undefined): Collected {
    const collected = new Collected();
    this.listeners.push((arrival) => {
      const number = numberOf(arrival.caseId);
      if (number !== undefined) collected.take(number, arrival);
    });
    return collected;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

function headersOf(mail: string): Omit<Arrival, 'at'> {
  const head = mail.slice(0, mail.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  const value = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
  return {
    messageId: value('Message-ID'),
    caseId: value('X-Holdfire-Case'),
    topic: value('X-Holdfire-Topic'),
  };
}
