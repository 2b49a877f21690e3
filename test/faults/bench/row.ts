/** One row of the table: a batch of random cases, one fault or several at their phases, and what the checker says of it. */
import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../../config/package-root.js';
import type { Verdict } from '../checker/check.mjs';
import { Caller } from './caller.js';
import type { Fault, Phase } from './fault.js';
import type { Rig } from './rig.js';
import { randomScript } from './script.js';
import type { Script } from './script.js';
import { Seeded } from './seeded.js';

export interface Struck {
  phase: Phase;
  fault: Fault;
}

export interface Row {
  fault: string;
  phase: string;
  seed: number;
  proven: string;
  cases: number;
  due: number;
  lost: number;
  early: number;
  doubled: number;
  strange: number;
  notToldOfTheEnd: number;
  repeats: number;
  worstLateMs: number;
  boundMs: number;
  latest: string;
  convergedMs: number;
  faults: string[];
  /** Of everything that is wrong, the first few. */
  wrong: string[];
  /** Why it could not be run. */
  notRun?: string;
}

export interface BatchOptions {
  sectors: readonly string[];
  seed: number;
  struck: readonly Struck[];
  /** Cases begin over so long, milliseconds. */
  spreadMs: number;
  /** Beyond outage and settle. */
  boundMs: number;
}

/** After the last closing was due, for what is sent again; more is waited for while something still comes. */
const LINGER_MS = 3000;
const STILL_MS = 4000;

export async function runRow(rig: Rig, { sectors, seed, struck, spreadMs, boundMs }: BatchOptions): Promise<Row> {
  const { hourMs } = rig.options;
  const random = new Seeded(seed);
  const scripts = sectors.map((sector) => randomScript(random, sector, rig.directory, hourMs));
  const caller = new Caller(rig);
  const begun = Date.now();
  const batch = new Batch(rig, caller, scripts, hourMs);
  const playing = Promise.all(
    scripts.map(async (script) => {
      await sleep(random.between(0, spreadMs));
      await caller.play(script, hourMs, (at) => batch.opened(script, at));
    }),
  );
  // A caller that fails is seen at once and not at the end.
  playing.catch(() => undefined);
  const proofs: string[] = [];
  let outageMs = 0;
  for (const { phase, fault } of struck) {
    await batch.reach(phase);
    const since = Date.now();
    const proof = await fault.strike(rig);
    // As it was, where it took longer than it was to.
    outageMs += Math.max(fault.outageMs, Date.now() - since);
    proofs.push(proof);
  }
  const mendedAt = Date.now();
  await playing;
  await batch.allClosed();
  const toleranceMs = Math.max(0, ...struck.map(({ fault }) => fault.toleranceMs ?? 0));
  const verdict = await judged(rig, sectors, toleranceMs);
  const faults = [...caller.faults];
  const lists = [verdict.lost, verdict.early, verdict.doubled, verdict.strange, verdict.notToldOfTheEnd];
  return {
    fault: struck.map(({ fault }) => fault.name).join('; ') || 'nothing',
    phase: struck.map(({ phase }) => phase).join('; ') || '–',
    seed,
    proven: proofs.join('; ') || '–',
    cases: verdict.cases,
    due: verdict.due,
    lost: verdict.lost.length,
    early: verdict.early.length,
    doubled: verdict.doubled.length,
    strange: verdict.strange.length,
    notToldOfTheEnd: verdict.notToldOfTheEnd.length,
    repeats: verdict.repeats,
    worstLateMs: verdict.lateMs,
    boundMs: outageMs + boundMs,
    latest: verdict.latest,
    convergedMs: Math.max(0, batch.lastArrivalAt - mendedAt),
    faults,
    wrong: [...lists.flat().slice(0, 12), ...faults.slice(0, 5), `ms in all: ${Date.now() - begun}`],
  };
}

export const isGood = (row: Row): boolean =>
  row.notRun !== undefined ||
  (row.lost + row.early + row.doubled + row.strange + row.notToldOfTheEnd + row.faults.length === 0 && row.cases > 0);

/** The batch while it is played: when its phases come. */
class Batch {
  lastArrivalAt = Date.now();
  private readonly openedAt = new Map<Script, number>();
  private readonly keptBefore: number;
  private readonly signing: Promise<void>;

  constructor(
    private readonly rig: Rig,
    caller: Caller,
    private readonly scripts: readonly Script[],
    private readonly hourMs: number,
  ) {
    this.keptBefore = this.kept();
    this.signing = new Promise((resolve) => {
      caller.onSigning = resolve;
    });
  }

