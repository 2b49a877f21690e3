/**
 * Reports: judged as far as they can be without a case, written into the intake, and then given to their case. Once in
 * the intake a report is never lost and never taken twice; its first answer is its answer for ever (RULES 2).
 */
import { Inject, Injectable } from '@nestjs/common';
import { answerOf } from '../../domain/case/answer.js';
import { requireSingle } from '../../domain/case/authority.js';
import type { Envelope, ReportBody } from '../../domain/case/commands.js';
import { judge } from '../../domain/case/order.js';
import type { Disposed } from '../../domain/case/disposition.js';
import { checkReport } from '../../domain/case/reports.js';
import { newCase } from '../../domain/case/state.js';
import { Refused } from '../../domain/refused.js';
import type { Entry } from '../../record/entry.js';
import type { Accepted } from '../../record/intake.js';
import { RecordUnavailable } from '../../record/record-store.js';
import { caseWorkflowId } from '../../workflows/messages.js';
import type { Ask } from '../commands/ask.js';
import { commandIdOf } from '../commands/command-id.js';
import { answered, otherContent, pending } from '../commands/command-service.js';
import type { Answered } from '../commands/command-service.js';
import { allowedRun, tried } from '../commands/dry-run.js';
import type { DryRun } from '../commands/dry-run.js';
import { ofRefusal, Problem, unavailable } from '../problem.js';
import { Reply } from '../reply.js';
import { SETTINGS } from '../tokens.js';
import type { ApiSettings } from '../tokens.js';
import type { ReportInput } from '../schema.js';
import type { World } from '../worlds/world.js';
import { dispose, scopeOf } from './disposition.js';
import { MOST_PENDING } from './intake-pace.js';
import type { Pace } from './pace.js';
import { caseStart, tryOpening } from './opening.js';
import { reportBody } from './report-body.js';
import { afterClosureReply, reportReply, reviewReply } from './report-reply.js';
import { send } from './report-way.js';
import { toReview } from '../reviews/review-address.js';

/**
 * How long a request waits for its report to get its turn; then it is answered 202, and the report goes on from the
 * intake. With its turn it waits for as long as the case takes.
 */
const TURN_MS = 800;

/** When asking again is worth it while the backlog is full. */
const FULL_RETRY_AFTER = '30';

type ToBeAccepted = Omit<Accepted, 'type' | 'revision'>;

@Injectable()
export class ReportService {
  /** Reports on their way, so that one that comes twice at once has one way and one answer. */
  private readonly underWay = new Map<string, Promise<Answered | undefined>>();
  /** Left with Temporal as a signal: sending again would only make its history longer. */
  private readonly left = new Map<string, number>();
  /** Reports that wait for their turn. */
  private readonly queued = new Set<string>();
  private readonly mostPending: number;

  constructor(@Inject(SETTINGS) { mostPending = MOST_PENDING }: ApiSettings) {
    this.mostPending = mostPending;
  }

  async submit(ask: Ask, input: ReportInput): Promise<Reply<object>> {
    const { world, actor, dryRun } = ask;
    const body = reportBody(world, actor, input);
    const commandId = commandIdOf(ask);
    const replay = world.intake.replayOf(body.reportKey, body.contentHash);
    if (replay && !dryRun) return await this.replayed(world, replay);
    const acceptedAt = await world.clock.accept();
    const scope = scopeOf(world, body);
    const workflowId = caseWorkflowId(world.settings.agreement, scope);
    const envelope = world.stamper.stamp(workflowId, { commandId, actor, acceptedAt, body });
    if (dryRun) return Reply.ok(rehearsed(world, workflowId, scope, envelope));
    check(world, envelope);
    requireNewCommand(world, envelope);
    const { reportKey, contentHash } = body;
    const { why, ...disposed } = dispose(world, workflowId, body, acceptedAt);
    if (disposed.disposition === 'forward') this.requireRoom(world);
    const review = why === undefined ? {} : { review: toReview(world, scope, envelope, why) };
    const accepted = { commandId, reportKey, contentHash, scope, acceptedAt, envelope, ...disposed, ...review };
    return await this.accept(world, accepted, envelope);
  }

  private async accept(world: World, accepted: ToBeAccepted, envelope: Envelope<ReportBody>): Promise<Reply<object>> {
    try {
      const acceptance = await world.intake.accept(accepted);
      if (acceptance.kind === 'replay') return await this.replayed(world, acceptance.first);
      const { entry } = acceptance;
      if (entry.body.disposition === 'review') return Reply.created(reviewReply(entry));
      if (entry.body.disposition === 'after-closure') return Reply.created(afterClosureReply(entry));
      const done = await this.unlessQueued(this.forward(world, entry), accepted.commandId);
      return done ? Reply.created(reportReply(done, entry)) : pending(accepted.commandId, accepted.acceptedAt);
    } catch (error) {
      if (!(error instanceof RecordUnavailable)) throw error;
      return await this.pastTheRecord(world, accepted, envelope, error);
    }
  }

