/**
 * The intake stream: every report before it goes to Temporal, unique by its report key over all cases and for ever
 * (RULES 2). It keeps reports while Temporal is away, and gives a replay its first answer when Temporal has forgotten.
 */
import { ERASED } from '../domain/erasure/erased.js';
import type { Entry } from './entry.js';
import type { RecordStore } from './record-store.js';

export const INTAKE = 'intake';

/** What happens to a report next: to its case, to people who review it, or nothing: its case has closed. */
export type Disposition = 'forward' | 'review' | 'after-closure';

export interface Accepted {
  type: 'report-accepted';
  commandId: string;
  reportKey: string;
  contentHash: string;
  disposition: Disposition;
  /** Why it is reviewed, or kept with a closed case. */
  reason?: string;
  /** Where it waits for people, and the API's stamp on its way there. Absent in entries of the first release. */
  review?: { reviewId: string; why: string; stamp: string };
  /** People have judged it, in this review: the report as it goes on, under its own key, to a case. */
  judgedIn?: string;
  /** The closed case that it belongs to, and the violation of it that it describes, where it describes one. */
  closedCase?: { caseId: string; violationId?: string };
  scope: string;
  /** 0 for the first content under the key. */
  revision: number;
  acceptedAt: string;
  /** The command's envelope, as it goes to Temporal. */
  envelope: unknown;
}

export interface RefusedReport {
  type: 'report-refused';
  commandId: string;
  code: string;
  detail: string;
}

type IntakeBody = Accepted | RefusedReport;

export type Acceptance =
  | { kind: 'new'; entry: Entry<Accepted> }
  /** Any content once accepted under the key. */
  | { kind: 'replay'; first: Entry<Accepted> }
  | { kind: 'revision'; entry: Entry<Accepted>; first: Entry<Accepted> };

export class IntakeLog {
  private readonly byKey = new Map<string, Entry<Accepted>[]>();
  private readonly unanswered = new Map<string, Entry<Accepted>>();
  private readonly byCommand = new Map<string, Entry<Accepted>>();
  private readonly refusals = new Map<string, RefusedReport>();
  private readonly answered = new Set<string>();
  private readonly inReviews = new Map<string, number>();
  private lastSeq = 0;
  /** What came while all of it was read again. */
  private meanwhile: Entry[] | undefined;

  private constructor(private readonly store: RecordStore) {}

  static async open(store: RecordStore): Promise<IntakeLog> {
    const log = new IntakeLog(store);
    for (const entry of await store.read(INTAKE)) log.fold(entry);
    return log;
  }

  /** Folds an entry that the caller's following delivered; those known already change nothing. */
  fold = (entry: Entry): void => {
    if (entry.stream !== INTAKE || entry.seq <= this.lastSeq) return;
    this.lastSeq = entry.seq;
    this.meanwhile?.push(entry);
    const body = entry.body as IntakeBody;
    if (body.type === 'report-refused') {
      this.refusals.set(body.commandId, body);
      this.unanswered.delete(body.commandId);
      return;
    }
    const accepted = entry as Entry<Accepted>;
    // What goes on after a review is no new content: its sender's first answer stays.
    if (body.judgedIn === undefined) {
      this.byKey.set(body.reportKey, [...(this.byKey.get(body.reportKey) ?? []), accepted]);
    }
    this.byCommand.set(body.commandId, accepted);
    const { reviewId } = body.review ?? {};
    if (reviewId !== undefined) this.inReviews.set(reviewId, this.inReview(reviewId) + 1);
    if (body.disposition === 'forward' && !this.answered.has(body.commandId)) {
      this.unanswered.set(body.commandId, accepted);
    }
  };

  /** Words of its entries were erased: what was folded with them is folded again without. */
  async foldAnew(): Promise<void> {
    const meanwhile: Entry[] = [];
    this.meanwhile = meanwhile;
    const entries = await this.store.read(INTAKE).finally(() => (this.meanwhile = undefined));
    for (const map of [this.byKey, this.byCommand, this.refusals, this.inReviews, this.unanswered]) map.clear();
    this.lastSeq = 0;
    for (const entry of [...entries, ...meanwhile]) this.fold(entry);
  }

  /**
   * Writes the report durably unless its content is known under its key.
   * @throws {RecordUnavailable}
   */
  async accept(report: Omit<Accepted, 'type' | 'revision'>): Promise<Acceptance> {
    const make = (): Accepted | undefined => {
      if (this.replayOf(report.reportKey, report.contentHash)) return undefined;
      const revision = this.byKey.get(report.reportKey)?.length ?? 0;
      return { type: 'report-accepted', ...report, revision };
    };
    const known = this.replayOf(report.reportKey, report.contentHash);
    if (known) return { kind: 'replay', first: known };
    const entry = await this.store.appendNext<Accepted>(INTAKE, make, this.fold);
    const [first] = this.byKey.get(report.reportKey) ?? [];
    if (!entry)
      return { kind: 'replay', first: this.replayOf(report.reportKey, report.contentHash) as Entry<Accepted> };
    return first && first.seq !== entry.seq ? { kind: 'revision', entry, first } : { kind: 'new', entry };
  }

  /**
   * Writes what goes on to a case after a review, once for each command.
   * @throws {RecordUnavailable}
   */
  async handOn(report: Omit<Accepted, 'type'>): Promise<void> {
    const make = (): Accepted | undefined =>
      this.byCommand.has(report.commandId) ? undefined : { type: 'report-accepted', ...report };
    await this.store.appendNext<Accepted>(INTAKE, make, this.fold);
  }

  replayOf(reportKey: string, contentHash: string): Entry<Accepted> | undefined {
    // Of one whose words were erased nobody can say what it said: it is not taken in again under its key.
    return this.byKey
      .get(reportKey)
      ?.find(({ body }) => body.contentHash === contentHash || body.contentHash === ERASED);
  }

  /** The first report under a key: where its revisions belong. */
  firstOf(reportKey: string): Entry<Accepted> | undefined {
    return this.byKey.get(reportKey)?.[0];
  }

  accepted(commandId: string): Entry<Accepted> | undefined {
    return this.byCommand.get(commandId);
  }

  refusal(commandId: string): RefusedReport | undefined {
    return this.refusals.get(commandId);
  }

  /** How many reports were accepted for this review. */
  inReview(reviewId: string): number {
    return this.inReviews.get(reviewId) ?? 0;
  }

  /** Every report that was accepted for review, whatever came of it. */
  reviews(): Entry<Accepted>[] {
    return [...this.byCommand.values()].filter(({ body }) => body.disposition === 'review');
  }

  /** No case took it, for a reason that is the rules' and not the moment's. */
  async refused(refusal: Omit<RefusedReport, 'type'>): Promise<void> {
    await this.store.appendNext<RefusedReport>(INTAKE, () => ({ type: 'report-refused', ...refusal }), this.fold);
  }

  /** A case's entry holds the answer to this command. */
  markAnswered(commandId: string): void {
    this.answered.add(commandId);
    this.unanswered.delete(commandId);
  }

  /** Accepted for a case and not known to be in one, oldest first. */
  pending(): Entry<Accepted>[] {
    return [...this.unanswered.values()];
  }

  get pendingCount(): number {
    return this.unanswered.size;
  }

  /** When the oldest of them was accepted. */
  get pendingSince(): string | undefined {
    const [oldest] = this.unanswered.values();
    return oldest?.body.acceptedAt;
  }
}
