/** Two plans that heard the same reports: what the other would have done instead. */
import type { Instant } from '../instant.js';
import type { Findings } from './findings.js';
import type { CaseTally } from './tally.js';

export interface Figure {
  name: string;
  a: number;
  b: number;
}

export interface CaseDifference {
  sector: string;
  /** Absent where one of them opened no case with this report. */
  a?: CaseTally;
  b?: CaseTally;
  words: string[];
}

export interface Comparison {
  figures: Figure[];
  /** The cases that went otherwise, the earliest first. */
  cases: CaseDifference[];
}

export function compare(a: Findings, b: Findings): Comparison {
  const others = new Map(b.cases.list.map((one) => [one.openedBy, one]));
  const cases = a.cases.list.flatMap((one) => {
    const other = others.get(one.openedBy);
    others.delete(one.openedBy);
    return differenceOf(one, other);
  });
  cases.push(...[...others.values()].flatMap((other) => differenceOf(undefined, other)));
  const begins = ({ a: one, b: other }: CaseDifference): string => (one ?? other)?.openedAt ?? '';
  return { figures: figuresOf(a, b), cases: cases.sort((x, y) => (begins(x) < begins(y) ? -1 : 1)) };
}

function differenceOf(a: CaseTally | undefined, b: CaseTally | undefined): CaseDifference[] {
  const sector = (a ?? b)?.sector ?? '';
  if (!a || !b) return [{ sector, ...(a ? { a } : {}), ...(b ? { b } : {}), words: [a ? 'only here' : 'only there'] }];
  const words = [
    ...numbers('highest phase', a.level, b.level),
    ...phasesOf(a, b),
    ...instants('closed', a.closedAt, b.closedAt),
    ...numbers('duties overdue', a.overdue, b.overdue),
  ];
  return words.length > 0 ? [{ sector, a, b, words }] : [];
}

function phasesOf(a: CaseTally, b: CaseTally): string[] {
  const all = [...new Set([...a.phases, ...b.phases].map(({ phase }) => phase))].sort((x, y) => x - y);
  const at = (one: CaseTally, phase: number): Instant | undefined =>
    one.phases.find((opened) => opened.phase === phase)?.openedAt;
  return all.flatMap((phase) => instants(`phase ${phase}`, at(a, phase), at(b, phase)));
}

const instants = (name: string, a: Instant | undefined, b: Instant | undefined): string[] =>
  a === b ? [] : [`${name} ${a ?? 'never'} → ${b ?? 'never'}`];

const numbers = (name: string, a: number, b: number): string[] => (a === b ? [] : [`${name} ${a} → ${b}`]);

function figuresOf(a: Findings, b: Findings): Figure[] {
  const levels = [...new Set([...Object.keys(a.cases.byLevel), ...Object.keys(b.cases.byLevel)])].sort();
  const row = (name: string, of: (one: Findings) => number): Figure => ({ name, a: of(a), b: of(b) });
  return [
    row('Cases', ({ cases }) => cases.total),
    ...levels.map((level) => row(`of them up to phase ${level}`, ({ cases }) => cases.byLevel[Number(level)] ?? 0)),
    row('Cases that resumed', ({ cases }) => cases.resumed),
    row('Reports to review', ({ reports }) => reports.review),
    row('Notices', ({ notices }) => notices.total),
    row('Messages', ({ notices }) => notices.messages),
    row('Most messages of one office in an hour', ({ offices }) => mostOf(offices)),
    row('Duties', ({ duties }) => duties.created),
    row('Duties overdue', ({ duties }) => duties.overdue),
    row('Most duties owed at once', ({ duties }) => duties.mostOwed?.count ?? 0),
  ];
}

const mostOf = (offices: Findings['offices']): number =>
  offices.reduce((most, { peak }) => Math.max(most, peak?.count ?? 0), 0);
