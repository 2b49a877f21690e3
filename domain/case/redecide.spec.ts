import * as fc from 'fast-check';
import { sequences } from '../../test/support/command-sequences.js';
import { PlayedSequence } from '../../test/support/played-sequence.js';
import { shippedPlan } from '../../test/support/seed.js';
import { at, Timeline, usual } from '../../test/support/timeline.js';
import type { ProposeBody } from './commands.js';
import type { CaseEntryBody } from './entry-body.js';
import { redecide } from './redecide.js';
import { newCase } from './state.js';
import type { CaseState } from './state.js';

/** Honest cases that are judged without a fault; the issue asks for 1,000. */
const HONEST = 1000;

const says = (blank: CaseState, entries: readonly CaseEntryBody[]): string[] =>
  redecide(blank, entries).map(({ seq, says: sentence }) => `${seq}: ${sentence}`);

/** As it comes from the record: no two places share an object. */
const asRead = (entries: readonly CaseEntryBody[]): CaseEntryBody[] =>
  JSON.parse(JSON.stringify(entries)) as CaseEntryBody[];

/** A case with two phases, a stand-down and its end. */
function told(): { blank: CaseState; entries: CaseEntryBody[] } {
  const line = new Timeline();
  usual(line);
  line.play.advanceTo(at('+25:00'));
  const standDown: ProposeBody = { act: 'stand-down', text: 'It is quiet.', textHash: 's' };
  line.at('+26:00', 'ua-mfa-duty', 'propose', standDown);
  line.at('+27:00', 'fr-mfa-duty', 'sign', { proposalId: 'p1', textHash: 's' });
  line.acknowledgeAll('+27:01');
  line.play.advanceTo(at('+100:00'));
  expect(line.play.state.status).toBe('closed');
  const { plan, planRef } = shippedPlan();
  return {
    blank: newCase(plan, planRef, line.directory, 'd'.repeat(64)),
    entries: asRead(line.play.entries),
  };
}

it(`finds nothing in ${HONEST} honest cases`, () => {
  let judged = 0;
  fc.assert(
    fc.property(sequences(12), (sequence) => {
      const played = new PlayedSequence(sequence).make(sequence.moves);
      judged += played.play.entries.length;
      expect(says(played.initial, asRead(played.play.entries))).toEqual([]);
    }),
    { numRuns: HONEST },
  );
  expect(judged).toBeGreaterThan(HONEST * 5);
}, 400_000);

describe('of a case that somebody changed', () => {
  const { blank, entries } = told();
  const where = (is: (entry: CaseEntryBody) => boolean): number => {
    const index = entries.findIndex(is);
    expect(index).toBeGreaterThan(0);
    return index;
  };
  const has = (type: string) => (entry: CaseEntryBody) => entry.events.some((event) => event.type === type);
  const changed = (index: number, change: (entry: CaseEntryBody) => void): CaseEntryBody[] => {
    const copy = asRead(entries);
    change(copy[index] as CaseEntryBody);
    return copy;
  };

  it('finds nothing before anybody changed it', () => {
    expect(says(blank, entries)).toEqual([]);
  });

  it('finds a gate that opened early, and one that says it was late', () => {
    const gate = where((entry) => entry.cause.kind === 'due' && entry.cause.due === 'gate:G2');
    const early = changed(gate, (entry) => {
      entry.decidedAt = at('+23:59');
    });
    expect(says(blank, early)[0]).toMatch(new RegExp(`^${gate + 1}: .*(before the entry before it|early)`));
    const late = changed(gate, ({ cause }) => Object.assign(cause, { latenessMs: 5 }));
    expect(says(blank, late)).toContainEqual(expect.stringMatching(/^\d+: It says that it was 5 ms late; it was 0/));
  });

  it('finds an entry that is missing, and two that changed places', () => {
    const gate = where((entry) => entry.cause.kind === 'due' && entry.cause.due === 'gate:G2');
    expect(says(blank, entries.toSpliced(gate, 1))).not.toEqual([]);
    const [first, second] = [entries[gate], entries[gate + 1]] as [CaseEntryBody, CaseEntryBody];
    expect(says(blank, entries.toSpliced(gate, 2, second, first))).not.toEqual([]);
  });

  it('finds a quorum that was none: the same organisation twice', () => {
    const signed = where(has('proposal-signed'));
    const forged = changed(signed, ({ cause, events }) => {
      if (cause.kind === 'command') Object.assign(cause.actor, { office: 'ua-mfa-head', organisation: 'ua-mfa' });
      for (const event of events) if (event.type === 'proposal-signed') event.office = 'ua-mfa-head';
    });
    expect(says(blank, forged)).toContainEqual(
      expect.stringMatching(/^\d+: The event "proposal-signed" stands where the rules have "refused"\.$/),
    );
  });

  it('finds whoever was left out of a notice', () => {
    const closed = where(has('case-closed'));
    const left = changed(closed, ({ events }) => {
      for (const event of events) if (event.type === 'told') event.recipients.pop();
    });
    expect(says(blank, left)).toEqual([`${closed + 1}: The event "told" says otherwise than the rules have it.`]);
  });

  it('finds any one value of any one entry that was changed', () => {
    const blind: string[] = [];
    let tried = 0;
    entries.forEach((entry, index) => {
      for (const path of leaves(entry.events)) {
        tried += 1;
        const copy = changed(index, ({ events }) => change(events, path)).slice(0, index + 2);
        if (redecide(blank, copy).length === 0) blind.push(`${index + 1} ${path.join('.')}`);
      }
    });
    expect(tried).toBeGreaterThan(500);
    // What the case is called, and in which world: the names around the entries say that.
    expect(blind).toEqual(['1 0.caseId', '1 0.agreement', '1 0.scope', '1 0.exercise']);
  }, 120_000);
});

/** Paths of every text, number and flag in it. */
function leaves(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]));
}

function change(value: unknown, path: readonly string[]): void {
  const last = path.at(-1) ?? '';
  const holder = path.slice(0, -1).reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], value);
  const fields = holder as Record<string, unknown>;
  const was = fields[last];
  fields[last] = typeof was === 'number' ? was + 1 : typeof was === 'boolean' ? !was : `${String(was)}x`;
}
