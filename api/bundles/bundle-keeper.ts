/**
 * When a case has closed and Temporal's histories of it are on record, its bundle is made and given to the very program
 * that lies in it, which checks it in a process of its own; what came of it is an entry of `house`. A bundle that is not
 * sound alarms at once, one that is not there when a quarter of Temporal's retention has passed alarms then: while
 * Temporal still has what the record lacks.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, ms } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import { MANIFEST } from '../../record/bundle/bundle-files.js';
import { sha256Hex } from '../../record/canonical.js';
import type { Entry } from '../../record/entry.js';
import type { Checked } from '../../record/verify/fault.js';
import type { CaseWatch } from '../case-watch/case-watch.js';
import type { HistoryKeeper } from '../histories/history-keeper.js';
import { HOUSE } from '../house/house-entries.js';
import type { BundleVerified, HouseBody } from '../house/house-entries.js';
import type { HouseLog } from '../house/house-log.js';
import type { Log } from '../log/log.js';
import type { CaseRow, CaseViews } from '../worlds/case-views.js';
import { Retries } from '../worlds/retries.js';
import { Rounds } from '../worlds/rounds.js';
import type { Bundles } from './bundles.js';

const EVERY_MS = 5000;
/** A verification takes a second; one that takes longer than this hangs. */
const PATIENCE_MS = 120_000;
/** What a verifier says of a sound bundle is a page; of a broken one it need not say everything. */
const MOST_SAID = 16 * 1024 * 1024;
const MOST_FAULTS = 20;
/** Bundles made in one round: each takes a good part of a second of somebody's CPU. */
const MOST_A_ROUND = 5;

export interface BundleKeeperParts {
  views: CaseViews;
  histories: HistoryKeeper;
  watch: CaseWatch;
  house: HouseLog;
  bundles: Bundles;
  verifierFile: string;
  now: () => Instant;
  log: Log;
}

export class BundleKeeper {
  /** The last entry of a case through which its bundle was verified, and whether it was sound. */
  private readonly verified = new Map<string, { seq: number; ok: boolean }>();
  private readonly retries = new Retries();
  private readonly rounds: Rounds;

  constructor(private readonly parts: BundleKeeperParts) {
    const waits = 'Bundles of closed cases wait to be verified';
    this.rounds = new Rounds({ everyMs: EVERY_MS, look: () => this.look(), waits, log: parts.log });
  }

  start(): void {
    this.rounds.start();
  }

  async close(): Promise<void> {
    await this.rounds.close();
  }

  /** Folds an entry that the following delivered, of whatever stream. */
  fold = ({ stream, body }: Entry): void => {
    if (stream !== HOUSE) return;
    const one = body as HouseBody;
    if (one.type === 'bundle-verified') this.verified.set(one.caseId, { seq: one.seq, ok: one.ok });
  };

  private async look(): Promise<void> {
    const { bundles, histories } = this.parts;
    const retentionMs = await histories.retention();
    const since = this.remembered(retentionMs);
    const waiting = this.parts.views.all().filter((view) => this.isWaiting(view, since));
    // Where nothing was built there is nothing to check with: what waits is late one day.
    const canVerify = waiting.length > 0 && (await bundles.program()) !== undefined;
    const ready = waiting.filter(({ state: { caseId } }) => {
      return canVerify && histories.isWhole(caseId) && this.retries.isDue(caseId);
    });
    const faults: unknown[] = [];
    for (const view of ready.slice(0, MOST_A_ROUND)) await this.tryVerify(view, faults);
    const next = new Set(ready.slice(MOST_A_ROUND));
    for (const view of waiting) if (!next.has(view)) this.alarmLate(view, retentionMs);
    if (next.size > 0) this.rounds.soon();
    if (faults.length > 0) throw faults[0];
  }

  private alarmLate(view: CaseRow, retentionMs: number): void {
    const from = instant(ms(view.state.closedAt ?? '') + retentionMs / 4);
    if (this.parts.now() < from || !this.isWaiting(view, this.remembered(retentionMs))) return;
    this.alarm(view, 'late', `It should have been verified by ${from}.`);
  }

  /** What closed before Temporal's memory begins is checked when somebody asks for it. */
  private isWaiting({ state: { caseId, closedAt, seq } }: CaseRow, since: Instant): boolean {
    if (closedAt === undefined || closedAt < since) return false;
    return this.verified.get(caseId)?.seq !== seq;
  }

  /** From when on Temporal has what closed. */
  private readonly remembered = (retentionMs: number): Instant => instant(ms(this.parts.now()) - retentionMs);

  private async tryVerify(view: CaseRow, faults: unknown[]): Promise<void> {
    const { caseId } = view.state;
    try {
      await this.verify(view);
      this.retries.done(caseId);
    } catch (error) {
      this.retries.failed(caseId);
      faults.push(error);
    }
  }

  private async verify(view: CaseRow): Promise<void> {
    const { bundles, house, now } = this.parts;
    const { caseId } = view.state;
    const program = await bundles.program();
    if (program === undefined) return;
    const gathered = await bundles.gather(caseId);
    const seq = gathered.entries.length;
    const files = await bundles.files(gathered);
    const archive = bundles.archive(caseId, files);
    const { ok, steps } = await this.checked(archive);
    const faults = steps.flatMap((one) => one.faults.map((fault) => ({ step: one.step, ...fault })));
    const entry: BundleVerified = {
      type: 'bundle-verified',
      at: now(),
      key: `${caseId} bundle ${seq}`,
      caseId,
      seq,
      ok,
      manifest: sha256Hex(files.get(MANIFEST) ?? ''),
      bytes: archive.length,
      verifier: sha256Hex(program),
      says: steps.filter((one) => one.faults.length === 0).map(({ step, says }) => ({ step, says })),
      faults: faults.slice(0, MOST_FAULTS),
    };
    await house.enterOnce(entry);
    this.verified.set(caseId, { seq, ok });
    const [first] = faults;
    if (!ok) this.alarm(view, 'not sound', `${first?.where ?? ''}: ${first?.says ?? 'The verifier gave no reason.'}`);
  }

  /** Below everything else on this machine: nobody waits for it. */
  private async checked(archive: Buffer): Promise<{ ok: boolean; steps: Checked[] }> {
    const folder = await mkdtemp(join(tmpdir(), 'holdfire-bundle-'));
    try {
      const file = join(folder, 'bundle.tar.gz');
      await writeFile(file, archive, { mode: 0o600 });
      const said = await this.said(file);
      return JSON.parse(said) as { ok: boolean; steps: Checked[] };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private said(file: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = { timeout: PATIENCE_MS, maxBuffer: MOST_SAID };
      const child = execFile(
        process.execPath,
        [this.parts.verifierFile, file, '--json'],
        options,
        (error, out, err) => {
          // Exit code 1 says that something is wrong with the bundle, and what.
          if (error && (error.code !== 1 || out === ''))
            reject(new Error(`The verifier failed: ${err || error.message}`));
          else resolve(out);
        },
      );
      child.once('spawn', () => setPriority(child.pid ?? 0, constants.priority.PRIORITY_LOW));
    });
  }

  private alarm({ state, workflowId }: CaseRow, which: string, why: string): void {
    const { caseId, seq } = state;
    this.parts.watch.note({
      type: 'case-disturbed',
      at: this.parts.now(),
      key: `${caseId} bundle ${seq} ${which}`,
      what: 'bundle',
      caseId,
      workflowId,
      detail: `The bundle of case ${caseId}, which has closed, is ${which === 'late' ? 'not verified' : which}. ${why}`,
    });
  }
}
