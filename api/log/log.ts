/** The log: one JSON object a line. What people sent is data in it and can neither break a line nor colour a terminal. */
import { pino } from 'pino';
import type { DestinationStream, Logger, LoggerOptions } from 'pino';
import { aboutNow } from './about.js';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** C1 and DEL, and the signs that turn the direction of text: JSON itself escapes only C0. */
const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Escapes as JSON does, so that the line stays the same JSON value. */
export const neutral = (line: string): string =>
  line.replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

export function createLog(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    // What a line says itself comes first.
    mixin: aboutNow,
    hooks: { streamWrite: neutral },
    redact: ['req.headers.authorization'],
  };
  return destination ? pino(options, destination) : pino(options);
}
