/** A rehearsal of a few reports with the shipped plans and the example directory, for tests. */
import type { ReportBody } from '../../domain/case/commands.js';
import { DILIGENT } from '../../domain/rehearsal/conduct.js';
import type { Conduct } from '../../domain/rehearsal/conduct.js';
import type { Findings } from '../../domain/rehearsal/findings.js';
import { hearAll } from '../../rehearsal/hear-all.js';
import type { Heard, Setting } from '../../rehearsal/hear-all.js';
import { exampleCaseDirectory, shippedPlan } from './seed.js';
import { at, reportBody, T0 } from './timeline.js';

/** By the alert network: `when` it happened and was heard ten minutes later. */
export function heard(when: string, report: Partial<ReportBody> & { sector?: string } = {}): Heard {
  const { sector = 'UA-23', ...rest } = report;
  const occurred = at(when);
  const body = reportBody({
    reportKey: `alert-network/feed/${sector}-${when}`,
    contentHash: `${sector} ${when}`,
    occurredAt: { earliest: occurred, latest: occurred },
    place: { sector },
    ...rest,
  });
  return { at: new Date(Date.parse(occurred) + 600_000).toISOString(), body };
}

export function settingOf(plan = 'seed', conduct: Conduct = DILIGENT): Setting {
  const { plan: content, planRef } = shippedPlan(plan);
  const { directory } = exampleCaseDirectory(T0);
  const limits = { officePerHour: 20, channelPerMinute: 60 };
  return { plan: content, ref: planRef, directory, reporter: 'alert-network-feed', conduct, limits };
}

export const rehearsed = (reports: readonly Heard[], plan?: string, conduct?: Conduct): Findings =>
  hearAll(reports, settingOf(plan, conduct), () => undefined);
