/**
 * Compares what Temporal holds of every open case with the record, continuously (TRAPS P15): a list of what runs every
 * 10 s, each case described once in 45 s while there are at most 1,000, above that once in 15 min. A case that is
 * missing from the list, or there under another run, is described before anything is said of it: lists lag. What is
 * found is entered in the stream `house`, once, and told from there. A server that does not answer is no finding.
 */
import type { Client } from '@temporalio/client';
import { HOUR, instant, ms } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { Entry } from '../../record/entry.js';
import { VIOLATION_CASE } from '../../workflows/messages.js';
import type { CaseDisturbed } from '../house/house-entries.js';
import type { HouseLog } from '../house/house-log.js';
import type { Log } from '../log/log.js';
import { codeOf } from '../temporal/errors.js';
import type { CaseView, CaseViews } from '../worlds/case-views.js';
import { Rounds } from '../worlds/rounds.js';
import { described } from './described.js';
import type { Described } from './described.js';
import { divergedRun, foundInEntry } from './found-in-entry.js';

const LIST_EVERY_MS = 10_000;
const LIST_DEADLINE_MS = 5000;
const PAGE = 1000;
/** Pages of one list: 100,000 cases. */
const MOST_PAGES = 100;
const MANY = 1000;
const DESCRIBE_WITHIN_MS = 45_000;
const DESCRIBE_MANY_WITHIN_MS = 15 * 60_000;
const MOST_AT_ONCE = 8;
/** A watch whose last whole round is older than this says so in `/health/ready`. */
const LATE_MS = 60_000;
/** Findings that wait for the record; beyond it the oldest are in the log only. */
const MOST_WAITING = 1000;

/** gRPC: the namespace is not there, or is in a state in which nothing goes on. */
const GONE = [5, 9];

export interface CaseWatchParts {
  views: CaseViews;
  house: HouseLog;
  client: Client;
  now: () => Instant;
  log: Log;
}

export class CaseWatch {
  private readonly found = new Map<string, CaseDisturbed>();
  /** Runs that decided something else than the record holds. */
  private readonly diverged = new Set<string>();
  /** By workflow id: the run that was found sound, and when it was last described. */
  private readonly seen = new Map<string, { runId: string; at: number }>();
  private readonly rounds: Rounds;
  private lastWhole: number | undefined;

  constructor(private readonly parts: CaseWatchParts) {
    const { log } = parts;
    const waits = 'Open cases could not be compared with Temporal; nothing is said of them until it answers';
    this.rounds = new Rounds({ everyMs: LIST_EVERY_MS, look: () => this.look(), waits, log });
  }

  start(): void {
    this.lastWhole = performance.now();
    this.rounds.start();
  }

  async close(): Promise<void> {
    await this.rounds.close();
  }

  /** Folds an entry that the following delivered, of whatever stream. */
  fold = (entry: Entry): void => {
    const diverged = divergedRun(entry);
    if (diverged) this.diverged.add(diverged.runId);
    const found = foundInEntry(entry, this.parts.now(), (workflowId) => this.parts.views.latest(workflowId));
    if (found) this.note(found);
  };

  /** Why the watch is late, for `/health/ready`; `undefined` while it is not. */
  late(): string | undefined {
    const lateMs = performance.now() - (this.lastWhole ?? performance.now());
    if (lateMs < LATE_MS) return undefined;
    return `Open cases were last compared with Temporal ${Math.round(lateMs / 1000)} s ago.`;
  }

  /** One case, now. @throws whatever the client throws where the server does not answer */
  async inspect(view: CaseView): Promise<Described> {
    const known = this.seen.get(view.workflowId)?.runId;
    const found = await described(this.parts.client, view, known);
    if (found.found !== 'sound' || !this.diverged.has(found.runId ?? '')) return found;
    const detail = `The run ${found.runId ?? ''} of case ${view.state.caseId} decided something else than the record holds.`;
    return { ...found, found: 'reset', detail };
  }

  /** Entered with the next round, which comes at once. */
  note(found: CaseDisturbed): void {
    this.found.set(found.key, found);
    for (const oldest of this.found.keys()) {
      if (this.found.size <= MOST_WAITING) break;
      this.parts.log.error({ found: this.found.get(oldest) }, 'Too many findings wait for the record');
      this.found.delete(oldest);
    }
    this.rounds.soon();
  }

