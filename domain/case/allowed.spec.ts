import { at, reportBody, Timeline } from '../../test/support/timeline.js';
import { allowed } from './allowed.js';

const said = (line: Timeline, office: string, when: string, action: string): string | undefined => {
  const row = allowed(line.play.state, line.actor(office), at(when)).find((one) => one.action === action);
  return row && (row.allowed ? 'allowed' : row.because);
};

function another(line: Timeline, when: string): void {
  const id = `other-${when}`;
  const body = reportBody({
    reportKey: `watch-kyiv/log/${id}`,
    contentHash: id,
    source: 'log',
    sourceReportId: id,
    occurredAt: { earliest: at(when), latest: at(when) },
    kind: 'drone-strike',
  });
  const refused = line.at(when, 'watch-kyiv-duty', 'report', body);
  if (refused) throw new Error(refused.detail);
}

describe('taking an acknowledgement back', () => {
  it('is offered to the organisation that gave it, for five minutes, and to nobody else', () => {
    const line = new Timeline();
    expect(said(line, 'ua-mfa-duty', '+0:10', 'undo:a1')).toBeUndefined();
    line.at('+0:20', 'ua-mfa-duty', 'acknowledge', {});
    expect(said(line, 'ua-mfa-duty', '+0:24', 'undo:a1')).toBe('allowed');
    expect(said(line, 'ua-mfa-duty', '+0:26', 'undo:a1')).toBe('An acknowledgement can be undone for five minutes.');
    expect(said(line, 'watch-kyiv-duty', '+0:24', 'undo:a1')).toBeUndefined();
    line.at('+0:24', 'ua-mfa-duty', 'undoAcknowledgement', { acknowledgementId: 'a1' });
    expect(said(line, 'ua-mfa-duty', '+0:24', 'undo:a1')).toBeUndefined();
  });
});

describe('joining and parting violations', () => {
  it('is offered to the watch once there are two, and parting only of those that were joined', () => {
    const line = new Timeline();
    expect(said(line, 'watch-kyiv-duty', '+0:15', 'join')).toBeUndefined();
    another(line, '+1:00');
    expect(said(line, 'watch-kyiv-duty', '+1:00', 'join')).toBe('allowed');
    expect(said(line, 'ua-mfa-duty', '+1:00', 'join')).toMatch(/^This is for /);
    expect(said(line, 'watch-kyiv-duty', '+1:00', 'part:v2')).toBeUndefined();
    line.at('+1:01', 'watch-kyiv-duty', 'sameAs', { violationId: 'v2', as: 'v1', text: 'One strike.' });
    expect(said(line, 'watch-kyiv-duty', '+1:01', 'part:v2')).toBe('allowed');
    expect(said(line, 'watch-kyiv-duty', '+1:01', 'join')).toBeUndefined();
  });

  it('says why not, where every join would lower a count', () => {
    const line = new Timeline();
    another(line, '+1:00');
    line.acknowledgeAll('+1:05');
    for (const violationId of ['v1', 'v2']) {
      const refused = line.at('+1:12', 'fr-mfa-duty', 'setStanding', {
        violationId,
        standing: 'verified',
        text: 'Seen.',
      });
      expect(refused).toBeUndefined();
    }
    expect(Object.values(line.play.state.violations).map(({ standing }) => standing)).toEqual(['verified', 'verified']);
    expect(said(line, 'watch-kyiv-duty', '+1:10', 'join')).toMatch(/^This would hide evidence or lower a count/);
  });
});
