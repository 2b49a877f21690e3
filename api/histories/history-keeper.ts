/**
 * Exports Temporal's own history of each run of a case when that run has ended, into the record, where it is kept after
 * Temporal has deleted it. What a process leaves undone the next round, or the next process, does. A case that closed
 * and whose histories are not all there when a quarter of Temporal's retention has passed alarms.
 */
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { tsToMs } from '@temporalio/common/lib/time.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { HOUR, instant, ms } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import { sha256Hex } from '../../record/canonical.js';
import type { Entry } from '../../record/entry.js';
import { RecordUnavailable } from '../../record/record-store.js';
import type { RecordStore } from '../../record/record-store.js';
import { historyStream } from '../../workflows/messages.js';
import type { CaseWatch } from '../case-watch/case-watch.js';
import type { ErasureLog } from '../erasures/erasure-log.js';
import type { Log } from '../log/log.js';
import { unavailable } from '../problem.js';
import { codeOf } from '../temporal/errors.js';
import { fetchHistory } from '../temporal/converting.js';
import type { CaseRow, CaseViews } from '../worlds/case-views.js';
import { Retries } from '../worlds/retries.js';
import { Rounds } from '../worlds/rounds.js';
import { exported } from './exported-history.js';
import type { HistoryBody, HistoryExported, Link } from './exported-history.js';

const EVERY_MS = 5000;
const FETCH_DEADLINE_MS = 20_000;
/** Runs exported in one round, one after the other: a history may have tens of megabytes. */
const MOST_A_ROUND = 20;
/** Each may take as long as a fetch may; a server or a record that is away ends the round at once. */
const MOST_FAULTS_A_ROUND = 3;
/** gRPC: no answer in time, nobody there. */
const AWAY = [4, 14];
/** Where a namespace does not say how long it keeps a closed case: the shortest that anybody sets. */
const SHORTEST_RETENTION_MS = 24 * HOUR;
const NOT_FOUND = 5;
const CASE = 'case/';
const CORRECTION = 'correction/';

export interface HistoryKeeperParts {
  views: CaseViews;
  watch: CaseWatch;
  store: RecordStore;
  client: Client;
  erasures: Pick<ErasureLog, 'ofObject'>;
  now: () => Instant;
  log: Log;
}

type Kept = Pick<HistoryExported, 'previousRunId' | 'nextRunId'>;

export interface RunShown {
  runId: string;
  exportedAt?: Instant;
  lost?: true;
  /** By decision, with the words of its case. */
  erased?: true;
  history: unknown;
  links?: Link[];
}

export class HistoryKeeper {
  /** What is kept of each run, by case; how its events belong to entries is read when it is asked for. */
  private readonly kept = new Map<string, Map<string, Kept>>();
  /** Runs of workflows beside a case's own, by case and run: corrections after its closing. */
  private readonly beside = new Map<string, Map<string, string>>();
  /** Closed cases of which nothing is owed. */
  private readonly whole = new Set<string>();
  private readonly retries = new Retries();
  private readonly rounds: Rounds;
  private retentionMs: number | undefined;
  private started = false;

  constructor(private readonly parts: HistoryKeeperParts) {
    const waits = 'Histories wait for Temporal or for the record';
    this.rounds = new Rounds({ everyMs: EVERY_MS, look: () => this.look(), waits, log: parts.log });
  }

  start(): void {
    this.started = true;
    this.rounds.start();
  }

  async close(): Promise<void> {
    await this.rounds.close();
  }

  /** Folds an entry that the following delivered, of whatever stream. */
  fold = ({ stream, body }: Entry): void => {
    if (stream.startsWith(CASE)) this.foldCase(stream.slice(CASE.length), body as CaseEntryBody);
    const history = body as HistoryBody;
    if (stream !== historyStream(history.caseId)) return;
    const runs = this.kept.get(history.caseId) ?? new Map<string, Kept>();
    const { previousRunId, nextRunId } = history.type === 'history-exported' ? history : ({} as Kept);
    const kept = { ...(previousRunId ? { previousRunId } : {}), ...(nextRunId ? { nextRunId } : {}) };
    this.kept.set(history.caseId, runs.set(history.runId, kept));
  };

