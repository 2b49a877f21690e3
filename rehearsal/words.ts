/** What a rehearsal found, in sentences for a terminal. */
import type { Comparison } from '../domain/rehearsal/compare.js';
import type { Findings, Peak } from '../domain/rehearsal/findings.js';

/** Cases that went otherwise are named so far. */
const MOST_NAMED = 10;

export function inWords(findings: Findings, against?: { findings: Findings; comparison: Comparison }): string {
  const { plan, conduct, reports, cases, notices, duties, offices, channels, reviews, limits } = findings;
  const levels = Object.entries(cases.byLevel).map(([level, count]) => `${count} up to phase ${level}`);
  const [busiest] = [...offices].sort((a, b) => (b.peak?.count ?? 0) - (a.peak?.count ?? 0));
  const crowded = offices.filter(({ hoursOverLimit }) => hoursOverLimit > 0);
  return [
    `Plan ${plan.id}, version ${plan.version}; people ${conduct.name}; ${findings.from} to ${findings.until}.`,
    `${reports.total} reports: ${reports.opened} opened a case, ${reports.joined} joined, ${reports.attached} described a` +
      ` violation again, ${reports.review} went to ${reviews.begun} reviews, ${reports.closed} came after closing.`,
    `${cases.total} cases: ${levels.join(', ')}; ${cases.repeated} repeated, ${cases.prolonged} prolonged, ${cases.resumed} resumed.`,
    `${notices.total} notices in ${notices.messages} messages.`,
    ...(busiest ? [`The busiest office is ${busiest.office}: ${told(busiest.peak)} within an hour.`] : []),
    `Above ${limits.officePerHour} messages an hour: ${crowded.map((one) => `${one.office} (${one.hoursOverLimit} h)`).join(', ') || 'nobody'}.`,
    ...channels.map(
      ({ channel, messages, peak, minutesOverLimit }) =>
        `Over ${channel}: ${messages}, ${told(peak)} within a minute, ${minutesOverLimit} minutes above ${limits.channelPerMinute}.`,
    ),
    `${duties.created} duties: ${duties.met} met, ${duties['met-working']} in the time given, ${duties['met-late']} late, ${duties.overdue} overdue, ${duties.moot} moot,` +
      ` ${duties.unmet} unmet; most owed at once: ${told(duties.mostOwed)}.`,
    ...(against ? compared(against.findings, against.comparison) : []),
  ].join('\n');
}

const told = (peak: Peak | undefined): string => (peak === undefined ? 'none' : `${peak.count} (${peak.at})`);

function compared({ plan }: Findings, { figures, cases }: Comparison): string[] {
  const rows = figures.filter(({ a, b }) => a !== b).map(({ name, a, b }) => `  ${name}: ${a} → ${b}`);
  const named = cases
    .slice(0, MOST_NAMED)
    .map(({ sector, a, b, words }) => `  ${(a ?? b)?.caseId ?? sector}: ${words.join('; ')}`);
  const more = cases.length > named.length ? [`  … and ${cases.length - named.length} more.`] : [];
  return [`Under plan ${plan.id}, version ${plan.version}, instead:`, ...rows, ...named, ...more];
}
