/**
 * One world's record as the watchdog sees it: follows every stream and keeps what is still open. Opens the store
 * itself and again, for a record that is away at the start is a finding and no reason to end.
 */
import type { NoticeOutcome } from '../domain/case/commands.js';
import type { CaseEntryBody } from '../domain/case/entry-body.js';
import { instant, MINUTE, ms, SECOND } from '../domain/instant.js';
import type { Instant, Span } from '../domain/instant.js';
import type { ReviewEntryBody } from '../domain/review/review.js';
import { within } from '../activities/channels/within.js';
import { CANARY } from '../domain/canary.js';
import type { Entry } from '../record/entry.js';
import { INTAKE } from '../record/intake.js';
import type { Accepted, RefusedReport } from '../record/intake.js';
import type { Following, RecordStore } from '../record/record-store.js';
import { sealBody, SEALS } from '../record/seal/streams.js';
import { HOUSE } from '../record/stamp-keys.js';
import type { WorldName } from './alarms.js';
import { CASE, CaseFolds, REVIEW } from './case-folds.js';
import { judge } from './judge.js';
import { NoticesUnderWay } from './notices-under-way.js';
import type { Bounds, Seen } from './judge.js';
import type { Finding } from './finding.js';

const SENT = 'sent/';

/** For one look at the store; one that takes longer hangs. */
const LOOK_MS: Span = 5 * SECOND;

/** Between looks at a store that answers: each lists all its streams. */
const LOOK_EVERY: Span = 5 * SECOND;

/** Missed instants that are read again in one look, before anything is said of them. */
const MOST_READ_AGAIN = 100;

/** Entries written in the last minutes say how the clocks stand. */
const CLOCK_WINDOW: Span = 5 * MINUTE;

export interface EyesParts {
  world: WorldName;
  open: () => Promise<RecordStore>;
  clock: () => number;
  /** How often a canary comes; absent where none does. */
  canaryEvery?: Span;
  /** Whether workers seal this record. */
  isSealed?: boolean;
  log: (about: object, sentence: string) => void;
}

export class WorldEyes {
  private store: RecordStore | undefined;
  private following: Following | undefined;
  private folds: CaseFolds | undefined;
  private lookedAt = -Infinity;
  private away: { since: Instant; why: string } | undefined;
  private readonly reports = new Map<string, { scope: string; since: Instant }>();
  private readonly commands = new Map<string, { caseId: string; since: Instant }>();
  private readonly notices = new NoticesUnderWay();
  private readonly strange = new Map<string, { seq: number; since: Instant; why: string }>();
  /** Commands of cases and reviews that have their entry, for what is entered elsewhere a moment later. */
  private answered = new Set<string>();
  private offsets: { at: number; offset: Span }[] = [];
  private canaryAt: Instant | undefined;
  private sealedAt: Instant | undefined;
  private readonly begun: Instant;
  private queue: Promise<void> = Promise.resolve();
  private isLive = false;
  /** What was found at the last look. */
  private before = new Set<string>();
  private closed = false;

  constructor(private readonly parts: EyesParts) {
    this.begun = this.now();
  }

  get world(): WorldName {
    return this.parts.world;
  }

  /** Whether everything that the record held has been read once. */
  get hasRead(): boolean {
    return this.isLive;
  }

  /** What is wrong now. Missed instants that are new are read again first, so that a slow look is no alarm. */
  async findings(bounds: Bounds): Promise<Finding[]> {
    await this.look();
    await this.queue;
    const first = judge(this.seen(), this.now(), bounds);
    const fresh = first.filter(({ kind, subject }) => kind === 'due' && !this.before.has(subject));
    if (fresh.length > 0) await this.readAgain(fresh);
    const found = fresh.length > 0 ? judge(this.seen(), this.now(), bounds) : first;
    this.before = new Set(found.map(({ subject }) => subject));
    return found;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.following?.close();
    await this.store?.close();
  }

  private now(): Instant {
    return instant(this.parts.clock());
  }

  private seen(): Seen {
    const { canaryEvery, isSealed = false } = this.parts;
    const clock = this.clockOffset();
    return {
      cases: this.folds?.open() ?? [],
      reviews: this.folds?.openReviews() ?? [],
      reports: this.reports,
      commands: this.commands,
      notices: this.notices.all(),
      strange: this.strange,
      ...(this.away ? { away: this.away } : {}),
      ...(canaryEvery === undefined ? {} : { canary: { last: this.canaryAt ?? this.begun, every: canaryEvery } }),
      ...(isSealed ? { seals: { last: this.sealedAt ?? this.begun } } : {}),
      ...(clock ? { clock } : {}),
    };
  }

  /** Opens the record where it is not open yet, and asks it something that only a store which is there answers. */
  private async look(): Promise<void> {
    const at = this.parts.clock();
    if (!this.away && this.following && Math.abs(at - this.lookedAt) < LOOK_EVERY) return;
    this.lookedAt = at;
    const never = new AbortController().signal;
    try {
      await within(LOOK_MS, never, async () => {
        this.store ??= await this.parts.open();
        await this.store.streams();
      });
      if (!this.following && this.store) await this.begin(this.store);
      this.away = undefined;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.away = { since: this.away?.since ?? this.now(), why };
    }
  }

