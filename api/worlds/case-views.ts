/**
 * Every case as the record says, kept in memory by following the store: what reads, lists and the event stream answer
 * from. Never a query of Temporal. A case is whole here while it is open or quiet, and while it is the last of its
 * scope: what comes next there is judged by it. Of any other closed one a row stays, and `load` folds its stream.
 */
import { EventEmitter } from 'node:events';
import type { CaseDirectory } from '../../domain/directory/directory.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { applyEntry } from '../../domain/case/evolve.js';
import { newCase } from '../../domain/case/state.js';
import type { CaseState } from '../../domain/case/state.js';
import type { NoticeOutcome } from '../../domain/case/commands.js';
import type { Instant } from '../../domain/instant.js';
import type { Plan, PlanRef } from '../../domain/plan/plan.js';
import type { Entry } from '../../record/entry.js';
import type { Following, RecordStore } from '../../record/record-store.js';
import { sentStream } from '../../workflows/messages.js';
import type { SentBody } from '../../workflows/messages.js';
import { summaryOf } from '../cases/case-summary.js';
import { addEntry, briefOf, emptyView } from './case-view.js';
import type { CaseRow, CaseView } from './case-view.js';
import { LastAsked } from './last-asked.js';
import { Soonest } from './soonest.js';

export type { Acted, BriefCase, CaseRow, CaseView } from './case-view.js';

const CASE = 'case/';

/** Closed cases that were asked for and stay whole until others are: each is some 30 kB. */
const MOST_CLOSED = 500;

/** Where in the record something stands. */
export interface Place {
  caseId: string;
  seq: number;
}

export interface CaseViewsOptions {
  store: RecordStore;
  /** Every entry of every stream, before a case's is folded. */
  entries: (entry: Entry) => void;
  /** A case's entry holds this command. */
  onCommand: (commandId: string) => void;
  onFault: (error: unknown, entry: Entry) => void;
  /** Closed cases that stay whole after somebody asked for them. */
  mostClosed?: number;
}

export class CaseViews {
  private readonly rows = new Map<string, CaseRow>();
  /** Open and quiet ones, and the last of each scope. */
  private readonly whole = new Map<string, CaseView>();
  private readonly live = new Set<CaseView>();
  private readonly closed: LastAsked<CaseView>;
  /** By workflow id, the case of a scope that opened last. */
  private readonly scopes = new Map<string, string>();
  private readonly commands = new Map<string, Place>();
  private readonly reports = new Map<string, Place>();
  private readonly plans = new Map<string, { ref: PlanRef; plan: Plan }>();
  private readonly directories = new Map<string, CaseDirectory>();
  private readonly changes = new EventEmitter().setMaxListeners(0);
  /** Soonest next instant first, for lists. */
  readonly soonest = new Soonest(() => this.all());
  private queue: Promise<void> = Promise.resolve();
  private following: Following | undefined;

  constructor(private readonly options: CaseViewsOptions) {
    this.closed = new LastAsked(options.mostClosed ?? MOST_CLOSED);
  }

  /** Folds what the record holds, and goes on with what is appended. */
  async start(): Promise<void> {
    this.following = await this.options.store.follow((entry) => this.take(entry));
    await this.queue;
  }

  close(): void {
    this.following?.close();
    this.changes.removeAllListeners();
  }

  /** A case that is whole in memory: each that is open or quiet. One that may have closed: {@link load}. */
  get(caseId: string): CaseView | undefined {
    return this.whole.get(caseId) ?? this.closed.get(caseId);
  }

  row(caseId: string): CaseRow | undefined {
    return this.rows.get(caseId);
  }

  /**
   * Any case, a closed one folded from its stream.
   * @throws {RecordUnavailable}
   */
  async load(caseId: string): Promise<CaseView | undefined> {
    const known = this.get(caseId);
    const row = this.rows.get(caseId);
    if (known || !row) return known;
    const view = await this.folded(caseId, row.state.seq);
    // What came meanwhile has made it whole, or is not in this one.
    const after = this.get(caseId);
    if (after) return after;
    if (this.rows.get(caseId) === row) this.closed.set(caseId, view);
    return view;
  }

  /** Every case, closed ones in brief. */
  all(): CaseRow[] {
    return [...this.rows.values()];
  }

  /** Open and quiet ones. */
  running(): CaseView[] {
    return [...this.live];
  }

  get closedCount(): number {
    return this.rows.size - this.live.size;
  }

