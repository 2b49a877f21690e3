import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { openMailSink } from './mail-sink.js';
import type { MailSink } from './mail-sink.js';

const LARGEST = 1 << 20;

const folders: string[] = [];
const troubles: string[] = [];
let folder: string;
let sink: MailSink;

const open = async (): Promise<MailSink> => openMailSink(folder, 0, (sentence) => troubles.push(sentence));

beforeEach(async () => {
  troubles.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'holdfire-mails-'));
  folders.push(folder);
  sink = await open();
});
afterEach(() => sink.close());
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true, force: true })));

/** The relay's answer, or the code of its refusal. */
async function send(subject: string): Promise<number | string> {
  const transport = createTransport({ host: '127.0.0.1', port: sink.port });
  try {
    const { response } = await transport.sendMail({
      from: 'a@x.invalid',
      to: 'b@x.invalid',
      subject,
      text: 'EXERCISE',
    });
    return response.slice(0, 3);
  } catch (error) {
    return (error as { responseCode?: number }).responseCode ?? String(error);
  }
}

/** A conversation by hand: answers each line with the next code of the server. */
class Conversation {
  private text = '';
  private constructor(readonly socket: Socket) {
    socket.on('data', (bytes) => (this.text += bytes.toString()));
    socket.on('error', () => undefined);
  }

  static async begin(port: number): Promise<Conversation> {
    const conversation = new Conversation(connect(port, '127.0.0.1'));
    await conversation.answer();
    for (const line of ['HELO x', 'MAIL FROM:<a@x.invalid>', 'RCPT TO:<b@x.invalid>', 'DATA']) {
      conversation.socket.write(`${line}\r\n`);
      await conversation.answer();
    }
    return conversation;
  }

  /** The next whole line. */
  async answer(): Promise<string> {
    while (!this.text.includes('\r\n')) await once(this.socket, 'data');
    const [line = ''] = this.text.split('\r\n', 1);
    this.text = this.text.slice(line.length + 2);
    return line;
  }
}

describe('the mail sink', () => {
  it('keeps every mail as a file of its own', async () => {
    expect(await Promise.all(['one', 'two', 'three'].map(send))).toEqual(['250', '250', '250']);
    expect(readdirSync(folder).sort()).toEqual(['00001.eml', '00002.eml', '00003.eml']);
    expect(sink.count).toBe(3);
  });

  it('goes on after the highest number, also where mails were removed', async () => {
    writeFileSync(join(folder, '00007.eml'), 'kept before');
    await sink.close();
    sink = await open();
    await send('eight');
    expect(readdirSync(folder).sort()).toEqual(['00007.eml', '00008.eml']);
    expect(readFileSync(join(folder, '00007.eml'), 'utf8')).toBe('kept before');
  });

  it('says "not now" while it cannot keep anything, and keeps no half of a mail', async () => {
    rmSync(folder, { recursive: true });
    expect(await send('lost')).toBe(452);
    expect(troubles).toEqual([expect.stringMatching(/^A mail could not be kept: .*ENOENT.*\.$/)]);
    expect(sink.count).toBe(0);
  });

  it('holds no more than a mebibyte of one mail, refuses it for good, and goes on', async () => {
    const conversation = await Conversation.begin(sink.port);
    const before = process.memoryUsage().arrayBuffers;
    const line = Buffer.from(`${'x'.repeat(1022)}\r\n`);
    let most = 0;
    for (let kibibytes = 0; kibibytes < 64 * 1024; kibibytes += 1024) {
      for (let more = 0; more < 1024; more += 1)
        if (!conversation.socket.write(line)) await once(conversation.socket, 'drain');
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(most).toBeLessThan(48 * LARGEST);
    conversation.socket.write('.\r\n');
    expect(await conversation.answer()).toMatch(/^552 /);
    expect(await send('after it')).toBe('250');
    expect(readdirSync(folder)).toHaveLength(1);
    expect(sink.count).toBe(1);
    expect(troubles).toEqual([]);
    conversation.socket.destroy();
  });

  it('keeps nothing of a sender that goes away in the middle, and says nothing of it', async () => {
    const conversation = await Conversation.begin(sink.port);
    conversation.socket.write('Subject: half\r\n');
    conversation.socket.resetAndDestroy();
    await once(conversation.socket, 'close');
    expect(await send('whole')).toBe('250');
    expect(readdirSync(folder)).toHaveLength(1);
    expect(troubles).toEqual([]);
  });

  it('closes at once although a sender keeps its connection in a pool', async () => {
    const transport = createTransport({ pool: true, host: '127.0.0.1', port: sink.port });
    await transport.sendMail({ from: 'a@x.invalid', to: 'b@x.invalid', text: 'EXERCISE' });
    const before = Date.now();
    await sink.close();
    expect(Date.now() - before).toBeLessThan(4000);
    transport.close();
  });

  it('still keeps a mail that comes in while it closes', async () => {
    const conversation = await Conversation.begin(sink.port);
    const closed = sink.close();
    conversation.socket.write('Subject: last\r\n\r\nEXERCISE\r\n.\r\n');
    expect(await conversation.answer()).toMatch(/^250 /);
    await closed;
    expect(readdirSync(folder)).toEqual(['00001.eml']);
  });

  it('says that its port is taken to whoever opens it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    await expect(openMailSink(folder, (other.address() as AddressInfo).port)).rejects.toThrow('EADDRINUSE');
    other.close();
  });
});
