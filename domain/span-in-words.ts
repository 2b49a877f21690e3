/** Spans as people say them: hours, minutes, seconds. Hours never turn into days: over a clock change they differ. */
import { HOUR, MINUTE, SECOND } from './instant.js';
import type { Span } from './instant.js';
import type { Language } from './local-times.js';

/**
 * English has one form. Ukrainian: "строк — 1 година", "через 1 годину", "протягом 1 години".
 */
export type Form = 'nominative' | 'accusative' | 'genitive';

/** `24 hours`, `1 hour 30 minutes`, `0 hours`; from five days on with the days in brackets. */
export function spanInWords(span: Span, language: Language, form: Form = 'accusative'): string {
  if (span === 0) return language === 'en' ? '0 hours' : '0 годин';
  const parts = [
    unit(Math.floor(span / HOUR), 'hour', language, form),
    unit(Math.floor((span % HOUR) / MINUTE), 'minute', language, form),
    unit(Math.floor((span % MINUTE) / SECOND), 'second', language, form),
    unit(span % SECOND, 'millisecond', language, form),
  ].filter((part) => part !== '');
  const days = span / (24 * HOUR);
  return parts.join(' ') + (days >= 5 && Number.isInteger(days) ? ` (${days} × 24)` : '');
}

type Unit = 'hour' | 'minute' | 'second' | 'millisecond';

/** One: nominative, accusative, genitive; two to four; five and more. */
const UKRAINIAN: Record<Unit, readonly [string, string, string, string, string]> = {
  hour: ['година', 'годину', 'години', 'години', 'годин'],
  minute: ['хвилина', 'хвилину', 'хвилини', 'хвилини', 'хвилин'],
  second: ['секунда', 'секунду', 'секунди', 'секунди', 'секунд'],
  millisecond: ['мілісекунда', 'мілісекунду', 'мілісекунди', 'мілісекунди', 'мілісекунд'],
};

function unit(count: number, name: Unit, language: Language, form: Form): string {
  if (count === 0) return '';
  if (language === 'en') return `${count} ${name}${count === 1 ? '' : 's'}`;
  const [nominative, accusative, genitive, few, many] = UKRAINIAN[name];
  const one = { nominative, accusative, genitive }[form];
  const words = { one, few: form === 'genitive' ? many : few, many };
  return `${count} ${words[pluralOf(count)]}`;
}

/** Which Ukrainian form goes with a count: 1, 21 … one; 2 to 4, 22 … few; others and 11 to 14 many. */
export function pluralOf(count: number): 'one' | 'few' | 'many' {
  const tens = count % 100;
  const ones = count % 10;
  if (tens >= 11 && tens <= 14) return 'many';
  if (ones === 1) return 'one';
  return ones >= 2 && ones <= 4 ? 'few' : 'many';
}
