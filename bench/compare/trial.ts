/**
 * One run of one side, in each mode. Lateness, loss and repetition are read from the mails, which a sink outside of
 * everything that is killed has kept; costs are those of the server and of the side's own processes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { percentile } from '../flock.js';
import type { Collected } from './mail-recorder.js';
import type { BenchServer } from './server.js';
import type { Side } from './side.js';
import { usages } from './usage.js';

/** For what must come in the end; what has not come by then is lost. */
const DRAINED_WITHIN_MS = 180_000;
const CALLERS = 64;
/** Open and stood down in the middle of a burst. */
const WATCHED = 40;
/** What is killed comes back after this. */
const AWAY_MS = 1000;
/** Of a case, at each of its three tellings. */
const MAILS = { opened: 6, first: 12, second: 6, down: 6 };
/** Workers keep so many cases in memory (`worker/worker-options.ts`, and the bare one). */
const CACHED = 500;

export const MODES = ['calm', 'burst', 'herd', 'crash', 'idle', 'evicted'] as const;
export type Mode = (typeof MODES)[number];

export interface TrialOptions {
  /** Calm, herd, idle, evicted: so many cases, so many a second. In calm every fifth is stood down before its gate. */
  cases: number;
  rate: number;
  /** Burst: so many reports by 64 callers. */
  burst: number;
  /** Crash: cases that are open when something is killed. */
  crash: number;
  /** Idle: so long nothing is asked, seconds. */
  idle: number;
  /** Seconds after the first violation. */
  gates: [number, number];
}

export type Figures = Record<string, number | string | Record<string, unknown>>;
/** Of one run of one side. */
export type Line = Figures & { mode: string; side: string };

/** How many numbers a run of this mode uses up. */
export function numbersOf(mode: Mode, { cases, burst, crash }: TrialOptions): number {
  if (mode === 'burst') return burst + WATCHED;
  // One lot for each part that can be killed.
  return mode === 'crash' ? 3 * crash : cases;
}

export class Trial {
  constructor(
    private readonly side: Side,
    private readonly mails: Collected,
    private readonly connection: Connection,
    private readonly server: BenchServer,
    private readonly options: TrialOptions,
  ) {}

  async run(mode: Mode, first: number): Promise<Line[]> {
    return mode === 'crash' ? await this.crash(first) : [await this[mode](first)];
  }

  /** One case after the other, at a rate at which nothing waits. */
  private async calm(first: number): Promise<Line> {
    const { cases } = this.options;
    const before = this.costs();
    const [bytes, record] = [this.server.bytes(), this.side.recordBytes()];
    const { opened, answers } = await this.openAll(first, cases);
    const all = [...opened.keys()];
    const quiet = all.filter((number) => number % 5 === 0);
    const downs = await this.standDown(quiet, 200);
    const loud = all.filter((number) => number % 5 !== 0);
    const gates = await this.gates(opened, loud);
    const expected = MAILS.opened * cases + MAILS.down * quiet.length + (MAILS.first + MAILS.second) * loud.length;
    await this.drained(all, expected);
    const after = this.costs();
    const described = await Promise.all(loud.slice(0, 10).map((number) => this.describe(number)));
    return {
      ...this.line('calm', cases),
      ...spread('answerMs', answers),
      ...spread('standDownAnswerMs', downs.answers),
      ...spread('standDownSentMs', downs.sent),
      ...spread('gateLateMs', gates.late),
      early: gates.early,
      ...this.faults(all, expected),
      cpuMsPerCase: perCase(before, after, cases),
      events: percentile(
        described.map(({ events }) => events),
        50,
      ),
      transitions: percentile(
        described.map(({ transitions }) => transitions),
        50,
      ),
      databaseBytesPerCase: Math.round((this.server.bytes() - bytes) / cases),
      recordBytesPerCase: Math.round((this.side.recordBytes() - record) / cases),
      residentMiB: resident(after),
    };
  }

