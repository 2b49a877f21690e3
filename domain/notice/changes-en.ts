/** What people changed in a running case, in English: resumed, corrected, withdrawn, adopted, done without a second. */
import type { Act } from '../plan/plan.js';
import type { Change, FactsOf, Moved } from './matter.js';
import type { Says } from './phrases.js';

export function changeHeadline(facts: Change, s: Says, acts: Record<Act, string>): string {
  switch (facts.topic) {
    case 'resumed':
      return 'Case resumed';
    case 'corrected':
      return facts.what === 'void' ? 'A violation was found void' : 'A violation’s time was corrected';
    case 'declaration-withdrawn':
      return `Withdrawn: ${acts[facts.act]}`;
    case 'plan-adopted':
      return `Plan adopted: version ${facts.plan.version}`;
    case 'break-glass':
      return `In effect without a second signature: ${acts[facts.act]}`;
    case 'act-disputed':
      return `Disputed: ${acts[facts.act]}`;
    case 'pattern-flagged':
      return facts.what === 'repeated' ? 'Repeated violations' : 'Prolonged hostilities';
    case 'pattern-weakened':
      return 'A violation behind a pattern flag was found void';
  }
}

export function changed(facts: Change, s: Says, acts: Record<Act, string>): string[] {
  switch (facts.topic) {
    case 'resumed':
      return [
        facts.violationId === undefined
          ? `The stand-down was withdrawn ${s.when(facts.at)}, recorded by: ${s.names(facts.by)}. The case is open again.`
          : `A violation at or after the stand-down is on record (${s.plain(facts.violationId)}), accepted ${s.when(facts.at)}. The case is open again.`,
        'The first violation is the same, and so is the window that runs from it.',
        `Phase ${s.phase(facts.posture)} is the present phase.`,
        ...facts.gates.map(
          ({ phase, opensAt }) => `Without a new stand-down, phase ${s.phase(phase)} opens ${s.when(opensAt)}.`,
        ),
        ...(facts.again.length > 0 ? [`Owed again: ${s.duties(facts.again)}.`] : []),
      ];
    case 'corrected':
      return [
        facts.what === 'void'
          ? `Violation ${s.plain(facts.violationId)} was found void. Recorded by: ${s.names(facts.offices)}.`
          : `The time of violation ${s.plain(facts.violationId)} was corrected. Recorded by: ${s.names(facts.offices)}.`,
        `Their text: ${s.quote(facts.text)}`,
        ...facts.phases.map(
          (phase) => `Phase ${s.phase(phase)} had opened on it. It stays open, and the record shows why.`,
        ),
        ...(facts.pattern
          ? ['The pattern flag of this case had rested on it. It stays, and the record shows why.']
          : []),
        ...movedLines(facts.table, s),
        ...confirmLine(facts.confirmBy, s),
      ];
    case 'declaration-withdrawn':
      return [
        `The ${acts[facts.act]} is withdrawn since ${s.when(facts.at)}. Recorded by: ${s.names(facts.offices)}.`,
        `Their text: ${s.quote(facts.text)}`,
        `Phase ${s.phase(facts.posture)} is the present phase. What had opened stays on record, and the window from the first violation stays.`,
        ...(facts.moot.length > 0 ? [`No longer owed: ${s.duties(facts.moot)}.`] : []),
      ];
    case 'plan-adopted':
      return [
        `This case goes on under plan ${s.plain(facts.plan.id)}, version ${facts.plan.version} (${facts.plan.hash.slice(0, 12)}), since ${s.when(facts.at)}; before: version ${facts.previous.version}. Recorded by: ${s.names(facts.offices)}.`,
        `Their text: ${s.quote(facts.text)}`,
        ...movedLines(facts.table, s),
        ...(facts.moot.length > 0 ? [`No longer owed: ${facts.moot.map(s.plain).join(', ')}.`] : []),
        ...(facts.joined.length > 0
          ? [`New parties of the plan: ${s.names(facts.joined)}. The history for them:`]
          : []),
        ...(facts.joined.length > 0
          ? facts.opened.map(({ phase, openedAt }) => `Phase ${s.phase(phase)} is open since ${s.when(openedAt)}.`)
          : []),
      ];
    case 'break-glass':
      return [
        `${s.name(facts.by)} let this take effect ${s.when(facts.at)} without the second signature: ${acts[facts.act]} (proposal ${facts.proposalId}).`,
        `Text: ${s.quote(facts.text)}`,
        `Reason given: ${s.quote(facts.reason)}`,
        `Those who could have been the second to sign are asked to record whether they have it confirmed or disputed, by ${s.when(facts.reviewBy)}. A dispute is told to everyone and withdraws nothing.`,
      ];
    case 'act-disputed':
      return [
        `${s.name(facts.by)} disputes what took effect without a second signature: ${acts[facts.act]}.`,
        `Its text: ${s.quote(facts.text)}`,
        'Nothing is withdrawn by this. A withdrawal needs the quorum that the plan asks for.',
      ];
    case 'pattern-flagged':
      return patternFlagged(facts, s);
    case 'pattern-weakened':
      return [
        facts.of === undefined
          ? `Violation ${s.plain(facts.violationId)} of this case, found void, was among those on which the pattern flag rests of: ${facts.cases.map(s.plain).join(', ')}.`
          : `Violation ${s.plain(facts.violationId)} of case ${s.plain(facts.of)} was found void. It is among those on which the pattern flag of this case rests.`,
        'Nothing is taken back by this; what had opened stays open, and the record shows why.',
        ...confirmLine(facts.confirmBy, s),
      ];
  }
}

const confirmLine = (by: string | undefined, s: Says): string[] =>
  by === undefined ? [] : [`The offices of the open phases are asked to confirm that they stand by ${s.when(by)}.`];

function patternFlagged({ what, at, since, rests, phases, assessBy }: FactsOf<'pattern-flagged'>, s: Says): string[] {
  return [
    what === 'repeated'
      ? `Repeated violations: ${rests.length} distinct verified violations of this agreement lie within the plan’s span, counted ${s.when(at)}:`
      : `Prolonged hostilities: this case has been open without a break since ${s.when(since ?? at)}.`,
    ...rests.map(
      ({ caseId, violationId, occurredAt }) =>
        `${s.plain(violationId)} of case ${s.plain(caseId)}, occurred ${s.when(occurredAt)}`,
    ),
    ...phases.map((phase) => `Phase ${s.phase(phase)} is open by this.`),
    ...(assessBy === undefined
      ? []
      : [`The watch is asked to record by ${s.when(assessBy)} whether this amounts to a large-scale attack.`]),
    'No declaration follows from this by itself.',
  ];
}

/** Old and new of each instant. */
export const movedLines = (table: readonly Moved[], s: Says): string[] =>
  table.flatMap(({ id, label, old, now }) => [
    `${s.plain(id)}, ${s.words(label)}`,
    `    old: ${old === undefined ? 'none' : s.when(old)}`,
    `    new: ${s.when(now)}`,
  ]);
