/**
 * Every case as the record says, kept in memory by following the store: what reads, lists and the event stream answer
 * from. Never a query of Temporal.
 */
import { EventEmitter } from 'node:events';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { applyEntry } from '../../domain/case/evolve.js';
import { nextDue } from '../../domain/case/due.js';
import { newCase } from '../../domain/case/state.js';
import type { CaseState } from '../../domain/case/state.js';
import type { CaseDirectory } from '../../domain/directory/directory.js';
import type { Plan } from '../../domain/plan/plan.js';
import type { Entry } from '../../record/entry.js';
import type { Following, RecordStore } from '../../record/record-store.js';

const CASE = 'case/';

export interface CaseView {
  state: CaseState;
  workflowId: string;
  /** Runs in their order: a busy case continues as new. */
  runIds: string[];
  /** The plan as published, undivided. */
  published: Plan;
}

export class CaseViews {
  private readonly cases = new Map<string, CaseView>();
  private readonly scopes = new Map<string, string[]>();
  private readonly commands = new Map<string, { caseId: string; seq: number }>();
  private readonly plans = new Map<string, Plan>();
  private readonly directories = new Map<string, CaseDirectory>();
  private readonly changes = new EventEmitter().setMaxListeners(0);
  /** Counts changes since this process began; ids of the event stream. */
  changeNumber = 0;
  private queue: Promise<void> = Promise.resolve();
  private following: Following | undefined;

  constructor(
    private readonly store: RecordStore,
    /** Entries of streams other than the cases'. */
    private readonly others: (entry: Entry) => void,
    private readonly onCommand: (commandId: string) => void,
    private readonly onFault: (error: unknown) => void,
  ) {}

  async start(): Promise<void> {
    this.following = await this.store.follow((entry) => this.take(entry));
    await this.queue;
  }

  close(): void {
    this.following?.close();
  }

  get(caseId: string): CaseView | undefined {
    return this.cases.get(caseId);
  }

  all(): CaseView[] {
    return [...this.cases.values()];
  }

  /** The latest case of a scope, open or not. */
  latest(workflowId: string): CaseView | undefined {
    const last = this.scopes.get(workflowId)?.at(-1);
    return last === undefined ? undefined : this.cases.get(last);
  }

  command(commandId: string): { caseId: string; seq: number } | undefined {
    return this.commands.get(commandId);
  }

  /** The case as it stood at `at`, for looking back. */
  static asOf(view: CaseView, entries: readonly Entry<CaseEntryBody>[], at: string): CaseView {
    const { directory, directoryHash, planRef } = view.state;
    // The published plan, undivided, is what the opening divides; at speed 1 they are the same.
    const begun = newCase(view.published, planRef, directory, directoryHash);
    const until = entries.filter(({ body }) => body.decidedAt <= at);
    return { ...view, state: until.reduce((state, { seq, body }) => applyEntry(state, seq, body), begun) };
  }

  async entries(caseId: string): Promise<Entry<CaseEntryBody>[]> {
    return (await this.store.read(`${CASE}${caseId}`)) as Entry<CaseEntryBody>[];
  }

  /** Read-your-own-writes: waits until entry `seq` is in the view, at most `timeoutMs`. */
  async reach(caseId: string, seq: number, timeoutMs = 1000): Promise<boolean> {
    if (this.has(caseId, seq)) return true;
    await this.refresh(caseId);
    if (this.has(caseId, seq)) return true;
    return await new Promise((resolve) => {
      const done = (reached: boolean): void => {
        clearTimeout(timer);
        this.changes.off('change', look);
        resolve(reached);
      };
      const look = (): void => {
        if (this.has(caseId, seq)) done(true);
      };
      const timer = setTimeout(() => done(false), timeoutMs);
      this.changes.on('change', look);
    });
  }

  async refresh(caseId: string): Promise<void> {
    await this.following?.catchUp(`${CASE}${caseId}`);
    await this.queue;
  }

  onChange(listener: (view: CaseView) => void): () => void {
    this.changes.on('change', listener);
    return () => this.changes.off('change', listener);
  }

  private has(caseId: string, seq: number): boolean {
    return (this.cases.get(caseId)?.state.seq ?? 0) >= seq;
  }

  private take(entry: Entry): void {
    if (!entry.stream.startsWith(CASE)) {
      this.others(entry);
      return;
    }
    this.queue = this.queue.then(() => this.fold(entry as Entry<CaseEntryBody>)).catch(this.onFault);
  }

  private async fold(entry: Entry<CaseEntryBody>): Promise<void> {
    const caseId = entry.stream.slice(CASE.length);
    const { body, seq } = entry;
    const before = this.cases.get(caseId) ?? (await this.begin(body));
    if (before.state.seq >= seq) return;
    const { workflowId } = before;
    const { runId } = body.temporal;
    const runIds = before.runIds.includes(runId) ? before.runIds : [...before.runIds, runId];
    const view = { ...before, state: applyEntry(before.state, seq, body), runIds };
    this.cases.set(caseId, view);
    if (seq === 1) this.scopes.set(workflowId, [...(this.scopes.get(workflowId) ?? []), caseId]);
    if (body.cause.kind === 'command' && !body.cause.commandId.startsWith('own-')) {
      this.commands.set(body.cause.commandId, { caseId, seq });
      this.onCommand(body.cause.commandId);
    }
    this.changeNumber += 1;
    this.changes.emit('change', view);
  }

  private async begin({ plan, directoryHash, temporal }: CaseEntryBody): Promise<CaseView> {
    const found = await this.object(this.plans, plan.hash);
    const directory = await this.object(this.directories, directoryHash);
    const state = newCase(found, plan, directory, directoryHash);
    return { state, workflowId: temporal.workflowId, runIds: [], published: found };
  }

  private async object<T>(known: Map<string, T>, hash: string): Promise<T> {
    const before = known.get(hash);
    if (before) return before;
    const text = await this.store.getObject(hash);
    if (text === undefined) throw new Error(`The record lacks the object ${hash}, which a case names.`);
    const value = JSON.parse(text) as T;
    known.set(hash, value);
    return value;
  }
}

/** Soonest next instant first, none last; ties by id. */
export function bySoonest(a: CaseView, b: CaseView): number {
  const [x, y] = [nextDue(a.state)?.at ?? '~', nextDue(b.state)?.at ?? '~'];
  if (x !== y) return x < y ? -1 : 1;
  return a.state.caseId < b.state.caseId ? -1 : 1;
}
