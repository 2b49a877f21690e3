/**
 * Notices of cases that were made and of which nobody knows yet what came. Their making stands in the case's stream,
 * the outcome in that of who sent them, and either may be read first.
 */
import type { NoticeOutcome } from '../domain/case/commands.js';
import type { CaseState } from '../domain/case/state.js';
import type { Instant } from '../domain/instant.js';

/** Cases of which outcomes are remembered; those longest ago are forgotten first, for their cases have said them too. */
const MOST_CASES = 20_000;

export class NoticesUnderWay {
  /** By case: the ids, and since when. */
  private readonly underWay = new Map<string, Map<string, Instant>>();
  private readonly settled = new Map<string, Set<string>>();

  /** The case as it is after an entry that was decided at `at`. */
  made({ caseId, pending }: Pick<CaseState, 'caseId' | 'pending'>, at: Instant): void {
    const before = this.underWay.get(caseId);
    const settled = this.settled.get(caseId);
    const now = new Map<string, Instant>();
    for (const id of Object.keys(pending)) if (!settled?.has(id)) now.set(id, before?.get(id) ?? at);
    if (now.size > 0) this.underWay.set(caseId, now);
    else this.underWay.delete(caseId);
  }

  settle(caseId: string, outcomes: readonly NoticeOutcome[]): void {
    const settled = this.settled.get(caseId) ?? new Set<string>();
    const made = this.underWay.get(caseId);
    for (const { noticeIds, outcome } of outcomes) {
      if (outcome === 'unsent') continue;
      for (const id of noticeIds) {
        settled.add(id);
        made?.delete(id);
      }
    }
    if (made?.size === 0) this.underWay.delete(caseId);
    this.settled.delete(caseId);
    this.settled.set(caseId, settled);
    for (const [oldest] of this.settled) {
      if (this.settled.size <= MOST_CASES) return;
      this.settled.delete(oldest);
    }
  }

  all(): Map<string, { caseId: string; since: Instant }> {
    const found = new Map<string, { caseId: string; since: Instant }>();
    for (const [caseId, ids] of this.underWay)
      for (const [id, since] of ids) found.set(`${caseId}.${id}`, { caseId, since });
    return found;
  }
}