  /** The latest case of a scope, open or not. */
  latest(workflowId: string): CaseView | undefined {
    const last = this.scopes.get(workflowId);
    return last === undefined ? undefined : this.whole.get(last);
  }

  /** The entry that holds a command of somebody outside. */
  command(commandId: string): Place | undefined {
    return this.commands.get(commandId);
  }

  /** The first entry that holds a report under this key. */
  report(reportKey: string): Place | undefined {
    return this.reports.get(reportKey);
  }

  /** Plans under which a case of this world ever opened, by their hash. */
  knownPlans(): { ref: PlanRef; plan: Plan }[] {
    return [...this.plans.values()];
  }

  async entries(caseId: string, fromSeq = 1): Promise<Entry<CaseEntryBody>[]> {
    return (await this.options.store.read(`${CASE}${caseId}`, fromSeq)) as Entry<CaseEntryBody>[];
  }

  /** What came of the notices of a case, in the order in which it was known. */
  async outcomes(caseId: string): Promise<NoticeOutcome[]> {
    const entries = await this.options.store.read(sentStream(caseId));
    return entries.flatMap(({ body }) => (body as SentBody).outcomes);
  }

  async entry({ caseId, seq }: Place): Promise<Entry<CaseEntryBody> | undefined> {
    return (await this.entries(caseId, seq))[0];
  }

  /** The case as it stood at `at`; `undefined` where it had not opened yet. */
  async asOf(caseId: string, at: Instant): Promise<CaseState | undefined> {
    const until = (await this.entries(caseId)).filter(({ body }) => body.decidedAt <= at);
    const [first] = until;
    if (!first) return undefined;
    const begun = await this.begun(first);
    return until.reduce((state, { seq, body }) => applyEntry(state, seq, body), begun);
  }

  /** The case before its first entry. */
  async begun({ body }: Entry<CaseEntryBody>): Promise<CaseState> {
    return (await this.begin(body)).state;
  }

  /** Every case that was open or quiet at `at`, as it stood then. */
  async runningAsOf(at: Instant): Promise<CaseState[]> {
    const opened = this.all().filter(({ state }) => state.openedAt <= at && (state.closedAt ?? at) >= at);
    const states = await Promise.all(opened.map(async ({ state }) => await this.asOf(state.caseId, at)));
    return states.filter((state) => state !== undefined);
  }

  /** Read-your-own-writes: waits until entry `seq` is in the view, at most `timeoutMs`. */
  async reach({ caseId, seq }: Place, timeoutMs = 1000): Promise<boolean> {
    const has = (): boolean => (this.rows.get(caseId)?.state.seq ?? 0) >= seq;
    if (has()) return true;
    await this.refresh(caseId);
    if (has()) return true;
    return await new Promise((resolve) => {
      const done = (reached: boolean): void => {
        clearTimeout(timer);
        this.changes.off('change', look);
        resolve(reached);
      };
      const look = (view: CaseView): void => {
        if (view.state.caseId === caseId && has()) done(true);
      };
      const timer = setTimeout(() => done(false), timeoutMs);
      this.changes.on('change', look);
    });
  }

  /** Reads on now rather than at the follower's next look. */
  async refresh(caseId: string): Promise<void> {
    await this.catchUp(`${CASE}${caseId}`);
    await this.queue;
  }

  /** The same of any stream. */
  async catchUp(stream: string): Promise<void> {
    await this.following?.catchUp(stream);
  }

  /** Answers how to stop listening. */
  onChange(listener: (view: CaseView) => void): () => void {
    this.changes.on('change', listener);
    return () => this.changes.off('change', listener);
  }

  /** Words of these streams were erased: what was folded with them is folded again without. */
  async foldAnew(streams: ReadonlySet<string>): Promise<void> {
    for (const stream of streams) {
      if (!stream.startsWith(CASE)) continue;
      const again = this.queue.then(() => this.unfold(stream.slice(CASE.length)));
      this.queue = again.catch(() => undefined);
      await again;
    }
  }

  private async unfold(caseId: string): Promise<void> {
    const before = this.rows.get(caseId);
    // What is newer is on its way here, and is indexed as it is folded.
    if (before) this.keep(before, await this.folded(caseId, before.state.seq));
  }

  /** From its stream, as it was after the entry `seq`. @throws {RecordUnavailable} */
  private async folded(caseId: string, seq: number): Promise<CaseView> {
    const entries = (await this.entries(caseId)).filter((entry) => entry.seq <= seq);
    const [first] = entries;
    if (!first || entries.length < seq) throw new Error(`The stream of ${caseId} has no entry ${entries.length + 1}.`);
    let view = await this.begin(first.body);
    for (const one of entries) view = addEntry(view, one);
    return view;
  }