  /** @throws {Problem} `unavailable` where so many wait that one more would only be forgotten by people */
  private requireRoom({ intake }: World): void {
    if (intake.pendingCount < this.mostPending) return;
    const detail = `${intake.pendingCount} accepted reports wait for their cases, the oldest since ${intake.pendingSince ?? 'now'}; nothing was accepted. Ask again soon.`;
    throw new Problem('unavailable', detail, { headers: { 'retry-after': FULL_RETRY_AFTER } });
  }

  /** What comes of it, where it has its turn soon; `undefined` while it is durable and waits. */
  private async unlessQueued(way: Promise<Answered | undefined>, commandId: string): Promise<Answered | undefined> {
    let late: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>((resolve) => {
      late = setTimeout(() => {
        if (this.queued.has(commandId)) resolve(undefined);
      }, TURN_MS);
    });
    // What its case refuses later stands in the intake, and is the answer to the next who asks.
    way.catch(() => undefined);
    return await Promise.race([way, patience]).finally(() => clearTimeout(late));
  }

  /**
   * Gives an accepted report to its case. Safe to call again for the same report; `undefined` while it is durable and
   * not answered.
   * @throws {Problem} what the case refuses
   */
  async forward(world: World, entry: Entry<Accepted>): Promise<Answered | undefined> {
    const { commandId } = entry.body;
    const before = this.underWay.get(commandId);
    if (before) return await before;
    const way = this.onItsWay(world, entry).finally(() => this.underWay.delete(commandId));
    this.underWay.set(commandId, way);
    return await way;
  }

  /** It waits for its turn, or is being sent. */
  isUnderWay(commandId: string): boolean {
    return this.underWay.has(commandId);
  }

  /** Whether this process gave it to Temporal as a signal less than `ms` ago. */
  isLeft(commandId: string, ms: number): boolean {
    const at = this.left.get(commandId);
    return at !== undefined && performance.now() - at < ms;
  }

  private async onItsWay(world: World, { body: accepted }: Entry<Accepted>): Promise<Answered | undefined> {
    const { commandId, scope } = accepted;
    const envelope = accepted.envelope as Envelope<ReportBody>;
    const known = world.views.command(commandId);
    if (known) return await this.arrived(world, commandId, { commandId, ...known });
    const turn = await this.turn(world, accepted);
    if (!turn) return undefined;
    const since = performance.now();
    let answered = false;
    try {
      const done = await this.sent(world, accepted, envelope);
      answered = done !== undefined;
      return done;
    } finally {
      turn.leave(scope, answered ? performance.now() - since : undefined);
    }
  }

  /** In the lane of what it does: a report whose case another one is just opening joins that. */
  private async turn(world: World, { commandId, scope, envelope }: Accepted): Promise<Pace | undefined> {
    const urgency = (envelope as Envelope<ReportBody>).body.occurredAt.earliest;
    const workflowId = caseWorkflowId(world.settings.agreement, scope);
    const joins = (): boolean => (world.views.latest(workflowId)?.state.status ?? 'closed') !== 'closed';
    const { openings, joins: cheap } = world.pace;
    this.queued.add(commandId);
    try {
      if (!joins()) {
        if (!(await openings.enter(urgency, scope))) return undefined;
        if (!joins()) return openings;
        openings.giveBack(scope);
      }
      return (await cheap.enter(urgency, scope)) ? cheap : undefined;
    } finally {
      this.queued.delete(commandId);
    }
  }

  private async sent(
    world: World,
    { commandId, scope, reportKey }: Accepted,
    envelope: Envelope<ReportBody>,
  ): Promise<Answered | undefined> {
    const outcome = await send(world, scope, envelope);
    switch (outcome.kind) {
      case 'answered': {
        const { answer } = outcome;
        // The case had this very content already, by another way: its entry is the answer.
        const place = answer.seq === 0 ? world.views.report(reportKey) : undefined;
        return await this.arrived(world, commandId, place ? { commandId, ...place } : answer);
      }
      case 'refused': {
        const { code, detail } = outcome.refusal;
        if (code === 'closed') return undefined;
        await world.intake.refused({ commandId, code, detail });
        throw ofRefusal(outcome.refusal);
      }
      case 'pending':
        this.left.set(commandId, performance.now());
        return undefined;
      case 'no-case':
      case 'unreachable':
        return undefined;
    }
  }

