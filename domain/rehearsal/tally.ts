/** Counts what a rehearsal brings about: reports, cases, messages an office and hour, duties owed at once. */
import type { ReportBody } from '../case/commands.js';
import { isOwed } from '../case/duties.js';
import type { CaseEntryBody } from '../case/entry-body.js';
import type { CaseEvent } from '../case/events.js';
import type { CaseState } from '../case/state.js';
import type { CaseDirectory, ChannelKind, OfficeId } from '../directory/directory.js';
import { HOUR, MINUTE, ms } from '../instant.js';
import type { Instant } from '../instant.js';
import type { Onlooker, Whereabouts } from './onlooker.js';

export type ReportFate =
  | 'opened'
  | 'joined'
  | 'corroborated'
  | 'attached'
  | 'revised'
  | 'set-aside'
  | 'review'
  | 'closed'
  | 'replay'
  | 'refused';

/** How many at an hour or minute since 1970. */
export type Counts = Map<number, number>;

export interface CaseTally {
  caseId: string;
  sector: string;
  /** Of the report that opened it: the same in another rehearsal of the same table. */
  openedBy: string;
  openedAt: Instant;
  firstViolationAt: Instant;
  status: CaseState['status'];
  level: number;
  recurrence: number;
  violations: number;
  notices: number;
  overdue: number;
  phases: { phase: number; openedAt: Instant; pattern?: 'repeated' | 'prolonged' }[];
  resumed: number;
  stoodDownAt?: Instant;
  closedAt?: Instant;
  repeated: boolean;
  prolonged: boolean;
}

const DUTY_ENDS = { 'duty-met': 'met', 'duty-waived': 'waived', 'duty-moot': 'moot', 'duty-unmet': 'unmet' } as const;

export class Tally implements Onlooker {
  readonly reports: Record<ReportFate, number> = {
    opened: 0,
    joined: 0,
    corroborated: 0,
    attached: 0,
    revised: 0,
    'set-aside': 0,
    review: 0,
    closed: 0,
    replay: 0,
    refused: 0,
  };
  readonly cases = new Map<string, CaseTally>();
  /** By the hour: what was heard. */
  readonly heardAt: Counts = new Map();
  /** Messages by the hour, of each office. */
  readonly offices = new Map<OfficeId, Counts>();
  /** Messages by the minute, over each channel. */
  readonly channels = new Map<ChannelKind, Counts>();
  readonly topics: Record<string, number> = {};
  readonly duties = { created: 0, overdue: 0, met: 0, 'met-working': 0, 'met-late': 0, waived: 0, moot: 0, unmet: 0 };
  /** By the hour: how many more are owed, or overdue, than in the hour before. */
  readonly owed: Counts = new Map();
  readonly overdue: Counts = new Map();
  readonly reviews = { begun: 0, asked: 0 };
  notices = 0;
  messages = 0;
  from: Instant | undefined;
  until: Instant = '';

  constructor(private readonly directory: CaseDirectory) {}

  heard(at: Instant, _: ReportBody, where: Whereabouts | 'replay' | 'refused'): void {
    this.from ??= at;
    this.until = at;
    add(this.heardAt, hourOf(at));
    // What becomes of a report in its case is said by the case's entry.
    if (where !== 'case') this.reports[where] += 1;
  }

  reviewTold(at: Instant, offices: readonly OfficeId[], what: 'begun' | 'waiting'): void {
    this.reviews[what === 'begun' ? 'begun' : 'asked'] += 1;
    this.notices += offices.length;
    this.topics[`review-${what}`] = (this.topics[`review-${what}`] ?? 0) + offices.length;
    for (const office of offices) this.message(at, office, this.directory.offices[office]?.channels[0] ?? 'logbook');
  }

  entered(entry: CaseEntryBody, before: CaseState, after: CaseState): void {
    const one = this.caseOf(entry, after);
    if (entry.cause.kind === 'command' && entry.cause.command === 'report') {
      const fate = fateOf(entry.events);
      if (fate !== undefined) this.reports[fate] += 1;
    }
    this.tell(entry, one);
    for (const event of entry.events) this.count(event, one);
    if (before.duties !== after.duties) this.weigh(entry.decidedAt, before, after);
    if (before.phases !== after.phases) one.phases = after.phases.map(phaseTally);
    if (before.status !== after.status || before.level !== after.level) summarise(one, after);
  }

