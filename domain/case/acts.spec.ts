import { at, offset, reportBody, Timeline, usual } from '../../test/support/timeline.js';
import { amended } from '../../test/support/amended-plan.js';
import type { ProposeBody } from './commands.js';

const standDown = { act: 'stand-down', text: 'Firing has stopped.', textHash: 'h' } as const;
const largeScale = { act: 'large-scale', text: 'A large-scale attack.', textHash: 'h' } as const;

function signed(line: Timeline, when: [string, string], offices: [string, string], body: ProposeBody): void {
  line.acknowledgeAll(when[0]);
  const proposed = line.at(when[0], offices[0], 'propose', body);
  // What is due at the same instant comes first, once it has settled.
  line.play.advanceTo(at(`${when[0]}:02`));
  const id = `p${line.play.state.counters.proposal}`;
  const refused = proposed ?? line.at(when[1], offices[1], 'sign', { proposalId: id, textHash: body.textHash });
  if (refused) throw new Error(refused.detail);
  line.acknowledgeAll(`${when[1]}:02`);
}

const stoodDown = (line: Timeline, when: [string, string] = ['+19:00', '+20:00']): void =>
  signed(line, when, ['ua-mfa-duty', 'fr-mfa-duty'], standDown);
const declared = (line: Timeline, when: [string, string]): void =>
  signed(line, when, ['ua-general-staff-duty', 'gb-mod-duty'], largeScale);

function another(line: Timeline, when: string, occurred: string, id = '2'): void {
  const refused = line.at(
    when,
    'watch-kyiv-duty',
    'report',
    reportBody({
      reportKey: `watch-kyiv/log/${id}`,
      contentHash: `c-${id}`,
      source: 'log',
      sourceReportId: id,
      occurredAt: { earliest: at(occurred), latest: at(occurred) },
      kind: 'drone-strike',
    }),
  );
  if (refused) throw new Error(refused.detail);
}

const instants = (line: Timeline): Record<string, string> =>
  Object.fromEntries(
    Object.values(line.play.state.duties).map(({ id, treatyDueAt, workingDueAt, state }) => [
      id,
      `${offset(treatyDueAt)} ${offset(workingDueAt)} ${state}`,
    ]),
  );
const opens = (line: Timeline, gate: string): string => offset(line.play.state.gates[gate]?.opensAt ?? '');
const topicsAfter = (line: Timeline, when: string): string[] =>
  line.topics().slice(line.told().findIndex(({ at: told }) => told === when));

describe('hostilities resume (RULES 8)', () => {
  it('keeps case and first violation, opens what had passed an hour later, and takes a new declaration at 72 h', () => {
    const line = new Timeline();
    usual(line);
    stoodDown(line);
    another(line, '+60:00', '+59:30');
    const { state } = line.play;
    expect([state.status, offset(state.firstViolationAt), state.posture, opens(line, 'G2')]).toEqual([
      'open',
      '+0:00',
      1,
      '+61:00',
    ]);
    expect(topicsAfter(line, '+60:00')).toEqual(['+60:00 resumed']);
    declared(line, ['+61:30', '+62:00']);
    expect(line.play.state.phases.map(({ openedAt }) => offset(openedAt))).toEqual(['+0:10', '+61:00', '+62:00']);
    expect(instants(line)['D7']).toBe('+72:00 +72:00 open');
  });

  it('adds a violation from before the stand-down and stays quiet', () => {
    const line = new Timeline();
    usual(line);
    stoodDown(line);
    another(line, '+60:00', '+19:00');
    expect(line.play.state.status).toBe('quiet');
    expect(topicsAfter(line, '+60:00')).toEqual(['+60:00 violation-added']);
  });

  it('owes again what the stand-down had made moot, counted from the resumption', () => {
    const line = new Timeline();
    usual(line);
    stoodDown(line, ['+25:00', '+26:00']);
    expect(instants(line)).toMatchObject({ D4: '+30:00 +30:00 moot', D5: '+48:00 +48:00 moot' });
    another(line, '+40:00', '+40:00');
    expect(instants(line)).toMatchObject({ 'D4.2': '+46:00 +46:00 open', 'D5.2': '+64:00 +64:00 open' });
    expect(line.play.state.posture).toBe(2);
  });

  it('records the lapse at the resumption where the 72 hours have passed', () => {
    const line = new Timeline();
    usual(line);
    stoodDown(line);
    another(line, '+80:00', '+80:00');
    expect(topicsAfter(line, '+80:00')).toEqual(['+80:00 resumed', '+80:00 lapsed']);
  });

  it('resumes when one office withdraws the stand-down', () => {
    const line = new Timeline();
    usual(line);
    stoodDown(line);
    const body = { act: 'withdraw-stand-down', text: 'It does not hold.', textHash: 'h' } as const;
    expect(line.at('+23:00', 'fr-mfa-duty', 'propose', body)).toBeUndefined();
    expect(line.play.state.status).toBe('open');
    expect(opens(line, 'G2')).toBe('+24:00');
    expect(line.at('+23:01', 'fr-mfa-duty', 'propose', body)?.code).toBe('conflict');
  });

  it('asks every party anew after a second declaration; what they said before does not count', () => {
    const line = new Timeline();
    usual(line);
    line.acknowledgeAll('+24:05');
    declared(line, ['+29:40', '+30:00']);
    line.at('+31:00', 'tr-mod-duty', 'decide', { choice: 'support', text: 'Yes.' });
    stoodDown(line, ['+32:00', '+33:00']);
    another(line, '+40:00', '+40:00');
    expect(line.play.state.posture).toBe(2);
    declared(line, ['+41:00', '+42:00']);
    expect(instants(line)['D7.2']).toBe('+72:00 +72:00 open');
    expect(line.play.state.posture).toBe(3);
    expect(line.play.state.phases).toHaveLength(3);
    line.play.advanceTo(at('+72:00:02'));
    const listed = line.play.entries.flatMap(({ events }) =>
      events.flatMap((event) => (event.type === 'undecided-listed' ? [event.parties.length] : [])),
    );
    expect(listed).toEqual([12]);
  });
});