  private async arrived(world: World, commandId: string, answer: Answered['answer']): Promise<Answered | undefined> {
    this.left.delete(commandId);
    const done = await answered(world, answer);
    if (done && done.answer.seq > 0) world.intake.markAnswered(commandId);
    return done;
  }

  /** Once accepted, answered as the first time, for ever. */
  private async replayed(world: World, first: Entry<Accepted>): Promise<Reply<object>> {
    const { commandId, disposition, acceptedAt, reportKey } = first.body;
    if (disposition === 'review') return Reply.ok(reviewReply(first));
    if (disposition === 'after-closure') return Reply.ok(afterClosureReply(first));
    const refusal = world.intake.refusal(commandId);
    if (refusal) throw new Problem(refusal.code as Problem['code'], refusal.detail);
    const onItsWay = this.underWay.get(commandId);
    const done = onItsWay ? await this.unlessQueued(onItsWay, commandId) : undefined;
    if (done) return Reply.ok(reportReply(done, first));
    const place = world.views.command(commandId) ?? world.views.report(reportKey);
    const entry = place && (await world.views.entry(place));
    const view = place && (await world.views.load(place.caseId));
    if (!entry || !view) return pending(commandId, acceptedAt);
    return Reply.ok(
      reportReply({ answer: { ...answerOf(place.caseId, place.seq, entry.body), commandId }, view }, first),
    );
  }

  /** The record is away: to Temporal directly, and into the intake when it is back. Nothing is accepted by neither. */
  private async pastTheRecord(
    world: World,
    accepted: ToBeAccepted,
    envelope: Envelope<ReportBody>,
    away: RecordUnavailable,
  ): Promise<Reply<object>> {
    const late = world.late.find(({ reportKey, contentHash }) => isSame({ reportKey, contentHash }, accepted));
    if (late) return pending(late.commandId, late.acceptedAt);
    if (accepted.disposition !== 'forward') throw away;
    const outcome = await send(world, accepted.scope, envelope);
    if (outcome.kind === 'refused') throw ofRefusal(outcome.refusal);
    if (outcome.kind === 'unreachable' || outcome.kind === 'no-case') {
      throw unavailable('Neither the record nor Temporal can be reached; nothing was accepted. Ask again soon.', away);
    }
    world.late.push(accepted);
    return pending(accepted.commandId, accepted.acceptedAt);
  }
}

const isSame = (
  a: Pick<Accepted, 'reportKey' | 'contentHash'>,
  b: Pick<Accepted, 'reportKey' | 'contentHash'>,
): boolean => a.reportKey === b.reportKey && a.contentHash === b.contentHash;

/**
 * What no case would take, whichever it is: said before anything is written.
 * @throws {Refused | Problem}
 */
function check(world: World, { actor, acceptedAt, body }: Envelope<ReportBody>): void {
  requireSingle(blank(world), actor, 'report');
  try {
    checkReport(world.plan, body, acceptedAt);
  } catch (error) {
    // RULES 5: refused, and recorded.
    if (error instanceof Refused) throw ofRefusal(error.refusal, { recorded: true });
    throw error;
  }
}

/** @throws {Problem} where the caller's Idempotency-Key stands for another report */
function requireNewCommand(world: World, { commandId, body }: Envelope<ReportBody>): void {
  const before = world.intake.accepted(commandId)?.body;
  if (before && !isSame(before, body)) throw otherContent();
  if (!before && world.views.command(commandId)) throw otherContent();
}

const blank = ({ settings }: World) =>
  newCase(settings.plan, settings.planRef, settings.caseDirectory, settings.directoryHash);

function rehearsed(world: World, workflowId: string, scope: string, envelope: Envelope<ReportBody>): DryRun {
  const { commandId, actor, acceptedAt, body } = envelope;
  let disposed: Disposed = { disposition: 'forward' };
  const run = tried(() => {
    requireSingle(blank(world), actor, 'report');
    checkReport(world.plan, body, acceptedAt);
    disposed = dispose(world, workflowId, body, acceptedAt);
    if (disposed.disposition !== 'forward') return [];
    const state = world.views.latest(workflowId)?.state;
    if (!state || state.status === 'closed') {
      return tryOpening(caseStart(world, workflowId, scope, envelope), acceptedAt).events;
    }
    return judge(state, [], { kind: 'report', commandId, actor, acceptedAt, at: acceptedAt, body }, acceptedAt);
  });
  if (!run.allowed || disposed.disposition === 'forward') return run;
  const what = disposed.disposition === 'review' ? 'People would review it' : 'It would be kept with a closed case';
  return allowedRun(`${what}; it opens nothing. ${disposed.reason ?? ''}`.trim(), []);
}
