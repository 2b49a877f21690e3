/** Which actors are refused so often that people should know (RULES 6). */
import { later, ms } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';

/** The third … */
export const ALARM_AT = 3;
/** … within ten minutes; never divided in an exercise (RULES 8, "refusal windows"). */
const WITHIN_MS = 600_000;
const ONCE_IN_MS = 3_600_000;
/** Actors watched at once; a flood from more addresses than that pushes out the oldest. */
const MOST_ACTORS = 1000;

interface Watched {
  refusals: Instant[];
  alarmedAt?: Instant;
}

export class RefusalAlarms {
  private readonly actors = new Map<string, Watched>();

  /** An alarm that was given by another process, or before this one began. */
  alarmed(actor: string, at: Instant): void {
    const { refusals, alarmedAt = at } = this.watched(actor);
    this.actors.set(actor, { refusals, alarmedAt: later(alarmedAt, at) });
  }

  /** Notes a refusal; answers the instant of the first of three where it is the third, and no alarm was given lately. */
  note(actor: string, at: Instant): Instant | undefined {
    const watched = this.watched(actor);
    watched.refusals = [...watched.refusals, at].filter((one) => ms(at) - ms(one) <= WITHIN_MS).slice(-ALARM_AT);
    const [since] = watched.refusals;
    const isQuiet = watched.alarmedAt === undefined || ms(at) - ms(watched.alarmedAt) >= ONCE_IN_MS;
    if (since === undefined || watched.refusals.length < ALARM_AT || !isQuiet) return undefined;
    watched.alarmedAt = at;
    return since;
  }

  private watched(actor: string): Watched {
    const watched = this.actors.get(actor) ?? { refusals: [] };
    this.actors.delete(actor);
    this.actors.set(actor, watched);
    for (const oldest of this.actors.keys()) {
      if (this.actors.size <= MOST_ACTORS) break;
      this.actors.delete(oldest);
    }
    return watched;
  }
}
