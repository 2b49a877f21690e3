/**
 * Figures of one world that follow from its record: folded as its entries come, and so over the whole record and the
 * same after a restart and in every API. No case, office or person is named in them.
 */
import { Counter, Histogram, Registry } from 'prom-client';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import type { NoticeOutcome } from '../../domain/case/commands.js';
import { between, SECOND } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { Entry } from '../../record/entry.js';
import { CANARY } from '../../domain/canary.js';
import { HOUSE } from '../house/house-entries.js';
import type { RefusedAttempt, RefusedCount } from '../house/house-entries.js';

const CASE = 'case/';
const SENT = 'sent/';

/** From what a calm machine takes to what an outage makes of it. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200];

export class RecordFigures {
  readonly registry = new Registry();
  /** When the canary last sang. */
  canaryAt: Instant | undefined;
  /** Cases of which nobody was told yet, by when their report was accepted; those of which somebody was are known. */
  private readonly opened = new Map<string, Instant>();
  private readonly firstTold = new Map<string, Instant>();
  private readonly done = new Set<string>();
  private readonly firstNotice: Histogram;
  private readonly lateness: Histogram<'kind'>;
  private readonly lag: Histogram;
  private readonly notices: Counter<'outcome'>;
  private readonly refusals: Counter<'status'>;
  private readonly reports: Counter<'disposition'>;

  constructor(world: string) {
    this.registry.setDefaultLabels({ world });
    const registers = [this.registry];
    const buckets = SECONDS;
    this.firstNotice = new Histogram({
      name: 'holdfire_first_notice_seconds',
      help: 'From the acceptance of the report that opened a case to the first notice that was taken',
      buckets,
      registers,
    });
    this.lateness = new Histogram({
      name: 'holdfire_lateness_seconds',
      help: 'How late what a case does by itself acted, beyond its settle; by what it was (gate, duty, reminder …)',
      labelNames: ['kind'],
      buckets,
      registers,
    });
    this.lag = new Histogram({
      name: 'holdfire_record_lag_seconds',
      help: 'From a decision of a case to its entry in the record',
      buckets,
      registers,
    });
    this.notices = new Counter({
      name: 'holdfire_notices_total',
      help: 'Messages by what came of them: delivered, handed-over, failed',
      labelNames: ['outcome'],
      registers,
    });
    this.refusals = new Counter({
      name: 'holdfire_refused_total',
      help: 'Requests and commands that were refused, by status; "counted" are those above ten a minute of one actor',
      labelNames: ['status'],
      registers,
    });
    this.reports = new Counter({
      name: 'holdfire_reports_total',
      help: 'Accepted reports, by where they went: forward (a case), review, after-closure',
      labelNames: ['disposition'],
      registers,
    });
  }

  fold = (entry: Entry): void => {
    const { stream } = entry;
    if (stream.startsWith(CASE)) this.decided(entry as Entry<CaseEntryBody>);
    else if (stream.startsWith(SENT)) this.sent(stream.slice(SENT.length), entry.body as { outcomes: NoticeOutcome[] });
    else if (stream === HOUSE) this.house(entry.body as RefusedAttempt | RefusedCount | { type: '' });
    else if (stream === CANARY) this.canaryAt = (entry.body as { at: Instant }).at;
    else if (stream === 'intake') {
      const { disposition } = entry.body as { disposition?: string };
      if (disposition !== undefined) this.reports.inc({ disposition });
    }
  };

  private decided({ stream, seq, recordedAt, body }: Entry<CaseEntryBody>): void {
    const { cause, decidedAt, events } = body;
    this.lag.observe(Math.max(0, between(decidedAt, recordedAt)) / SECOND);
    if (cause.kind === 'due') this.lateness.observe({ kind: cause.due.split(':')[0] ?? '' }, cause.latenessMs / SECOND);
    else if (seq === 1) this.isOpened(stream.slice(CASE.length), cause.acceptedAt);
    if (events.some(({ type }) => type === 'refused')) this.refusals.inc({ status: 'late' });
  }

  private sent(caseId: string, { outcomes }: { outcomes: NoticeOutcome[] }): void {
    for (const { outcome, at } of outcomes) {
      if (outcome === 'unsent') continue;
      this.notices.inc({ outcome });
      if (outcome !== 'failed' && !this.done.has(caseId)) this.isTold(caseId, at);
    }
  }

  /** The two streams are read in any order. */
  private isOpened(caseId: string, acceptedAt: Instant): void {
    const told = this.firstTold.get(caseId);
    if (told === undefined) this.opened.set(caseId, acceptedAt);
    else this.observe(caseId, acceptedAt, told);
  }

  private isTold(caseId: string, at: Instant): void {
    const opened = this.opened.get(caseId);
    if (opened !== undefined) this.observe(caseId, opened, at);
    else if (!this.firstTold.has(caseId)) this.firstTold.set(caseId, at);
  }

  private observe(caseId: string, opened: Instant, told: Instant): void {
    this.done.add(caseId);
    this.opened.delete(caseId);
    this.firstTold.delete(caseId);
    this.firstNotice.observe(Math.max(0, between(opened, told)) / SECOND);
  }

  private house(body: RefusedAttempt | RefusedCount | { type: '' }): void {
    if (body.type === 'refused') this.refusals.inc({ status: String(body.status) });
    if (body.type === 'refused-count') this.refusals.inc({ status: 'counted' }, body.count);
  }
}
