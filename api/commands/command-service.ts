/** From a caller's wish to a command of a case, and back to what came of it. Used by every command but reports. */
import { Injectable } from '@nestjs/common';
import { answerOf } from '../../domain/case/answer.js';
import { isCorrection, takingCorrections } from '../../domain/case/after-closing.js';
import type { Answer } from '../../domain/case/answer.js';
import type { BodyOf, Command, OutsideCommandKind } from '../../domain/case/commands.js';
import type { Instant } from '../../domain/instant.js';
import type { AttemptedCommand } from '../house/house-entries.js';
import { ofRefusal, Problem, unavailable } from '../problem.js';
import { Reply } from '../reply.js';
import type { ReplyKind } from '../reply.js';
import type { CaseView } from '../worlds/case-views.js';
import type { World } from '../worlds/world.js';
import type { Ask } from './ask.js';
import { commandIdOf, fingerprintOf } from './command-id.js';
import { correct } from './correcting.js';
import { dryRun } from './dry-run.js';
import { viewOf } from './view-of.js';

export interface Answered {
  answer: Answer;
  view: CaseView;
}

/** What is answered when it is done. */
export interface Shown {
  kind: Extract<ReplyKind, 'created' | 'ok'>;
  body: (done: Answered) => object;
}

@Injectable()
export class CommandService {
  async give<K extends OutsideCommandKind>(
    ask: Ask,
    caseId: string,
    kind: K,
    body: BodyOf<K>,
    shown: Shown,
  ): Promise<Reply<object>> {
    const { world, actor } = ask;
    const view = await viewOf(world, caseId);
    const correcting = isCorrection(view.state, { kind, body });
    const state = correcting ? takingCorrections(view.state) : view.state;
    const commandId = commandIdOf(ask);
    const acceptedAt = await world.clock.accept();
    if (ask.dryRun) {
      return Reply.ok(dryRun(state, { kind, commandId, actor, acceptedAt, at: acceptedAt, body } as Command));
    }
    const command = { commandId, fingerprint: fingerprintOf(kind, caseId, body) };
    const before = await this.before(world, command, shown);
    if (before) return before;
    if (state.status === 'closed' && !correcting) throw closed(world, caseId, command);
    const given = { commandId, actor, acceptedAt, body };
    const outcome = correcting
      ? await correct(world, view, kind, given)
      : await world.gateway.command(view.workflowId, kind, world.stamper.stamp(view.workflowId, given));
    switch (outcome.kind) {
      case 'answered': {
        const done = await answered(world, outcome.answer);
        return done ? show(shown, done) : pending(commandId, acceptedAt);
      }
      case 'refused':
        throw outcome.refusal.code === 'closed'
          ? closed(world, caseId, command)
          : ofRefusal(outcome.refusal, ask.idempotencyKey === undefined ? {} : { command });
      case 'pending': {
        const { office, organisation, person, means } = actor;
        const asking = { office, organisation, person, means };
        await world.house.signalled({ type: 'signalled', at: acceptedAt, asking, caseId, kind, command });
        return pending(commandId, acceptedAt);
      }
      case 'no-case':
        await world.views.refresh(caseId);
        throw (await viewOf(world, caseId)).state.status === 'closed'
          ? closed(world, caseId, command)
          : unavailable('Temporal does not know this case now; nothing was accepted. Ask again soon.');
      case 'unreachable':
        throw unavailable('Temporal cannot be reached; nothing was accepted. Ask again soon.', outcome.why);
    }
  }

  /** The same command again gets its first answer; another content under its key is a conflict. */
  private async before(world: World, command: AttemptedCommand, shown: Shown): Promise<Reply<object> | undefined> {
    const { commandId, fingerprint } = command;
    const refusal = world.house.refusalOf(commandId);
    if (refusal?.command) {
      if (refusal.command.fingerprint !== fingerprint) throw otherContent();
      const { code, detail, errors = [] } = refusal;
      throw new Problem(code as Problem['code'], detail, { errors });
    }
    const found = world.views.command(commandId);
    const entry = found && (await world.views.entry(found));
    if (found && entry?.body.cause.kind === 'command') {
      const { command: kind, body } = entry.body.cause;
      if (fingerprintOf(kind, found.caseId, body) !== fingerprint) throw otherContent();
      const answer = answerOf(found.caseId, found.seq, entry.body);
      if (answer.refused) throw ofRefusal(answer.refused);
      return show(shown, { answer, view: await viewOf(world, found.caseId) });
    }
    const signal = world.house.signalOf(commandId);
    if (!signal) return undefined;
    if (signal.command.fingerprint !== fingerprint) throw otherContent();
    return pending(commandId, signal.at);
  }
}

const show = ({ kind, body }: Shown, done: Answered): Reply<object> => {
  const { caseId, commandId, seq } = done.answer;
  return Reply[kind]({ ...body(done), caseId, commandId, seq });
};

/**
 * The full answer, once the view holds it. A case that continued as new remembers of a command only its entry.
 * `undefined` while the record of a new case is behind: decided and durable, and shown as soon as it is there.
 */
export async function answered(world: World, answer: Answer): Promise<Answered | undefined> {
  const { caseId, seq } = answer;
  const reached = seq > 0 && (await world.views.reach({ caseId, seq }));
  const entry = reached && !isWhole(answer) ? await world.views.entry({ caseId, seq }) : undefined;
  const full = entry ? answerOf(caseId, seq, entry.body) : answer;
  const view = await world.views.load(caseId);
  return view && { answer: full, view };
}

const isWhole = ({ report, proposal, completion, acknowledgementId }: Answer): boolean =>
  report !== undefined || proposal !== undefined || completion !== undefined || acknowledgementId !== undefined;

export function pending(commandId: string, acceptedAt: Instant): Reply<object> {
  const location = `/api/v1/commands/${commandId}`;
  return Reply.accepted({ commandId, acceptedAt, location }, location);
}

function closed(world: World, caseId: string, command: AttemptedCommand): Problem {
  const at = world.views.row(caseId)?.state.closedAt;
  const when = at === undefined ? 'The case has closed' : `The case closed at ${at}`;
  const detail = `${when}; this is kept as "after closure" and changes nothing.`;
  return new Problem('closed', detail, { closedCase: caseId, command });
}

export const otherContent = (): Problem =>
  new Problem('conflict', 'This Idempotency-Key was used for something else; use a new one.');
