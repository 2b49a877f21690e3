import * as fc from 'fast-check';
import { rawPlan, spoilt } from '../../test/support/plan-text.js';
import { parsePlan } from './parse-plan.js';

const HOURS = 3_600_000;
const seed = rawPlan();

/** The faults of the seed with one value spoilt, as `path: message`. */
function faultsOf(path: string, value?: unknown, raw: unknown = seed): string[] {
  return parsePlan(spoilt(raw, path, value)).faults.map((fault) => `${fault.path}: ${fault.message}`);
}

const REASON = { assumed: 'a reason' };

describe('the shipped plans', () => {
  it.each(['seed', 'literal-72h-after', 'strict-recorded'])('%s has no fault', (name) => {
    expect(parsePlan(rawPlan(name)).faults).toEqual([]);
  });

  it('turns spans into milliseconds and takes the marks away', () => {
    const { plan } = parsePlan(seed);
    expect(plan?.gates.map(({ id, notBefore, lapses }) => ({ id, notBefore, lapses }))).toEqual([
      { id: 'G2', notBefore: 24 * HOURS, lapses: undefined },
      { id: 'G3', notBefore: 0, lapses: 72 * HOURS },
    ]);
    expect(plan?.timing.reminders).toEqual([12 * HOURS, 6 * HOURS, HOURS]);
    expect(plan?.grace.declaration).toEqual({ duties: 6 * HOURS, gates: 0 });
  });

  it('keeps where each value comes from', () => {
    const { plan } = parsePlan(seed);
    expect(plan?.provenance).toContainEqual({
      path: '/gates/0/notBefore',
      value: 'PT24H',
      kind: 'source',
      reason: {
        en: 'The second phase follows the 24 hours of the diplomatic warning.',
        uk: 'Друга фаза настає після 24 годин, відведених на дипломатичне попередження.',
      },
    });
  });

  it('shows a reason that is one text in both languages', () => {
    const { plan } = parsePlan(spoilt(seed, '/covers', { value: ['RU'], source: 'It says so.' }));
    expect(plan?.provenance[0]?.reason).toEqual({ en: 'It says so.', uk: 'It says so.' });
  });
});

describe('marks', () => {
  it('calls a bare value an unmarked assumption', () => {
    expect(faultsOf('/gates/0/notBefore', 'PT24H')).toEqual([
      '/gates/0/notBefore: This is an unmarked assumption. Write { value: PT24H, source: … } if the report says so, ' +
        'else { value: PT24H, assumed: … } with the reason.',
    ]);
  });

  it('finds what else is wrong with a bare value', () => {
    expect(faultsOf('/gates/0/notBefore', 'P1D')).toHaveLength(2);
  });

  it('wants one of source and assumed, not both', () => {
    expect(faultsOf('/gates/0/notBefore', { value: 'PT24H', source: 'x', assumed: 'y' })).toEqual([
      '/gates/0/notBefore: Both "source" and "assumed" are given. Keep the one that is true.',
    ]);
  });

  it('wants one of source and assumed, not neither', () => {
    expect(faultsOf('/gates/0/notBefore', { value: 'PT24H' })).toEqual([
      '/gates/0/notBefore: This is an unmarked assumption. Add "source" if the report says so, else "assumed" with the reason.',
    ]);
  });

  it('wants a mark at every row', () => {
    expect(faultsOf('/authority/stand-down/assumed')).toEqual([
      '/authority/stand-down: This is an unmarked assumption. Add "source" if the report says so, else "assumed" with the reason.',
    ]);
  });

  it('wants words in a reason', () => {
    expect(faultsOf('/covers/source', ' ')).toEqual(['/covers/source: Expected words, found " ".']);
    expect(faultsOf('/covers/source', { en: 'x' })).toEqual(['/covers/source/uk: Expected a text, found nothing.']);
  });

  it('knows no other key beside a marked value', () => {
    expect(faultsOf('/covers', { value: ['RU'], because: 'x', ...REASON })).toEqual([
      '/covers/because: The key "because" is unknown here: a marked value has "value" and one of "source" and "assumed".',
    ]);
  });
});

