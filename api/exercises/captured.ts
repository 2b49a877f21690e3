/**
 * What the sinks of an exercise caught, read from their files as anybody could: mails one by one, webhooks a line each.
 * Read on from where it was read before; nothing is kept but what people are shown.
 */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { z } from 'zod';
import type { RoomSettings } from '../../config/config.js';
import { instant } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { CapturedMessage, MessageAnswer } from './exercise.schema.js';

/** In memory; beyond it the oldest are in their files only. */
const MOST_MESSAGES = 20_000;
/** Of a text that is shown; the source of a message has all of it. */
const MOST_TEXT = 20_000;
/** Read at once of what has come since the last look: a restart with many mails answers before it has read them all. */
const MOST_AT_ONCE = 2000;
const MOST_LINE_BYTES = 2 << 20;

const call = z.object({
  at: z.string(),
  office: z.string().catch(''),
  id: z.string().catch(''),
  verified: z.boolean().catch(false),
  repeated: z.boolean().catch(false),
  body: z
    .looseObject({
      subject: z.string().catch(''),
      text: z.string().catch(''),
      caseId: z.string().optional().catch(undefined),
      due: z.string().optional().catch(undefined),
      requires: z.array(z.string()).catch([]),
    })
    .catch({ subject: '', text: '', caseId: undefined, due: undefined, requires: [] }),
});

export class Captured {
  private messages: CapturedMessage[] = [];
  private readonly mailsRead = new Set<string>();
  /** Bytes of the log of webhooks that were read, and lines. */
  private logRead = 0;
  private lines = 0;
  private reading: Promise<void> | undefined;

  constructor(private readonly room: Pick<RoomSettings, 'mailFolder' | 'webhookLog'>) {}

  /** Captured from `from` on, in their order. */
  async since(from: Instant): Promise<CapturedMessage[]> {
    this.reading ??= this.readOn().finally(() => (this.reading = undefined));
    await this.reading;
    return this.messages.filter(({ at }) => at >= from);
  }

  /** `undefined`: nothing of this name was captured. */
  async whole(id: string): Promise<MessageAnswer | undefined> {
    await this.since('');
    const message = this.messages.find((one) => one.id === id);
    if (!message) return undefined;
    const [kind, number = ''] = id.split('-');
    if (kind === 'webhook') {
      const lines = (await readFile(this.room.webhookLog, 'utf8')).split('\n');
      return { ...message, source: lines[Number(number) - 1] ?? '' };
    }
    const bytes = await readFile(this.mailFile(`${number.padStart(5, '0')}.eml`));
    const { html } = await simpleParser(bytes);
    return { ...message, source: bytes.toString('utf8'), ...(html === false ? {} : { html }) };
  }

  private mailFile(name: string): string {
    return join(this.room.mailFolder, name);
  }

  private async readOn(): Promise<void> {
    const found = [...(await this.newMails()), ...(await this.newCalls())];
    if (found.length === 0) return;
    const all = [...this.messages, ...found].sort(inOrder);
    this.messages = all.slice(-MOST_MESSAGES);
  }

  private async newMails(): Promise<CapturedMessage[]> {
    const names = (await readdir(this.room.mailFolder).catch(none)).filter((name) => /^\d{5,9}\.eml$/.test(name));
    const fresh = names.filter((name) => !this.mailsRead.has(name)).sort();
    const found: CapturedMessage[] = [];
    for (const name of fresh.slice(-MOST_AT_ONCE)) {
      const file = this.mailFile(name);
      const [bytes, { mtimeMs }] = await Promise.all([readFile(file), stat(file)]);
      found.push(mailOf(name, await simpleParser(bytes), instant(Math.round(mtimeMs))));
    }
    for (const name of fresh) this.mailsRead.add(name);
    return found;
  }

  private async newCalls(): Promise<CapturedMessage[]> {
    const size = (await stat(this.room.webhookLog).catch(() => ({ size: 0 }))).size;
    const length = Math.min(size - this.logRead, MOST_LINE_BYTES * 4);
    if (length <= 0) return [];
    const bytes = Buffer.alloc(length);
    const file = await open(this.room.webhookLog, 'r');
    try {
      await file.read(bytes, 0, length, this.logRead);
    } finally {
      await file.close();
    }
    // The last line may be under way.
    const end = bytes.lastIndexOf(0x0a) + 1;
    this.logRead += end;
    return bytes
      .subarray(0, end)
      .toString('utf8')
      .split('\n')
      .slice(0, -1)
      .flatMap((line) => {
        this.lines += 1;
        return callOf(line, this.lines);
      });
  }
}

/** A folder that is not there yet holds nothing. */
function none(error: unknown): string[] {
  if ((error as { code?: unknown }).code === 'ENOENT') return [];
  throw error;
}

type Place = Pick<CapturedMessage, 'at' | 'id'>;

/** Two of one millisecond go by their names. */
export const inOrder = (a: Place, b: Place): number =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : a.id === b.id ? 0 : 1;

function mailOf(name: string, mail: ParsedMail, at: Instant): CapturedMessage {
  const header = (of: string): string => {
    const value = mail.headers.get(`x-holdfire-${of}`);
    return typeof value === 'string' ? value : '';
  };
  const [to] = [mail.to ?? []].flat();
  const office = (to?.value[0]?.address ?? '').split('@')[0] ?? '';
  const [caseId, due, requires] = [header('case'), header('due'), header('requires')];
  return {
    id: `mail-${Number(name.replace('.eml', ''))}`,
    kind: 'email',
    at,
    office,
    subject: mail.subject ?? '',
    text: (mail.text ?? '').slice(0, MOST_TEXT),
    messageId: header('message'),
    ...(caseId === '' ? {} : { caseId }),
    ...(due === '' ? {} : { due }),
    requires: requires.split(' ').filter((one) => one !== ''),
  };
}

function callOf(line: string, number: number): CapturedMessage[] {
  const read = call.safeParse(parsed(line));
  if (!read.success) return [];
  const { at, office, id: messageId, verified, repeated, body } = read.data;
  const { subject, text, caseId, due, requires } = body;
  return [
    {
      id: `webhook-${number}`,
      kind: 'webhook',
      at,
      office,
      subject,
      text: text.slice(0, MOST_TEXT),
      messageId,
      ...(caseId === undefined ? {} : { caseId }),
      ...(due === undefined ? {} : { due }),
      requires,
      verified,
      repeated,
    },
  ];
}

/** What is no JSON was written by nobody of ours, and is no message. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
