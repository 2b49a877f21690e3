/**
 * Tells open cases that a violation of another case, on which their pattern flag rests, is void (RULES 5: "A later void
 * takes no effect back; it makes D9"). The record says whose flags those are; a case that has noted it, or has closed,
 * is told no more.
 */
import { ITSELF } from '../../domain/case/commands.js';
import type { CaseState } from '../../domain/case/state.js';
import type { Instant } from '../../domain/instant.js';
import { hashOf } from '../../record/canonical.js';
import type { Entry } from '../../record/entry.js';
import type { Log } from '../log/log.js';
import type { CaseGateway } from '../temporal/case-gateway.js';
import type { Stamper } from '../temporal/stamp.js';
import type { CaseViews } from '../worlds/case-views.js';
import { Rounds } from '../worlds/rounds.js';

const EVERY_MS = 2000;
/** Sent again where the record is still behind. */
const AGAIN_MS = 60_000;

export interface WeakenedFlagsParts {
  views: CaseViews;
  gateway: CaseGateway;
  stamper: Stamper;
  now: () => Instant;
  log: Log;
}

/** A case whose flag rests on a void violation of another. */
interface Weakened {
  flagged: string;
  caseId: string;
  violationId: string;
}

export class WeakenedFlags {
  private waiting: Weakened[] = [];
  /** When what was sent, in this process. */
  private readonly sent = new Map<string, number>();
  private readonly rounds: Rounds;

  constructor(private readonly parts: WeakenedFlagsParts) {
    const { log } = parts;
    this.rounds = new Rounds({ everyMs: EVERY_MS, look: () => this.tell(), waits: 'Pattern flags wait', log });
  }

  /** Folds an entry that the following delivered: of a case, or of the correction of a closed one. */
  fold = ({ stream, body }: Entry): void => {
    const { events } = body as { events?: unknown };
    if (!Array.isArray(events)) return;
    const caseId = stream.slice(stream.indexOf('/') + 1);
    for (const event of events as { type?: string; violationId?: string; cases?: string[] }[]) {
      if (event.type !== 'pattern-weakened') continue;
      const { violationId = '', cases = [] } = event;
      for (const flagged of cases) if (flagged !== caseId) this.waiting.push({ flagged, caseId, violationId });
    }
  };

  start(): void {
    this.rounds.start();
  }

  async close(): Promise<void> {
    await this.rounds.close();
  }

  private async tell(): Promise<void> {
    this.waiting = this.waiting.filter((one) => {
      const state = this.parts.views.get(one.flagged)?.state;
      const isOver = state !== undefined && (state.status === 'closed' || hasNoted(state, one));
      if (isOver) this.sent.delete(nameOf(one));
      return !isOver;
    });
    for (const one of this.waiting) {
      if (performance.now() - (this.sent.get(nameOf(one)) ?? -AGAIN_MS) >= AGAIN_MS) await this.send(one);
    }
  }

  private async send(one: Weakened): Promise<void> {
    const { views, gateway, stamper, now, log } = this.parts;
    const { flagged, ...body } = one;
    const workflowId = views.get(flagged)?.workflowId;
    if (workflowId === undefined) return;
    const given = { commandId: nameOf(one), actor: ITSELF, acceptedAt: now(), body };
    const outcome = await gateway.house(workflowId, 'weakenPattern', stamper.stamp(workflowId, given));
    if (outcome.kind === 'unreachable')
      log.warn({ caseId: flagged, why: outcome.why }, 'A case waits for a correction');
    else this.sent.set(nameOf(one), performance.now());
  }
}

/** Noted, or its flag rests on others; while it has no flag, that is still on its way. */
const hasNoted = ({ repeated }: CaseState, { caseId, violationId }: Weakened): boolean =>
  repeated !== undefined &&
  !repeated.rests.some(
    (rest) => rest.caseId === caseId && rest.violationId === violationId && rest.voidedAt === undefined,
  );

const nameOf = ({ flagged, caseId, violationId }: Weakened): string =>
  `weakened-${hashOf([flagged, caseId, violationId]).slice(0, 40)}`;