  private caseOf(entry: CaseEntryBody, state: CaseState): CaseTally {
    const known = this.cases.get(state.caseId);
    if (known) return known;
    const { caseId, scope: sector, openedAt, firstViolationAt, level, recurrence, status } = state;
    const opener = entry.events.find((event) => event.type === 'violation-recorded');
    const zero = { violations: 0, notices: 0, overdue: 0, resumed: 0, repeated: false, prolonged: false };
    const phases: CaseTally['phases'] = [];
    const openedBy = opener?.reportKey ?? '';
    const one = { caseId, sector, openedBy, openedAt, firstViolationAt, status, level, recurrence, phases, ...zero };
    this.cases.set(caseId, one);
    return one;
  }

  /** Notices of one step go to a recipient as one message over each channel. */
  private tell({ events, decidedAt }: CaseEntryBody, one: CaseTally): void {
    const reached = new Set<string>();
    for (const event of events) {
      if (event.type !== 'told') continue;
      const { topic } = event.matter.facts;
      this.topics[topic] = (this.topics[topic] ?? 0) + event.recipients.length;
      this.notices += event.recipients.length;
      one.notices += event.recipients.length;
      for (const { office, channel } of event.recipients) {
        const name = `${office} ${channel}`;
        if (reached.has(name)) continue;
        reached.add(name);
        this.message(decidedAt, office, channel);
      }
    }
  }

  private message(at: Instant, office: OfficeId, channel: ChannelKind): void {
    const time = ms(at);
    this.messages += 1;
    add(of(this.offices, office), Math.floor(time / HOUR));
    add(of(this.channels, channel), Math.floor(time / MINUTE));
  }

  private count(event: CaseEvent, one: CaseTally): void {
    switch (event.type) {
      case 'violation-recorded':
        one.violations += 1;
        break;
      case 'first-violation-set':
        one.firstViolationAt = event.at;
        break;
      case 'case-resumed':
        one.resumed += 1;
        break;
      case 'pattern-flagged':
        one[event.what] = true;
        break;
      case 'duty-created':
        this.duties.created += 1;
        break;
      case 'duty-overdue':
        if (event.nth > 0) break;
        this.duties.overdue += 1;
        one.overdue += 1;
        break;
      case 'duty-met':
        this.duties[event.state] += 1;
        break;
      case 'duty-waived':
      case 'duty-moot':
      case 'duty-unmet':
        this.duties[DUTY_ENDS[event.type]] += 1;
        break;
      default:
        break;
    }
  }

  private weigh(at: Instant, before: CaseState, after: CaseState): void {
    const hour = hourOf(at);
    add(this.owed, hour, number(after, isOwed) - number(before, isOwed));
    add(this.overdue, hour, number(after, isOverdue) - number(before, isOverdue));
  }
}

const isOverdue = ({ state }: CaseState['duties'][string]): boolean => state === 'overdue';

const number = ({ duties }: CaseState, which: typeof isOverdue): number => {
  let found = 0;
  for (const id in duties) if (which(duties[id] as CaseState['duties'][string])) found += 1;
  return found;
};

function summarise(one: CaseTally, { status, level, stoodDownAt, closedAt }: CaseState): void {
  one.status = status;
  one.level = level;
  if (stoodDownAt !== undefined) one.stoodDownAt = stoodDownAt;
  if (closedAt !== undefined) one.closedAt = closedAt;
}

const phaseTally = ({ phase, openedAt, pattern }: CaseState['phases'][number]): CaseTally['phases'][number] => ({
  phase,
  openedAt,
  ...(pattern === undefined ? {} : { pattern }),
});

function fateOf(events: readonly CaseEvent[]): ReportFate | undefined {
  for (const event of events) {
    if (event.type === 'case-opened') return 'opened';
    if (event.type === 'violation-recorded') return 'joined';
    if (event.type === 'report-attached') return event.counts ? 'corroborated' : 'attached';
    if (event.type === 'report-revised') return 'revised';
    if (event.type === 'report-set-aside') return 'set-aside';
    if (event.type === 'refused') return 'refused';
  }
  return undefined;
}

export const hourOf = (at: Instant): number => Math.floor(ms(at) / HOUR);

function add(counts: Counts, at: number, count = 1): void {
  if (count !== 0) counts.set(at, (counts.get(at) ?? 0) + count);
}

function of<K>(all: Map<K, Counts>, key: K): Counts {
  const known = all.get(key);
  if (known) return known;
  const counts: Counts = new Map();
  all.set(key, counts);
  return counts;
}