describe('a declaration is withdrawn', () => {
  it('lowers the posture and keeps level, phases and instants', () => {
    const line = new Timeline();
    usual(line);
    declared(line, ['+29:40', '+30:00']);
    const body = { act: 'withdraw-large-scale', text: 'It was not one.', textHash: 'w' } as const;
    signed(line, ['+33:00', '+34:00'], ['ua-general-staff-duty', 'us-state-duty'], body);
    const { posture, level, declaration, phases } = line.play.state;
    expect([posture, level, declaration, phases.length]).toEqual([2, 3, undefined, 3]);
    expect(instants(line)['D7']).toBe('+72:00 +72:00 moot');
    declared(line, ['+40:00', '+41:00']);
    expect(line.play.state.posture).toBe(3);
    expect(instants(line)['D7.2']).toBe('+72:00 +72:00 open');
    line.play.advanceTo(at('+72:00:02'));
    expect(line.topics().filter((topic) => topic.endsWith(' lapsed'))).toEqual([]);
  });
});

describe('break-glass', () => {
  const alone = { ...largeScale, breakGlass: true, reason: 'Nobody answers.' } as const;

  it('takes effect at once, is flagged, and is reviewed by those who were skipped', () => {
    const line = new Timeline();
    usual(line);
    line.acknowledgeAll('+24:05');
    expect(line.at('+29:41', 'ua-general-staff-duty', 'propose', alone)?.code).toBe('forbidden');
    expect(line.at('+29:41', 'ua-general-staff-head', 'propose', alone)).toBeUndefined();
    expect(line.play.state.level).toBe(3);
    expect(instants(line)['D8']).toBe('+41:41 +41:41 open');
    const told = line.told().find(({ topic }) => topic === 'break-glass')?.offices ?? [];
    expect(told).toEqual(
      expect.arrayContaining(['gb-mod-duty', 'us-state-duty', 'watch-kyiv-duty', 'legal-kyiv-duty']),
    );
    expect(told).not.toContain('ua-general-staff-duty');
  });

  it('is disputed without effect', () => {
    const line = new Timeline();
    usual(line);
    line.at('+29:41', 'ua-general-staff-head', 'propose', alone);
    const review = { dutyId: 'D8', performedAt: at('+30:00'), text: 'We see none.', outcome: 'disputed' } as const;
    expect(line.at('+30:00', 'ua-general-staff-duty', 'completeDuty', review)?.code).toBe('forbidden');
    expect(line.at('+30:00', 'gb-mod-duty', 'completeDuty', review)).toBeUndefined();
    expect(line.play.state.level).toBe(3);
    expect(line.play.state.declaration).toBeDefined();
    expect(topicsAfter(line, '+30:00')).toEqual(['+30:00 act-disputed']);
    expect(instants(line)['D8']).toBe('+41:41 +41:41 met');
  });

  it('is not for a stand-down, nor without a reason', () => {
    const line = new Timeline();
    const body = { ...standDown, breakGlass: true, reason: 'Now.' } as const;
    expect(line.at('+1:00', 'ua-mfa-head', 'propose', body)?.code).toBe('forbidden');
    const { reason: _, ...silent } = alone;
    expect(line.at('+1:00', 'ua-general-staff-head', 'propose', silent)?.errors?.[0]?.path).toBe('/reason');
  });
});

