/**
 * A report's way in: judged, written to the intake stream, then given to its case. Once it is in the intake it is
 * durable, whatever becomes of Temporal; the forwarder sends it again until a case has it.
 */
import { Injectable } from '@nestjs/common';
import type { Answer } from '../../domain/case/answer.js';
import { attributesOf } from '../../domain/case/attributes.js';
import type { Actor, Command, CommandOf, Envelope, ReportBody } from '../../domain/case/commands.js';
import { evolve } from '../../domain/case/evolve.js';
import { checkReport, fitsViolation, latenessOf, openCase } from '../../domain/case/reports.js';
import { newCase } from '../../domain/case/state.js';
import type { CaseState } from '../../domain/case/state.js';
import type { CaseEvent } from '../../domain/case/events.js';
import { judge } from '../../domain/case/order.js';
import type { Instant } from '../../domain/instant.js';
import { divide } from '../../domain/plan/speed.js';
import { Refused } from '../../domain/refused.js';
import { hashOf, sha256Hex } from '../../record/canonical.js';
import type { Entry } from '../../record/entry.js';
import type { Accepted, Disposition } from '../../record/intake.js';
import { RecordUnavailable } from '../../record/record-store.js';
import { caseWorkflowId } from '../../workflows/messages.js';
import type { CaseStart, PreviousCase } from '../../workflows/messages.js';
import type { Caller } from '../access/caller.js';
import { summaryOf } from '../cases/case-view.js';
import { actorOf, CommandService, commandIdOf, offices } from '../commands/command-service.js';
import type { DryRun, How, Pending } from '../commands/command-service.js';
import { ofRefusal, Problem, unavailable } from '../problem.js';
import type { ReportInput } from '../schema.js';
import type { Outcome } from '../temporal/case-gateway.js';
import type { World } from '../worlds/world.js';

export interface ReportReply {
  /** A replay answers as the first time, with 200. */
  created: boolean;
  body: object;
}

@Injectable()
export class ReportService {
  constructor(private readonly commands: CommandService) {}

  async submit(caller: Caller, input: ReportInput, how: How): Promise<ReportReply | Pending | DryRun> {
    const { world } = caller;
    const actor = actorOf(caller);
    requireReporter(caller);
    const body = reportBody(world, actor, input);
    const replay = world.intake.replayOf(body.reportKey, body.contentHash);
    if (replay && !how.dryRun) return await this.replayed(world, replay);
    const acceptedAt = await world.clock.accept();
    checkReport(divide(world.settings.plan, world.settings.speed), body, acceptedAt);
    const commandId = commandIdOf(actor, how.idempotencyKey);
    const sector = scopeOf(world, body);
    const workflowId = caseWorkflowId(world.settings.agreement, sector);
    const { disposition, reason } = dispose(world, workflowId, body, acceptedAt);
    const envelope = world.gateway.envelope(workflowId, commandId, actor, acceptedAt, body);
    if (how.dryRun) return rehearse(world, workflowId, envelope, disposition);
    const accepted = {
      commandId,
      scope: sector,
      acceptedAt,
      disposition,
      envelope,
      ...keys(body),
      ...(reason ? { reason } : {}),
    };
    try {
      const acceptance = await world.intake.accept(accepted);
      if (acceptance.kind === 'replay') return await this.replayed(world, acceptance.first);
      if (disposition === 'review') return { created: true, body: reviewReply(acceptance.entry) };
      return await this.forward(world, acceptance.entry);
    } catch (error) {
      if (!(error instanceof RecordUnavailable)) throw error;
      return await this.pastTheRecord(world, workflowId, envelope, accepted, error);
    }
  }

  /** Gives an accepted report to its case; safe to call again for the same report. */
  async forward(world: World, { body: accepted }: Entry<Accepted>): Promise<ReportReply | Pending> {
    const { commandId, acceptedAt, scope } = accepted;
    const known = world.views.command(commandId);
    const envelope = accepted.envelope as Envelope<ReportBody>;
    const workflowId = caseWorkflowId(world.settings.agreement, scope);
    const outcome = known ? undefined : await send(world, workflowId, envelope);
    if (known || outcome?.kind === 'answered') {
      const answer = known ? { commandId, ...known } : (outcome as { answer: Answer }).answer;
      world.intake.markAnswered(commandId);
      return { created: true, body: await this.reply(world, answer, accepted) };
    }
    if (outcome?.kind === 'refused' && outcome.refusal.code !== 'closed') {
      const { code, detail } = outcome.refusal;
      await world.intake.refused({ commandId, code, detail });
      throw ofRefusal(outcome.refusal);
    }
    return this.commands.note(world, commandId, acceptedAt, envelope.body);
  }

