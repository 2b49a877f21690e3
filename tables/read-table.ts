/**
 * A table from a file, row by row: read as a stream, so that its size does not matter.
 */
import { createReadStream, statSync } from 'node:fs';
import { pipeline, Transform } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { TableMap } from './map.js';
import type { Cells } from './template.js';

export interface TableRow {
  /** On which it ends, from 1. */
  line: number;
  cells: Cells;
  /** Why it is no row at all. */
  fault?: string;
}

/** What is not a table; a sentence. */
export class NoTable extends Error {}

/** A row is a line of a table, not a file. */
const LONGEST_ROW = 1_000_000;

export class Table {
  /** Bytes of the file. */
  readonly size: number;
  /** Of them, read so far. */
  read = 0;

  constructor(
    private readonly file: string,
    private readonly dialect: TableMap['table'],
  ) {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found?.isFile()) throw new NoTable(`${file}: there is no such file.`);
    this.size = found.size;
  }

  /** @throws {NoTable} for what cannot be read on: another encoding, a row without end */
  async *rows(): AsyncGenerator<TableRow> {
    const broken: string[] = [];
    const parser = parse({ ...optionsOf(this.dialect), on_skip: (error) => void broken.push(inWords(error)) });
    // An error of any of them comes out of the loop below.
    pipeline(createReadStream(this.file), this.decoded(), parser, () => {});
    let last = 0;
    let counted = 0;
    try {
      for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
        counted += endsWithin(record);
        last = info.lines - counted;
        yield { line: last, cells: record };
      }
      // What is broken swallows the rest of the file.
      for (const fault of broken) yield { line: last + 1, cells: [], fault };
    } catch (error) {
      if (error instanceof CsvError) throw new NoTable(`${this.file}: ${inWords(error)}`);
      throw error;
    }
  }

  private decoded(): Transform {
    const decoder = new TextDecoder(this.dialect.encoding, { fatal: true });
    const decode = (chunk: Uint8Array | undefined, stream: boolean): string => {
      try {
        return decoder.decode(chunk, { stream });
      } catch (error) {
        if (codeOf(error) !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
        const after = `after byte ${this.read}`;
        throw new NoTable(
          `${this.file} is not written in ${decoder.encoding} (${after}); the map's table.encoding says.`,
        );
      }
    };
    return new Transform({
      readableObjectMode: false,
      transform: (chunk: Uint8Array, _, done) => {
        const text = attempt(() => decode(chunk, true));
        this.read += chunk.length;
        done(text.error, text.value);
      },
      flush: (done) => {
        const text = attempt(() => decode(undefined, false));
        done(text.error, text.value);
      },
    });
  }
}

function attempt(decode: () => string): { value?: string; error: Error | null } {
  try {
    return { value: decode(), error: null };
  } catch (error) {
    return { error: error as Error };
  }
}

function optionsOf({ delimiter, quote, comment, skipLines }: TableMap['table']) {
  return {
    bom: true,
    delimiter,
    quote,
    escape: quote,
    ...(comment === undefined ? {} : { comment, comment_no_infix: true }),
    from_line: skipLines + 1,
    info: true,
    max_record_size: LONGEST_ROW,
    relax_column_count: true,
    // A quote in the middle of a cell is a character like any other.
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
  } as const;
}

/** The parser counts a line end of two characters inside a cell twice. */
const endsWithin = (record: readonly string[]): number =>
  record.reduce((count, cell) => (cell.includes('\r\n') ? count + cell.split('\r\n').length - 1 : count), 0);

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

function inWords(error: CsvError | undefined): string {
  switch (error?.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'A quote is opened here or below and never closed; nothing after it can be read.';
    case 'CSV_MAX_RECORD_SIZE':
      return `A row has more than ${LONGEST_ROW} characters: a quote is probably not closed.`;
    default:
      return error?.message ?? 'The row cannot be read.';
  }
}
