/** Who looks on as a rehearsal goes by, and counts. */
import type { ReportBody } from '../case/commands.js';
import type { CaseEntryBody } from '../case/entry-body.js';
import type { CaseState } from '../case/state.js';
import type { OfficeId } from '../directory/directory.js';
import type { Instant } from '../instant.js';

/** Where a report went: to its case, to people who review it, or beside a case that has closed. */
export type Whereabouts = 'case' | 'review' | 'closed';

export interface Onlooker {
  heard(at: Instant, body: ReportBody, where: Whereabouts | 'replay' | 'refused'): void;
  entered(entry: CaseEntryBody, before: CaseState, after: CaseState): void;
  /** A review begins, or asks on because nobody has said what comes of it. */
  reviewTold(at: Instant, offices: readonly OfficeId[], what: 'begun' | 'waiting'): void;
}
