import { at, offset, Timeline } from '../../test/support/timeline.js';
import { afterActionOf } from './after-action.js';
import type { AfterAction } from './after-action.js';
import { withPlayEntry } from './play.js';
import type { Answered, PlayBody, PlayState } from './play.js';

const HOUR = 3_600_000;
const steps = [
  { at: 0, by: ['alert-network-feed'], what: 'report shelling' },
  { at: HOUR, by: ['watch-kyiv-duty', 'ua-mfa-duty'], what: 'acknowledge (shelling)' },
  { at: 2 * HOUR, by: ['watch-kyiv-duty'], what: 'look shelling' },
];
const script = { id: 'ours', title: 'Ours', steps };

function playOf(answers: Omit<Answered, 'at'>[], ...more: PlayBody[]): PlayState {
  const begun: PlayBody = {
    type: 'play-begun',
    at: at('+0:00'),
    n: 2,
    script,
    speed: 1,
    startAt: at('+0:00'),
    player: 'p',
  };
  const answered = answers.map((one): PlayBody => ({ type: 'play-answered', n: 2, at: at('+1:05'), ...one }));
  const plays = [begun, ...answered, ...more].reduce(withPlayEntry, [] as readonly PlayState[]);
  if (!plays[0]) throw new Error('Nothing was played.');
  return plays[0];
}

const all = [
  { step: 0, office: 'alert-network-feed', status: 201 },
  { step: 1, office: 'watch-kyiv-duty', status: 200 },
  { step: 1, office: 'ua-mfa-duty', status: 200 },
  { step: 2, office: 'watch-kyiv-duty', status: 200 },
];
const ended: PlayBody = { type: 'play-ended', at: at('+3:00'), n: 2, how: 'played', because: 'It is over.' };

function reported(play: PlayState, line?: Timeline): AfterAction {
  const { directory } = line ?? new Timeline();
  const cases = line ? [{ entries: line.play.entries, state: line.play.state }] : [];
  return afterActionOf(play, cases, (office) => directory.offices[office]?.organisation);
}

describe('planned against done', () => {
  it('passes where every step was answered as the script expects', () => {
    expect(reported(playOf(all, ended))).toMatchObject({
      n: 2,
      verdict: 'passed',
      counts: { planned: 4, asExpected: 4, differed: 0, notPlayed: 0 },
    });
  });

  it('fails where one differs, and says how and how late it was', () => {
    const [first, ...rest] = all;
    const differs = rest.map((one) => (one.step === 2 ? { ...one, status: 200, unexpected: 'level is "2"' } : one));
    const { verdict, steps: rows } = reported(playOf([...(first ? [first] : []), ...differs], ended));
    expect(verdict).toBe('failed');
    expect(rows.map(({ office, state, lateMs, said }) => [office, state, lateMs, said])).toEqual([
      ['alert-network-feed', 'as-expected', 65 * 60_000, undefined],
      ['watch-kyiv-duty', 'as-expected', 5 * 60_000, undefined],
      ['ua-mfa-duty', 'as-expected', 5 * 60_000, undefined],
      ['watch-kyiv-duty', 'differed', 0, 'level is "2"'],
    ]);
  });

  it('knows what was not played from what is still ahead', () => {
    const one = all.slice(0, 1);
    expect(reported(playOf(one)).steps.map(({ state }) => state)).toEqual(['as-expected', 'ahead', 'ahead', 'ahead']);
    const stopped = reported(playOf(one, { ...ended, how: 'stopped' }));
    expect(stopped).toMatchObject({ verdict: 'stopped', counts: { notPlayed: 3 } });
  });

  it('is running until it has ended, and interrupted where its player went away', () => {
    expect(reported(playOf(all)).verdict).toBe('running');
    expect(reported(playOf(all, { ...ended, how: 'interrupted' })).verdict).toBe('interrupted');
  });

  it('puts phases and duties as planned beside what was done', () => {
    const line = new Timeline();
    line.at('+10:00', 'ua-mfa-duty', 'completeDuty', { dutyId: 'D1', performedAt: at('+10:00'), text: 'Warned.' });
    line.play.advanceTo(at('+30:00'));
    const [one] = reported(playOf(all, ended), line).cases;
    expect(
      one?.phases.map(({ phase, plannedAt, openedAt }) => [
        phase,
        offset(plannedAt ?? at('+0:00')),
        openedAt && offset(openedAt),
      ]),
    ).toEqual([
      [1, '+0:00', expect.any(String)],
      [2, '+24:00', '+24:00'],
      [3, expect.any(String), undefined],
    ]);
    expect(one?.duties.find(({ id }) => id === 'D1')).toMatchObject({ state: 'met', performedAt: at('+10:00') });
    expect(one?.duties.find(({ id }) => id === 'D2')).toMatchObject({ state: 'overdue', treatyDueAt: at('+24:00') });
  });
});

describe('who answered, and how soon', () => {
  const line = new Timeline();
  line.at('+0:30', 'watch-kyiv-duty', 'acknowledge', {});
  line.at('+0:50', 'ua-mfa-duty', 'acknowledge', {});
  line.play.advanceTo(at('+6:00'));
  const report = reported(playOf(all, ended), line);
  const row = (office: string) => report.offices.find((one) => one.office === office);

  it('counts from when an office was asked to when its organisation acknowledged', () => {
    expect(row('watch-kyiv-duty')).toMatchObject({ asked: 1, answered: 1, medianMs: 20 * 60_000 });
    expect(row('ua-mfa-duty')).toMatchObject({ asked: 1, answered: 1, longestMs: 40 * 60_000 });
  });

  it('names who has not, once', () => {
    const silent = report.missed.filter(({ why }) => why === 'not-acknowledged').map(({ office }) => office);
    expect(silent).toContain('fr-mfa-duty');
    expect(silent).not.toContain('ua-mfa-duty');
    expect(new Set(silent).size).toBe(silent.length);
    expect(row('fr-mfa-duty')).toMatchObject({ asked: 1, answered: 0 });
    expect(report.counts.asked - report.counts.answered).toBe(silent.length);
  });

  it('puts the slowest first, and before them who never answered', () => {
    const order = report.offices.map(({ medianMs = Infinity }) => medianMs);
    expect([...order].sort((a, b) => b - a)).toEqual(order);
  });
});

describe('what acted late', () => {
  it('lists it by its lateness, the latest first', () => {
    const line = new Timeline();
    line.play.sleepUntil(at('+25:00'));
    const { lateness, cases } = reported(playOf(all, ended), line);
    expect(lateness.acted).toBeGreaterThan(0);
    expect(lateness.late).toBeGreaterThan(0);
    expect(lateness.mostMs).toBe(lateness.worst[0]?.latenessMs);
    expect(lateness.worst).toHaveLength(10);
    expect(lateness.worst[0]?.what).toMatch(/^acknowledgement:/);
    expect(cases[0]?.phases[1]?.latenessMs).toBeGreaterThan(59 * 60_000 - 1000);
  });

  it('is nothing where nobody was late', () => {
    const { lateness, counts } = reported(playOf(all, ended));
    expect([lateness.acted, lateness.mostMs, counts.cases]).toEqual([0, 0, 0]);
  });
});