  private async look(): Promise<void> {
    await this.enterFound();
    const running = await this.list();
    if (!running) return;
    const due = this.due(running);
    for (let at = 0; at < due.length; at += MOST_AT_ONCE) {
      await Promise.all(due.slice(at, at + MOST_AT_ONCE).map((view) => this.compare(view)));
    }
    this.lastWhole = performance.now();
    await this.enterFound();
  }

  private async enterFound(): Promise<void> {
    for (const [key, found] of this.found) {
      await this.parts.house.enterOnce(found);
      this.found.delete(key);
    }
  }

  /** Runs by workflow id; `undefined` where the namespace is gone, which is noted. */
  private async list(): Promise<Map<string, string> | undefined> {
    const { connection, options } = this.parts.client;
    const running = new Map<string, string>();
    const query = `WorkflowType = '${VIOLATION_CASE}' AND ExecutionStatus = 'Running'`;
    let nextPageToken: Uint8Array | undefined;
    try {
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const asked = {
          namespace: options.namespace,
          query,
          pageSize: PAGE,
          ...(nextPageToken ? { nextPageToken } : {}),
        };
        const answer = await connection.withDeadline(Date.now() + LIST_DEADLINE_MS, () =>
          connection.workflowService.listWorkflowExecutions(asked),
        );
        for (const { execution } of answer.executions) running.set(execution?.workflowId ?? '', execution?.runId ?? '');
        nextPageToken = answer.nextPageToken;
        if (!nextPageToken?.length) break;
      }
      return running;
    } catch (error) {
      if (!GONE.includes(codeOf(error) ?? 0) || !/namespace/i.test((error as Error).message)) throw error;
      this.noteNamespace(options.namespace, (error as Error).message);
      return undefined;
    }
  }

  /** First what the list contradicts, then the longest not described, as many as one round owes. */
  private due(running: ReadonlyMap<string, string>): CaseView[] {
    const open = this.parts.views.running();
    const ids = new Set(open.map(({ workflowId }) => workflowId));
    for (const id of this.seen.keys()) if (!ids.has(id)) this.seen.delete(id);
    const isDoubtful = ({ workflowId }: CaseView): boolean =>
      this.seen.get(workflowId)?.runId !== running.get(workflowId);
    const doubtful = open.filter(isDoubtful);
    const within = open.length > MANY ? DESCRIBE_MANY_WITHIN_MS : DESCRIBE_WITHIN_MS;
    const share = Math.ceil((open.length * LIST_EVERY_MS) / within);
    const at = ({ workflowId }: CaseView): number => this.seen.get(workflowId)?.at ?? 0;
    const others = open.filter((view) => !isDoubtful(view)).sort((a, b) => at(a) - at(b));
    return [...doubtful, ...others.slice(0, share)];
  }

  private async compare(view: CaseView): Promise<void> {
    const { state, workflowId } = view;
    const is = await this.inspect(view);
    if (is.found === 'sound') {
      this.seen.set(workflowId, { runId: is.runId ?? '', at: performance.now() });
      return;
    }
    // It may have closed in this very moment: the record has its last word before the workflow ends.
    await this.parts.views.refresh(state.caseId);
    const now = this.parts.views.row(state.caseId);
    if (now?.state.status === 'closed' || (await this.hasClosed(state))) return;
    const runId = is.runId ?? now?.runIds.at(-1) ?? '';
    const key = `${state.caseId} ${is.found} ${runId}`;
    const { found: what, detail } = is;
    this.found.set(key, {
      type: 'case-disturbed',
      at: this.parts.now(),
      key,
      what,
      caseId: state.caseId,
      workflowId,
      runId,
      detail,
    });
  }

  /** The following does not say when it could not read on: the record itself is asked. @throws {RecordUnavailable} */
  private async hasClosed({ caseId, seq }: CaseView['state']): Promise<boolean> {
    const since = await this.parts.views.entries(caseId, seq + 1);
    return since.some(({ body }) => body.events.some(({ type }) => type === 'case-closed'));
  }

  private noteNamespace(namespace: string, said: string): void {
    const at = this.parts.now();
    const hour = instant(Math.floor(ms(at) / HOUR) * HOUR);
    const key = `${namespace} namespace ${hour}`;
    const detail = `Temporal answers of the namespace ${namespace}: ${said.slice(0, 200)}`;
    this.parts.log.error({ namespace }, detail);
    this.note({ type: 'case-disturbed', at, key, what: 'namespace', caseId: '', workflowId: '', detail });
  }
}
