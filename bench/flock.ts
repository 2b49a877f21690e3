/**
 * Many cases at once on one `npm start`: a plan with as many sectors as are asked for, a report in each, and what came
 * of it, read from outside: the case documents over HTTP, the captured mails from their folder.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../config/package-root.js';
import { ms } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';
import { ApiClient } from '../exercise/api-client.js';
import { mailFolder, readKeys } from '../exercise/world.js';

/** Reports on their way at once. */
const CALLERS = 16;
const LOOK_EVERY_MS = 200;
/** After the last gate was due. */
const SETTLED_MS = 3000;

export interface Gate {
  caseId: string;
  /** When it was due: the first violation and the span of the plan, divided. */
  dueAt: Instant;
  /** As the case says; absent while it is shut. */
  openedAt?: Instant;
  actedAt?: Instant;
  /** Beyond the settle of the plan, milliseconds. */
  latenessMs?: number;
}

interface Shown {
  instants: { id: string; dueAt: string; actedAt?: string; latenessMs?: number }[];
  phases: { phase: number; openedAt?: string }[];
}

interface NoticeShown {
  messageId: string;
  channel: string;
  outcome: string;
}

const WHY = 'assumed: { en: A sector of the benchmark., uk: Сектор для вимірювань. }';

/** The seed plan with sectors of its own beside the 27 regions; `quiet`: nobody is asked to acknowledge, or reminded twice. */
export function writePlan(file: string, sectors: readonly string[], { quiet = false } = {}): void {
  const seed = readFileSync(join(packageRoot(), 'plans', 'seed.yaml'), 'utf8');
  const rows = sectors.map((id) => `  - { id: ${id}, name: { en: ${id}, uk: ${id} }, ${WHY} }`).join('\n');
  const plan = seed.replace('sectors: []', `sectors:\n${rows}`);
  if (!quiet) return writeFileSync(file, plan);
  const unanswered = plan.replace(/^( +|.*[ {])acknowledge: \[.*?\]/gm, '$1acknowledge: []');
  writeFileSync(file, unanswered.replace(/(overdueTimes:\n +value: )6/, '$11'));
}

export const sectorNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `S-${String(index + 1).padStart(5, '0')}`);

export class Flock {
  readonly caseIds: string[] = [];
  private readonly reporter: ApiClient;
  private readonly reader: ApiClient;

  constructor(
    url: string,
    private readonly dataDir: string,
  ) {
    const keys = new Map(readKeys(dataDir).map(({ office, key }) => [office, key]));
    this.reporter = new ApiClient(url, keys.get('alert-network-feed'));
    this.reader = new ApiClient(url, keys.get('watch-kyiv-duty'));
  }

  /** A report in each sector, all of one first violation; milliseconds that each answer took. */
  async open(sectors: readonly string[]): Promise<number[]> {
    const occurredAt = new Date().toISOString();
    const took: number[] = [];
    const queue = [...sectors];
    const call = async (): Promise<void> => {
      for (let sector = queue.shift(); sector !== undefined; sector = queue.shift()) {
        const since = performance.now();
        const report = { source: 'bench', sourceReportId: sector, occurredAt, place: { sector }, kind: 'shelling' };
        const { status, body } = await this.reporter.post('/reports', { ...report, description: 'Of the benchmark.' });
        if (status !== 201 && status !== 202) throw new Error(`${sector}: ${status} ${JSON.stringify(body)}`);
        took.push(performance.now() - since);
        const { caseId } = body as { caseId?: string };
        if (caseId !== undefined) this.caseIds.push(caseId);
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, call));
    return took;
  }

