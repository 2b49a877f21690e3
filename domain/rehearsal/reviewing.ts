/** Reports under review, as far as they take people's time (RULES 4, D0): one review a sector and hour. */
import type { CaseState } from '../case/state.js';
import { membersOf } from '../case/members.js';
import { DAY, HOUR, instant, ms } from '../instant.js';
import type { Instant } from '../instant.js';
import type { GroupId } from '../plan/plan.js';
import { askedBy, stepAt, triageOf } from '../review/triage.js';
import type { Agenda } from './agenda.js';
import type { Conduct } from './conduct.js';
import type { Onlooker } from './onlooker.js';

/** A review that nobody answers asks on for ever; a rehearsal follows it for so long. */
export const FOLLOWED = 7 * DAY;

export class Reviewing {
  /** Until when each review of the present waits, by sector and hour. */
  private readonly waiting = new Map<string, number>();

  constructor(
    private readonly membership: Pick<CaseState, 'plan' | 'directory' | 'behaviours'>,
    private readonly conduct: Conduct,
    private readonly agenda: Agenda<(at: number) => void>,
    private readonly onlooker: Onlooker,
  ) {}

  collect(sector: string, at: Instant): void {
    const now = ms(at);
    const name = `${sector} ${Math.floor(now / HOUR)}`;
    if ((this.waiting.get(name) ?? 0) > now) return;
    const ends = now + (this.conduct.reviews ?? FOLLOWED);
    this.waiting.set(name, ends);
    this.agenda.add(ends, () => void this.waiting.delete(name));
    const triage = triageOf(this.membership.plan);
    this.tell(at, triage.tell, 'begun');
    this.next(at, 1, ends);
  }

  private next(since: Instant, step: number, ends: number): void {
    const triage = triageOf(this.membership.plan);
    const at = ms(stepAt(triage, since, step));
    if (at >= ends) return;
    this.agenda.add(at, () => {
      this.tell(instant(at), askedBy(triage, step - 1, step), 'waiting');
      this.next(since, step + 1, ends);
    });
  }

  private tell(at: Instant, groups: readonly GroupId[], what: 'begun' | 'waiting'): void {
    this.onlooker.reviewTold(at, membersOf(this.membership, groups), what);
  }
}
