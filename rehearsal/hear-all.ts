/** The reports of a table through one plan, from the first to some days after the last; as fast as it goes. */
import { BEHAVIOURS } from '../domain/case/behaviours.js';
import type { ReportBody } from '../domain/case/commands.js';
import { isMember } from '../domain/case/members.js';
import { reportKeyOf, standingOf } from '../domain/case/received.js';
import type { CaseDirectory, OfficeId } from '../domain/directory/directory.js';
import { DAY, instant, ms } from '../domain/instant.js';
import type { Instant, Span } from '../domain/instant.js';
import type { Plan, PlanRef } from '../domain/plan/plan.js';
import type { Conduct } from '../domain/rehearsal/conduct.js';
import { findingsOf } from '../domain/rehearsal/findings.js';
import type { Findings, Limits } from '../domain/rehearsal/findings.js';
import { personOf } from '../domain/rehearsal/people.js';
import { Rehearsal } from '../domain/rehearsal/rehearsal.js';
import { Tally } from '../domain/rehearsal/tally.js';
import { hashOf } from '../record/canonical.js';
import { heardAt } from '../tables/row-reader.js';
import type { MappedReport } from '../tables/row-reader.js';

/** A report as the API would have accepted it, and when. */
export interface Heard {
  at: Instant;
  body: ReportBody;
}

/** Clocks run on so long after the last report. */
const AFTERWARDS: Span = 7 * DAY;
const TELL_EVERY = 500;

export interface Setting {
  plan: Plan;
  ref: PlanRef;
  directory: CaseDirectory;
  /** Who sends the reports. */
  reporter: OfficeId;
  conduct: Conduct;
  limits: Limits;
}

/** As the API would keep it: with its key, its hash and its standing by default. */
export function toHeard(
  report: MappedReport,
  { directory, reporter }: Pick<Setting, 'directory' | 'reporter'>,
  delay: Span,
): Heard {
  const organisation = directory.offices[reporter]?.organisation ?? '';
  const accredited = directory.organisations[organisation]?.accredited ?? false;
  const body = {
    ...report,
    reportKey: reportKeyOf(organisation, report),
    contentHash: hashOf(report),
    standing: standingOf(accredited, report.standing),
  };
  return { at: heardAt(report, delay), body };
}

/** Reports in the order of `at`; `onHeard` is told of the progress, from 0 to 1, and how many cases wait. */
export function hearAll(heard: readonly Heard[], setting: Setting, onHeard: (done: number) => void): Findings {
  const { plan, ref, directory, conduct, limits, reporter } = setting;
  const tally = new Tally(directory);
  const rules = { plan, planRef: ref, directory, directoryHash: hashOf(directory), conduct };
  const rehearsal = new Rehearsal({ ...rules, reporter: personOf({ directory }, reporter) }, tally);
  heard.forEach(({ at, body }, index) => {
    rehearsal.hear(at, body);
    if (index % TELL_EVERY === 0) onHeard(index / heard.length);
  });
  const last = ms(heard.at(-1)?.at ?? instant(0));
  rehearsal.runUntil(last + AFTERWARDS);
  return findingsOf(tally, { plan: ref, directory, conduct, limits, until: instant(last + AFTERWARDS) });
}

/** The first office that may report and whose organisation is accredited: a machine before people. */
export function likelyReporter(plan: Plan, directory: CaseDirectory): OfficeId | undefined {
  const membership = { plan, directory, behaviours: [...BEHAVIOURS] };
  const may = Object.entries(directory.offices).filter(
    ([, office]) =>
      isMember(membership, office, plan.single.report) && directory.organisations[office.organisation]?.accredited,
  );
  return (may.find(([, { roles }]) => roles.includes('machine')) ?? may[0])?.[0];
}