  /** 64 callers as fast as they are answered, while people stand other cases down and read. */
  private async burst(first: number): Promise<Line> {
    const { burst, gates: spans } = this.options;
    const watched = Array.from({ length: WATCHED }, (_, index) => first + burst + index);
    const opened = new Map<number, number>();
    for (const number of watched) await this.openOne(number, opened);
    // Until they are in their case, wherever that takes a moment.
    await sleep(1000);
    for (const number of watched) await this.side.prepareStandDown(number);
    const before = this.costs();
    const queue = Array.from({ length: burst }, (_, index) => first + index);
    const answers: number[] = [];
    let durable = 0;
    const since = performance.now();
    const call = async (): Promise<void> => {
      for (let number = queue.shift(); number !== undefined; number = queue.shift()) {
        const asked = performance.now();
        if ((await this.openOne(number, opened)) === 'durable') durable += 1;
        answers.push(performance.now() - asked);
      }
    };
    let calling = true;
    const calls = Promise.all(Array.from({ length: CALLERS }, call)).then(() => {
      calling = false;
      return performance.now() - since;
    });
    const reading = this.readWhile(watched, () => calling);
    const downs = await this.standDown(watched, (1000 * (spans[0] / 2)) / WATCHED, true);
    const took = await calls;
    const reads = await reading;
    const all = [...opened.keys()];
    const loud = all.filter((number) => !watched.includes(number));
    const gates = await this.gates(opened, loud);
    const expected = MAILS.opened * all.length + MAILS.down * WATCHED + (MAILS.first + MAILS.second) * loud.length;
    await this.drained(all, expected);
    return {
      ...this.line('burst', burst),
      durableASecond: Math.round((burst / took) * 1000),
      answeredLater: durable,
      ...spread('answerMs', answers),
      ...spread('standDownAnswerMs', downs.answers),
      ...spread('standDownSentMs', downs.sent),
      ...spread('gateLateMs', gates.late),
      ...(reads.cases.length > 0 ? { ...spread('readCaseMs', reads.cases), ...spread('readListMs', reads.lists) } : {}),
      early: gates.early,
      ...this.faults(all, expected),
      drainedASecond: rate(gates.at),
      cpuMsPerCase: perCase(before, this.costs(), burst),
    };
  }

  /** All due at one instant; what is left of the window is used to open them. */
  private async herd(first: number): Promise<Line> {
    const { cases, gates: spans, rate: each } = this.options;
    if (cases / each > spans[0] - 5) throw new Error(`${cases} cases are not open within ${spans[0]} s.`);
    const at = Date.now();
    const { opened } = await this.openAll(first, cases, at);
    const before = this.costs();
    const gates = await this.gates(opened, [...opened.keys()]);
    await this.drained([...opened.keys()], (MAILS.opened + MAILS.first) * cases);
    const due = at + spans[0] * 1000 + this.side.settleMs;
    const sorted = gates.at.toSorted((a, b) => a - b);
    const after = (nth: number): number => (sorted[Math.min(nth, sorted.length) - 1] ?? Number.NaN) - due;
    return {
      ...this.line('herd', cases),
      drainedASecond: Math.round((sorted.length / Math.max(1, after(sorted.length))) * 10_000) / 10,
      firstHundredMs: after(100),
      ...spread('gateLateMs', gates.late),
      early: gates.early,
      ...this.faults([...opened.keys()], (MAILS.opened + MAILS.first) * cases),
      cpuMsPerGate: perCase(before, this.costs(), cases),
    };
  }

  /** `kill -9` just before gates are due, of each part in turn; it comes back after a second. */
  private async crash(first: number): Promise<Line[]> {
    const { crash, gates: spans } = this.options;
    const lines: Line[] = [];
    for (const [nth, part] of ['worker', ...this.server.parts].entries()) {
      const numbers = Array.from({ length: crash }, (_, index) => first + nth * crash + index);
      const at = Date.now();
      const opened = new Map<number, number>();
      for (const number of numbers) await this.openOne(number, opened, at);
      await sleep(Math.max(0, at + spans[0] * 1000 - 200 - Date.now()));
      const killed = performance.now();
      await (part === 'worker' ? this.side.killWorker() : this.server.kill(part));
      await sleep(AWAY_MS);
      await (part === 'worker' ? this.side.reviveWorker() : this.server.revive(part));
      const awayMs = performance.now() - killed;
      const gates = await this.gates(opened, numbers);
      const expected = (MAILS.opened + MAILS.first + MAILS.second) * crash;
      await this.drained(numbers, expected);
      lines.push({
        ...this.line(`crash of the ${part}`, crash),
        awayMs: Math.round(awayMs),
        ...spread('gateLateMs', gates.late),
        early: gates.early,
        ...this.faults(numbers, expected),
      });
    }
    return lines;
  }

  /** What open cases cost that nobody asks about: at a twentieth of them, and at all. */
  private async idle(first: number): Promise<Line> {
    const { cases, idle } = this.options;
    const few = Math.max(1, Math.round(cases / 20));
    const opened = await this.openAll(first, few);
    const before = await this.unasked(idle);
    const more = await this.openAll(first + few, cases - few);
    await this.drained([...opened.opened.keys(), ...more.opened.keys()], MAILS.opened * cases);
    const after = await this.unasked(idle);
    const grown = Object.entries(after.memory).map(([name, mib]) => [name, mib - (before.memory[name] ?? 0)]);
    return {
      ...this.line('idle', cases),
      few,
      corePercentFew: before.core,
      corePercent: after.core,
      residentMiBFew: before.memory,
      residentMiB: after.memory,
      grownMiB: Object.fromEntries(grown) as Record<string, number>,
    };
  }

