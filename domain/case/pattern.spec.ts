import { at, offset, reportBody, Timeline, usual } from '../../test/support/timeline.js';
import type { PatternRest } from '../agreement/counted.js';
import { ITSELF } from './commands.js';
import type { Command, ProposeBody } from './commands.js';
import { newsForCount } from './counting.js';
import { actedEarly } from './measured/early.js';
import { measuredOtherwise } from './measured/instants.js';
import { stepsOf } from './measured/step.js';
import { newCase } from './state.js';

const elsewhere = (count: number): PatternRest[] =>
  Array.from({ length: count }, (_, index) => ({
    caseId: `UA-6${index}-test`,
    violationId: 'v1',
    occurredAt: at(`-${240 - index}:00`),
  }));

let counter = 0;

/** What the agreement answers, as of `accepted`, arriving at the present virtual time. */
function noted(line: Timeline, accepted: string, others = 2, violationId = 'v1'): void {
  counter += 1;
  const own = { caseId: line.play.state.caseId, violationId, occurredAt: at('+0:00') };
  const late = Date.parse(line.play.now) - Date.parse(at(accepted)) - line.play.state.plan.timing.settle;
  const command = {
    kind: 'notePattern',
    commandId: `own-${counter}`,
    actor: ITSELF,
    acceptedAt: at(accepted),
    at: at(accepted),
    body: { violationId, rests: [...elsewhere(others), own], latenessMs: Math.max(0, late) },
  };
  const refused = line.play.submit(command as Command);
  if (refused) throw new Error(refused.detail);
}

function signed(line: Timeline, when: string, body: ProposeBody): void {
  line.acknowledgeAll(when);
  const proposed = line.at(when, 'fr-mfa-duty', 'propose', body);
  if (proposed) throw new Error(proposed.detail);
  const proposalId = `p${line.play.state.counters.proposal}`;
  const refused = line.at(when, 'gb-mod-duty', 'sign', { proposalId, textHash: body.textHash });
  if (refused) throw new Error(refused.detail);
  line.acknowledgeAll(when);
}

function another(line: Timeline, when: string, occurred: string): void {
  const change = {
    reportKey: `watch/log/${when}`,
    contentHash: `c-${when}`,
    sourceReportId: when,
    kind: 'drone-strike',
  };
  const occurredAt = { earliest: at(occurred), latest: at(occurred) };
  const refused = line.at(when, 'watch-kyiv-duty', 'report', reportBody({ ...change, source: 'log', occurredAt }));
  if (refused) throw new Error(refused.detail);
}

const topicsAt = (line: Timeline, when: string): string[] =>
  line.told().flatMap(({ at: told, topic }) => (told === when ? [topic] : []));
const phases = (line: Timeline): string[] => line.play.state.phases.map(({ openedAt }) => offset(openedAt));
const dutyOf = (line: Timeline, id: string): string => {
  const duty = line.play.state.duties[id];
  return duty ? `${offset(duty.treatyDueAt)} ${offset(duty.workingDueAt)} ${duty.state}` : 'none';
};

/** What the second rule for instants, by which records are verified, finds wrong. */
function measured({ play: { entries, state }, directory }: Timeline): string[] {
  const [first] = entries;
  if (!first) throw new Error('The case has no entries.');
  const steps = stepsOf(newCase(state.plan, first.plan, directory, first.directoryHash), entries);
  return [...measuredOtherwise(steps), ...actedEarly(steps)];
}

function verifiedEarly(): Timeline {
  const line = new Timeline();
  line.acknowledgeAll('+0:15');
  line.at('+2:00', 'watch-kyiv-duty', 'setStanding', { violationId: 'v1', standing: 'verified', text: 'Seen.' });
  return line;
}

