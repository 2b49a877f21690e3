/** A plan or a directory sent as YAML: data as from JSON, and where each of its faults was written. */
import { readYaml } from '../../config/yaml-file.js';
import type { Position } from '../../config/yaml-file.js';
import { Refused } from '../../domain/refused.js';
import type { Fault } from '../../domain/refused.js';
import { Problem } from '../problem.js';
import { MOST_FAULTS, requireFit } from './json-body.js';

/** By the value that the body became; as long as the request lives. */
const positions = new WeakMap<object, (path: string) => Position>();

/**
 * @throws {Problem} `bad-request` for what is not UTF-8
 * @throws {Refused} `invalid`, with line and column of every fault
 */
export function parseYamlBody(bytes: Uint8Array): unknown {
  const { raw, faults, position } = readYaml(decode(bytes), 'body');
  if (faults.length > 0) throw new Refused('invalid', NOT_YAML, faults.slice(0, MOST_FAULTS).map(located));
  if (typeof raw !== 'object' || raw === null) {
    throw new Refused('invalid', NOT_YAML, [{ path: '', message: 'Expected a mapping: a plan or a directory.' }]);
  }
  requireFit(raw);
  positions.set(raw, position);
  return raw;
}

const NOT_YAML = 'The body is no YAML that can be taken; each fault says where.';

/** Faults of a body, with the line and column where it was written as YAML. */
export function whereWritten(body: unknown, faults: readonly Fault[]): Fault[] {
  const position = typeof body === 'object' && body !== null ? positions.get(body) : undefined;
  return position ? faults.map((fault) => located({ ...fault, ...position(fault.path) })) : [...faults];
}

const located = ({ path, message, line, column }: Fault & Position): Fault => ({
  path,
  message: `Line ${line}, column ${column}: ${message}`,
});

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Problem('bad-request', 'The body is not UTF-8.', { cause: error });
  }
}