  /** In place of what was known of the case. */
  private keep(before: CaseRow | undefined, view: CaseView): void {
    const { caseId, status } = view.state;
    const { workflowId } = view;
    if (before && before.brief === undefined) this.live.delete(before);
    this.whole.delete(caseId);
    this.closed.delete(caseId);
    if (!before) this.opened(view);
    if (status !== 'closed') this.live.add(view);
    if (status !== 'closed' || this.scopes.get(workflowId) === caseId) this.whole.set(caseId, view);
    else this.closed.set(caseId, view);
    const row = status === 'closed' ? briefOf(view, summaryOf(view)) : view;
    this.rows.set(caseId, row);
    this.soonest.replace(before, row);
    this.changes.emit('change', view);
  }

  /** Streams are read side by side: which case of a scope opened last is no matter of which came first here. */
  private opened({ workflowId, state: { caseId, openedAt } }: CaseView): void {
    const last = this.scopes.get(workflowId);
    if (last !== undefined && (this.rows.get(last)?.state.openedAt ?? '') > openedAt) return;
    this.scopes.set(workflowId, caseId);
    if (last !== undefined) this.letGo(last);
  }

  /** A closed case that is no longer the last of its scope. */
  private letGo(caseId: string): void {
    const view = this.whole.get(caseId);
    if (view?.state.status !== 'closed') return;
    this.whole.delete(caseId);
    this.closed.set(caseId, view);
  }

  private take(entry: Entry): void {
    this.options.entries(entry);
    if (!entry.stream.startsWith(CASE)) return;
    this.queue = this.queue
      .then(() => this.fold(entry as Entry<CaseEntryBody>))
      .catch((error: unknown) => this.options.onFault(error, entry));
  }

  private async fold(entry: Entry<CaseEntryBody>): Promise<void> {
    const caseId = entry.stream.slice(CASE.length);
    const before = this.rows.get(caseId);
    const have = before?.state.seq ?? 0;
    if (entry.seq <= have) return;
    // An entry that could not be folded before (its plan was not there yet) is made good with the next one.
    const missing = entry.seq === have + 1 ? [entry] : await this.entries(caseId, have + 1);
    const first = (): CaseEntryBody => (entry.seq === 1 ? entry.body : firstOf(missing, entry).body);
    let view = before ? (this.get(caseId) ?? (await this.folded(caseId, have))) : await this.begin(first());
    for (const one of missing) {
      view = addEntry(view, one);
      this.index(caseId, one);
    }
    this.keep(before, view);
  }

  private index(caseId: string, { seq, body }: Entry<CaseEntryBody>): void {
    const place = { caseId, seq };
    for (const event of body.events) {
      const known =
        event.type === 'violation-recorded' || event.type === 'report-attached' || event.type === 'report-set-aside';
      if (known && !this.reports.has(event.reportKey)) this.reports.set(event.reportKey, place);
    }
    if (body.cause.kind !== 'command' || body.cause.actor.means === 'system') return;
    this.commands.set(body.cause.commandId, place);
    this.options.onCommand(body.cause.commandId);
  }

  private async begin({ plan: ref, directoryHash, temporal }: CaseEntryBody): Promise<CaseView> {
    const plan = await this.planOf(ref);
    const directory = await this.directoryOf(directoryHash);
    return emptyView(newCase(plan, ref, directory, directoryHash), temporal);
  }

  private async planOf(ref: PlanRef): Promise<Plan> {
    const known = this.plans.get(ref.hash);
    if (known) return known.plan;
    const plan = (await this.object(ref.hash)) as Plan;
    this.plans.set(ref.hash, { ref, plan });
    return plan;
  }

  private async directoryOf(hash: string): Promise<CaseDirectory> {
    const known = this.directories.get(hash);
    if (known) return known;
    const directory = (await this.object(hash)) as CaseDirectory;
    this.directories.set(hash, directory);
    return directory;
  }

  private async object(hash: string): Promise<unknown> {
    const text = await this.options.store.getObject(hash);
    if (text === undefined) throw new Error(`The record lacks the object ${hash}, which a case names.`);
    return JSON.parse(text);
  }
}

function firstOf(missing: readonly Entry<CaseEntryBody>[], entry: Entry): Entry<CaseEntryBody> {
  const [first] = missing;
  if (first?.seq !== 1) throw new Error(`The stream ${entry.stream} has no entry 1.`);
  return first;
}
