/** Templates of a map, made ready for many rows: `{column}` and `[parts that need their columns]`. */

/** The cells of one row, in the order of the header. */
export type Cells = readonly string[];
export type Reader = (cells: Cells) => string;

interface Part {
  /** Index of a column, or the text itself. */
  of: number | string;
}

export class UnknownColumn extends Error {
  constructor(readonly column: string) {
    super(`There is no column "${column}".`);
  }
}

const PIECES = /\{([^{}]+)\}|\[([^[\]]*)\]|([^{}[\]]+)|[{}[\]]/g;

/** What is wrong with it, as a sentence; `undefined` when nothing is. */
export function faultOfTemplate(template: string): string | undefined {
  for (const [piece, column, optional, text] of template.matchAll(PIECES)) {
    if (optional !== undefined && !/\{[^{}]+\}/.test(optional)) return 'A part in square brackets names a column.';
    if (optional !== undefined && faultOfTemplate(optional) !== undefined) return faultOfTemplate(optional);
    if (column === undefined && optional === undefined && text === undefined) {
      return `"${piece}" stands alone: a column is written {column}, a part that may be missing [, {column}].`;
    }
  }
  return undefined;
}

/** The columns that it names. */
export const columnsOf = (template: string): string[] =>
  [...template.matchAll(/\{([^{}]+)\}/g)].map(([, column = '']) => column.trim());

/** @throws {UnknownColumn} */
export function reader(template: string, header: readonly string[]): Reader {
  const groups = [...template.matchAll(PIECES)].map(([piece, , optional]) => ({
    optional: optional !== undefined,
    parts: partsOf(optional ?? piece, header),
  }));
  const [only] = groups;
  if (groups.length === 1 && only?.parts.length === 1 && typeof only.parts[0]?.of === 'number') {
    const index = only.parts[0].of;
    return (cells) => (cells[index] ?? '').trim();
  }
  return (cells) => {
    let text = '';
    for (const { optional, parts } of groups) {
      if (optional && parts.some(({ of }) => typeof of === 'number' && (cells[of] ?? '').trim() === '')) continue;
      for (const { of } of parts) text += typeof of === 'number' ? (cells[of] ?? '').trim() : of;
    }
    return text.trim();
  };
}

const partsOf = (text: string, header: readonly string[]): Part[] =>
  [...text.matchAll(/\{([^{}]+)\}|[^{}]+/g)].map(([piece, column]) => ({
    of: column === undefined ? piece : indexOf(column.trim(), header),
  }));

export function indexOf(column: string, header: readonly string[]): number {
  const index = header.indexOf(column);
  if (index < 0) throw new UnknownColumn(column);
  return index;
}
