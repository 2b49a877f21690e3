/**
 * YAML 1.2 (and JSON, which is a part of it) to plain data, with the line and column of every path, so that faults
 * found in the data can be shown where they were written. Reads only what JSON can say: no tags, no anchors.
 */
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Pair, ParsedNode } from 'yaml';
import type { Fault } from '../domain/refused.js';

/** Both from 1. */
export interface Position {
  line: number;
  column: number;
}

export interface FileFault extends Fault, Position {
  file: string;
}

export interface YamlFile {
  /** Absent when the text is not YAML. */
  raw?: unknown;
  /** What is not YAML, or more than JSON can say. */
  faults: FileFault[];
  /** Where the key of this path (RFC 6901) stands, or the item of a list; the nearest part above it, if it is missing. */
  position: (path: string) => Position;
}

/** Larger files are no plans; reading them would only take time. */
const LONGEST = 1_000_000;

export function readYaml(text: string, file: string): YamlFile {
  const start = { line: 1, column: 1 };
  if (text.length > LONGEST) return unreadable(file, start, `The file has more than ${LONGEST} characters.`);
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', schema: 'core' });
    const faults = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
      path: '',
      message: sentence(message),
      file,
      ...at(pos[0]),
    }));
    faults.push(...beyondJson(document, file, at));
    const position = (path: string): Position => at(offsetOf(document.contents, path));
    return faults.length > 0 ? { faults, position } : { raw: document.toJS() as unknown, faults, position };
  } catch (error) {
    // The parser recurses: some thousand brackets exhaust its stack.
    if (error instanceof RangeError) return unreadable(file, start, 'The file is nested too deeply.');
    throw error;
  }
}

function unreadable(file: string, start: Position, message: string): YamlFile {
  return { faults: [{ path: '', message, file, ...start }], position: () => start };
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Anchors would let one mark stand for two values; tags and merged keys would say what the language does not. */
function beyondJson(document: Document.Parsed, file: string, at: (offset: number) => Position): FileFault[] {
  const faults: FileFault[] = [];
  const note = (offset: number, message: string): void => void faults.push({ path: '', message, file, ...at(offset) });
  visit(document, {
    Alias: (_, alias) => note(alias.range?.[0] ?? 0, `The alias *${alias.source} is not allowed. Write the value out.`),
    Node: (_, node) => {
      // Only what was written has one: plain values get theirs without a word.
      if (node.tag !== undefined) note(node.range?.[0] ?? 0, `The tag ${node.tag} is not allowed. Leave it out.`);
    },
  });
  return faults;
}

function offsetOf(contents: ParsedNode | null, path: string): number {
  let node: unknown = contents;
  let offset = contents?.range[0] ?? 0;
  for (const step of path.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const next = isMap(node) ? pairOf(node.items, key) : isSeq(node) ? node.items[Number(key)] : undefined;
    if (next === undefined) return offset;
    node = isPair(next) ? next.value : next;
    const shown = isPair(next) ? next.key : next;
    offset = (shown as ParsedNode | null)?.range[0] ?? offset;
  }
  return offset;
}

const pairOf = (pairs: readonly Pair[], key: string): Pair | undefined =>
  pairs.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
