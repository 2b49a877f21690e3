/** From a pressed button to a command of the case: the same commands, rules and record as over the API. */
import { Injectable } from '@nestjs/common';
import type { AcknowledgementState, CaseState } from '../../domain/case/state.js';
import { hashOf } from '../../record/canonical.js';
import type { Ask } from '../commands/ask.js';
import { CommandService } from '../commands/command-service.js';
import { viewOf } from '../commands/view-of.js';
import { Problem } from '../problem.js';
import type { Reply } from '../reply.js';
import { givenByLink, personOf } from './link-state.js';
import type { LinkState } from './link-state.js';
import type { OpenedLink } from './links.controller.js';
import type { Action, Pressed } from './page.js';

const DONE = { kind: 'ok', body: () => ({}) } as const;

@Injectable()
export class LinkCommands {
  constructor(private readonly commands: CommandService) {}

  /**
   * A button that was pressed twice has one effect: what it asked for and finds done is answered as done.
   * @throws {Problem} what the case refuses; in a closed case everything, kept as after closure
   */
  async give(link: OpenedLink, found: LinkState, action: Action): Promise<Pressed> {
    const { claims } = link;
    const { state } = await viewOf(link.world, claims.caseId);
    const given = givenByLink(state, claims.office);
    if (isDone(found, action, given)) return { kind: 'done', action };
    const ask = askOf(link, state, action, given);
    switch (action) {
      case 'acknowledge': {
        const body = { phase: claims.phase };
        return await this.pressed(link, action, this.commands.give(ask, claims.caseId, 'acknowledge', body, DONE));
      }
      case 'pass': {
        const body = { to: 'delegate' } as const;
        return await this.pressed(link, action, this.commands.give(ask, claims.caseId, 'pass', body, DONE));
      }
      case 'undo': {
        // Never one that was given with a key: the link undoes what the link did.
        if (!given) throw new Problem('conflict', 'No acknowledgement was given by a link to this office.');
        const body = { acknowledgementId: given.id };
        return await this.pressed(
          link,
          action,
          this.commands.give(ask, claims.caseId, 'undoAcknowledgement', body, DONE),
        );
      }
    }
  }

  /** Shown as done once the view that the page is made of holds it. */
  private async pressed(link: OpenedLink, action: Action, giving: Promise<Reply<object>>): Promise<Pressed> {
    const { kind, body } = await giving;
    const { seq = Infinity } = body as { seq?: number };
    const { state } = await viewOf(link.world, link.claims.caseId);
    return kind === 'accepted' || state.seq < seq ? { kind: 'pending' } : { kind: 'done', action };
  }
}

function isDone(found: LinkState, action: Action, given: AcknowledgementState | undefined): boolean {
  if (action === 'acknowledge') return found.kind === 'acknowledged';
  if (action === 'pass') return found.kind === 'asked' && found.deputy === 'told';
  return found.kind === 'asked' && given?.undone === true;
}

/**
 * One command for a link, a button and what it answers: presses at the same moment are one command. Another ask, or an
 * acknowledgement that was taken back, makes it another.
 */
function askOf(
  { world, claims }: OpenedLink,
  state: CaseState,
  action: Action,
  given: AcknowledgementState | undefined,
): Ask {
  const office = state.directory.offices[claims.office];
  const { organisation = '', roles = [] } = office ?? {};
  const actor = { office: claims.office, organisation, person: personOf(claims.office), means: 'link' as const, roles };
  const since = state.awaiting[organisation]?.since ?? '';
  const before = state.acknowledgements.filter((one) => one.organisation === organisation).length;
  const answers = action === 'undo' ? [given?.id ?? ''] : [since, before];
  const idempotencyKey = hashOf([claims.world, claims.caseId, claims.office, claims.noticeId, action, ...answers]);
  return { caller: { world, actor }, world, actor, idempotencyKey, dryRun: false };
}