  private foldCase(caseId: string, { temporal: { workflowId, runId } }: CaseEntryBody): void {
    this.whole.delete(caseId);
    if (!workflowId.startsWith(CORRECTION)) return;
    const runs = this.beside.get(caseId) ?? new Map<string, string>();
    this.beside.set(caseId, runs.set(runId, workflowId));
  }

  /** Every run of a case in order: from the record, else from Temporal. @throws {Problem} where neither has it */
  async of(view: CaseRow): Promise<RunShown[]> {
    const shown: RunShown[] = [];
    const entries = await this.parts.store.read(historyStream(view.state.caseId));
    const bodies = new Map(entries.map(({ body }) => [(body as HistoryBody).runId, body as HistoryBody]));
    for (const runId of this.runsOf(view)) {
      const kept = bodies.get(runId);
      if (kept?.type === 'history-exported') {
        const { at: exportedAt, sha256, links } = kept;
        const text = await this.parts.store.getObject(sha256);
        if (text === undefined && this.parts.erasures.ofObject(sha256)) {
          shown.push({ runId, exportedAt, erased: true, history: null, links });
          continue;
        }
        if (text === undefined) throw unavailable(`The record lacks the object ${sha256}.`);
        shown.push({ runId, exportedAt, history: JSON.parse(text) as unknown, links });
      } else {
        const live = kept ? undefined : await this.live(view, runId);
        shown.push(live ?? { runId, lost: true, history: null });
      }
    }
    return shown;
  }

  /** Whether some run of a closed case waits to be exported: with its words, whatever was erased meanwhile. */
  isOwed(view: CaseRow): boolean {
    return this.started && this.owed(view).length > 0;
  }

  private workflowOf({ state, workflowId }: CaseRow, runId: string): string {
    return this.beside.get(state.caseId)?.get(runId) ?? workflowId;
  }

  private async live(view: CaseRow, runId: string): Promise<RunShown | undefined> {
    try {
      const history = await this.fetch(this.workflowOf(view, runId), runId);
      return history && { runId, history: JSON.parse(historyToJSON(history)) as unknown };
    } catch (error) {
      throw unavailable('Temporal cannot be reached; the timeline needs it not.', error);
    }
  }

  /** Those of its entries, and those between them that decided nothing. */
  private runsOf({ state, runIds }: CaseRow): string[] {
    const kept = this.kept.get(state.caseId);
    const all: string[] = [];
    const add = (runId: string): void => {
      if (all.includes(runId)) return;
      const { previousRunId, nextRunId } = kept?.get(runId) ?? {};
      if (previousRunId !== undefined) add(previousRunId);
      if (!all.includes(runId)) all.push(runId);
      if (nextRunId !== undefined) add(nextRunId);
    };
    for (const runId of [...runIds, ...(this.beside.get(state.caseId)?.keys() ?? [])]) add(runId);
    return all;
  }

  private async look(): Promise<void> {
    const waiting = this.parts.views.all().filter(({ state, runIds }) => {
      return !this.whole.has(state.caseId) && (state.status === 'closed' || runIds.length > 1);
    });
    // First: no run that cannot be exported keeps another's alarm.
    await this.alarmAll(waiting);
    let left = MOST_A_ROUND;
    const faults: unknown[] = [];
    for (const view of waiting) {
      const due = this.owed(view).filter((runId) => this.retries.isDue(runId));
      for (const runId of due.slice(0, left)) if (!faults.some(isAway)) await this.tryExport(view, runId, faults);
      left -= Math.min(left, due.length);
      if (view.state.status === 'closed' && this.owed(view).length === 0) this.whole.add(view.state.caseId);
      if (left === 0 || faults.length >= MOST_FAULTS_A_ROUND || faults.some(isAway)) break;
    }
    if (faults.length > 0) throw faults[0];
    if (left === 0) this.rounds.soon();
  }

  private async tryExport(view: CaseRow, runId: string, faults: unknown[]): Promise<void> {
    try {
      if (await this.export(view, runId)) this.retries.done(runId);
      else this.retries.failed(runId);
    } catch (error) {
      this.retries.failed(runId);
      faults.push(error);
    }
  }