  private async begin(store: RecordStore): Promise<void> {
    this.folds = new CaseFolds(store);
    this.following = await store.follow((entry) => this.hear(entry));
    await this.queue;
    this.isLive = true;
  }

  private hear(entry: Entry): void {
    if (this.closed) return;
    if (this.isLive) this.compareClocks(entry);
    this.queue = this.queue.then(() => this.take(entry));
  }

  private async take(entry: Entry): Promise<void> {
    const { stream, seq } = entry;
    try {
      if (stream.startsWith(CASE)) await this.takeCase(entry as Entry<CaseEntryBody>);
      else if (stream.startsWith(REVIEW)) await this.takeReview(entry as Entry<ReviewEntryBody>);
      else if (stream.startsWith(SENT))
        this.notices.settle(stream.slice(SENT.length), (entry.body as { outcomes: NoticeOutcome[] }).outcomes);
      else if (stream === INTAKE) this.takeReport(entry.body as Accepted | RefusedReport);
      else if (stream === HOUSE) this.takeHouse(entry.body as Signalled);
      else if (stream === CANARY) this.canaryAt = (entry.body as { at: Instant }).at;
      else if (stream === SEALS && sealBody(entry).type === 'checkpoint') this.sealedAt = entry.recordedAt;
      this.strange.delete(stream);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const since = this.strange.get(stream)?.since ?? entry.recordedAt;
      this.strange.set(stream, { seq, since, why });
      this.parts.log({ err: error, stream, seq }, 'An entry could not be understood.');
    }
  }

  private async takeCase(entry: Entry<CaseEntryBody>): Promise<void> {
    const { body, stream } = entry;
    const taken = await this.folds?.take(entry);
    if (body.cause.kind === 'command') this.isAnswered(body.cause.commandId);
    if (!taken) return;
    this.notices.made(taken, body.decidedAt);
    if (taken.status !== 'closed') return;
    // What came for it after its end is recorded as such, and owed nothing.
    for (const [id, { caseId }] of this.commands) if (`${CASE}${caseId}` === stream) this.commands.delete(id);
  }

  private async takeReview(entry: Entry<ReviewEntryBody>): Promise<void> {
    await this.folds?.takeReview(entry);
    if (entry.body.cause.kind === 'command') this.isAnswered(entry.body.cause.commandId);
  }

  private takeReport(body: Accepted | RefusedReport): void {
    if (body.type === 'report-refused') this.isAnswered(body.commandId);
    else if (body.disposition === 'forward' && !this.answered.has(body.commandId))
      this.reports.set(body.commandId, { scope: body.scope, since: body.acceptedAt });
  }

  private takeHouse(body: Signalled): void {
    if (body.type !== 'signalled' || this.answered.has(body.command.commandId)) return;
    this.commands.set(body.command.commandId, { caseId: body.caseId, since: body.at });
  }

  private isAnswered(commandId: string): void {
    this.reports.delete(commandId);
    this.commands.delete(commandId);
    this.answered.add(commandId);
    if (this.answered.size <= MOST_ANSWERED) return;
    this.answered = new Set([...this.answered].slice(MOST_ANSWERED / 2));
  }

  /** A follower may be behind: what a stream holds in this moment is asked of the store itself. */
  private async readAgain(findings: readonly Finding[]): Promise<void> {
    const never = new AbortController().signal;
    for (const { subject } of findings.slice(0, MOST_READ_AGAIN)) {
      const caseId = subject.split(' ')[0] ?? '';
      const state = this.folds?.open().find((one) => one.caseId === caseId);
      if (!state || !this.store) continue;
      const stream = `${CASE}${caseId}`;
      const read = this.store.read(stream, state.seq + 1);
      try {
        for (const entry of await within(LOOK_MS, never, () => read)) await this.take(entry);
      } catch (error) {
        this.parts.log({ err: error, stream }, 'A stream could not be read again.');
      }
    }
  }

  private compareClocks({ recordedAt }: Entry): void {
    const at = this.parts.clock();
    this.offsets.push({ at, offset: at - ms(recordedAt) });
    this.offsets = this.offsets.filter((one) => one.at > at - CLOCK_WINDOW).slice(-MOST_OFFSETS);
  }

  /** The least of the last: an entry that was handed on slowly says nothing of clocks. */
  private clockOffset(): Seen['clock'] {
    const [first] = this.offsets;
    if (!first || this.offsets.length < FEWEST_OFFSETS) return undefined;
    const offset = this.offsets.reduce(
      (best, one) => (Math.abs(one.offset) < Math.abs(best) ? one.offset : best),
      first.offset,
    );
    return { offset, since: instant(first.at) };
  }
}

const MOST_ANSWERED = 100_000;
const MOST_OFFSETS = 100;
const FEWEST_OFFSETS = 3;

/** Of the API's entries in `house`: what is durable in Temporal and has no answer yet. */
interface Signalled {
  type: string;
  at: Instant;
  caseId: string;
  command: { commandId: string };
}
