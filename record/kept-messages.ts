/**
 * The messages of one step as they were sent, with the answers of who was asked to take them: a text beside the record,
 * which the entry in `sent/…` names by its hash. Addresses and links stand nowhere else. Its random salt goes with it
 * where somebody decides that it must: what is left is a hash from which nothing can be guessed.
 */
import { randomBytes } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { canonicalJson } from './canonical.js';

const KEPT_FORMAT = 'holdfire-messages/1';

/** What went over the line, whole. */
export interface SentForm {
  mediaType: 'message/rfc822' | 'application/json';
  /** Of an HTTP request. */
  headers?: Record<string, string>;
  text: string;
}

export interface Attempt {
  at: string;
  /** `delivered`, `handed-over`, `try-later`, `never`; `broken-off` where nobody knows. */
  came: string;
  /** The provider's words. */
  said: string;
}

export interface KeptMessage {
  /** `CASEID.n7`; the same at every attempt. */
  id: string;
  noticeIds: string[];
  office: string;
  channel: string;
  /** As of the last attempt; absent where it came to none. */
  sent?: SentForm;
  attempts: Attempt[];
}

interface KeptFile {
  format: string;
  /** 128 random bits, hex. */
  salt: string;
  caseId: string;
  /** Base64 of brotli (RFC 7932) of a JSON list of {@link KeptMessage}: they differ in a line or two. */
  messages: string;
}

/** Mails of one step are alike over megabytes; the highest quality would take seconds of somebody's deadline. */
const QUALITY = 5;

/** What one step can hold: 1,000 recipients of long mails. */
const MOST_BYTES = 256 * 1024 * 1024;

export function keptText(caseId: string, messages: readonly KeptMessage[]): string {
  const packed = brotliCompressSync(Buffer.from(JSON.stringify(messages)), {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  const salt = randomBytes(16).toString('hex');
  return canonicalJson({ format: KEPT_FORMAT, salt, caseId, messages: packed.toString('base64') } satisfies KeptFile);
}

/** @throws {Error} for a text of another form */
export function messagesIn(text: string): { caseId: string; messages: KeptMessage[] } {
  const file = JSON.parse(text) as KeptFile;
  if (file.format !== KEPT_FORMAT) throw new Error(`Its format is not ${KEPT_FORMAT}.`);
  const unpacked = brotliDecompressSync(Buffer.from(file.messages, 'base64'), { maxOutputLength: MOST_BYTES });
  const messages = JSON.parse(unpacked.toString('utf8')) as KeptMessage[];
  if (!Array.isArray(messages) || !messages.every(isKept)) throw new Error('It holds something else than messages.');
  return { caseId: file.caseId, messages };
}

function isKept(value: unknown): value is KeptMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { id, noticeIds, attempts, sent } = value as Partial<KeptMessage>;
  return (
    typeof id === 'string' &&
    Array.isArray(noticeIds) &&
    Array.isArray(attempts) &&
    (sent === undefined || typeof sent.text === 'string')
  );
}
