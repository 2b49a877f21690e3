import { at, Timeline, usual } from '../../test/support/timeline.js';
import { ITSELF } from './commands.js';
import type { ProposeBody } from './commands.js';

const voiding: ProposeBody = { act: 'void-violation', text: 'It was a drill.', textHash: 'h', violationId: 'v1' };

/** Stood down at +20:00, closed at +92:00. */
function closed(): Timeline {
  const line = new Timeline();
  usual(line);
  const standDown: ProposeBody = { act: 'stand-down', text: 'It is quiet.', textHash: 's' };
  line.at('+19:00', 'ua-mfa-duty', 'propose', standDown);
  line.at('+20:00', 'fr-mfa-duty', 'sign', { proposalId: 'p1', textHash: 's' });
  line.acknowledgeAll('+20:01');
  line.play.advanceTo(at('+93:00'));
  expect(line.play.state.status).toBe('closed');
  return line;
}

/** As its run for corrections begins. */
function corrected(line: Timeline, when: string): void {
  line.play.advanceTo(at(when));
  const { directory } = line;
  const body = { directory, hash: 'now' };
  const given = { commandId: `begin-${when}`, actor: ITSELF, acceptedAt: at(when), at: at(when), body };
  expect(line.play.submit({ kind: 'beginCorrections', ...given })).toBeUndefined();
}

describe('a closed case (RULES 8)', () => {
  it('takes nothing in its own run, not even what corrects it', () => {
    const line = closed();
    expect(line.at('+94:00', 'fr-mfa-duty', 'propose', voiding)?.code).toBe('closed');
  });

  it('has a violation found void by two organisations; everyone told is told, and no clock runs again', () => {
    const line = closed();
    corrected(line, '+94:00');
    expect(line.at('+94:01', 'fr-mfa-duty', 'propose', voiding)).toBeUndefined();
    const told = line.topics().length;
    expect(line.at('+94:10', 'gb-mod-duty', 'sign', { proposalId: 'p2', textHash: 'h' })).toBeUndefined();
    const { status, outcome, violations, duties, awaiting, closedAt } = line.play.state;
    expect([status, outcome, closedAt]).toEqual(['closed', 'stood-down', at('+92:00')]);
    expect(violations['v1']?.standing).toBe('void');
    expect([duties['D9'], awaiting]).toEqual([undefined, {}]);
    expect(line.topics().slice(told)).toEqual(['+94:10 corrected']);
    const entries = line.play.entries.length;
    line.play.advanceTo(at('+400:00'));
    expect(line.play.entries).toHaveLength(entries);
  });

  it('refuses the second signature of the same organisation, another text, and every other act', () => {
    const line = closed();
    corrected(line, '+94:00');
    line.at('+94:01', 'gb-mod-duty', 'propose', voiding);
    const sign = (office: string, textHash = 'h') => line.at('+94:10', office, 'sign', { proposalId: 'p2', textHash });
    expect([sign('gb-mod-head')?.code, sign('fr-mfa-duty', 'other')?.code]).toEqual(['conflict', 'conflict']);
    expect([sign('ua-general-staff-duty')?.code, sign('admin')?.code]).toEqual(['forbidden', 'forbidden']);
    const standDown: ProposeBody = { act: 'stand-down', text: 'Again.', textHash: 's' };
    expect(line.at('+94:11', 'ua-mfa-duty', 'propose', standDown)?.code).toBe('closed');
    expect(line.at('+94:11', 'fr-mfa-duty', 'acknowledge', {})?.code).toBe('closed');
    expect(line.play.state.violations['v1']?.standing).not.toBe('void');
  });

  it('lets the proposal lapse at its expiry, and tells whoever was told of it', () => {
    const line = closed();
    corrected(line, '+94:00');
    line.at('+94:01', 'fr-mfa-duty', 'propose', voiding);
    line.play.advanceTo(at('+97:00'));
    expect(line.play.state.proposals['p2']).toMatchObject({ state: 'expired' });
    expect(line.topics().at(-1)).toBe('+96:01:01 proposal-lapsed');
    expect(line.at('+97:01', 'gb-mod-duty', 'sign', { proposalId: 'p2', textHash: 'h' })?.code).toBe('gone');
  });
});
