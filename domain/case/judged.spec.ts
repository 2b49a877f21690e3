import { at, offset, reportBody, T0, Timeline } from '../../test/support/timeline.js';
import type { Judged, ReportBody } from './commands.js';
import { Refused } from '../refused.js';

const judged = (change: Partial<Judged> = {}): Judged => ({
  reviewId: 'review-UA-23-2027032720',
  outcome: 'credible',
  class: 'fresh',
  by: 'legal-kyiv-duty',
  ...change,
});

const other = (occurred: string, change: Partial<ReportBody> = {}): ReportBody =>
  reportBody({
    reportKey: 'ua-mfa/log/2',
    contentHash: 'c2',
    occurredAt: { earliest: at(occurred), latest: at(occurred) },
    ...change,
  });

describe('a report that people have judged (RULES 5)', () => {
  it('opens a case by the class of the judgement, however old it is', () => {
    const line = new Timeline({
      accepted: '+200:30',
      report: { judged: judged({ outcome: 'open-case', class: 'late' }) },
    });
    const { firstViolationAt, lateness, gates } = line.play.state;
    expect([firstViolationAt, lateness, offset(gates['G2']?.opensAt ?? '')]).toEqual([T0, 'late', '+204:30']);
  });

  it('opens none where it was found to be a duplicate', () => {
    const duplicate = { judged: judged({ outcome: 'duplicate' }) };
    expect(() => new Timeline({ report: duplicate })).toThrow(Refused);
  });

  it('joins a case though it is older than the plan takes without review, and says who judged it', () => {
    const line = new Timeline();
    line.at('+170:00', 'ua-mfa-duty', 'report', other('+1:00', { judged: judged({ class: 'late' }) }));
    expect(line.play.state.violations['v2']?.standing).toBe('credible');
    const { because } = line.play.entries.at(-1)?.events[0] ?? {};
    expect(because?.why).toContain('legal-kyiv-duty');
    expect(because?.inputs).toMatchObject({ class: 'late', review: 'review-UA-23-2027032720' });
  });

  it('is set aside without a judgement', () => {
    const line = new Timeline();
    line.at('+170:00', 'ua-mfa-duty', 'report', other('+1:00'));
    expect(line.play.entries.at(-1)?.events[0]).toMatchObject({ type: 'report-set-aside' });
  });

  it('as a duplicate is attached to the violation that was named, and counts only where it fits', () => {
    const line = new Timeline();
    const named = { corroborates: 'v1', judged: judged({ outcome: 'duplicate' }) };
    line.at('+9:00', 'ua-mfa-duty', 'report', other('+8:00', { ...named, standing: 'alleged' }));
    expect(line.play.entries.at(-1)?.events[0]).toMatchObject({
      type: 'report-attached',
      violationId: 'v1',
      counts: false,
    });
    const fitting = other('-0:10', { ...named, standing: 'alleged', reportKey: 'fr-mfa/log/3', contentHash: 'c3' });
    // D3 is overdue on the hour and ten minutes; what comes at that very instant waits for it.
    line.at('+9:11', 'fr-mfa-duty', 'report', fitting);
    expect(line.play.entries.at(-1)?.events[0]).toMatchObject({
      type: 'report-attached',
      violationId: 'v1',
      counts: true,
    });
    expect(line.play.state.firstViolationAt).toBe(T0);
  });

  it('as a duplicate of nothing is refused', () => {
    const line = new Timeline();
    const lonely = other('+8:00', { corroborates: 'v7', judged: judged({ outcome: 'duplicate' }) });
    expect(line.at('+9:00', 'ua-mfa-duty', 'report', lonely)).toMatchObject({ code: 'conflict' });
  });

  it('as a revision moves the occurrence further than one may without', () => {
    const revision = { occurredAt: { earliest: at('-30:00'), latest: at('-30:00') }, contentHash: 'c4' };
    const line = new Timeline();
    line.at('+1:00', 'alert-network-feed', 'report', reportBody(revision));
    expect(line.play.state.firstViolationAt).toBe(T0);
    line.at('+2:00', 'alert-network-feed', 'report', reportBody({ ...revision, judged: judged() }));
    expect(offset(line.play.state.firstViolationAt)).toBe('-30:00');
  });
});
