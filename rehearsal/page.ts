/** A rehearsal on one page that needs nothing else: no scripts, no requests; to be read, kept and printed. */
import type { Comparison } from '../domain/rehearsal/compare.js';
import type { Findings, Peak } from '../domain/rehearsal/findings.js';
import { between, HOUR } from '../domain/instant.js';
import { spanInWords } from '../domain/span-in-words.js';
import { markup, Markup } from './markup.js';
import { STYLE } from './page-style.js';
import { timeAxis } from './plots/axis.js';
import { calendarPlot } from './plots/calendar.js';
import { ladderPlot } from './plots/ladder.js';
import { loadPlot } from './plots/load.js';
import { owedPlot } from './plots/owed.js';

export interface Shown {
  /** The table that was rehearsed. */
  title: string;
  against?: { findings: Findings; comparison: Comparison };
}

/** Further cases that went otherwise stand in the JSON. */
const MOST_DIFFERENT = 60;

const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

export function page(findings: Findings, { title, against }: Shown): string {
  const { plan, from, until } = findings;
  const name = `Rehearsal of ${title} under plan ${plan.id}, version ${plan.version}`;
  const axis = timeAxis(from, Math.ceil(between(from, until) / HOUR));
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>${name}</title><style>${new Markup(STYLE)}</style></head><body>
<h1>${name}</h1>
<p>${from} to ${until} (UTC). Plan hash ${plan.hash}.</p>
<p class="stamp"><strong>REHEARSAL.</strong> Computed from a table; nobody was told anything, and nothing of it is on record. ${conductOf(findings)}</p>
${tiles(findings)}
${against && compared(findings, against)}
<h2>Load per office</h2>${loadPlot(findings, axis)}
${casesOf(findings, axis)}
<h2>Calendar of reports</h2>${calendarPlot(findings)}
${tables(findings)}
</body></html>
`.text;
}

function casesOf(findings: Findings, axis: ReturnType<typeof timeAxis>): Markup {
  if (findings.cases.total === 0) {
    return markup`<p>No case opened: no report was credible by the map, recent and covered by the plan.</p>`;
  }
  return markup`<h2>Ladder of the worst cases</h2>${ladderPlot(findings)}
<h2>Duties that pile up</h2>${owedPlot(findings, axis)}`;
}

function conductOf({ conduct, limits }: Findings): string {
  const { name, acknowledges, verifies, performs, reviews, standsDown } = conduct;
  const span = (value: number | undefined): string => (value === undefined ? 'never' : spanInWords(value, 'en'));
  const people =
    name === 'silent'
      ? 'People do nothing at all.'
      : `People acknowledge after ${span(acknowledges)}, verify what opened a case after ${span(verifies)}, record duties ${span(performs)} ahead, end reviews after ${span(reviews)}, and stand a case down after ${span(standsDown)} without news.`;
  return `${people} Nobody declares a large-scale attack. Messages arrive at once. Limits are assumed: ${limits.officePerHour} messages an office and hour, ${limits.channelPerMinute} a channel and minute.`;
}

function tiles({ reports, cases, notices, offices, duties, reviews }: Findings): Markup {
  const most = Math.max(0, ...offices.map(({ peak }) => peak?.count ?? 0));
  const figures: [string, number | string][] = [
    ['reports', reports.total],
    ['went to review', `${reports.review} in ${reviews.begun}`],
    ['cases', cases.total],
    ...Object.entries(cases.byLevel).map(([level, count]): [string, number] => [`up to phase ${level}`, count]),
    ['resumed', cases.resumed],
    ['notices', notices.total],
    ['messages', notices.messages],
    ['most to one office in an hour', most],
    ['duties', duties.created],
    ['overdue', duties.overdue],
    ['most owed at once', duties.mostOwed?.count ?? 0],
  ];
  return markup`<dl>${figures.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function compared({ plan }: Findings, { findings, comparison }: NonNullable<Shown['against']>): Markup {
  const { plan: other } = findings;
  const heads = [`${plan.id} ${plan.version}`, `${other.id} ${other.version}`];
  const { figures, cases } = comparison;
  const rows = figures.map(({ name, a, b }) => [name, a, b, a === b ? '' : b - a > 0 ? `+${b - a}` : `${b - a}`]);
  const shown = cases
    .slice(0, MOST_DIFFERENT)
    .map(({ sector, a, b, words }) => [(a ?? b)?.caseId ?? sector, words.join('; ')]);
  return markup`<h2>What plan ${other.id}, version ${other.version}, would have done instead</h2>
${table('', ['', ...heads, 'difference'], rows)}
${cases.length > 0 ? table(`${cases.length} cases went otherwise${cases.length > shown.length ? `; the first ${shown.length}` : ''}`, ['case', 'differs'], shown, 'words') : markup`<p>Every case went the same way at the same instants.</p>`}`;
}

function tables({ offices, channels, duties, notices, limits }: Findings): Markup {
  const at = (peak: Peak | undefined): (string | number)[] => (peak ? [peak.count, peak.at] : [0, '']);
  const { mostOwed: _, mostOverdue: __, ...counts } = duties;
  return markup`<h2>Figures</h2>
${table(
  'Offices',
  ['office', 'messages', 'most in an hour', 'in the hour of', `hours above ${limits.officePerHour}`],
  offices.map((one) => [`${one.name.en} (${one.office})`, one.messages, ...at(one.peak), one.hoursOverLimit]),
)}
${table(
  'Channels',
  ['channel', 'messages', 'most in a minute', 'in the minute of', `minutes above ${limits.channelPerMinute}`],
  channels.map((one) => [one.channel, one.messages, ...at(one.peak), one.minutesOverLimit]),
)}
${table('Duties', Object.keys(counts), [Object.values(counts)])}
${table(
  'Notices by topic',
  ['topic', 'notices'],
  Object.entries(notices.byTopic).sort((a, b) => b[1] - a[1]),
)}`;
}

function table(caption: string, heads: string[], rows: (string | number)[][], style = ''): Markup {
  return markup`<div class="wide" tabindex="0" role="region" aria-label="${caption || 'Comparison'}"><table class="${style}"><caption>${caption}</caption><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}
