/** From a caller's wish to a command of a case, and back to what came of it. Used by every command but reports. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { answerOf } from '../../domain/case/answer.js';
import type { Answer } from '../../domain/case/answer.js';
import type { Actor, BodyOf, Command, OutsideCommandKind } from '../../domain/case/commands.js';
import type { CaseEvent } from '../../domain/case/events.js';
import { judge } from '../../domain/case/order.js';
import { Refused } from '../../domain/refused.js';
import { canonicalJson, sha256Hex } from '../../record/canonical.js';
import type { Caller } from '../access/caller.js';
import { ofRefusal, Problem, unavailable } from '../problem.js';
import type { CaseView } from '../worlds/case-views.js';
import type { World } from '../worlds/world.js';

export interface How {
  idempotencyKey?: string | undefined;
  dryRun?: boolean;
}

export interface DryRun {
  dryRun: true;
  allowed: boolean;
  because: string;
  events: string[];
  told: string[];
}

/** Done, or durable and not yet answered (202). */
export type Done = { pending: false; answer: Answer; view: CaseView } | { pending: true; location: Pending };

export interface Pending {
  commandId: string;
  acceptedAt: string;
  location: string;
}

/** Commands that went on as signals, so that GET /commands knows them before the record does. */
const MOST_PENDING = 10_000;

@Injectable()
export class CommandService {
  private readonly pending = new Map<string, { world: World; acceptedAt: string; bodyHash: string }>();

  async run<K extends OutsideCommandKind>(
    caller: Caller,
    caseId: string,
    kind: K,
    body: BodyOf<K>,
    how: How,
  ): Promise<Done | DryRun> {
    const { world } = caller;
    const actor = actorOf(caller);
    const view = viewOf(world, caseId);
    const commandId = commandIdOf(actor, how.idempotencyKey);
    const acceptedAt = await world.clock.accept();
    if (how.dryRun) return dryRun(view, { kind, commandId, actor, acceptedAt, at: acceptedAt, body } as Command);
    const before = await this.before(world, commandId, body);
    if (before) return before;
    if (view.state.status === 'closed') throw closed(view);
    const envelope = world.gateway.envelope(view.workflowId, commandId, actor, acceptedAt, body);
    const outcome = await world.gateway.command(view.workflowId, kind, envelope);
    switch (outcome.kind) {
      case 'answered':
        return { pending: false, ...(await this.answered(world, outcome.answer)) };
      case 'refused':
        throw ofRefusal(outcome.refusal);
      case 'pending':
        return { pending: true, location: this.note(world, commandId, acceptedAt, body) };
      case 'no-case':
        await world.views.refresh(caseId);
        throw viewOf(world, caseId).state.status === 'closed'
          ? closed(view)
          : unavailable('Temporal does not know the case at this moment; try again.');
      case 'unreachable':
        throw unavailable(`Temporal cannot be reached (${outcome.why}); nothing was accepted.`);
    }
  }

  /** The full answer, once the record holds it. */
  async answered(world: World, answer: Answer): Promise<{ answer: Answer; view: CaseView }> {
    if (answer.seq > 0) await world.views.reach(answer.caseId, answer.seq);
    const view = viewOf(world, answer.caseId);
    const full = isWhole(answer) ? answer : ((await this.recorded(world, answer.caseId, answer.seq)) ?? answer);
    return { answer: full, view };
  }

  async recorded(world: World, caseId: string, seq: number): Promise<Answer | undefined> {
    const [entry] = (await world.views.entries(caseId)).slice(seq - 1, seq);
    return entry && answerOf(caseId, seq, entry.body);
  }

  note(world: World, commandId: string, acceptedAt: string, body: unknown): Pending {
    this.pending.set(commandId, { world, acceptedAt, bodyHash: bodyHash(body) });
    for (const oldest of this.pending.keys()) {
      if (this.pending.size <= MOST_PENDING) break;
      this.pending.delete(oldest);
    }
    return { commandId, acceptedAt, location: `/api/v1/commands/${commandId}` };
  }

  /** `GET /commands/{commandId}`. */
  async state(world: World, commandId: string): Promise<{ state: string; answer?: unknown }> {
    const found = world.views.command(commandId);
    if (found) {
      const answer = await this.recorded(world, found.caseId, found.seq);
      this.pending.delete(commandId);
      return { state: answer?.refused ? 'refused' : 'done', ...(answer ? { answer } : {}) };
    }
    const refusal = world.intake.refusal(commandId);
    if (refusal) return { state: 'refused', answer: { code: refusal.code, detail: refusal.detail } };
    const accepted = world.intake.accepted(commandId);
    if (accepted) return { state: accepted.body.disposition === 'review' ? 'done' : 'pending' };
    if (this.pending.get(commandId)?.world === world) return { state: 'pending' };
    throw new Problem('not-found', `There is no command ${commandId}.`);
  }

  /** The same command again gets its first answer; another body under its key is a conflict. */
  private async before(world: World, commandId: string, body: unknown): Promise<Done | undefined> {
    const waiting = this.pending.get(commandId);
    const found = world.views.command(commandId);
    if (!found) {
      if (!waiting) return undefined;
      if (waiting.bodyHash !== bodyHash(body)) throw otherBody();
      const { acceptedAt } = waiting;
      return { pending: true, location: { commandId, acceptedAt, location: `/api/v1/commands/${commandId}` } };
    }
    const [entry] = (await world.views.entries(found.caseId)).slice(found.seq - 1, found.seq);
    if (!entry || entry.body.cause.kind !== 'command') return undefined;
    if (bodyHash(entry.body.cause.body) !== bodyHash(body)) throw otherBody();
    const answer = answerOf(found.caseId, found.seq, entry.body);
    if (answer.refused) throw ofRefusal(answer.refused);
    return { pending: false, answer, view: viewOf(world, found.caseId) };
  }
}

export function actorOf(caller: Caller): Actor {
  if (!caller.actor) throw new Problem('unauthenticated', 'This needs a key; reading does not.');
  return caller.actor;
}

export function viewOf(world: World, caseId: string): CaseView {
  const view = world.views.get(caseId);
  if (!view) throw new Problem('not-found', `There is no case ${caseId.slice(0, 80)} in this world.`);
  return view;
}

export const commandIdOf = (actor: Actor, idempotencyKey: string | undefined): string =>
  idempotencyKey === undefined
    ? randomUUID()
    : `i-${sha256Hex(canonicalJson([actor.person, idempotencyKey])).slice(0, 40)}`;

export function offices(events: readonly CaseEvent[]): string[] {
  const told = events.flatMap((event) => (event.type === 'told' ? event.recipients.map(({ office }) => office) : []));
  return [...new Set(told)].sort();
}

function dryRun({ state }: CaseView, command: Command): DryRun {
  try {
    const events = judge(state, [], command, command.acceptedAt);
    const because = 'The plan gives this right to your office.';
    return { dryRun: true, allowed: true, because, events: events.map(({ type }) => type), told: offices(events) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { dryRun: true, allowed: false, because: error.detail, events: [], told: [] };
  }
}

const closed = ({ state }: CaseView): Problem =>
  new Problem(
    'closed',
    `The case closed at ${state.closedAt ?? ''}; this is kept as "after closure" and changes nothing.`,
  );

const otherBody = (): Problem =>
  new Problem('conflict', 'This Idempotency-Key was used with another body; use a new one.');

const bodyHash = (body: unknown): string => sha256Hex(canonicalJson(body));

const isWhole = ({ report, proposal, completion, acknowledgementId }: Answer): boolean =>
  report !== undefined || proposal !== undefined || completion !== undefined || acknowledgementId !== undefined;
