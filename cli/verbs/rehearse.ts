/** `rehearse`: the events of a table through a plan, in virtual time and without any server; and what another plan would have done. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageRoot } from '../../config/package-root.js';
import { loadDirectory, loadPlan } from '../../config/plan-file.js';
import type { FileFault } from '../../config/yaml-file.js';
import { caseDirectory } from '../../domain/directory/directory.js';
import type { Directory } from '../../domain/directory/directory.js';
import { compare } from '../../domain/rehearsal/compare.js';
import type { Comparison } from '../../domain/rehearsal/compare.js';
import { DILIGENT, SILENT } from '../../domain/rehearsal/conduct.js';
import type { Conduct } from '../../domain/rehearsal/conduct.js';
import type { Findings, Limits } from '../../domain/rehearsal/findings.js';
import { hearAll, likelyReporter, toHeard } from '../../rehearsal/hear-all.js';
import type { Heard, Setting } from '../../rehearsal/hear-all.js';
import { page } from '../../rehearsal/page.js';
import { inWords } from '../../rehearsal/words.js';
import { Arguments } from '../arguments.js';
import { MappedTable } from '../import/mapped-rows.js';
import { refusedFile, RefusedRows } from '../import/refused-rows.js';
import { Progress } from '../progress.js';
import { DONE, REFUSED, WrongUsage } from '../verb.js';
import type { Surroundings, Verb } from '../verb.js';
import { showFaults } from './plan-check.js';

const CONDUCTS: readonly Conduct[] = [DILIGENT, SILENT];
const LIMITS: Limits = { officePerHour: 20, channelPerMinute: 60 };
/** All of them are held in memory, to be heard in the order of their acceptance. */
const MOST_REPORTS = 2_000_000;

export const rehearse: Verb = {
  name: 'rehearse',
  group: 'Plans',
  usage: 'FILE.csv --map MAP.yaml [--plan P] [--against Q] [--directory D] [--out DIR] [--json] [options]',
  says: 'plays the events of a table through a plan, without any server',
  more: [
    '  --plan P, --directory D   default: those that ship',
    '  --against Q               a second plan: what it would have done instead',
    '  --out DIR                 writes rehearsal.json and rehearsal.html, a page with plots',
    '  --people diligent|silent  what people are taken to do; default: diligent, in time what the plan asks',
    '  --reporter OFFICE         who reports; default: the first machine of an accredited organisation',
    `  --office-limit N          messages that an office can take in in an hour; default: ${LIMITS.officePerHour}`,
    `  --channel-limit N         messages that leave over a channel in a minute; default: ${LIMITS.channelPerMinute}`,
    '  --refused FILE            where refused rows go; default: TABLE.refused.csv here',
  ],
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, ['FILE.csv'], {
      map: 'text',
      plan: 'text',
      against: 'text',
      directory: 'text',
      out: 'text',
      people: 'text',
      reporter: 'text',
      'office-limit': 'text',
      'channel-limit': 'text',
      refused: 'text',
      json: 'flag',
    });
    const table = MappedTable.open(given.positional('FILE.csv'), given.needed('map'));
    const plans = [given.text('plan') ?? shipped('plans/seed.yaml'), ...asList(given.text('against'))].map(loadPlan);
    const people = loadDirectory(given.text('directory') ?? shipped('directory.example.yaml'));
    const faults: FileFault[] = [...plans, people].flatMap((one) => one.faults);
    if (faults.length > 0 || !people.directory) {
      showFaults(faults, surroundings);
      return REFUSED;
    }
    const refused = new RefusedRows(given.text('refused') ?? refusedFile(given.positional('FILE.csv')));
    const settings = plans.map((one) => settingOf(given, one, people.directory));
    const rehearsed = await Rehearsed.of(table, settings, refused);
    tell(rehearsed, given, surroundings);
    return refused.count > 0 ? REFUSED : DONE;
  },
};

const shipped = (path: string): string => join(packageRoot(), path);

const asList = (one: string | undefined): string[] => (one === undefined ? [] : [one]);