describe('repeated violations (RULES 5)', () => {
  it('flag the case, open phase 2 at once and ask for an assessment in 12 h; phase 3 stays shut', () => {
    const line = verifiedEarly();
    noted(line, '+2:00');
    expect(line.play.state.repeated).toMatchObject({ at: at('+2:00'), violationId: 'v1' });
    expect(phases(line)).toEqual(['+0:10', '+2:00']);
    expect(line.play.state.phases[1]).toMatchObject({ gateId: 'G2', latenessMs: 0, pattern: 'repeated' });
    expect([dutyOf(line, 'D4'), dutyOf(line, 'D6')]).toEqual(['+8:00 +8:00 open', '+14:00 +14:00 open']);
    expect(topicsAt(line, '+2:00')).toEqual(['phase-opened', 'pattern-flagged']);
    line.play.advanceTo(at('+72:30'));
    expect(line.play.state.level).toBe(2);
    expect(measured(line)).toEqual([]);
  });

  it('tell the posture, the watch, legal and those told so far, and ask the watch to acknowledge', () => {
    const line = verifiedEarly();
    noted(line, '+2:00');
    const told = line.told().find(({ topic }) => topic === 'pattern-flagged')?.offices ?? [];
    expect(told).toEqual(expect.arrayContaining(['watch-kyiv-duty', 'gb-mod-duty', 'us-state-duty', 'ua-mfa-duty']));
    expect(Object.keys(line.play.state.awaiting)).toContain(line.directory.offices['watch-kyiv-duty']?.organisation);
  });

  it('have their effects once a case', () => {
    const line = verifiedEarly();
    noted(line, '+2:00');
    const entries = line.play.entries.length;
    noted(line, '+2:00', 3);
    expect(line.play.entries).toHaveLength(entries);
  });

  it('that are counted late count as of the verification: late, not charged, twelve hours from now', () => {
    const line = verifiedEarly();
    line.play.advanceTo(at('+7:00'));
    noted(line, '+2:00');
    expect(line.play.state.phases[1]).toMatchObject({ openedAt: at('+2:00'), actedAt: at('+7:00') });
    expect(dutyOf(line, 'D6')).toBe('+14:00 +19:00 open');
    expect(line.play.state.duties['D6']?.charged).toBe(false);
    expect(measured(line)).toEqual([]);
  });

  it('open no phase before the flag, in the eyes of who verifies the record', () => {
    const line = verifiedEarly();
    noted(line, '+2:00');
    const openedEarly = line.play.entries.map((entry) => ({
      ...entry,
      events: entry.events.map((event) =>
        event.type === 'phase-opened' && event.phase === 2 ? { ...event, openedAt: at('+1:00') } : event,
      ),
    }));
    line.play.entries.splice(0, openedEarly.length, ...openedEarly);
    expect(measured(line)).toContain(`phase 2 acts as of ${at('+1:00')}, not ${at('+2:00')}`);
  });

  it('leave an open phase as it is, and still ask for the assessment', () => {
    const line = verifiedEarly();
    line.play.advanceTo(at('+24:30'));
    noted(line, '+24:30');
    expect(phases(line)).toEqual(['+0:10', '+24:00']);
    expect(dutyOf(line, 'D6')).toBe('+36:30 +36:30 open');
  });

  it('flag and tell a quiet or closed case, and do nothing else', () => {
    const line = verifiedEarly();
    signed(line, '+20:00', { act: 'stand-down', text: 'It is quiet.', textHash: 'h' });
    noted(line, '+20:00');
    expect([line.play.state.status, phases(line).length, dutyOf(line, 'D6')]).toEqual(['quiet', 1, 'none']);
    expect(line.topics().at(-1)).toBe('+20:00 pattern-flagged');
    const closed = verifiedEarly();
    signed(closed, '+20:00', { act: 'stand-down', text: 'It is quiet.', textHash: 'h' });
    closed.play.advanceTo(at('+92:10'));
    noted(closed, '+2:00');
    expect([closed.play.state.status, closed.topics().at(-1)]).toEqual(['closed', '+92:10 pattern-flagged']);
    expect(closed.play.state.awaiting).toEqual({});
  });

  it('stay flagged when a violation of them is found void; whether the posture stands is asked in 3 h', () => {
    const line = verifiedEarly();
    another(line, '+3:00', '+3:00');
    noted(line, '+3:00');
    signed(line, '+8:30', { act: 'void-violation', text: 'It was not so.', textHash: 'h', violationId: 'v1' });
    expect(line.play.state.repeated).toBeDefined();
    expect([phases(line)[1], dutyOf(line, 'D9')]).toEqual(['+3:00', '+11:30 +11:30 open']);
    expect(line.play.entries.flatMap(({ events }) => events)).toContainEqual(
      expect.objectContaining({
        matter: expect.objectContaining({ facts: expect.objectContaining({ pattern: true }) }),
      }),
    );
  });

  it('rest on enough others without it: the void asks nothing of the posture', () => {
    const line = verifiedEarly();
    another(line, '+2:10', '+2:10');
    line.at('+2:20', 'watch-kyiv-duty', 'waive', { dutyId: 'D3', reason: 'Verified.' });
    noted(line, '+2:20', 3, 'v2');
    signed(line, '+8:30', { act: 'void-violation', text: 'It was not so.', textHash: 'h', violationId: 'v2' });
    expect(dutyOf(line, 'D9')).toBe('none');
  });

  it('ask the posture at once where the violation was found void before the count was there', () => {
    const line = verifiedEarly();
    another(line, '+3:00', '+3:00');
    another(line, '+3:10', '+3:10');
    line.at('+4:00', 'watch-kyiv-duty', 'waive', { dutyId: 'D3', reason: 'Verified.' });
    signed(line, '+5:00', { act: 'void-violation', text: 'It was not so.', textHash: 'h', violationId: 'v2' });
    noted(line, '+3:30', 2, 'v2');
    expect(dutyOf(line, 'D9')).not.toBe('none');
  });
});

