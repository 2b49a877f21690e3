/**
 * Tells open cases that a violation of another case, on which their pattern flag rests, is void (RULES 5: "A later void
 * takes no effect back; it makes D9"). The record says whose flags those are; a case that has noted it, or has closed,
 * is told no more.
 */
import type { CaseState } from '../../domain/case/state.js';
import { hashOf } from '../../record/canonical.js';
import type { Entry } from '../../record/entry.js';
import { CaseKeeping } from '../house/case-keeping.js';
import type { CaseKeepingParts } from '../house/case-keeping.js';
import { Rounds } from '../worlds/rounds.js';

const EVERY_MS = 2000;

/** A case whose flag rests on a void violation of another. */
interface Weakened {
  flagged: string;
  caseId: string;
  violationId: string;
}

export class WeakenedFlags {
  private waiting: Weakened[] = [];
  private readonly keeping: CaseKeeping;
  private readonly rounds: Rounds;

  constructor(private readonly parts: CaseKeepingParts) {
    this.keeping = new CaseKeeping(parts);
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
    const { views } = this.parts;
    this.waiting = this.waiting.filter((one) => {
      const row = views.row(one.flagged);
      return row === undefined || (row.brief === undefined && !hasNoted(row.state, one));
    });
    for (const { flagged, ...body } of this.waiting) {
      const view = views.get(flagged);
      if (view) await this.keeping.send(view, 'weakenPattern', nameOf({ flagged, ...body }), body);
    }
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
