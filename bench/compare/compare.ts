/**
 * `npm run bench -- compare [--runs N] [--cases N] [--rate N] [--burst N]`: the same workload for bare Temporal and for
 * Holdfire, on one server, in turns. One JSON line for each run of each side and mode, then the medians. Lateness, loss
 * and repetition are read from the mails; costs are those of the server and of each side's own processes.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { freePorts } from '../../cli/start/ports.js';
import { dynamicConfig } from '../../cli/start/temporal-server.js';
import { temporalProgram } from '../../cli/start/temporal-program.js';
import { connectTemporal } from '../../cli/temporal/connect.js';
import { prepareNamespace } from '../../cli/temporal/prepare-namespace.js';

import { bareSide } from './bare-side.js';
import { begin } from './child.js';
import { holdfireSide } from './holdfire-side.js';
import { MailRecorder } from './mail-recorder.js';
import { percentile } from '../flock.js';
import { sectorOf } from './side.js';
import type { Side } from './side.js';
import { usages } from './usage.js';

const SERVER_WITHIN_MS = 60_000;
/** For what must come in the end; what has not come by then is lost. */
const DRAINED_WITHIN_MS = 180_000;
const CALLERS = 64;
/** Open and stood down in the middle of a burst. */
const WATCHED = 40;

export interface CompareOptions {
  runs: number;
  /** Calm: so many cases, so many a second; every fifth is stood down before its gate. */
  cases: number;
  rate: number;
  /** Burst: so many reports by 64 callers. 0: none. */
  burst: number;
  /** Seconds after the first violation. */
  gates: [number, number];
}

type Figures = Record<string, number | string | Record<string, unknown>>;
/** Of one run of one side. */
type Line = Figures & { mode: string; side: string };

