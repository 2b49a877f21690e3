import { instant, MINUTE, ms } from '../instant.js';
import type { Envelope } from './commands.js';
import { foreignFault } from './foreign.js';
import type { CaseState } from './state.js';

const OPENED = '2027-03-27T20:00:00.000Z';
const after = (span: number): string => instant(ms(OPENED) + span);
const case2 = { behaviours: [1, 2], openedAt: OPENED } as unknown as CaseState;
const case1 = { ...case2, behaviours: [1] };

const actor = { office: 'gb-mod-duty', organisation: 'gb-mod', person: 'p', means: 'key' as const, roles: [] };
const sign = (change: object = {}): Envelope<unknown> => ({
  commandId: 'k',
  actor,
  acceptedAt: after(MINUTE),
  stamp: 's',
  body: { proposalId: 'p1', textHash: 'h' },
  ...change,
});

describe('a message to a case', () => {
  it('is a command when the API gave it to this case', () => {
    expect(foreignFault(case2, 'sign', sign())).toBeUndefined();
  });

  it('is foreign without a good stamp, and what it says of itself is kept as said', () => {
    const { fault, claimed } = foreignFault(case2, 'sign', sign({ stampFault: 'it is forged.' })) ?? {};
    expect(fault).toBe('it is forged.');
    expect(claimed).toEqual({
      commandId: 'k',
      office: 'gb-mod-duty',
      organisation: 'gb-mod',
      person: 'p',
      acceptedAt: after(MINUTE),
      stamp: 's',
      body: '{"proposalId":"p1","textHash":"h"}',
    });
  });

  it('is foreign when it was said before the case opened, but for a report and for clocks', () => {
    expect(foreignFault(case2, 'sign', sign({ acceptedAt: after(-5 * MINUTE) }))).toBeUndefined();
    expect(foreignFault(case2, 'sign', sign({ acceptedAt: after(-5 * MINUTE - 1) }))?.fault).toMatch(
      /before this case/,
    );
    const report = sign({
      acceptedAt: after(-600 * MINUTE),
      body: {
        reportKey: 'k',
        contentHash: 'h',
        source: 's',
        sourceReportId: 'r',
        occurredAt: { earliest: OPENED, latest: OPENED },
        place: { sector: 'UA-23' },
        kind: 'shelling',
        description: 'd',
        standing: 'credible',
      },
    });
    expect(foreignFault(case2, 'report', report)).toBeUndefined();
  });

  it('is judged by its shape alone in a case of the first release', () => {
    expect(foreignFault(case1, 'sign', sign({ stampFault: 'x', acceptedAt: after(-60 * MINUTE) }))).toBeUndefined();
    expect(foreignFault(case1, 'sign', sign({ body: {} }))).toEqual({ fault: 'its body is not that of "sign".' });
  });

  it('claims no more than a record can hold', () => {
    const long = `${'x'.repeat(199)}\u{1f600}`;
    const body = { proposalId: 'p'.repeat(19_000), textHash: '\ud800' };
    const { claimed } = foreignFault(case2, 'sign', sign({ stampFault: 'x', stamp: long, body })) ?? {};
    expect([claimed?.stamp.length, claimed?.body.length]).toEqual([200, 2000]);
    expect(claimed?.stamp.isWellFormed()).toBe(true);
  });
});
