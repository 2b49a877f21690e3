/**
 * What the API's house-keeping says to open cases: stamped, as a signal, for nobody waits for an answer. The name of a
 * command is made from what it says, so any number of rounds and processes change a case once; what stays without
 * effect on record is sent again.
 */
import { ITSELF } from '../../domain/case/commands.js';
import type { BodyOf, HouseCommandKind } from '../../domain/case/commands.js';
import type { Instant } from '../../domain/instant.js';
import type { Log } from '../log/log.js';
import type { CaseGateway } from '../temporal/case-gateway.js';
import type { Stamper } from '../temporal/stamp.js';
import type { CaseView, CaseViews } from '../worlds/case-views.js';

/** Where the record is still behind. */
const AGAIN_MS = 60_000;

export interface CaseKeepingParts {
  views: CaseViews;
  gateway: CaseGateway;
  stamper: Stamper;
  now: () => Instant;
  log: Log;
}

export class CaseKeeping {
  /** When which command was sent, in this process, the oldest first. */
  private readonly sent = new Map<string, number>();

  constructor(private readonly parts: CaseKeepingParts) {}

  isDue(commandId: string): boolean {
    for (const [known, at] of this.sent) {
      if (performance.now() - at < AGAIN_MS) break;
      this.sent.delete(known);
    }
    return !this.sent.has(commandId);
  }

  /** Unless it was sent of late. Whom it does not reach the next round finds again. */
  async send<K extends HouseCommandKind>(
    { state: { caseId }, workflowId }: CaseView,
    kind: K,
    commandId: string,
    body: BodyOf<K>,
  ): Promise<void> {
    if (!this.isDue(commandId)) return;
    const { gateway, stamper, now, log } = this.parts;
    const given = { commandId, actor: ITSELF, acceptedAt: now(), body };
    const outcome = await gateway.house(workflowId, kind, stamper.stamp(workflowId, given));
    if (outcome.kind === 'unreachable') log.warn({ caseId, kind, why: outcome.why }, 'A case waits for house-keeping');
    else this.sent.set(commandId, performance.now());
  }
}
