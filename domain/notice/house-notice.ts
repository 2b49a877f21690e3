/**
 * Notices that belong to no running case: refused attempts, a report about a case that has closed, a hold of routine
 * notices. Made by the API as an entry of the record, sent by a workflow of their own, so that a crash loses none.
 */
import type { Because } from '../case/because.js';
import type { Occurrence } from '../case/commands.js';
import { officesOf } from '../directory/directory.js';
import type { CaseDirectory, CaseOffice, ChannelKind, OfficeId } from '../directory/directory.js';
import type { Instant } from '../instant.js';
import type { GroupId, PlanRef } from '../plan/plan.js';
import type { ReviewReason } from '../review/reason.js';

export type HouseFacts =
  /** RULES 6: the third refused attempt within ten minutes by one actor; at most once an hour. */
  | { topic: 'attempts-refused'; who: string; count: number; since: Instant; last: string }
  /** RULES 5: it occurred before the stand-down of a case that has closed, and opens nothing. */
  | { topic: 'after-closure'; caseId: string; kind: string; occurredAt: Occurrence; by: OfficeId; reason: string }
  /** RULES 6: routine notices are held back for a while, announced. */
  | { topic: 'routine-held'; by: OfficeId; until: Instant; reason: string }
  /** RULES 6: a second signature is needed before it counts. */
  | ({ topic: 'publication-proposed'; id: string; by: OfficeId; expiresAt: Instant } & NamedVersion)
  /** In force; running cases keep the version that they have. Routine: a hold keeps it back. */
  | ({ topic: 'plan-published'; offices: OfficeId[]; at: Instant } & NamedVersion)
  | ({ topic: 'directory-published'; offices: OfficeId[]; at: Instant } & NamedVersion)
  /** RULES 7: a report waits for people to judge it. */
  | ReviewBegun
  /** D0: it still waits; whoever is next is asked. */
  | { topic: 'review-waiting'; reviewId: string; sector: string; waiting: number; since: Instant; nth: number }
  /** Temporal's state of a case is not that of the record: somebody, or something, changed it past the API. */
  | { topic: 'case-disturbed'; what: Disturbance; caseId: string; at: Instant }
  /** An administrator had a case go on from its record in a new run. */
  | { topic: 'case-recovered'; caseId: string; by: OfficeId; reason: string; at: Instant }
  /** Whether this channel reaches the office. */
  | { topic: 'channel-test'; by: OfficeId; at: Instant };

/** What was found of a case on Temporal's side; `caseId` is empty where all cases of a world are concerned. */
export type Disturbance =
  /** Its workflow ended though the case has not closed: terminated, failed, timed out. */
  | 'ended'
  /** Temporal knows its workflow no more. */
  | 'deleted'
  /** Another run stands in its place, from an earlier point of its history. */
  | 'reset'
  /** Another workflow runs under its name. */
  | 'replaced'
  /** Its workflow's options were changed. */
  | 'options'
  /** Temporal's own cancel was asked for; the case goes on. */
  | 'cancelled'
  /** A message came to it past the API; it had no effect. */
  | 'message'
  /** Its run decided something else than the record holds. */
  | 'diverged'
  /** It decided at an instant that has not come: time was skipped on the server. */
  | 'clock'
  /** The namespace was stopped or deleted. */
  | 'namespace'
  /** It closed, and the history of a run of it is not in the record. */
  | 'history'
  /** It closed, and its bundle for auditors is not verified, or not sound. */
  | 'bundle';

export interface ReviewBegun {
  topic: 'review-begun';
  reviewId: string;
  sector: string;
  why: ReviewReason;
  kind: string;
  occurredAt: Occurrence;
  by: OfficeId;
  /** When the next is asked. */
  dueAt: Instant;
}

/** A version by name and hash; no `planId`: the directory. */
export interface NamedVersion {
  planId?: string;
  version: number;
  hash: string;
}

/** Everything that its sending needs; nothing is looked up later. */
export interface HouseNotice {
  /** `AGREEMENT.house-41`: by the entry that it tells of, so that it is told once. */
  id: string;
  agreement: string;
  exercise: boolean;
  madeAt: Instant;
  facts: HouseFacts;
  because: Because;
  plan: PlanRef;
  to: HouseRecipient[];
}

export interface HouseRecipient extends Pick<CaseOffice, 'name' | 'timeZone' | 'language' | 'organisation'> {
  office: OfficeId;
  /** In the order in which they are tried; a logbook is written beside them and reaches nobody. */
  channels: ChannelKind[];
}

/** People of these groups, as the directory has them now. */
export const recipientsOf = (directory: CaseDirectory, groups: readonly GroupId[]): HouseRecipient[] =>
  peopleOf(directory, officesOf(directory, groups));

/** Each channel of an office by itself, so that one that works hides none that does not. */
export const eachChannelOf = (directory: CaseDirectory, office: OfficeId): HouseRecipient[] =>
  peopleOf(directory, [office]).flatMap((one) => one.channels.map((channel) => ({ ...one, channels: [channel] })));

/** Those of these offices that people stand behind; machines are told nothing. */
export function peopleOf(directory: CaseDirectory, offices: readonly OfficeId[]): HouseRecipient[] {
  return offices.flatMap((office) => {
    const entry = directory.offices[office];
    if (!entry || entry.roles.includes('machine')) return [];
    const { name, timeZone, language, organisation } = entry;
    const channels = entry.channels.filter((kind) => kind !== 'logbook');
    return [{ office, name, timeZone, language, organisation, channels }];
  });
}
