/**
 * Bytes to a value, for every body that is sent to us. Refuses what no schema can judge: text that is not UTF-8 or
 * not JSON, nesting without end, half surrogate pairs (they have no UTF-8 form, so nothing could be hashed or sent),
 * and names that reach into JavaScript's own objects.
 */
import { Refused } from '../../domain/refused.js';
import type { Fault } from '../../domain/refused.js';
import { Problem } from '../problem.js';

/** A report nests three levels deep; nothing that is asked for nests more than six. */
const MOST_LEVELS = 16;

/** Faults named in one answer; a body can have as many as it has bytes. */
export const MOST_FAULTS = 50;

const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype']);
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * @throws {Problem} `not-json`
 * @throws {Refused} `invalid`, with paths
 */
export function parseJsonBody(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  if (text.trim() === '') return undefined;
  const value = parse(text);
  requireFit(value);
  return value;
}

/** @throws {Refused} for nesting without end, texts without a UTF-8 form, and names that reach into objects */
export function requireFit(value: unknown): void {
  const faults: Fault[] = [];
  look(value, '', 0, faults);
  if (faults.length > 0) throw new Refused('invalid', 'The body holds what cannot be taken.', faults);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Problem('not-json', 'The body is not UTF-8.', { cause: error });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem('not-json', 'The body is not JSON.', { cause: error });
  }
}

function look(value: unknown, path: string, level: number, faults: Fault[]): void {
  if (faults.length >= MOST_FAULTS) return;
  if (typeof value === 'string') {
    if (LONE_SURROGATE.test(value)) faults.push({ path, message: 'This text holds half of a surrogate pair.' });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (level >= MOST_LEVELS) {
    faults.push({ path, message: `Nested deeper than ${MOST_LEVELS} levels.` });
    return;
  }
  for (const [name, one] of Object.entries(value)) {
    const at = `${path}/${pointer(name)}`;
    if (FORBIDDEN_NAMES.has(name)) faults.push({ path: at, message: `"${name}" is no name of a field.` });
    else if (LONE_SURROGATE.test(name)) faults.push({ path: at, message: 'This name holds half of a surrogate pair.' });
    else look(one, at, level + 1, faults);
  }
}

/** One step of an RFC 6901 pointer, short enough to be repeated in an answer. */
export const pointer = (name: string): string =>
  name.slice(0, 80).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