describe('corrections', () => {
  const voids = (violationId: string) =>
    ({ act: 'void-violation', text: 'A controlled explosion.', textHash: 'v', violationId }) as const;

  it('closes a case whose only violation is void, and tells everybody', () => {
    const line = new Timeline();
    usual(line);
    signed(line, ['+15:00', '+16:00'], ['watch-kyiv-duty', 'fr-mfa-duty'], voids('v1'));
    expect(line.play.state.status).toBe('open');
    line.at('+16:30', 'gb-fcdo-duty', 'sign', { proposalId: 'p1', textHash: 'v' });
    expect([line.play.state.status, line.play.state.outcome]).toEqual(['closed', 'void']);
    expect(topicsAfter(line, '+16:30')).toEqual(['+16:30 corrected', '+16:30 case-closed']);
    const told = new Set(line.told().flatMap(({ offices }) => offices));
    expect(new Set(line.told().at(-1)?.offices)).toEqual(told);
  });

  it('moves the first violation later only then, and computes what hangs on it afresh', () => {
    const line = new Timeline();
    line.acknowledgeAll('+0:15');
    another(line, '+3:00', '+2:00');
    line.at('+3:30', 'watch-brussels-duty', 'setStanding', { violationId: 'v2', standing: 'verified', text: 'Seen.' });
    signed(line, ['+4:00', '+5:00'], ['fr-mfa-duty', 'gb-fcdo-duty'], voids('v1'));
    expect(offset(line.play.state.firstViolationAt)).toBe('+2:00');
    expect(opens(line, 'G2')).toBe('+26:00');
    expect(instants(line)).toMatchObject({ D1: '+26:00 +26:00 open', D9: '+8:00 +8:00 open' });
    stoodDown(line, ['+6:00', '+7:00']);
    expect(instants(line)['D9']).toBe('+8:00 +8:00 met');
  });

  it('keeps a phase that opened on what is void, and says what it rested on', () => {
    const line = new Timeline();
    usual(line);
    line.acknowledgeAll('+24:05');
    another(line, '+25:00', '+24:30');
    signed(line, ['+26:00', '+26:30'], ['fr-mfa-duty', 'gb-fcdo-duty'], voids('v1'));
    expect(line.play.state.phases.map(({ phase }) => phase)).toEqual([1, 2]);
    const facts = line.play.entries
      .flatMap(({ events }) => events)
      .flatMap((event) =>
        event.type === 'told' && event.matter.facts.topic === 'corrected' ? [event.matter.facts] : [],
      );
    expect(facts.map(({ phases }) => phases)).toEqual([[1]]);
  });

  it('corrects when it occurred, in both directions', () => {
    const line = new Timeline();
    usual(line);
    const earlier = { earliest: at('-1:00'), latest: at('-1:00') };
    const move = { act: 'move-first-violation', text: 'The log was wrong.', textHash: 'm', violationId: 'v1' } as const;
    signed(line, ['+15:00', '+16:00'], ['fr-mfa-duty', 'gb-fcdo-duty'], { ...move, occurredAt: earlier });
    expect([offset(line.play.state.firstViolationAt), opens(line, 'G2')]).toEqual(['-1:00', '+23:00']);
    const later = { earliest: at('+0:05'), latest: at('+0:05') };
    signed(line, ['+17:00', '+18:00'], ['fr-mfa-duty', 'gb-fcdo-duty'], { ...move, occurredAt: later });
    expect([offset(line.play.state.firstViolationAt), opens(line, 'G2')]).toEqual(['+0:05', '+24:05']);
  });

  it('joins two violations by the watch alone only where no count and no gate changes', () => {
    const line = new Timeline();
    usual(line);
    another(line, '+15:00', '+14:30');
    const same = { violationId: 'v2', as: 'v1', text: 'One event.' };
    expect(line.at('+15:10', 'fr-mfa-duty', 'sameAs', same)?.code).toBe('forbidden');
    expect(line.at('+15:10', 'watch-kyiv-duty', 'sameAs', same)).toBeUndefined();
    expect(line.play.state.violations['v2']?.sameAs).toBe('v1');
    expect(line.at('+15:20', 'watch-kyiv-duty', 'part', { violationId: 'v2' })).toBeUndefined();
    line.at('+15:30', 'watch-brussels-duty', 'setStanding', { violationId: 'v2', standing: 'verified', text: 'Seen.' });
    expect(line.at('+15:40', 'watch-kyiv-duty', 'sameAs', same)?.code).toBe('conflict');
  });
});