  /** Every case of the world, also those whose report was answered 202. */
  async findAll(): Promise<void> {
    const found: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const { body } = await this.reader.get('/cases', { limit: '500', cursor });
      const page = body as { cases: { caseId: string }[]; next?: string };
      found.push(...page.cases.map(({ caseId }) => caseId));
      cursor = page.next;
      more = cursor !== undefined;
    }
    this.caseIds.splice(0, this.caseIds.length, ...found);
  }

  async gates(caseIds: readonly string[] = this.caseIds): Promise<Gate[]> {
    return await Promise.all(
      caseIds.map(async (caseId): Promise<Gate> => {
        const { instants, phases } = await this.read<Shown>(`/cases/${caseId}`);
        const row = instants.find(({ id }) => id === 'G2');
        if (!row) throw new Error(`${caseId} has no G2.`);
        const { dueAt, actedAt, latenessMs } = row;
        const openedAt = phases.find(({ phase }) => phase === 2)?.openedAt;
        return {
          caseId,
          dueAt,
          ...(openedAt === undefined ? {} : { openedAt }),
          ...(actedAt === undefined ? {} : { actedAt }),
          ...(latenessMs === undefined ? {} : { latenessMs }),
        };
      }),
    );
  }

  /** Waits until every case has opened its phase 2, at most `patienceMs`. */
  async untilOpened(patienceMs: number): Promise<Gate[]> {
    const until = Date.now() + patienceMs;
    for (;;) {
      // Nobody looks while gates are due: reading would make them later.
      const [first] = await this.gates(this.caseIds.slice(-1));
      await sleep(Math.max(0, ms(first?.dueAt ?? '') - Date.now()) + SETTLED_MS);
      const gates = await this.gates();
      const shut = gates.filter(({ openedAt }) => openedAt === undefined).length;
      if (shut === 0) return gates;
      if (Date.now() > until) throw new Error(`${shut} gates stayed shut.`);
    }
  }

  /** What the record says was handed over by mail, beside what the sink has: lost, and repeated under another id. */
  async mails(): Promise<{ expected: number; kept: number; lost: string[]; strange: string[]; repeated: number }> {
    const before = this.keptIds();
    const rows = await Promise.all(
      this.caseIds.map(async (id) => (await this.read<{ notices: NoticeShown[] }>(`/cases/${id}/notices`)).notices),
    );
    const mailed = rows.flat().filter(({ channel, outcome }) => channel === 'email' && outcome !== 'pending');
    const expected = new Set(
      mailed.filter(({ outcome }) => outcome === 'handed-over').map(({ messageId }) => messageId),
    );
    const known = new Set(rows.flat().map(({ messageId }) => messageId));
    const kept = this.keptIds();
    const once = new Set(kept);
    return {
      expected: expected.size,
      kept: kept.length,
      lost: [...expected].filter((id) => !once.has(id)),
      // A notice is in the record before it is sent.
      strange: before.filter((id) => this.caseIds.some((caseId) => id.startsWith(`${caseId}.`)) && !known.has(id)),
      repeated: kept.length - once.size,
    };
  }

  /** Waits until no notice is under way any more. */
  async untilSent(patienceMs: number): Promise<void> {
    const until = Date.now() + patienceMs;
    for (const id of this.caseIds) {
      for (;;) {
        const { notices } = await this.read<{ notices: NoticeShown[] }>(`/cases/${id}/notices`);
        const pending = notices.filter(({ outcome }) => outcome === 'pending').length;
        if (pending === 0) break;
        if (Date.now() > until) throw new Error(`${id}: ${pending} notices are still under way.`);
        await sleep(LOOK_EVERY_MS);
      }
    }
  }

  get keptCount(): number {
    return readdirSync(mailFolder(this.dataDir)).filter((name) => name.endsWith('.eml')).length;
  }

  private keptIds(): string[] {
    const folder = mailFolder(this.dataDir);
    const whole = readdirSync(folder).filter((name) => name.endsWith('.eml'));
    return whole.map((name) => /^Message-ID: <(.+)@/im.exec(readFileSync(join(folder, name), 'utf8'))?.[1] ?? name);
  }

  /** Asked again for a while: an API that was killed comes back. */
  private async read<T>(path: string): Promise<T> {
    const until = Date.now() + 30_000;
    for (;;) {
      try {
        const { status, body } = await this.reader.get(path);
        if (status === 200) return body as T;
        if (Date.now() > until) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      } catch (error) {
        if (Date.now() > until) throw error;
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}

/** Early gates: whose phase began before it was due, or that acted before. */
export const early = (gates: readonly Gate[]): Gate[] =>
  gates.filter(({ dueAt, openedAt, actedAt }) => (openedAt ?? dueAt) < dueAt || (actedAt ?? dueAt) < dueAt);

/** Nearest rank; `of` in percent. */
export function percentile(values: readonly number[], of: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((of / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Milliseconds from one instant to another. */
export const between = (from: Instant, to: Instant): number => ms(to) - ms(from);
