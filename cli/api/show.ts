/** Answers of the API for people: tables and short documents that fit a terminal. */
import { z } from 'zod';
import { localTimes } from '../../domain/local-times.js';

const optionalText = z.string().optional();
const next = z.object({ at: z.string(), label: z.string() }).optional();

const summary = z.object({
  caseId: z.string(),
  exercise: z.boolean(),
  sector: z.string(),
  place: optionalText,
  kind: optionalText,
  status: z.string(),
  level: z.number(),
  posture: z.number(),
  firstViolationAt: z.string(),
  overdue: z.array(z.string()),
  next,
});

const cases = z.object({ cases: z.array(summary), next: optionalText });

export function casesTable(body: unknown): string {
  const page = cases.parse(body);
  if (page.cases.length === 0) return 'No cases.';
  const rows = page.cases.map((one) => [
    `${one.exercise ? 'EXERCISE ' : ''}${one.caseId}`,
    `${one.sector}${one.place === undefined ? '' : ` ${one.place}`}`,
    one.status,
    `phase ${one.posture}${one.level > one.posture ? ` (was ${one.level})` : ''}`,
    one.overdue.length > 0 ? `overdue ${one.overdue.join(' ')}` : '',
    one.next ? `${one.next.at}  ${one.next.label}` : 'nothing ahead',
  ]);
  const more = page.next === undefined ? [] : [`More: holdfire cases --cursor ${page.next}`];
  return [table(['case', 'where', 'status', 'posture', '', 'next'], rows), ...more].join('\n');
}

const words = z.object({ en: z.string() });
const document = summary.extend({
  instants: z.array(z.object({ kind: z.string(), label: z.string(), dueAt: z.string(), state: z.string() })),
  duties: z.array(
    z.object({
      id: z.string(),
      label: words,
      state: z.string(),
      workingDueAt: z.string(),
      missing: z.array(z.string()),
    }),
  ),
  violations: z.array(z.object({ id: z.string(), kind: z.string(), standing: z.string(), description: z.string() })),
  decisions: z.array(z.object({ party: z.string(), choice: z.string(), at: z.string() })),
  newerPlan: z
    .object({
      id: z.string(),
      version: z.number(),
      differences: z.array(z.object({ words })),
      moves: z.array(z.object({ label: words, old: optionalText, now: z.string() })).default([]),
      notAdoptable: optionalText,
    })
    .optional(),
  allowed: z.array(z.object({ action: z.string(), allowed: z.boolean(), because: z.string() })),
});

export function caseText(body: unknown): string {
  const one = document.parse(body);
  const first = localTimes(one.firstViolationAt);
  return [
    `${one.exercise ? 'EXERCISE  ' : ''}${one.caseId}: ${one.status}, phase ${one.posture} (highest ${one.level})`,
    `${one.sector}${one.place === undefined ? '' : ` ${one.place}`}${one.kind === undefined ? '' : `, ${one.kind}`}`,
    `First violation ${first.utc} · Kyiv ${first.kyiv} · Washington ${first.washington}`,
    section(
      'Violations',
      one.violations.map((v) => [v.id, v.standing, v.kind, v.description]),
    ),
    section(
      'Duties',
      one.duties.map((d) => [d.id, d.state, d.workingDueAt, d.label.en, d.missing.join(' ')]),
    ),
    section(
      'Ahead',
      one.instants.filter(({ state }) => state === 'ahead').map((i) => [i.dueAt, i.kind, i.label]),
    ),
    section(
      'Decisions',
      one.decisions.map((d) => [d.party, d.choice, d.at]),
    ),
    ...newerPlanSections(one.newerPlan),
    section(
      'You may',
      one.allowed.filter(({ allowed }) => allowed).map(({ action, because }) => [action, because]),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function newerPlanSections(newer: z.infer<typeof document>['newerPlan']): string[] {
  if (!newer) return [];
  return [
    section(
      `A newer version of the plan, ${newer.id} ${newer.version}, says otherwise`,
      newer.differences.map(({ words: said }) => [said.en]),
    ),
    section(
      'Adopted now, it would move',
      newer.moves.map(({ label, old, now }) => [label.en, old ?? 'not there', `-> ${now}`]),
    ),
    newer.notAdoptable ?? '',
  ];
}

const timeline = z.object({
  entries: z.array(
    z.object({
      seq: z.number(),
      body: z.object({
        at: z.string(),
        cause: z.object({
          kind: z.string(),
          command: optionalText,
          due: optionalText,
          actor: z.object({ office: z.string() }).optional(),
        }),
        events: z.array(z.object({ type: z.string(), because: z.object({ clause: z.string(), why: z.string() }) })),
      }),
    }),
  ),
});

export function timelineText(body: unknown): string {
  const rows = timeline.parse(body).entries.map(({ seq, body: { at, cause, events } }) => {
    const who = cause.kind === 'due' ? (cause.due ?? 'due') : `${cause.command ?? ''} by ${cause.actor?.office ?? ''}`;
    return [String(seq), at, who, [...new Set(events.map(({ type }) => type))].join(', ')];
  });
  return rows.length === 0 ? 'Nothing yet.' : table(['entry', 'at', 'cause', 'events'], rows);
}

const answers = z.object({
  sentences: z.array(z.object({ says: z.string(), cites: z.array(z.object({ stream: z.string(), seq: z.number() })) })),
  left: z.number(),
});

/** A sentence a paragraph, and the entries behind it. */
export function whyText(body: unknown): string {
  const { sentences, left } = answers.parse(body);
  if (sentences.length === 0) return 'Nothing on record says anything about it.';
  const paragraphs = sentences.map(({ says, cites }) => {
    const entries = cites.map(({ stream, seq }) => (stream.startsWith('case/') ? `${seq}` : `${stream} ${seq}`));
    return `${says}\n  entry ${[...new Set(entries)].join(', ')}`;
  });
  return [
    ...(left > 0 ? [`${left} earlier sentences are left out; the timeline has every entry.`] : []),
    ...paragraphs,
  ].join('\n');
}

const notices = z.object({
  notices: z.array(
    z.object({
      noticeId: z.string(),
      topic: z.string(),
      office: z.string(),
      channel: z.string(),
      outcome: z.string(),
      attempts: z.number(),
      madeAt: z.string(),
    }),
  ),
});

export function noticesTable(body: unknown): string {
  const rows = notices
    .parse(body)
    .notices.map((n) => [n.noticeId, n.madeAt, n.topic, n.office, n.channel, n.outcome, String(n.attempts)]);
  return rows.length === 0
    ? 'Nobody was told anything yet.'
    : table(['id', 'made', 'topic', 'office', 'by', 'outcome', 'tries'], rows);
}

function section(title: string, rows: readonly string[][]): string {
  return rows.length === 0 ? '' : `\n${title}\n${indented(table([], rows))}`;
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');

/** Columns as wide as their longest cell, but for the last. */
function table(titles: readonly string[], rows: readonly string[][]): string {
  const all = titles.length > 0 ? [[...titles], ...rows] : rows;
  const widths: number[] = [];
  for (const row of all) row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  return all
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