describe('shape', () => {
  it('names an unknown key and what was probably meant', () => {
    expect(faultsOf('/duties/0/ower', {})).toEqual([
      '/duties/0/ower: The key "ower" is unknown here. Did you mean "owner"?',
    ]);
  });

  it('takes __proto__ for the unknown key that it is', () => {
    const raw = JSON.parse(`{"__proto__": {"id": "x"}}`) as unknown;
    expect(parsePlan(raw).faults).toContainEqual(expect.objectContaining({ path: '/__proto__' }));
  });

  it('says what is missing', () => {
    expect(faultsOf('/duties/0/owner')).toEqual([
      '/duties/0: "owner" is missing: expected "parties", "posture", "skipped" or a table with groups.',
    ]);
  });

  it.each([
    ['/version', 'one', '/version: Expected a whole number from 1 to 1000000, found "one".'],
    ['/version', 1.5, '/version: Expected a whole number from 1 to 1000000, found 1.5.'],
    ['/duties/0/waivable', 'false', '/duties/0/waivable: Expected true or false, found "false".'],
    ['/parties', {}, '/parties: Expected a list of parties, found a table.'],
    ['/title', 'Plan', '/title: Expected a table with en and uk, found "Plan".'],
    ['/title/uk', '', '/title/uk: Expected words, found "".'],
    ['/schema', 2, '/schema: Expected 1, found 2.'],
    ['/id', 'Seed plan', '/id: Expected an id of small letters, digits and hyphens such as seed, found "Seed plan".'],
    ['/duties/0/id', 'D1.2', '/duties/0/id: Expected an id such as D1 or G2, found "D1.2".'],
    [
      '/duties/0/anchor',
      'first-violaton',
      '/duties/0/anchor: Expected one of first-violation, opening, phase, creation, found "first-violaton". Did you mean "first-violation"?',
    ],
    [
      '/gates/0/condition/kind',
      'no-standdown',
      '/gates/0/condition/kind: Expected "kind" to be no-stand-down or declaration, found "no-standdown". Did you mean "no-stand-down"?',
    ],
  ])('%s cannot be %p', (path, value, fault) => {
    expect(faultsOf(path, value)).toEqual([fault]);
  });

  it.each([
    [
      'P1D',
      '"P1D" counts by the calendar, and over a clock change P1D and PT24H differ by an hour. For elapsed time write PT24H.',
    ],
    [
      'P2W',
      '"P2W" counts by the calendar, and over a clock change P1D and PT24H differ by an hour. For elapsed time write PT336H.',
    ],
    [
      'P1DT12H',
      '"P1DT12H" counts by the calendar, and over a clock change P1D and PT24H differ by an hour. Write elapsed hours, such as PT24H.',
    ],
    [
      'P1M',
      '"P1M" counts by the calendar, and over a clock change P1D and PT24H differ by an hour. Write elapsed hours, such as PT24H.',
    ],
    ['24h', 'Expected a span such as PT24H or PT0H, found "24h".'],
    [24, 'Expected a span such as PT24H or PT0H, found 24.'],
    ['PT', 'Expected a span such as PT24H or PT0H, found "PT".'],
  ])('a span cannot be %p', (value, message) => {
    expect(faultsOf('/gates/0/notBefore', { value, ...REASON })).toEqual([`/gates/0/notBefore/value: ${message}`]);
  });

  it('does not take a span of zero where something would never wait', () => {
    expect(faultsOf('/timing/overdueEvery', { value: 'PT0H', ...REASON })).toEqual([
      '/timing/overdueEvery/value: Expected a span above zero such as PT24H, found "PT0H".',
    ]);
  });

  it('finds every fault at once, of every kind', () => {
    const raw = spoilt(spoilt(spoilt(seed, '/titel', 'x'), '/timing/settle', 'PT1S'), '/phases/1/groups', [
      'coalitoin',
    ]);
    expect(parsePlan(raw).faults.map(({ path }) => path)).toEqual(['/titel', '/timing/settle', '/phases/1/groups/0']);
  });

  it.each([[null], [7], ['plan'], [[]], [undefined]])('reads %p as no plan, without breaking', (raw) => {
    expect(parsePlan(raw)).toEqual({ faults: [expect.objectContaining({ path: '' })] });
  });

  it('never throws, and never gives a plan with faults, whatever stands in a file', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(seed)), fc.jsonValue(), (path, value) => {
        const { plan, faults } = parsePlan(spoilt(seed, path, value));
        expect(plan === undefined).toBe(faults.length > 0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('phases and gates', () => {
  it('counts phases without gaps', () => {
    expect(faultsOf('/phases/2/phase', 4)).toEqual([
      '/phases/2/phase: Phases are numbered 1, 2, 3 … in order; expected 3 here, found 4.',
      '/phases/2/phase: No gate opens phase 4. Add one under "gates" with phase: 4.',
      '/gates/1/phase: There is no phase 3. Known: 1, 2, 4.',
      '/duties/6/phase: There is no phase 3. Known: 1, 2, 4.',
    ]);
  });

  it('wants groups in the phase of a gate', () => {
    expect(faultsOf('/phases/1/groups', [])).toEqual([
      '/phases/1/groups: The gate G2 opens phase 2, which has no groups, so that nobody would be told. Name at least one group.',
    ]);
  });

  it('wants a gate for every phase after the first, and one', () => {
    expect(faultsOf('/gates/1/phase', 2)).toEqual([
      '/phases/2/phase: No gate opens phase 3. Add one under "gates" with phase: 3.',
      '/gates/1/phase: Phase 2 is opened by G2 already. Keep one gate.',
      '/gates/1/opensAlso/value/0: A gate opens besides only phases between the first and its own, found 2.',
    ]);
  });

  it('lets a gate lapse only after it can open', () => {
    expect(
      faultsOf('/gates/1/lapses', { value: 'PT24H', ...REASON }, spoilt(seed, '/gates/1/notBefore/value', 'PT24H')),
    ).toEqual(['/gates/1/lapses: "lapses" is not after "notBefore": the gate would lapse before it can open.']);
    expect(faultsOf('/gates/0/lapses', { value: 'PT72H', ...REASON })).toEqual([
      '/gates/0/lapses: Only a gate that waits for a declaration can lapse. Leave "lapses" out.',
    ]);
  });

  it('gives each gate and duty an id of its own', () => {
    expect(faultsOf('/duties/0/id', 'G2')).toEqual([
      '/duties/0/id: The id "G2" is given twice, first at /gates/0. Give each gate or duty its own.',
    ]);
    expect(faultsOf('/groups/1/id', 'watch')[0]).toBe(
      '/groups/1/id: The id "watch" is given twice, first at /groups/0. Give each group its own.',
    );
  });

  it('lists no sector that every plan has', () => {
    const sectors = [{ id: 'UA-43', name: { en: 'x', uk: 'x' }, ...REASON }];
    expect(faultsOf('/sectors', sectors)).toEqual([
      '/sectors/0/id: UA-43 is one of the 27 regions of ISO 3166-2:UA, which every plan has. Leave it out.',
    ]);
  });
});

describe('duties', () => {
  it('wants an owner', () => {
    expect(faultsOf('/duties/0/owner', { groups: [] })).toEqual([
      '/duties/0/owner/groups: Nobody owes D1. Name at least one group, or `parties`.',
    ]);
  });

  it('refuses a due before the gate of its phase can open, where both hang on the first violation', () => {
    expect(faultsOf('/gates/1/notBefore/value', 'PT73H', spoilt(seed, '/gates/1/lapses'))).toEqual([
      '/duties/6/due: D7 is due PT72H after the first violation, before its phase can open: G3 opens no earlier than PT73H. ' +
        'Expected at least PT73H, or the anchor `phase`.',
    ]);
  });

  it('wants parties where each of them owes it', () => {
    expect(faultsOf('/duties/4/owner', { groups: ['watch'] })).toEqual([
      '/duties/4/completion: Every party of watch owes D5, and there is none. Give the group parties, or write `any`.',
    ]);
  });

  it('keeps decisions for parties', () => {
    expect(faultsOf('/duties/0/record', 'decision')).toEqual([
      '/duties/0/owner: A decision is recorded for a party, so its owner is `parties`.',
    ]);
    expect(faultsOf('/duties/6/completion', 'any')).toEqual([
      '/duties/6/completion: What the parties owe, each of them owes: write `every`.',
    ]);
  });

  it('hangs a duty only on what is known when it is created', () => {
    expect(faultsOf('/duties/3/createdBy', 'opening')).toEqual([
      '/duties/3/anchor: D4 is created when the case opens, when nobody knows yet whether phase 2 will open.',
    ]);
    expect(faultsOf('/duties/3/createdBy', 'declaration')).toEqual([
      '/duties/3/createdBy: No declaration opens phase 2, so nothing would ever create D4.',
    ]);
  });
});

describe('names, authority and times', () => {
  it.each([
    ['/phases/0/groups/0', 'wach', '/phases/0/groups/0: The group "wach" does not exist. Did you mean "watch"?'],
    [
      '/duties/2/owner/groups/0',
      'wach',
      '/duties/2/owner/groups/0: The group "wach" does not exist. Did you mean "watch"?',
    ],
    [
      '/authority/stand-down/signers/0',
      'wach',
      '/authority/stand-down/signers/0: The group "wach" does not exist. Did you mean "watch"?',
    ],
    ['/single/waive/value/0', 'wach', '/single/waive/value/0: The group "wach" does not exist. Did you mean "watch"?'],
    [
      '/notices/lapsed/tell/0',
      'wach',
      '/notices/lapsed/tell/0: The group "wach" does not exist. Did you mean "watch"?',
    ],
    [
      '/notices/lapsed/tell/0',
      '@postur',
      '/notices/lapsed/tell/0: The relation "@postur" does not exist. Did you mean "@posture"?',
    ],
    [
      '/single/waive/value',
      ['watch', 'watch'],
      '/single/waive/value/1: "watch" stands twice in this list. Keep it once.',
    ],
    [
      '/authority/stand-down/organisations',
      3,
      '/authority/stand-down/persons: 3 organisations cannot sign with 2 persons: expected at least 3.',
    ],
    [
      '/authority/stand-down/organisations',
      1,
      '/authority/stand-down/organisations: "stand-down" can stop or shorten a response, so it takes at least 2 organisations.',
    ],
    [
      '/authority/stand-down/expiry',
      'PT0H',
      '/authority/stand-down/expiry: A proposal that needs a second signature needs time for it, such as PT2H.',
    ],
    [
      '/authority/withdraw-stand-down/expiry',
      'PT2H',
      '/authority/withdraw-stand-down/expiry: One signature takes effect at once, so nothing expires: expected PT0H.',
    ],
    [
      '/authority/large-scale/oneOfEach/0',
      ['diplomatic'],
      '/authority/large-scale/oneOfEach/0/0: The group "diplomatic" is not among the signers of "large-scale". Add it there.',
    ],
    [
      '/timing/reminders/value',
      ['PT1H', 'PT6H'],
      '/timing/reminders/value/1: Reminders go from the longest to the shortest: expected less than PT1H, found PT6H.',
    ],
    [
      '/timing/acknowledge/value',
      ['PT30M', 'PT1H'],
      '/timing/acknowledge/value: Expected 3 steps (next channel; delegate; parent and watch), found 2.',
    ],
    [
      '/timing/acknowledge/value',
      ['PT30M', 'PT30M', 'PT1H'],
      '/timing/acknowledge/value/1: The steps are measured from the notice: expected more than PT30M, found PT30M.',
    ],
    [
      '/timing/acknowledgeLastPhaseDivisor/value',
      0.5,
      '/timing/acknowledgeLastPhaseDivisor/value: Waiting gets shorter in the last phase, never longer: expected at least 1, found 0.5.',
    ],
    ['/reports/late/value', 'PT30M', '/reports/late: Expected at least "fresh" (PT1H), found PT30M.'],
  ])('%s cannot be %p', (path, value, fault) => {
    expect(faultsOf(path, value)).toEqual([fault]);
  });

  it('knows the parties of groups', () => {
    expect(faultsOf('/groups/5/parties', ['USA'])[0]).toContain('a country code of two capital letters');
    expect(faultsOf('/groups/5/parties', ['FI'])).toEqual([
      expect.stringContaining('/groups/5/parties/0: The party "FI" does not exist.'),
    ]);
  });

  it('wants a row for every act and every topic', () => {
    expect(faultsOf('/authority/stand-down')).toEqual([expect.stringContaining('/authority: "stand-down" is missing')]);
    expect(faultsOf('/notices/undecided')).toEqual([expect.stringContaining('/notices: "undecided" is missing')]);
  });
});

/** Every path of a raw value. */
function pathsOf(raw: unknown, path = ''): string[] {
  if (typeof raw !== 'object' || raw === null) return [path];
  const below = Object.entries(raw).flatMap(([key, value]) => pathsOf(value, `${path}/${key}`));
  return path === '' ? below : [path, ...below];
}
