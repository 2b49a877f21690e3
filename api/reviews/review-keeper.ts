/**
 * Sees to it that reports under review get to their review, and on from there to a case. Both ways need the API's
 * stamp, so the API goes them: it follows the intake and the reviews in the record, and whatever a crash or an outage
 * leaves undone the next round finds again. A review's own workflow does the asking, also while the API is away.
 */
import { BEHAVIOURS } from '../../domain/case/behaviours.js';
import { ITSELF } from '../../domain/case/commands.js';
import type { Envelope, ReportBody } from '../../domain/case/commands.js';
import { describeOne, fitsViolation } from '../../domain/case/reports.js';
import { later } from '../../domain/instant.js';
import type { Plan } from '../../domain/plan/plan.js';
import { judgedReport } from '../../domain/review/judged.js';
import { waitingIn } from '../../domain/review/review.js';
import type { CollectBody, CollectedReport, ReviewState } from '../../domain/review/review.js';
import { hashOf } from '../../record/canonical.js';
import type { Accepted } from '../../record/intake.js';
import { caseWorkflowId, collectSignal, directoryChangedSignal } from '../../workflows/messages.js';
import type { ReviewStart } from '../../workflows/messages.js';
import type { Log } from '../log/log.js';
import { dispose } from '../reports/disposition.js';
import { Rounds } from '../worlds/rounds.js';
import type { World } from '../worlds/world.js';
import { Corroborating } from './corroborating.js';
import { reviewIdOf, whyOf, workflowIdOf } from './review-address.js';
import { reportOf } from './review-views.js';
import type { Heard, LetGo, ReviewView } from './review-views.js';

const EVERY_MS = 250;
/** Sent again where the record is still behind. */
const AGAIN_MS = 30_000;
const MOST_A_ROUND = 200;

export class ReviewKeeper {
  private readonly rounds: readonly Rounds[];
  /** When which command was sent, in this process; only for those whose effect is not on record. */
  private readonly sent = new Map<string, number>();

  private readonly corroborating = new Map<World, Corroborating>();

  constructor(worlds: readonly World[], log: Log) {
    const waits = 'Reports under review wait';
    this.rounds = worlds.map((world) => new Rounds({ everyMs: EVERY_MS, look: () => this.round(world), waits, log }));
  }

  start(): void {
    for (const rounds of this.rounds) rounds.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.rounds.map((rounds) => rounds.close()));
  }

  private async round(world: World): Promise<void> {
    for (const commandId of world.reviews.toGive().slice(0, MOST_A_ROUND)) await this.give(world, commandId);
    for (const letGo of world.reviews.toHandOn().slice(0, MOST_A_ROUND)) await handOn(world, letGo);
    await this.corroborateAll(world);
    const open = world.reviews.all().filter(({ state }) => state.clock);
    for (const view of open) await this.changeDirectory(world, view);
  }

  private async give(world: World, commandId: string): Promise<void> {
    const accepted = world.intake.accepted(commandId)?.body;
    if (!accepted || !this.isDue(commandId)) return;
    const { workflowId, envelope, reviewId } = wayOf(world, accepted);
    const start = startOf(world, accepted.scope, reviewId, envelope);
    const stamped = world.stamper.stampStart(workflowId, start, await world.clock.accept());
    const outcome = await world.gateway.collect(workflowId, envelope, stamped);
    if (outcome.kind === 'pending') this.sent.set(commandId, performance.now());
  }

  private async corroborateAll(world: World): Promise<void> {
    const { plan, reviews, settings } = world;
    // A review in which something waits has a clock.
    const open = reviews.all().flatMap(({ state }) => (state.clock ? [state] : []));
    const waiting = open.flatMap((state) =>
      waitingIn(state).flatMap((one) => (one.why === 'alleged' ? [{ reviewId: state.reviewId, one }] : [])),
    );
    const rules = `${settings.planRef.hash} ${settings.speed}`;
    const fits = (one: CollectedReport, { accepted }: Heard): boolean => isCorroborating(plan, one, reportOf(accepted));
    for (const { waiting: found, heard } of this.corroboratingIn(world).look(waiting, reviews.lately(), rules, fits)) {
      const state = reviews.get(found.reviewId)?.state;
      if (!state || !this.isDue(nameOf(state, found.one))) continue;
      await this.corroborate(world, state, found.one, reportOf(heard.accepted));
    }
  }

  private corroboratingIn(world: World): Corroborating {
    const known = this.corroborating.get(world) ?? new Corroborating();
    this.corroborating.set(world, known);
    return known;
  }

  private async corroborate(
    world: World,
    state: ReviewState,
    one: CollectedReport,
    { actor, body }: Envelope<ReportBody>,
  ): Promise<void> {
    const workflowId = workflowIdOf(world, state.sector, state.reviewId);
    const commandId = nameOf(state, one);
    const given = { commandId, actor, acceptedAt: world.clock.now(), body: { report: body } };
    await world.gateway.toReview(workflowId, collectSignal, world.stamper.stamp(workflowId, given));
    this.sent.set(commandId, performance.now());
  }

  private async changeDirectory(world: World, { state, directoryHash }: ReviewView): Promise<void> {
    const { caseDirectory: directory, directoryHash: hash } = world.settings;
    if (directoryHash === hash) return;
    const commandId = `directory-${hashOf([state.reviewId, world.inForce.directorySince, hash]).slice(0, 40)}`;
    if (!this.isDue(commandId)) return;
    const workflowId = workflowIdOf(world, state.sector, state.reviewId);
    const given = { commandId, actor: ITSELF, acceptedAt: world.clock.now(), body: { directory, hash } };
    await world.gateway.toReview(workflowId, directoryChangedSignal, world.stamper.stamp(workflowId, given));
    this.sent.set(commandId, performance.now());
  }

  private isDue(commandId: string): boolean {
    for (const [known, at] of this.sent) if (performance.now() - at >= AGAIN_MS) this.sent.delete(known);
    return !this.sent.has(commandId);
  }
}

