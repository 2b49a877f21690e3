/** `import`: the rows of a table as reports to the API. Run again, it changes nothing that it did before. */
import { ApiClient } from '../../exercise/api-client.js';
import type { ApiAnswer } from '../../exercise/api-client.js';
import type { MappedReport } from '../../tables/row-reader.js';
import { clientOf } from '../api/api-verb.js';
import { Arguments } from '../arguments.js';
import { MappedTable } from '../import/mapped-rows.js';
import type { MappedRow } from '../import/mapped-rows.js';
import { refusedFile, RefusedRows } from '../import/refused-rows.js';
import { eachOf, Sender } from '../import/sender.js';
import { Progress } from '../progress.js';
import { DONE, REFUSED, WrongUsage } from '../verb.js';
import type { Surroundings, Verb } from '../verb.js';

/** Reports on their way at once. The API takes few of one case at a time; more would only wait there. */
const AT_ONCE = 4;
const MOST_AT_ONCE = 16;
/** Shown by a dry run. */
const SAMPLES = 3;

export const importTable: Verb = {
  name: 'import',
  group: 'Act',
  usage: 'FILE.csv --map MAP.yaml [--dry-run] [--refused FILE] [--at-once N] [--json]',
  says: 'Report every row of a table, as a map reads it',
  more: [
    '  --map MAP.yaml          which column is what: docs/maps.md, maps/*.yaml',
    '  --dry-run               reads every row and shows what would be reported; no server is asked',
    '  --refused FILE          where refused rows go, with line and reason; default: TABLE.refused.csv here',
    `  --at-once N             reports on their way at once, ${MOST_AT_ONCE} at most; default: ${AT_ONCE}`,
    'Run again it changes nothing: the same row is the same report. Exit code 1 where rows were refused.',
  ],
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, ['FILE.csv'], {
      map: 'text',
      'dry-run': 'flag',
      refused: 'text',
      'at-once': 'text',
      json: 'flag',
      url: 'text',
    });
    const atOnce = given.number('at-once') ?? AT_ONCE;
    if (!Number.isInteger(atOnce) || atOnce < 1 || atOnce > MOST_AT_ONCE) {
      throw new WrongUsage(`--at-once is ${atOnce}; a whole number from 1 to ${MOST_AT_ONCE} is needed.`);
    }
    const file = given.positional('FILE.csv');
    const table = MappedTable.open(file, given.needed('map'));
    const refused = new RefusedRows(given.text('refused') ?? refusedFile(file));
    const client = given.flag('dry-run') ? undefined : clientOf(given, surroundings);
    const importing = new Importing(table, refused, client, surroundings);
    await importing.run(atOnce);
    surroundings.out(given.flag('json') ? JSON.stringify(importing.result(), null, 2) : importing.inWords());
    return refused.count > 0 ? REFUSED : DONE;
  },
};

/** The API takes no report from this key: every row would be answered the same. */
class NotOurs extends Error {}

class Importing {
  private rows = 0;
  private leftOut = 0;
  private cut = 0;
  private known = 0;
  private pending = 0;
  private readonly outcomes: Record<string, number> = {};
  private readonly sectors: Record<string, number> = {};
  private readonly samples: MappedReport[] = [];
  private readonly sender: Sender | undefined;
  private readonly progress = new Progress();

  constructor(
    private readonly table: MappedTable,
    private readonly refused: RefusedRows,
    client: ApiClient | undefined,
    { err }: Surroundings,
  ) {
    this.sender = client && new Sender(client, (seconds) => err(`The API asks to wait ${seconds} s.`));
  }

  async run(atOnce: number): Promise<void> {
    try {
      await eachOf(this.table.rows(), atOnce, (row) => this.take(row));
    } finally {
      this.progress.end();
      await this.refused.close();
    }
  }

  private async take(row: MappedRow): Promise<void> {
    this.rows += 1;
    this.progress.at(this.table.done, `${this.rows} rows, ${this.refused.count} refused`);
    if (row.kind === 'left-out') this.leftOut += 1;
    else if (row.kind === 'refused') await this.refuse(row, row.reason);
    else {
      this.cut += row.cut ? 1 : 0;
      if (this.sender) await this.answered(row, await this.sender.send(row.report));
      else this.wouldSend(row.report);
    }
  }

  private wouldSend(report: MappedReport): void {
    const { standing, place } = report;
    this.outcomes[standing] = (this.outcomes[standing] ?? 0) + 1;
    this.sectors[place.sector] = (this.sectors[place.sector] ?? 0) + 1;
    if (this.samples.length < SAMPLES) this.samples.push(report);
  }

  private async answered(row: MappedRow, { status, body }: ApiAnswer): Promise<void> {
    const said = (typeof body === 'object' && body !== null ? body : {}) as Answer;
    if (status === 200) this.known += 1;
    else if (status === 202) this.pending += 1;
    else if (status === 201) {
      const outcome = said.outcome ?? 'taken';
      this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
    } else if (status === 401 || status === 403) throw new NotOurs(said.detail ?? `The API answers ${status}.`);
    else await this.refuse(row, reasonOf(status, said));
  }

  private async refuse({ line, cells }: MappedRow, reason: string): Promise<void> {
    await this.refused.add(line, reason, cells, this.table.header);
  }

  result(): object {
    const { rows, leftOut, cut, refused, outcomes, known, pending, sectors, samples } = this;
    const counts = { rows, leftOut, refused: refused.count, cut };
    const file = refused.count > 0 ? { refusedRows: refused.file } : {};
    if (!this.sender) return { dryRun: true, ...counts, ...file, standings: outcomes, sectors, samples };
    return { ...counts, ...file, reported: outcomes, knownBefore: known, pending };
  }

  inWords(): string {
    const { rows, leftOut, cut, refused, outcomes, known, pending } = this;
    const listed = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
    const lines = [
      `${rows} rows${leftOut > 0 ? `, ${leftOut} left out by the map` : ''}.`,
      `${this.sender ? 'Reported' : 'Would be reported'}: ${listed.join(', ') || 'none'}.`,
      ...(known > 0 ? [`Known before, and not changed: ${known}.`] : []),
      ...(pending > 0 ? [`Accepted and kept, not answered yet by a worker: ${pending}.`] : []),
      ...(cut > 0 ? [`Intervals cut to the map's widest: ${cut}.`] : []),
      ...(refused.count > 0 ? [`Refused: ${refused.count}; they are in ${refused.file} with their reasons.`] : []),
      ...this.samples.map((sample) => JSON.stringify(sample, null, 2)),
    ];
    return lines.join('\n');
  }
}

interface Answer {
  outcome?: string;
  detail?: string;
  errors?: { path?: string; message?: string }[];
}

function reasonOf(status: number, { detail, errors = [] }: Answer): string {
  const faults = errors.map(({ path = '', message = '' }) => `${path}: ${message}`);
  return [detail ?? `The API answers ${status}.`, ...faults].join(' ');
}
