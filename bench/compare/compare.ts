/**
 * `npm run bench -- compare`: the same workload for bare Temporal and for Holdfire, on one server, in turns. One JSON
 * line for each run of each side and mode, then the medians. `--sides bare,bare-again` says what difference is noise.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../cli/start/ports.js';
import { connectTemporal } from '../../cli/temporal/connect.js';
import { prepareNamespace } from '../../cli/temporal/prepare-namespace.js';
import { percentile } from '../flock.js';
import { bareSide } from './bare-side.js';
import { holdfireSide } from './holdfire-side.js';
import { MailRecorder } from './mail-recorder.js';
import { openServer } from './server.js';
import type { BenchServer, Profile } from './server.js';
import { sectorOf } from './side.js';
import type { Side, SideName } from './side.js';
import { numbersOf, Trial } from './trial.js';
import type { Figures, Line, Mode, TrialOptions } from './trial.js';

const SERVER_WITHIN_MS = 60_000;

export interface CompareOptions extends TrialOptions {
  runs: number;
  modes: Mode[];
  sides: SideName[];
  profile: Profile;
}

export async function compare(options: CompareOptions, say: (line: Figures) => void): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfire-compare-'));
  const recorder = await MailRecorder.open();
  const sides: Side[] = [];
  let server: BenchServer | undefined;
  try {
    server = await openServer(options.profile, folder);
    const { address } = server;
    const connection = await connectTemporal({ TEMPORAL_ADDRESS: address }, SERVER_WITHIN_MS);
    // The canary of a worker lives in the one of exercises.
    for (const name of [...options.sides, 'holdfire-exercise']) await prepareNamespace(connection, name);
    const each = options.modes.reduce((sum, mode) => sum + numbersOf(mode, options), 0);
    const sectors = Array.from({ length: options.runs * each }, (_, index) => sectorOf(index + 1));
    for (const name of options.sides) {
      const common = { smtpPort: recorder.port, gates: options.gates, folder: join(folder, name) };
      mkdirSync(common.folder);
      const [port = 0] = await freePorts(1);
      if (name === 'holdfire') sides.push(await holdfireSide({ ...common, address, port, sectors }));
      else sides.push(await bareSide(name, connection, address, common));
    }
    const mails = new Map(sides.map((side) => [side, recorder.collect((caseId) => side.numberOf(caseId))]));
    const lines: Line[] = [];
    for (let run = 0; run < options.runs; run += 1) {
      // The one that begins changes, so that neither has always the warmer server.
      for (const side of run % 2 === 0 ? sides : [...sides].reverse()) {
        const collected = mails.get(side);
        if (!collected) throw new Error(`Nobody collects the mails of ${side.name}.`);
        const trial = new Trial(side, collected, connection, server, options);
        let first = run * each + 1;
        for (const mode of options.modes) {
          for (const line of await trial.run(mode, first)) {
            lines.push({ run, profile: options.profile, ...line });
            say({ run, profile: options.profile, ...line });
          }
          first += numbersOf(mode, options);
        }
      }
    }
    return { measure: 'medians', options: { ...options }, ...medians(lines) };
  } finally {
    for (const side of sides) await side.stop();
    await server?.stop();
    await recorder.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Over the runs, of each side and mode. */
function medians(lines: readonly Line[]): Figures {
  const groups = new Map<string, Record<string, number>[]>();
  for (const line of lines) {
    const key = `${line.mode} ${line.side}`;
    groups.set(key, [...(groups.get(key) ?? []), flat(line)]);
  }
  const figures = [...groups].map(([key, group]) => {
    const names = Object.keys(group[0] ?? {}).filter((name) => name !== 'run');
    const row = names.map((name) => [
      name,
      percentile(
        group.map((line) => line[name] ?? Number.NaN),
        50,
      ),
    ]);
    return [key, Object.fromEntries(row) as Record<string, number>] as const;
  });
  return Object.fromEntries(figures);
}

/** `{cpuMsPerCase: {api: 1}}` as `{'cpuMsPerCase.api': 1}`; numbers alone. */
function flat(values: object, before = ''): Record<string, number> {
  const found = Object.entries(values).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'number') return [[before + name, value] as const];
    if (typeof value === 'object' && value !== null) return Object.entries(flat(value, `${before}${name}.`));
    return [];
  });
  return Object.fromEntries(found);
}
