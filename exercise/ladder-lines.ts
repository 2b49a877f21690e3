/**
 * The ladder's lines: exercise clock, real time, lateness, case, what happened, who was told. EXERCISE stands at the
 * start of every line, for lines are copied into messages one by one. Colour only repeats what the words say.
 */
import { MINUTE, HOUR, SECOND } from '../domain/instant.js';
import type { Span } from '../domain/instant.js';
import { toldText } from './ladder-told.js';
import type { ToldOffice } from './ladder-told.js';
import type { Sentence, Tone } from './ladder-words.js';

export interface Row {
  /** On the exercise's clock, from the first violation of the script. */
  virtual: Span;
  /** Since the same moment, as it really passed. */
  real: Span;
  /** Only of instants that the case keeps: how long after its instant it acted. */
  lateness?: Span;
  place: string;
  sentences: Sentence[];
  told: readonly ToldOffice[];
}

export interface Style {
  colour: boolean;
  /** Names of groups and offices, for those who were told. */
  groupOf: (office: string) => string;
  nameOf: (office: string) => string;
  /** Columns of the terminal. */
  width: number;
}

const MARK = 'EXERCISE';
const COLOURS: Record<Tone | 'mark' | 'dim', string> = {
  mark: '\u001b[7m',
  alarm: '\u001b[1;33m',
  good: '\u001b[32m',
  plain: '',
  quiet: '\u001b[2m',
  dim: '\u001b[2m',
};
const RESET = '\u001b[0m';
const SIGNS: Record<Tone, string> = { alarm: '▲', good: '✓', plain: '·', quiet: ' ' };

/** Columns before the text. */
const COLUMNS = [MARK.length, 8, 8, 8, 7];
const INDENT = COLUMNS.reduce((sum, column) => sum + column, 0) + 2;

export function header(style: Style): string[] {
  const titles = ['T0 +', 'real', 'late', 'case'];
  const line = `${titles.map((title, index) => title.padStart(COLUMNS[index + 1] ?? 0)).join('')}    what happened`;
  return [marked(dim(line, style), style)];
}

export function rowLines(row: Row, style: Style): string[] {
  const lateness = row.lateness === undefined ? '' : short(row.lateness);
  const columns = [clock(row.virtual), stopwatch(row.real), lateness, row.place];
  const head = columns.map((text, index) => text.padStart(COLUMNS[index + 1] ?? 0)).join('');
  const texts = row.sentences.flatMap((one) =>
    wrap(`${SIGNS[one.tone]} ${one.text}`, style.width - INDENT, '  ').map((text) => coloured(one.tone, text, style)),
  );
  const who = toldText(row.told, style.groupOf, style.nameOf);
  const told = who === '' ? [] : wrap(`→ ${who}`, style.width - INDENT, '  ').map((text) => dim(text, style));
  return [...texts, ...told].map((text, index) =>
    marked(`${index === 0 ? dim(head, style) : ' '.repeat(head.length)}  ${text}`, style),
  );
}

/** A sentence of the exercise itself, across the columns. */
export function noteLine(text: string, style: Style): string[] {
  return wrap(text, style.width - MARK.length - 2, '').map((line) => marked(`  ${line}`, style));
}

/** `+24:00`. */
export function clock(span: Span): string {
  const minutes = Math.round(Math.abs(span) / MINUTE);
  const hours = Math.floor(minutes / 60);
  return `${span < -MINUTE / 2 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** `0:20.1`. */
export function stopwatch(span: Span): string {
  const tenths = Math.round(Math.max(0, span) / 100);
  const minutes = Math.floor(tenths / 600);
  return `${minutes}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
}

/** `12 ms`, `1.2 s`, `3 min`. */
export function short(span: Span): string {
  if (span < SECOND) return `${Math.round(span)} ms`;
  if (span < MINUTE) return `${(span / SECOND).toFixed(1)} s`;
  return span < HOUR ? `${Math.round(span / MINUTE)} min` : `${Math.round(span / HOUR)} h`;
}

/** Breaks at spaces; a word longer than the line stands alone. */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const marked = (rest: string, style: Style): string =>
  (style.colour ? `${COLOURS.mark}${MARK}${RESET}${rest}` : `${MARK}${rest}`).trimEnd();

function coloured(tone: Tone | 'dim', text: string, style: Style): string {
  const code = style.colour ? COLOURS[tone] : '';
  return code === '' ? text : `${code}${text}${RESET}`;
}

const dim = (text: string, style: Style): string => coloured('dim', text, style);