export async function compare(options: CompareOptions, say: (line: Figures) => void): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfire-compare-'));
  const [grpc = 0, http = 0, metrics = 0, api = 0] = await freePorts(4);
  const address = `127.0.0.1:${grpc}`;
  const database = join(folder, 'temporal.sqlite');
  const server = begin(
    await temporalProgram((sentence) => process.stderr.write(`${sentence}\n`)),
    serverArguments(database, { grpc, http, metrics }),
    join(folder, 'server.log'),
  );
  const recorder = await MailRecorder.open();
  const sides: Side[] = [];
  try {
    const connection = await connectTemporal({ TEMPORAL_ADDRESS: address }, SERVER_WITHIN_MS);
    for (const namespace of ['bare', 'holdfire', 'holdfire-exercise']) await prepareNamespace(connection, namespace);
    const each = options.cases + (options.burst > 0 ? options.burst + WATCHED : 0);
    const count = options.runs * each;
    const sectors = Array.from({ length: count }, (_, index) => sectorOf(index + 1));
    const common = { smtpPort: recorder.port, gates: options.gates };
    for (const name of ['bare', 'holdfire']) mkdirSync(join(folder, name));
    sides.push(await bareSide(connection, address, { ...common, folder: join(folder, 'bare') }));
    sides.push(await holdfireSide({ ...common, address, port: api, sectors, folder: join(folder, 'holdfire') }));
    const lines: Line[] = [];
    for (let run = 0; run < options.runs; run += 1) {
      // The one that begins changes, so that neither has always the warmer server.
      for (const side of run % 2 === 0 ? sides : [...sides].reverse()) {
        const trial = new Trial(side, recorder, connection, { server: server.pid, database }, options);
        const first = run * each + 1;
        lines.push({ run, ...(await trial.calm(first)) });
        if (options.burst > 0) lines.push({ run, ...(await trial.burst(first + options.cases)) });
        for (const line of lines.slice(options.burst > 0 ? -2 : -1)) say(line);
      }
    }
    return { measure: 'bare Temporal and Holdfire, medians', options: { ...options }, ...medians(lines) };
  } finally {
    for (const side of sides) await side.stop();
    await server.stop();
    await recorder.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function serverArguments(database: string, at: { grpc: number; http: number; metrics: number }): string[] {
  return [
    ...['server', 'start-dev', '--headless', '--db-filename', database],
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
    ...['--ip', '127.0.0.1', '--port', String(at.grpc), '--http-port', String(at.http)],
    ...['--metrics-port', String(at.metrics), '--log-level', 'error'],
    ...dynamicConfig,
  ];
}

class Trial {
  constructor(
    private readonly side: Side,
    private readonly recorder: MailRecorder,
    private readonly connection: Connection,
    private readonly server: { server: number; database: string },
    private readonly options: CompareOptions,
  ) {}

  /** One case after the other, at a rate at which nothing waits. */
  async calm(first: number): Promise<Line> {
    const { cases, rate } = this.options;
    const before = this.costs();
    const bytes = this.databaseBytes();
    const answers: number[] = [];
    const opened = new Map<number, number>();
    const open = async (number: number): Promise<void> => {
      const at = Date.now();
      opened.set(number, at);
      const since = performance.now();
      await this.side.open(number, at);
      answers.push(performance.now() - since);
    };
    const opening: Promise<void>[] = [];
    for (let index = 0; index < cases; index += 1) {
      opening.push(open(first + index));
      await sleep(1000 / rate);
    }
    await Promise.all(opening);
    const quiet = [...opened.keys()].filter((number) => number % 5 === 0);
    const downs = await this.standDown(quiet, 200);
    const loud = [...opened.keys()].filter((number) => number % 5 !== 0);
    const gates = await this.gates(opened, loud, 1);
    const all = [...opened.keys()];
    await this.drained(all, 6 * cases + 6 * quiet.length + 18 * loud.length);
    const after = this.costs();
    const described = await Promise.all(loud.slice(0, 10).map((number) => this.describe(number)));
    return {
      mode: 'calm',
      side: this.side.name,
      cases,
      ...spread('answerMs', answers),
      ...spread('standDownAnswerMs', downs.answers),
      ...spread('standDownSentMs', downs.sent),
      ...spread('gateLateMs', gates.late),
      early: gates.early,
      ...this.mailFaults(all),
      cpuMsPerCase: perCase(before, after, cases),
      events: percentile(
        described.map(({ events }) => events),
        50,
      ),
      transitions: percentile(
        described.map(({ transitions }) => transitions),
        50,
      ),
      databaseBytesPerCase: Math.round((this.databaseBytes() - bytes) / cases),
      residentMiB: Object.fromEntries(Object.entries(after).map(([name, { residentMiB }]) => [name, residentMiB])),
    };
  }

  /** 64 callers as fast as they are answered, while people stand other cases down. */
  async burst(first: number): Promise<Line> {
    const { burst, gates: spans } = this.options;
    const watched = Array.from({ length: WATCHED }, (_, index) => first + burst + index);
    const opened = new Map<number, number>();
    for (const number of watched) {
      opened.set(number, Date.now());
      await this.side.open(number, opened.get(number) ?? 0);
    }
    // Until they are in their case, wherever that takes a moment.
    await sleep(1000);
    for (const number of watched) await this.side.prepareStandDown(number);
    const queue = Array.from({ length: burst }, (_, index) => first + index);
    const answers: number[] = [];
    let durable = 0;
    const since = performance.now();
    const call = async (): Promise<void> => {
      for (let number = queue.shift(); number !== undefined; number = queue.shift()) {
        const asked = performance.now();
        opened.set(number, Date.now());
        if ((await this.side.open(number, opened.get(number) ?? 0)) === 'durable') durable += 1;
        answers.push(performance.now() - asked);
      }
    };
    const calls = Promise.all(Array.from({ length: CALLERS }, call)).then(() => performance.now() - since);
    const downs = await this.standDown(watched, (1000 * (spans[0] / 2)) / WATCHED, true);
    const took = await calls;
    const loud = [...opened.keys()].filter((number) => !watched.includes(number));
    const gates = await this.gates(opened, loud, 1);
    await this.drained([...opened.keys()], 6 * opened.size + 6 * watched.length + 18 * loud.length);
    return {
      mode: 'burst',
      side: this.side.name,
      cases: burst,
      durableASecond: Math.round((burst / took) * 1000),
      answeredLater: durable,
      ...spread('answerMs', answers),
      ...spread('standDownAnswerMs', downs.answers),
      ...spread('standDownSentMs', downs.sent),
      ...spread('gateLateMs', gates.late),
      early: gates.early,
      ...this.mailFaults([...opened.keys()]),
    };
  }

  private async standDown(
    numbers: readonly number[],
    everyMs: number,
    prepared = false,
  ): Promise<{ answers: number[]; sent: number[] }> {
    const answers: number[] = [];
    const asked = new Map<number, number>();
    const one = async (number: number): Promise<void> => {
      if (!prepared) await this.side.prepareStandDown(number);
      asked.set(number, Date.now());
      const since = performance.now();
      await this.side.standDown(number);
      answers.push(performance.now() - since);
    };
    const under: Promise<void>[] = [];
    for (const number of numbers) {
      under.push(one(number));
      await sleep(everyMs);
    }
    await Promise.all(under);
    const sent = await Promise.all(
      numbers.map(async (number) => {
        const came = await this.mails(number, 'stood-down', 6);
        return (came.at(-1)?.at ?? Number.NaN) - (asked.get(number) ?? 0);
      }),
    );
    return { answers, sent };
  }

  /** How late the first mail of gate 1 came. */
  private async gates(opened: ReadonlyMap<number, number>, numbers: readonly number[], gate: 1 | 2) {
    const span = (this.options.gates[gate - 1] ?? 0) * 1000 + this.side.settleMs;
    const late: number[] = [];
    let early = 0;
    for (const number of numbers) {
      const [first] = await this.mails(number, 'phase-opened', 12);
      const over = (first?.at ?? Number.NaN) - (opened.get(number) ?? 0) - span;
      if (over < 0) early += 1;
      late.push(Math.max(0, over));
    }
    return { late, early };
  }

  /** So many mails of a case; fewer where they do not come in time. */
  private async mails(number: number, topic: string, count: number) {
    const until = Date.now() + this.options.gates[1] * 1000 + DRAINED_WITHIN_MS;
    for (;;) {
      const came = this.recorder.of(this.side.isOf(number), topic);
      if (came.length >= count || Date.now() > until) return came;
      await sleep(250);
    }
  }

  private async drained(numbers: readonly number[], mails: number): Promise<void> {
    const until = Date.now() + this.options.gates[1] * 1000 + DRAINED_WITHIN_MS;
    while (this.mailsOf(numbers).length < mails && Date.now() < until) await sleep(500);
    // What came of them is still being recorded.
    await sleep(2000);
  }

  private mailsOf(numbers: readonly number[]): string[] {
    const wanted = new Set(numbers.map(sectorOf));
    return this.recorder.arrivals
      .filter(({ caseId }) => wanted.has(caseId.split('-').slice(0, 2).join('-')) && this.mine(caseId))
      .map(({ messageId }) => messageId);
  }

  /** Both sides use the same numbers. */
  private mine(caseId: string): boolean {
    return (caseId.split('-').length === 2) === (this.side.name === 'bare');
  }

  private mailFaults(numbers: readonly number[]): { mails: number; repeated: number } {
    const ids = this.mailsOf(numbers);
    return { mails: ids.length, repeated: ids.length - new Set(ids).size };
  }

  /** With what SQLite has not yet put in its place. */
  private databaseBytes(): number {
    const files = [this.server.database, `${this.server.database}-wal`];
    return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  }

  private costs() {
    return usages({ server: this.server.server, ...this.side.pids });
  }

  private async describe(number: number): Promise<{ events: number; transitions: number }> {
    const { workflowExecutionInfo: info } = await this.connection.workflowService.describeWorkflowExecution({
      namespace: this.side.namespace,
      execution: { workflowId: this.side.workflowId(number) },
    });
    return { events: Number(info?.historyLength), transitions: Number(info?.stateTransitionCount) };
  }
}

function spread(name: string, values: readonly number[]): Record<string, number> {
  const at = (of: number): number => Math.round(percentile(values, of));
  return { [`${name}P50`]: at(50), [`${name}P99`]: at(99), [`${name}Max`]: at(100) };
}

type Costs = ReturnType<typeof usages>;

/** Of each process, and in all. */
function perCase(before: Costs, after: Costs, cases: number): Record<string, number> {
  const used = Object.entries(after).map(
    ([name, { cpuMs }]) => [name, Math.round((cpuMs - (before[name]?.cpuMs ?? 0)) / cases)] as const,
  );
  return { ...Object.fromEntries(used), all: used.reduce((sum, [, value]) => sum + value, 0) };
}

/** Over the runs, of each side and mode; of processor time the sum of all processes. */
function medians(lines: readonly Line[]): Figures {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = `${line.mode} ${line.side}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  const figures = [...groups].map(([key, group]) => {
    const names = Object.keys(group[0] ?? {}).filter((name) => typeof group[0]?.[name] === 'number' && name !== 'run');
    const row = Object.fromEntries(names.map((name) => [name, median(group.map((line) => line[name] as number))]));
    const cpu = group.flatMap(({ cpuMsPerCase }) =>
      typeof cpuMsPerCase === 'object' ? [Number(cpuMsPerCase['all'])] : [],
    );
    return [key, { ...row, ...(cpu.length > 0 ? { cpuMsPerCase: median(cpu) } : {}) }] as const;
  });
  return Object.fromEntries(figures);
}

const median = (values: readonly number[]): number => percentile(values, 50);
