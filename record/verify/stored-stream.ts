/**
 * A stream's file as a verifier reads it: the lines that count, by the rule of the format, and of every other line why it
 * does not. A write that was interrupted and the line of a slower writer are nothing wrong; a line that was altered is.
 */
import { FIRST_PREV, lineHash, parseLine } from '../entry.js';

export interface StoredStream {
  stream: string;
  /** Those that count, in their order. */
  lines: string[];
  /** Sentences about lines that count for nothing and should. */
  faults: string[];
  /** Lines that count for nothing, and honestly so. */
  passedOver: number;
}

/** Characters of `\\u00e9`: a line may have been cut in the middle of one. */
const ESCAPE = 6;

export function storedStream(stream: string, text: string): StoredStream {
  const stored: StoredStream = { stream, lines: [], faults: [], passedOver: 0 };
  /** Of the lines that count, by their number; that of the line before the first is zeros. */
  const hashes = [FIRST_PREV];
  const others = new Set<string>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const entry = parseLine(line);
    if (entry && entry.seq === hashes.length && entry.prev === hashes.at(-1)) {
      stored.lines.push(line);
      hashes.push(lineHash(line));
      continue;
    }
    // A slower writer's: it follows what was the last line when it was written, or another of its own.
    const follows = entry && (entry.prev === hashes[entry.seq - 1] || others.has(entry.prev));
    if (entry) others.add(lineHash(line));
    if (follows || (!entry && isCut(stream, line))) stored.passedOver += 1;
    else
      stored.faults.push(
        `line ${index + 1} of its file ${entry ? `is entry ${entry.seq} and follows nothing that is there` : 'was altered: it is no entry'}.`,
      );
  }
  return stored;
}

/** The beginning of a line, as an interrupted write leaves it. Every whole line ends with its stream's name, and `"}`. */
function isCut(stream: string, line: string): boolean {
  const name = `"stream":${JSON.stringify(stream).slice(0, -1)}`;
  const at = line.lastIndexOf(name);
  if (at >= 0 && line.length - at - name.length >= 2) return false;
  try {
    JSON.parse(line);
    return false;
  } catch (error) {
    const { message } = error as Error;
    if (/end of JSON|Unterminated/.test(message)) return true;
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
    return position >= line.length - ESCAPE;
  }
}