describe('continuation', () => {
  it('lets people say that hostilities go on where a late report asks for evidence', () => {
    const line = new Timeline({ accepted: '+30:00' });
    line.acknowledgeAll('+30:05');
    line.play.advanceTo(at('+35:00'));
    expect(line.play.state.gates['G2']?.waiting).toBe(true);
    const body = { act: 'continuation', text: 'Shelling goes on.', textHash: 'c' } as const;
    signed(line, ['+36:00', '+37:00'], ['ua-general-staff-duty', 'no-mod-duty'], body);
    expect(line.play.state.phases.map(({ phase, openedAt }) => [phase, offset(openedAt)])).toContainEqual([
      2,
      '+37:00',
    ]);
  });
});

describe('a plan is adopted', () => {
  it('gives grace, charges nobody, and keeps what is open', () => {
    const line = new Timeline();
    line.acknowledgeAll('+0:15');
    line.at('+2:00', 'watch-kyiv-duty', 'setStanding', { violationId: 'v1', standing: 'verified', text: 'Seen.' });
    const second = amended(3, { D1: 12, G2: 20 });
    const body = { act: 'adopt-plan', text: 'As agreed.', textHash: 'a', plan: second } as const;
    signed(line, ['+13:00', '+14:00'], ['fr-mfa-duty', 'gb-fcdo-duty'], body);
    expect(instants(line)).toMatchObject({ D1: '+12:00 +18:00 approaching', D2: '+24:00 +24:00 approaching' });
    expect(line.play.state.duties['D1']?.charged).toBe(false);
    expect(opens(line, 'G2')).toBe('+20:00');
    expect(line.play.state.planRef.version).toBe(3);
    const third = amended(4, { D1: 12, G2: 30 });
    signed(line, ['+25:00', '+26:00'], ['fr-mfa-duty', 'gb-fcdo-duty'], { ...body, plan: third });
    expect(line.play.state.phases.map(({ phase, openedAt }) => [phase, offset(openedAt)])).toContainEqual([
      2,
      '+20:00',
    ]);
  });
});

describe('a hold of routine notices (RULES 6)', () => {
  const held = (line: Timeline, when: string, until: string): void => {
    line.play.advanceTo(at(when));
    line.play.signal(
      line.command('holdRoutine', 'watch-kyiv-duty', when, {
        until: at(until),
        office: 'watch-kyiv-duty',
        reason: 'The exchange is flooded.',
      }),
    );
  };

  it('keeps digests until its end, and nothing else', () => {
    const line = new Timeline();
    usual(line);
    held(line, '+20:00', '+20:25');
    another(line, '+20:05', '+20:04');
    line.at('+20:06', 'ua-mfa-duty', 'propose', standDown);
    line.play.advanceTo(at('+20:24:59'));
    expect(topicsAfter(line, '+20:06')).toEqual(['+20:06 proposal-made']);
    line.play.advanceTo(at('+20:26'));
    expect(line.topics().at(-1)).toBe('+20:25:01 violation-added');
  });

  it('moves a digest that waits already, by 30 minutes at most, whoever asks for more', () => {
    const line = new Timeline();
    usual(line);
    another(line, '+20:00', '+19:59');
    another(line, '+20:05', '+19:00', '3');
    held(line, '+20:06', '+22:00');
    line.play.advanceTo(at('+21:00'));
    expect(line.topics().at(-1)).toBe('+20:36:01 violation-added');
    expect(line.play.state.routineHeldUntil).toBe(at('+20:36'));
  });
});