/** The command that brings it there; one that its case set aside is stamped only now. */
function wayOf(
  world: World,
  accepted: Accepted,
): { workflowId: string; reviewId: string; envelope: Envelope<CollectBody> } {
  const { review, scope } = accepted;
  const { commandId, actor, acceptedAt, body: report } = reportOf(accepted);
  const reviewId = reviewIdOf(accepted);
  const workflowId = workflowIdOf(world, scope, reviewId);
  const body = { report, why: whyOf(world, accepted) };
  if (review) {
    const { stamp } = review;
    return { workflowId, reviewId, envelope: { commandId, actor, acceptedAt, stamp, body } };
  }
  const given = { commandId, actor, acceptedAt: later(acceptedAt, world.stampsSince), body };
  return { workflowId, reviewId, envelope: world.stamper.stamp(workflowId, given) };
}

function startOf(world: World, sector: string, reviewId: string, first: Envelope<CollectBody>): ReviewStart {
  const { agreement, exercise, speed, planRef, caseDirectory: directory, directoryHash } = world.settings;
  const plan = { ...world.settings.plan, provenance: [] };
  const behaviours = BEHAVIOURS;
  return { reviewId, agreement, sector, exercise, speed, plan, planRef, directory, directoryHash, behaviours, first };
}

/** To the intake once more, as it was judged; from there the forwarder brings it to its case, whatever happens. */
async function handOn(world: World, letGo: LetGo): Promise<void> {
  const { reviewId, found } = letGo;
  const commandId = `judged-${hashOf([reviewId, letGo.commandId, found.at]).slice(0, 40)}`;
  const original = world.intake.accepted(letGo.commandId)?.body;
  if (!original) return;
  const { actor, body: report } = reportOf(original);
  const { reportKey, contentHash, scope, revision } = original;
  const body = judgedReport(report, reviewId, found);
  const workflowId = caseWorkflowId(world.settings.agreement, scope);
  const state = world.views.latest(workflowId)?.state;
  // The duplicate of what is no violation of any case goes nowhere.
  const isAlone = found.outcome === 'duplicate' && found.violationId === undefined;
  if (body && !world.intake.accepted(commandId) && !(isAlone && !(state && fitsViolation(state, body)))) {
    const acceptedAt = later(found.at, world.stampsSince);
    const envelope = world.stamper.stamp(workflowId, { commandId, actor, acceptedAt, body });
    const { why: _, ...disposed } = dispose(world, workflowId, body, acceptedAt);
    const judged = { commandId, reportKey, contentHash, scope, acceptedAt, envelope, revision, judgedIn: reviewId };
    await world.intake.handOn({ ...judged, ...disposed });
  }
  world.reviews.handedOn(letGo);
}

/** RULES 5: a report that went to a case makes credible what it fits and what waits only for being alleged. */
const isCorroborating = (plan: Plan, one: CollectedReport, { actor, body }: Envelope<ReportBody>): boolean =>
  one.organisation !== actor.organisation && describeOne(plan, one, body);

/** One that corroborates is enough. */
const nameOf = ({ reviewId }: ReviewState, { commandId }: CollectedReport): string =>
  `corroborates-${hashOf([reviewId, commandId]).slice(0, 40)}`;