describe('a flag that rests on violations of other cases', () => {
  function weakened(line: Timeline, when: string, caseId: string): void {
    line.play.advanceTo(at(when));
    const body = { caseId, violationId: 'v1' };
    const given = { commandId: `weakened-${caseId}`, actor: ITSELF, acceptedAt: at(when), at: at(when), body };
    const refused = line.play.submit({ kind: 'weakenPattern', ...given });
    if (refused) throw new Error(refused.detail);
    line.play.advanceTo(at(`${when}:02`));
  }
  const weakenedTold = (line: Timeline): number =>
    line.told().filter(({ topic }) => topic === 'pattern-weakened').length;

  it('stays when one of them is found void; who was told learns of it, and the posture is asked in 3 h', () => {
    const line = verifiedEarly();
    noted(line, '+2:00');
    weakened(line, '+8:00', 'UA-60-test');
    expect([phases(line)[1], dutyOf(line, 'D9')]).toEqual(['+2:00', '+11:00 +11:00 open']);
    expect(weakenedTold(line)).toBe(1);
    expect(line.play.state.repeated?.rests[0]).toMatchObject({ caseId: 'UA-60-test', voidedAt: at('+8:00') });
  });

  it('asks once, and for nothing where enough others are left, or the flag never rested on it', () => {
    const line = verifiedEarly();
    noted(line, '+2:00', 3);
    weakened(line, '+8:00', 'UA-60-test');
    expect([dutyOf(line, 'D9'), weakenedTold(line)]).toEqual(['none', 1]);
    const entries = line.play.entries.length;
    weakened(line, '+8:00', 'UA-60-test');
    weakened(line, '+8:00', 'UA-99-test');
    expect(line.play.entries).toHaveLength(entries);
    weakened(line, '+9:00', 'UA-61-test');
    expect(dutyOf(line, 'D9')).toBe('+12:00 +12:00 open');
    weakened(line, '+9:30', 'UA-62-test');
    expect(dutyOf(line, 'D9.2')).toBe('none');
  });

  it('asks nothing of a quiet case, and tells it', () => {
    const line = verifiedEarly();
    signed(line, '+20:00', { act: 'stand-down', text: 'It is quiet.', textHash: 'h' });
    noted(line, '+20:00');
    weakened(line, '+30:00', 'UA-60-test');
    expect([dutyOf(line, 'D9'), weakenedTold(line)]).toEqual(['none', 1]);
  });
});

describe('prolonged hostilities (RULES 5)', () => {
  it('flag the case after seven days open, and ask for an assessment', () => {
    const line = new Timeline();
    usual(line);
    line.play.advanceTo(at('+168:11'));
    expect(line.play.state.prolonged).toEqual({ at: at('+168:10'), since: at('+0:10') });
    expect(dutyOf(line, 'D6')).toBe('+180:10 +180:10 open');
    expect(topicsAt(line, '+168:10:01')).toEqual(['pattern-flagged']);
    line.play.advanceTo(at('+400:00'));
    expect(line.told().filter(({ topic }) => topic === 'pattern-flagged')).toHaveLength(1);
  });

  it('count anew from a resumption, and not while the case is quiet', () => {
    const line = new Timeline();
    usual(line);
    signed(line, '+100:00', { act: 'stand-down', text: 'It is quiet.', textHash: 'h' });
    another(line, '+160:00', '+160:00');
    line.play.advanceTo(at('+169:00'));
    expect(line.play.state.prolonged).toBeUndefined();
    line.play.advanceTo(at('+328:01'));
    expect(line.play.state.prolonged).toEqual({ at: at('+328:00'), since: at('+160:00') });
  });

  it('are not known to a case of the first release', () => {
    const line = new Timeline();
    line.play.state = { ...line.play.state, behaviours: [1] };
    line.play.advanceTo(at('+200:00'));
    expect(line.topics().some((topic) => topic.endsWith('pattern-flagged'))).toBe(false);
  });
});

describe('what a case says to the agreement', () => {
  it('is its verified violations, and what becomes of them', () => {
    const line = new Timeline();
    line.acknowledgeAll('+0:15');
    another(line, '+1:00', '+1:00');
    const before = line.play.state;
    line.at('+2:00', 'watch-kyiv-duty', 'setStanding', { violationId: 'v1', standing: 'verified', text: 'Seen.' });
    const verified = line.play.state;
    expect(newsForCount(before, verified)).toEqual([
      {
        caseId: 'UA-23-test',
        violationId: 'v1',
        event: 'v1',
        occurredAt: at('+0:00'),
        verifiedAt: at('+2:00'),
        seq: verified.seq,
      },
    ]);
    signed(line, '+3:00', { act: 'void-violation', text: 'It was not so.', textHash: 'h', violationId: 'v2' });
    expect(newsForCount(verified, line.play.state)).toEqual([]);
    const joined = line.play.state;
    signed(line, '+4:00', {
      act: 'move-first-violation',
      text: 'Earlier.',
      textHash: 'h',
      violationId: 'v1',
      occurredAt: { earliest: at('-1:00'), latest: at('-1:00') },
    });
    expect(newsForCount(joined, line.play.state)).toMatchObject([{ violationId: 'v1', occurredAt: at('-1:00') }]);
  });
});