  /** The last run of an open case goes on. */
  private owed(view: CaseRow): string[] {
    const runs = this.runsOf(view);
    const ended = view.state.status === 'closed' ? runs : runs.slice(0, -1);
    return ended.filter((runId) => !this.kept.get(view.state.caseId)?.has(runId));
  }

  /** `false` where the run goes on. */
  private async export(view: CaseRow, runId: string): Promise<boolean> {
    const { state } = view;
    const { caseId } = state;
    const workflowId = this.workflowOf(view, runId);
    const { store, views, now } = this.parts;
    const history = await this.fetch(workflowId, runId);
    const named = { at: now(), caseId, workflowId, runId };
    if (!history) {
      await this.enter({ type: 'history-lost', ...named });
      if (state.status === 'closed') this.missing(view, runId, 'Temporal had deleted it before it was exported.');
      return true;
    }
    const done = exported(history, await views.entries(caseId));
    if (!done) return false;
    const sha256 = sha256Hex(done.text);
    await store.putObject(sha256, done.text);
    await this.enter({ type: 'history-exported', ...named, ...done.facts, sha256 });
    return true;
  }

  /** Once for each run, however many processes export it. */
  private async enter(body: HistoryBody): Promise<void> {
    const once = (): HistoryBody | undefined => (this.kept.get(body.caseId)?.has(body.runId) ? undefined : body);
    const entry = await this.parts.store.appendNext(historyStream(body.caseId), once, this.fold);
    if (entry) this.fold(entry);
  }

  private async fetch(workflowId: string, runId: string) {
    const { client } = this.parts;
    try {
      return await client.connection.withDeadline(Date.now() + FETCH_DEADLINE_MS, () =>
        fetchHistory(client, workflowId, runId),
      );
    } catch (error) {
      if (codeOf(error) === NOT_FOUND && !/namespace/i.test((error as Error).message)) return undefined;
      throw error;
    }
  }

  private async alarmAll(waiting: readonly CaseRow[]): Promise<void> {
    const closed = waiting.filter((view) => view.state.closedAt !== undefined && this.owed(view).length > 0);
    if (closed.length === 0) return;
    const retentionMs = await this.retention();
    for (const view of closed) this.alarm(view, retentionMs);
  }

  private alarm(view: CaseRow, retentionMs: number): void {
    const { closedAt, caseId } = view.state;
    if (closedAt === undefined) return;
    const from = instant(ms(closedAt) + retentionMs / 4);
    if (this.parts.now() < from) return;
    // Corrections of a case that has closed are no part of its closing.
    const own = this.owed(view).filter((runId) => !this.beside.get(caseId)?.has(runId));
    for (const runId of own) this.missing(view, runId, `It should have been there by ${from}.`);
  }

  private missing({ state, workflowId }: CaseRow, runId: string, why: string): void {
    const { caseId } = state;
    const detail = `The history of run ${runId} of case ${caseId}, which has closed, is not in the record. ${why}`;
    const key = `${caseId} history ${runId}`;
    this.parts.watch.note({
      type: 'case-disturbed',
      at: this.parts.now(),
      key,
      what: 'history',
      caseId,
      workflowId,
      runId,
      detail,
    });
  }

  /** Whether nothing is owed of this closed case. */
  isWhole(caseId: string): boolean {
    return this.whole.has(caseId);
  }

  /** How long Temporal keeps a closed case, milliseconds. */
  async retention(): Promise<number> {
    if (this.retentionMs !== undefined) return this.retentionMs;
    const { connection, options } = this.parts.client;
    try {
      const { config } = await connection.withDeadline(Date.now() + FETCH_DEADLINE_MS, () =>
        connection.workflowService.describeNamespace({ namespace: options.namespace }),
      );
      this.retentionMs = tsToMs(config?.workflowExecutionRetentionTtl) || SHORTEST_RETENTION_MS;
    } catch {
      // An alarm must not wait for the server whose silence it may be about.
      return SHORTEST_RETENTION_MS;
    }
    return this.retentionMs;
  }
}

const isAway = (error: unknown): boolean => error instanceof RecordUnavailable || AWAY.includes(codeOf(error) ?? 0);
