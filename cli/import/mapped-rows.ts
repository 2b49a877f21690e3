/** Rows of a table as its map reads them, one after the other; what both `import` and `rehearse` begin with. */
import { loadMap } from '../../config/map-file.js';
import { faultLine } from '../../config/plan-file.js';
import { faultsOfColumns } from '../../tables/parse-map.js';
import type { TableMap } from '../../tables/map.js';
import { NoTable, Table } from '../../tables/read-table.js';
import { rowReader } from '../../tables/row-reader.js';
import type { ReadRow } from '../../tables/row-reader.js';
import type { Cells } from '../../tables/template.js';

export type MappedRow = ReadRow & { line: number; cells: Cells };

export class MappedTable {
  header: readonly string[] = [];

  private constructor(
    readonly map: TableMap,
    private readonly table: Table,
    private readonly locate: (header: readonly string[]) => string[],
  ) {}

  /** @throws {NoTable} with every fault of the map, or where there is no such table */
  static open(file: string, mapFile: string): MappedTable {
    const { map, faults, locate } = loadMap(mapFile);
    if (!map) throw new NoTable([...faults.map(faultLine), counted(faults.length)].join('\n'));
    const table = new Table(file, map.table);
    return new MappedTable(map, table, (header) => locate(faultsOfColumns(map, header)).map(faultLine));
  }

  /** Of the file, from 0 to 1. */
  get done(): number {
    return this.table.size === 0 ? 1 : this.table.read / this.table.size;
  }

  /** @throws {NoTable} where the table lacks columns that the map names, or cannot be read on */
  async *rows(): AsyncGenerator<MappedRow> {
    let read: ((cells: Cells) => ReadRow) | undefined;
    if (this.map.table.columns) read = this.begin(this.map.table.columns);
    for await (const { line, cells, fault } of this.table.rows()) {
      if (fault !== undefined) yield { kind: 'refused', reason: fault, line, cells };
      else if (read === undefined) read = this.begin(cells.map((name) => name.trim()));
      else yield { ...read(cells), line, cells };
    }
  }

  private begin(header: readonly string[]): (cells: Cells) => ReadRow {
    this.header = header;
    const faults = this.locate(header);
    if (faults.length > 0) throw new NoTable([...faults, counted(faults.length)].join('\n'));
    return rowReader(this.map, header);
  }
}

const counted = (faults: number): string => `${faults} ${faults === 1 ? 'fault' : 'faults'}.`;