  /** More open than a worker keeps in memory: gates of the first, which were put out of it, against those of the last. */
  private async evicted(first: number): Promise<Line> {
    const { cases } = this.options;
    const lot = Math.min(100, cases - CACHED);
    if (lot < 1) throw new Error(`More than ${CACHED} cases are needed.`);
    const { opened } = await this.openAll(first, cases);
    const numbers = [...opened.keys()];
    const out = await this.gates(opened, numbers.slice(0, lot));
    const kept = await this.gates(opened, numbers.slice(-lot));
    return { ...this.line('evicted', lot), ...spread('evictedLateMs', out.late), ...spread('cachedLateMs', kept.late) };
  }

  private line(mode: string, cases: number): Line {
    return { mode, side: this.side.name, cases };
  }

  private async openAll(first: number, count: number, at?: number) {
    const opened = new Map<number, number>();
    const answers: number[] = [];
    const open = async (number: number): Promise<void> => {
      const since = performance.now();
      await this.openOne(number, opened, at);
      answers.push(performance.now() - since);
    };
    const opening: Promise<void>[] = [];
    const since = performance.now();
    for (let index = 0; index < count; index += 1) {
      opening.push(open(first + index));
      await sleep(Math.max(0, since + ((index + 1) * 1000) / this.options.rate - performance.now()));
    }
    await Promise.all(opening);
    return { opened, answers };
  }

  private async openOne(number: number, opened: Map<number, number>, at = Date.now()): Promise<'answered' | 'durable'> {
    opened.set(number, at);
    return await this.side.open(number, at);
  }

  private async standDown(numbers: readonly number[], everyMs: number, prepared = false) {
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
        const came = await this.came(number, 'stood-down', MAILS.down);
        return (came.at(-1)?.at ?? Number.NaN) - (asked.get(number) ?? 0);
      }),
    );
    return { answers, sent };
  }

  private async readWhile(numbers: readonly number[], going: () => boolean) {
    const found: { cases: number[]; lists: number[] } = { cases: [], lists: [] };
    for (let nth = 0; this.side.read && going(); nth += 1) {
      const { caseMs, listMs } = await this.side.read(numbers[nth % numbers.length] ?? 0);
      found.cases.push(caseMs);
      found.lists.push(listMs);
      await sleep(50);
    }
    return found;
  }

  /** How late the first mail of gate 1 came, and when. */
  private async gates(opened: ReadonlyMap<number, number>, numbers: readonly number[]) {
    const span = this.options.gates[0] * 1000 + this.side.settleMs;
    const found: { late: number[]; at: number[]; early: number } = { late: [], at: [], early: 0 };
    for (const number of numbers) {
      const [first] = await this.came(number, 'phase-opened', MAILS.first);
      if (!first) continue;
      const over = first.at - (opened.get(number) ?? 0) - span;
      if (over < 0) found.early += 1;
      found.late.push(Math.max(0, over));
      found.at.push(first.at);
    }
    return found;
  }

  /** So many mails of a case; fewer where they do not come in time. */
  private async came(number: number, topic: string, count: number) {
    const until = Date.now() + this.options.gates[0] * 1000 + DRAINED_WITHIN_MS;
    for (;;) {
      const mails = this.mails.of(number, topic);
      if (mails.length >= count || Date.now() > until) return mails;
      await sleep(250);
    }
  }

  private async drained(numbers: readonly number[], mails: number): Promise<void> {
    const until = Date.now() + this.options.gates[1] * 1000 + DRAINED_WITHIN_MS;
    while (new Set(this.mails.idsOf(numbers)).size < mails && Date.now() < until) await sleep(500);
    // What came of them is still being recorded.
    await sleep(2000);
  }

  private faults(numbers: readonly number[], expected: number): Record<string, number> {
    const ids = this.mails.idsOf(numbers);
    const { size } = new Set(ids);
    return {
      mails: ids.length,
      lost: Math.max(0, expected - size),
      unasked: Math.max(0, size - expected),
      repeated: ids.length - size,
    };
  }

  private async unasked(seconds: number) {
    await sleep(5000);
    const before = this.costs();
    await sleep(seconds * 1000);
    const after = this.costs();
    return { core: perCase(before, after, seconds * 10), memory: resident(after) };
  }

  private costs() {
    return usages({ ...this.server.pids(), ...this.side.pids() });
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

/** Of instants, how many a second between the first and the last. */
function rate(at: readonly number[]): number {
  const span = Math.max(...at) - Math.min(...at);
  return Math.round((at.length / Math.max(1, span)) * 10_000) / 10;
}

type Costs = ReturnType<typeof usages>;

const resident = (costs: Costs): Record<string, number> =>
  Object.fromEntries(Object.entries(costs).map(([name, { residentMiB }]) => [name, residentMiB]));

/** Of each process, and in all. */
function perCase(before: Costs, after: Costs, cases: number): Record<string, number> {
  const used = Object.entries(after).map(
    ([name, { cpuMs }]) => [name, Math.round(((cpuMs - (before[name]?.cpuMs ?? 0)) / cases) * 10) / 10] as const,
  );
  const all = used.reduce((sum, [, value]) => sum + value, 0);
  return { ...Object.fromEntries(used), all: Math.round(all * 10) / 10 };
}
