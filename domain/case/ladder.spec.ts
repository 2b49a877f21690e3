import { at, offset, Timeline, usual } from '../../test/support/timeline.js';

const members = ['gb-mod', 'no-mod', 'is-mfa', 'tr-mod', 'fr-mod', 'de-mod', 'it-mod', 'nl-mod', 'pl-mod', 'ro-mod'];
const standDown = { act: 'stand-down', text: 'Firing has stopped.', textHash: 'h' } as const;
const largeScale = { act: 'large-scale', text: 'A large-scale attack.', textHash: 'h' } as const;

function coalition(line: Timeline): void {
  line.acknowledgeAll('+24:05');
  line.at('+25:00', 'no-mod-duty', 'completeDuty', { dutyId: 'D4', performedAt: at('+25:00'), text: 'Met.' });
  for (const member of members) {
    line.at('+26:00', `${member}-duty`, 'completeDuty', { dutyId: 'D5', performedAt: at('+26:00'), text: 'Position.' });
  }
}

describe('the ladder of the seed plan', () => {
  it('never opens phase 2 after a stand-down at +20:00, is quiet until +92:00 and tells everyone at the end', () => {
    const line = new Timeline();
    usual(line);
    line.at('+19:00', 'ua-mfa-duty', 'propose', standDown);
    line.acknowledgeAll('+19:05');
    line.at('+20:00', 'fr-mfa-duty', 'sign', { proposalId: 'p1', textHash: 'h' });
    line.acknowledgeAll('+20:05');
    line.play.advanceTo(at('+100:00'));
    expect(line.topics()).toEqual([
      '+0:10 case-opened',
      '+12:00:01 duty-approaching',
      '+12:00:01 duty-approaching',
      '+19:00 proposal-made',
      '+20:00 stood-down',
      '+92:00:01 case-closed',
    ]);
    const { state } = line.play;
    expect(state.status).toBe('closed');
    expect(state.outcome).toBe('stood-down');
    expect(state.level).toBe(1);
    expect(state.closedAt).toBe(at('+92:00'));
    const everyone = new Set(
      line
        .told()
        .slice(0, -1)
        .flatMap(({ offices }) => offices),
    );
    expect(new Set(line.told().at(-1)?.offices)).toEqual(everyone);
  });

  it('runs the full ladder without a stand-down', () => {
    const line = new Timeline();
    usual(line);
    line.play.advanceTo(at('+24:00:02'));
    expect(line.play.state.phases.map(({ phase, openedAt }) => [phase, offset(openedAt)])).toEqual([
      [1, '+0:10'],
      [2, '+24:00'],
    ]);
    expect(offset(line.play.state.duties['D4']?.workingDueAt ?? '')).toBe('+30:00');
    expect(offset(line.play.state.duties['D5']?.workingDueAt ?? '')).toBe('+48:00');
    coalition(line);
    line.at('+29:50', 'ua-general-staff-duty', 'propose', largeScale);
    line.acknowledgeAll('+29:55');
    line.at('+30:00', 'gb-mod-duty', 'sign', { proposalId: 'p1', textHash: 'h' });
    line.acknowledgeAll('+30:02');
    expect(line.play.state.level).toBe(3);
    const d7 = line.play.state.duties['D7'];
    expect([offset(d7?.treatyDueAt ?? ''), offset(d7?.workingDueAt ?? '')]).toEqual(['+72:00', '+72:00']);
    const deciders = ['ua-mfa', 'us-state', ...members.filter((member) => member !== 'tr-mod')];
    for (const office of deciders) line.at('+50:00', `${office}-duty`, 'decide', { choice: 'support', text: 'Yes.' });
    line.play.advanceTo(at('+73:10'));
    expect(line.at('+73:10', 'tr-mod-duty', 'decide', { choice: 'support', text: 'Yes.' })?.errors?.[0]?.path).toBe(
      '/reason',
    );
    line.at('+73:10', 'tr-mod-duty', 'decide', { choice: 'support', text: 'Yes.', reason: 'Parliament sat.' });
    line.play.advanceTo(at('+90:00'));
    expect(line.play.state.duties['D7']).toMatchObject({ state: 'met-late', lateBy: 70 * 60_000 });
    expect(line.topics()).toEqual([
      '+0:10 case-opened',
      '+12:00:01 duty-approaching',
      '+12:00:01 duty-approaching',
      '+24:00:01 phase-opened',
      '+29:50 proposal-made',
      '+30:00 declaration-in-effect',
      '+30:00 phase-opened',
      '+60:00:01 duty-approaching',
      '+66:00:01 duty-approaching',
      '+71:00:01 duty-approaching',
      '+72:00:01 undecided',
      '+73:00:01 duty-overdue',
    ]);
    const named = line.told().find(({ topic }) => topic === 'undecided')?.offices ?? [];
    expect(named.filter((office) => !office.startsWith('watch'))).toEqual(['tr-mod-duty']);
  });

  it('reminds and counts as overdue when the report came ten hours late', () => {
    const line = new Timeline({ accepted: '+10:00' });
    line.acknowledgeAll('+10:05');
    line.at('+11:00', 'watch-kyiv-duty', 'setStanding', { violationId: 'v1', standing: 'verified', text: 'Seen.' });
    line.play.advanceTo(at('+24:00:02'));
    coalition(line);
    line.play.advanceTo(at('+40:00'));
    const d1 = line.topics().filter((topic) => topic.includes('duty'));
    expect(d1).toEqual(
      ['+12:00:01', '+18:00:01', '+23:00:01']
        .flatMap((when) => [`${when} duty-approaching`, `${when} duty-approaching`])
        .concat(
          [24, 25, 26, 27, 28, 29, 30].flatMap((hour) => [
            `+${hour}:00:01 duty-overdue`,
            `+${hour}:00:01 duty-overdue`,
          ]),
        ),
    );
  });

  it('goes on reminding the other members while the late record of one waits for a confirmation', () => {
    const line = new Timeline();
    usual(line);
    line.at('+24:05', 'no-mod-duty', 'completeDuty', { dutyId: 'D4', performedAt: at('+24:05'), text: 'Met.' });
    line.at('+48:10', 'gb-mod-duty', 'completeDuty', {
      dutyId: 'D5',
      performedAt: at('+47:00'),
      text: 'Position.',
      evidence: [{ sha256: 'e'.repeat(64), mediaType: 'text/plain' }],
    });
    expect(line.play.state.duties['D5']?.state).toBe('overdue');
    line.play.advanceTo(at('+49:00:02'));
    const reminded = line.told().find(({ at: when, topic }) => when === '+49:00:01' && topic === 'duty-overdue');
    expect(reminded?.offices).toEqual(expect.arrayContaining(['pl-mod-duty']));
    expect(reminded?.offices).not.toContain('gb-mod-duty');
  });

  it('keeps phase 2 shut for a signature accepted in the last millisecond, and opens it for one at the instant', () => {
    for (const [when, phases] of [
      ['+23:59:59.999', 1],
      ['+24:00', 2],
    ] as const) {
      const line = new Timeline();
      usual(line);
      line.at('+23:00', 'ua-mfa-duty', 'propose', standDown);
      line.acknowledgeAll('+23:05');
      line.at(when, 'fr-mfa-duty', 'sign', { proposalId: 'p1', textHash: 'h' });
      line.acknowledgeAll('+24:01');
      line.play.advanceTo(at('+30:00'));
      expect([line.play.state.phases.length, line.play.state.status]).toEqual([phases, 'quiet']);
      if (phases === 2) expect(line.topics().slice(-2)).toEqual(['+24:00:01 phase-opened', '+24:00:01 stood-down']);
    }
  });

  it('counts a stand-down accepted before the gate though the case slept over both', () => {
    const line = new Timeline();
    usual(line);
    line.at('+23:00', 'ua-mfa-duty', 'propose', standDown);
    const command = line.command('sign', 'fr-mfa-duty', '+23:59:59.999', { proposalId: 'p1', textHash: 'h' });
    line.play.now = at('+25:10');
    line.play.submit(command);
    expect(line.play.state.level).toBe(1);
    expect(line.play.state.stoodDownAt).toBe(at('+23:59:59.999'));
  });

  it('opens phase 3 at +72:00 under literal-72h-after and says so at once', () => {
    const line = new Timeline({ plan: 'literal-72h-after' });
    usual(line);
    line.play.advanceTo(at('+24:00:02'));
    coalition(line);
    line.at('+29:50', 'ua-general-staff-duty', 'propose', largeScale);
    line.acknowledgeAll('+29:55');
    line.at('+30:00', 'us-state-duty', 'sign', { proposalId: 'p1', textHash: 'h' });
    line.acknowledgeAll('+30:02');
    expect(line.play.state.level).toBe(2);
    expect(offset(line.play.state.duties['D7']?.workingDueAt ?? '')).toBe('+96:00');
    line.play.advanceTo(at('+72:00:02'));
    expect(line.play.state.level).toBe(3);
    expect(offset(line.play.state.phases[2]?.openedAt ?? '')).toBe('+72:00');
  });
});
