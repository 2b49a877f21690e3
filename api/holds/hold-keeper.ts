/** Tells open cases of the hold that is in force, those that open meanwhile too; the record knows who has heard of it. */
import { follows } from '../../domain/case/behaviours.js';
import { hashOf } from '../../record/canonical.js';
import type { Entry } from '../../record/entry.js';
import { CaseKeeping } from '../house/case-keeping.js';
import type { CaseKeepingParts } from '../house/case-keeping.js';
import type { HouseBody, RoutineHeld } from '../house/house-entries.js';
import { HOUSE } from '../house/house-entries.js';
import { Rounds } from '../worlds/rounds.js';

const EVERY_MS = 2000;
/** Holds that `GET /holds` lists. */
const MOST_LISTED = 100;

export class HoldKeeper {
  private holds: RoutineHeld[] = [];
  private readonly keeping: CaseKeeping;
  private readonly rounds: Rounds;

  constructor(private readonly parts: CaseKeepingParts) {
    this.keeping = new CaseKeeping(parts);
    const { log } = parts;
    this.rounds = new Rounds({ everyMs: EVERY_MS, look: () => this.tell(), waits: 'Cases wait for a hold', log });
  }

  /** The newest first. */
  get all(): readonly RoutineHeld[] {
    return this.holds;
  }

  /** The one that is in force. */
  get current(): RoutineHeld | undefined {
    const [last] = this.holds;
    return last && last.until > this.parts.now() ? last : undefined;
  }

  /** Folds an entry that the following delivered. */
  fold = ({ stream, body }: Entry): void => {
    if (stream !== HOUSE || (body as HouseBody).type !== 'routine-held') return;
    this.note(body as RoutineHeld);
  };

  /** Also before the following delivers it: whoever asked for it reads it at once. */
  note(held: RoutineHeld): void {
    if (this.holds.some(({ at }) => at === held.at)) return;
    this.holds = [held, ...this.holds.slice(0, MOST_LISTED - 1)];
    this.rounds.soon();
  }

  start(): void {
    this.rounds.start();
  }

  async close(): Promise<void> {
    await this.rounds.close();
  }

  private async tell(): Promise<void> {
    const { current } = this;
    if (!current) return;
    const behind = this.parts.views
      .running()
      .filter(({ state }) => follows(state, 2))
      .filter(({ state }) => state.routineHeldUntil !== current.until);
    const { until, office, reason } = current;
    for (const view of behind) {
      const commandId = `hold-${hashOf([view.state.caseId, until]).slice(0, 40)}`;
      await this.keeping.send(view, 'holdRoutine', commandId, { until, office, reason });
    }
  }
}