  /** Once accepted, answered as the first time, for ever (RULES 2). */
  private async replayed(world: World, first: Entry<Accepted>): Promise<ReportReply | Pending> {
    const { commandId, disposition, acceptedAt, envelope } = first.body;
    if (disposition === 'review') return { created: false, body: reviewReply(first) };
    const refusal = world.intake.refusal(commandId);
    if (refusal) throw new Problem('invalid', refusal.detail);
    const found = world.views.command(commandId);
    if (!found) return this.commands.note(world, commandId, acceptedAt, (envelope as Envelope<ReportBody>).body);
    return { created: false, body: await this.reply(world, { commandId, ...found }, first.body) };
  }

  private async reply(world: World, answer: Answer, accepted: Accepted): Promise<object> {
    const { answer: full, view } = await this.commands.answered(world, answer);
    const report = full.report ?? { outcome: 'joined', standing: 'credible', revision: accepted.revision };
    const { claimedVerified, ...rest }: Partial<NonNullable<Answer['report']>> = report;
    return {
      ...rest,
      caseId: full.caseId,
      commandId: full.commandId,
      ...(claimedVerified ? { note: 'Taken as credible: verifying is always a second act by another person.' } : {}),
      case: summaryOf(view),
    };
  }

  /** The record is away: to Temporal directly, and into the intake when it is back (issue C). */
  private async pastTheRecord(
    world: World,
    workflowId: string,
    envelope: Envelope<ReportBody>,
    accepted: Omit<Accepted, 'type' | 'revision'>,
    why: RecordUnavailable,
  ): Promise<ReportReply | Pending> {
    const outcome = await send(world, workflowId, envelope);
    if (outcome.kind === 'refused') throw ofRefusal(outcome.refusal);
    if (outcome.kind === 'unreachable' || outcome.kind === 'no-case') throw unavailable(why.message);
    world.late.push(accepted);
    return this.commands.note(world, envelope.commandId, envelope.acceptedAt, envelope.body);
  }
}

const keys = ({ reportKey, contentHash }: ReportBody) => ({ reportKey, contentHash });

function requireReporter({ world, office }: Caller): void {
  const may = world.settings.plan.single.report;
  if (office?.groups.some((group) => may.includes(group))) return;
  throw new Problem('forbidden', `Reports are for ${may.join(', ')}; your office is none of them.`);
}

function reportBody(world: World, actor: Actor, input: ReportInput): ReportBody {
  const accredited = world.settings.caseDirectory.organisations[actor.organisation]?.accredited ?? false;
  const standing = accredited && input.standing !== 'alleged' ? 'credible' : 'alleged';
  const reportKey = [actor.organisation, input.source, input.sourceReportId].map(encodeURIComponent).join('/');
  const { standing: claimed, ...rest } = withoutUndefined(input);
  return {
    ...rest,
    reportKey,
    contentHash: hashOf(withoutUndefined(input)),
    standing,
    ...(claimed === 'verified' ? { claimedVerified: true } : {}),
  } as ReportBody;
}

const withoutUndefined = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** A revision never leaves the case of its first report (RULES 2). */
const scopeOf = (world: World, body: ReportBody): string =>
  world.intake.firstOf(body.reportKey)?.body.scope ?? body.place.sector;

function dispose(
  world: World,
  workflowId: string,
  body: ReportBody,
  at: Instant,
): { disposition: Disposition; reason?: string } {
  const { plan, speed } = world.settings;
  const first = world.intake.firstOf(body.reportKey);
  if (first)
    return { disposition: first.body.disposition, ...(first.body.reason ? { reason: first.body.reason } : {}) };
  if (body.attribution !== undefined && !plan.covers.includes(body.attribution)) {
    return { disposition: 'review', reason: 'Attributed to somebody whose violations the plan does not cover.' };
  }
  const latest = world.views.latest(workflowId)?.state;
  const open = latest && latest.status !== 'closed' ? latest : undefined;
  if (open && fitsViolation(open, body)) return { disposition: 'forward' };
  if (latenessOf(divide(plan, speed), body.occurredAt.earliest, at) === 'review') {
    return { disposition: 'review', reason: 'Older than the plan takes without review.' };
  }
  if (body.standing === 'alleged')
    return { disposition: 'review', reason: 'Alleged: the organisation is not accredited.' };
  return { disposition: 'forward' };
}