function settingOf(given: Arguments, { plan, ref }: ReturnType<typeof loadPlan>, people: Directory): Setting {
  if (!plan || !ref) throw new Error('A plan without faults is whole.');
  const name = given.text('people') ?? DILIGENT.name;
  const conduct = CONDUCTS.find((one) => one.name === name);
  if (!conduct) throw new WrongUsage(`--people is "${name}"; diligent or silent is needed.`);
  // Offices as they are now: a table of the past is rehearsed with the people of today.
  const directory = caseDirectory(people, new Date().toISOString());
  const reporter = given.text('reporter') ?? likelyReporter(plan, directory);
  if (reporter === undefined || !directory.offices[reporter]) {
    throw new WrongUsage('No office may report: name one of the directory with --reporter.');
  }
  const limits = {
    officePerHour: given.number('office-limit') ?? LIMITS.officePerHour,
    channelPerMinute: given.number('channel-limit') ?? LIMITS.channelPerMinute,
  };
  return { plan, ref, directory, reporter, conduct, limits };
}

/** What came of it, of one plan or of two. */
class Rehearsed {
  private constructor(
    readonly findings: Findings,
    readonly rows: { rows: number; leftOut: number; refused: number; file?: string },
    /** Reports a second, over all plans. */
    readonly speed: number,
    readonly against?: { findings: Findings; comparison: Comparison },
  ) {}

  static async of(table: MappedTable, settings: readonly Setting[], refused: RefusedRows): Promise<Rehearsed> {
    const progress = new Progress();
    const [first] = settings;
    if (!first) throw new Error('One plan is always rehearsed.');
    const { heard, ...rows } = await read(table, first, refused, progress);
    const began = performance.now();
    const all = settings.map((setting, index) =>
      hearAll(heard, setting, (done) =>
        progress.at((index + done) / settings.length, `plan ${setting.ref.id}, ${heard.length} reports`),
      ),
    );
    const seconds = (performance.now() - began) / 1000;
    progress.end();
    const [findings, other] = all as [Findings, Findings | undefined];
    const against = other && { findings: other, comparison: compare(findings, other) };
    const told = { ...rows, refused: refused.count, ...(refused.count > 0 ? { file: refused.file } : {}) };
    return new Rehearsed(findings, told, Math.round((heard.length * settings.length) / seconds), against);
  }
}

async function read(
  table: MappedTable,
  setting: Setting,
  refused: RefusedRows,
  progress: Progress,
): Promise<{ heard: Heard[]; rows: number; leftOut: number }> {
  const heard: Heard[] = [];
  let [rows, leftOut] = [0, 0];
  for await (const row of table.rows()) {
    rows += 1;
    progress.at(table.done, `${rows} rows read`);
    if (row.kind === 'left-out') leftOut += 1;
    else if (row.kind === 'refused') await refused.add(row.line, row.reason, row.cells, table.header);
    else heard.push(toHeard(row.report, setting, table.map.rehearsal.delay));
    if (heard.length > MOST_REPORTS)
      throw new Error(`The table has more than ${MOST_REPORTS} reports; rehearse a part.`);
  }
  await refused.close();
  if (heard.length === 0) throw new Error(`No row of the table is a report: ${refused.count} of ${rows} are refused.`);
  heard.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { heard, rows, leftOut };
}

function tell({ findings, rows, speed, against }: Rehearsed, given: Arguments, { out }: Surroundings): void {
  const whole = { ...rows, reportsPerSecond: speed, ...findings, ...(against ? { against } : {}) };
  const folder = given.text('out');
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'rehearsal.json'), `${JSON.stringify(whole, null, 1)}\n`);
    writeFileSync(
      join(folder, 'rehearsal.html'),
      page(findings, { title: basename(given.positional('FILE.csv')), ...(against ? { against } : {}) }),
    );
  }
  if (given.flag('json')) return out(JSON.stringify(whole, null, 1));
  out(inWords(findings, against));
  out(
    `${rows.rows} rows, ${rows.refused} refused${rows.file === undefined ? '' : ` (${rows.file})`}; ${speed} reports a second.`,
  );
  if (folder !== undefined)
    out(`${join(folder, 'rehearsal.html')} shows it; rehearsal.json beside it holds every figure.`);
}