  opened(script: Script, at: number): void {
    this.openedAt.set(script, at);
  }

  private kept(): number {
    return this.rig.mail.kept + this.rig.webhooks.kept;
  }

  async reach(phase: Phase): Promise<void> {
    const opened = async (count: number): Promise<void> => {
      while (this.openedAt.size < count) await sleep(5);
    };
    const until = async (at: number): Promise<void> => {
      await sleep(Math.max(0, at - Date.now()));
    };
    switch (phase) {
      case 'accepted':
        // The first report is on its way.
        return await opened(1);
      case 'notices':
        while (this.kept() < this.keptBefore + MIDWAY) await sleep(5);
        return;
      case 'told':
        while (this.kept() < this.keptBefore + TOLD_AT_OPENING * this.scripts.length * 0.9) await sleep(20);
        return;
      case 'signature':
        return await this.signing;
      case 'gate':
        await opened(this.scripts.length);
        return await until(Math.min(...this.openedAt.values()) + GATE_HOURS * this.hourMs - 100);
      case 'closing': {
        await opened(this.scripts.length);
        const ends = [...this.openedAt].map(([{ endsAt }, at]) => at + endsAt * this.hourMs);
        return await until(Math.min(...ends) - 100);
      }
    }
  }

  /** Until every case must have closed, and nothing more arrives. */
  async allClosed(): Promise<void> {
    const ends = [...this.openedAt].map(([{ endsAt }, at]) => at + endsAt * this.hourMs);
    await sleep(Math.max(0, Math.max(...ends) + LINGER_MS - Date.now()));
    for (
      let before = -1, since = Date.now();
      Date.now() - since < STILL_MS || !(await this.closed());
      await sleep(200)
    ) {
      this.rig.restartDead();
      if (this.kept() !== before) [before, since, this.lastArrivalAt] = [this.kept(), Date.now(), Date.now()];
      if (Date.now() - since > GIVEN_UP_MS) return;
    }
  }

  /** As the API says it: only for when to stop waiting; what arrived is judged by the checker. */
  private async closed(): Promise<boolean> {
    const key = this.rig.keys.get('watch-kyiv-duty') ?? '';
    try {
      const answer = await fetch(`${this.rig.url}/api/v1/cases?limit=500&status=open`, {
        headers: { authorization: `Bearer ${key}` },
        signal: AbortSignal.timeout(5000),
      });
      const quiet = await fetch(`${this.rig.url}/api/v1/cases?limit=500&status=quiet`, {
        headers: { authorization: `Bearer ${key}` },
        signal: AbortSignal.timeout(5000),
      });
      const rows = [answer, quiet].map(async (one) => ((await one.json()) as { cases: { sector: string }[] }).cases);
      const open = new Set((await Promise.all(rows)).flat().map(({ sector }) => sector));
      return !this.scripts.some(({ sector }) => open.has(sector));
    } catch (error) {
      process.stderr.write(`Not to be asked: ${String(error)}\n`);
      return false;
    }
  }
}

const MIDWAY = 30;
/** Offices of six groups of the seed plan. */
const TOLD_AT_OPENING = 26;
const GATE_HOURS = 24;
const GIVEN_UP_MS = 60_000;

/** The checker as a program of its own, on a copy: what arrives later is not judged. */
async function judged(rig: Rig, scopes: readonly string[], toleranceMs: number): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfire-judged-'));
  try {
    for (const name of ['plan.json', 'directory.json', 'commands.jsonl', 'webhooks.jsonl'])
      copyFileSync(join(rig.folder, name), join(folder, name));
    mkdirSync(join(folder, 'mail'), { recursive: true });
    if (existsSync(join(rig.folder, 'mail')))
      cpSync(join(rig.folder, 'mail'), join(folder, 'mail'), { recursive: true });
    writeFileSync(
      join(folder, 'run.json'),
      JSON.stringify({ until: Date.now(), toleranceMs, scopes, ignored: ['B-', 'A-'] }),
    );
    const program = join(packageRoot(), 'test', 'faults', 'checker', 'check.mjs');
    return await new Promise((resolve, reject) => {
      execFile(process.execPath, [program, folder], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        // It ends with 1 where something is wrong, and says what.
        if (stdout.startsWith('{')) resolve(JSON.parse(stdout) as Verdict);
        else reject(new Error(`The checker failed: ${error?.message ?? ''}\n${stderr}`));
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