function reviewReply({ seq, body }: Entry<Accepted>): object {
  const { standing } = (body.envelope as Envelope<ReportBody>).body;
  return {
    outcome: 'review',
    standing,
    reviewId: `r${seq}`,
    revision: body.revision,
    because: body.reason,
    commandId: body.commandId,
  };
}

/** To the open case of the scope, or to a new one. */
async function send(world: World, workflowId: string, envelope: Envelope<ReportBody>): Promise<Outcome> {
  const before = world.views.latest(workflowId);
  if (before && before.state.status !== 'closed') {
    const outcome = await world.gateway.command(workflowId, 'report', envelope);
    if (outcome.kind !== 'no-case') return outcome;
    await world.views.refresh(before.state.caseId);
    // Temporal says that the case is over and the record does not know it yet: the forwarder comes back.
    if (world.views.latest(workflowId)?.state.status !== 'closed') return { kind: 'pending' };
  }
  const start = caseStart(world, workflowId, envelope);
  const opened = tryOpen(start, envelope, world.clock.now());
  if (opened.kind === 'refused') return opened;
  return await world.gateway.report(workflowId, start, attributesOf(opened.state));
}

function caseStart(world: World, workflowId: string, first: Envelope<ReportBody>): CaseStart {
  const { agreement, exercise, speed, plan, planRef, caseDirectory: directory, directoryHash } = world.settings;
  const scope = workflowId.split('/').at(-1) ?? '';
  const day = first.acceptedAt.slice(0, 10).replaceAll('-', '');
  const caseId = `${scope}-${day}-${sha256Hex(first.commandId).slice(0, 6)}`;
  const previous = previousOf(world.views.latest(workflowId)?.state);
  const base = { caseId, agreement, scope, exercise, speed, plan, planRef, directory, directoryHash, first };
  return previous ? { ...base, previous } : base;
}

function previousOf(state: CaseState | undefined): PreviousCase | undefined {
  if (!state?.closedAt || !state.outcome) return undefined;
  const { caseId, recurrence, outcome, closedAt, stoodDownAt } = state;
  return { caseId, recurrence, outcome, closedAt, ...(stoodDownAt ? { stoodDownAt } : {}) };
}

type Opened = { kind: 'opened'; state: CaseState; events: CaseEvent[] } | Extract<Outcome, { kind: 'refused' }>;

/** The opening as the workflow will decide it: refuses before an empty case is started (TRAPS P3). */
function tryOpen(start: CaseStart, envelope: Envelope<ReportBody>, now: Instant): Opened {
  const { plan, planRef, directory, directoryHash } = start;
  const { commandId, actor, acceptedAt, body } = envelope;
  const command: CommandOf<'report'> = { kind: 'report', commandId, actor, acceptedAt, at: acceptedAt, body };
  const state = newCase(plan, planRef, directory, directoryHash);
  try {
    const events = openCase(state, start, command, now);
    return { kind: 'opened', state: events.reduce(evolve, state), events };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', refusal: error.refusal };
    throw error;
  }
}

function rehearse(world: World, workflowId: string, envelope: Envelope<ReportBody>, disposition: Disposition): DryRun {
  if (disposition === 'review') {
    return { dryRun: true, allowed: true, because: 'People would review it; it opens nothing.', events: [], told: [] };
  }
  const { commandId, actor, acceptedAt, body } = envelope;
  const open = world.views.latest(workflowId)?.state;
  const because = 'Your office may report.';
  if (open && open.status !== 'closed') {
    const command: Command = { kind: 'report', commandId, actor, acceptedAt, at: acceptedAt, body };
    const events = judge(open, [], command, acceptedAt);
    return { dryRun: true, allowed: true, because, events: events.map(({ type }) => type), told: offices(events) };
  }
  const opened = tryOpen(caseStart(world, workflowId, envelope), envelope, acceptedAt);
  if (opened.kind === 'refused') {
    return { dryRun: true, allowed: false, because: opened.refusal.detail, events: [], told: [] };
  }
  const { events } = opened;
  return { dryRun: true, allowed: true, because, events: events.map(({ type }) => type), told: offices(events) };
}
