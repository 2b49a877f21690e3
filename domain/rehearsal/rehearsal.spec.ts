import { heard, rehearsed, settingOf } from '../../test/support/rehearsed.js';
import { at, offset, Timeline } from '../../test/support/timeline.js';
import { hourOf } from './tally.js';
import { SILENT } from './conduct.js';
import { Rehearsal } from './rehearsal.js';
import type { CaseEntryBody } from '../case/entry-body.js';
import { personOf } from './people.js';

describe('a rehearsal in which nobody does anything', () => {
  it('brings about what the case brings about when it is played by itself', () => {
    const line = new Timeline({ report: heard('+0:00').body });
    line.play.advanceTo(at('+80:00'));
    const entries: CaseEntryBody[] = [];
    const setting = settingOf('seed', SILENT);
    const reporter = personOf(setting, 'alert-network-feed');
    const rules = { ...setting, planRef: setting.ref, directoryHash: '', reporter };
    const onlooker = { heard: () => undefined, reviewTold: () => undefined };
    const rehearsal = new Rehearsal(rules, { ...onlooker, entered: (entry) => void entries.push(entry) });
    const { at: when, body } = heard('+0:00');
    rehearsal.hear(when, body);
    rehearsal.runUntil(Date.parse(at('+80:00')));
    // Only that notices arrive is added.
    const own = entries.filter(({ cause }) => !(cause.kind === 'command' && cause.command === 'noticeOutcomes'));
    const said = (all: readonly CaseEntryBody[]): unknown[] =>
      all.map(({ at: counted, decidedAt, events }) => [
        offset(counted),
        offset(decidedAt),
        ...events.map((event) =>
          event.type === 'told' ? [event.matter.facts.topic, event.recipients.length] : event.type,
        ),
      ]);
    expect(said(own)).toEqual(said(line.play.entries));
    expect(said(own).length).toBeGreaterThan(30);
  });

  it('leaves every duty overdue and the case open', () => {
    const { cases, duties } = rehearsed([heard('+0:00')], 'seed', SILENT);
    expect(cases.list).toMatchObject([{ status: 'open', level: 2, sector: 'UA-23' }]);
    expect(duties).toMatchObject({ met: 0, overdue: duties.created });
    expect(duties.created).toBeGreaterThan(4);
  });
});

describe('a rehearsal in which people do what the plan asks', () => {
  it('stands a case down after a day without news, and closes it', () => {
    const { cases, duties, reports } = rehearsed([heard('+0:00'), heard('+2:00', { kind: 'drone-strike' })]);
    const [one] = cases.list;
    expect(
      one && { ...one, stoodDownAt: offset(one.stoodDownAt ?? ''), closedAt: offset(one.closedAt ?? '') },
    ).toMatchObject({
      status: 'closed',
      level: 1,
      violations: 2,
      overdue: 0,
      stoodDownAt: '+22:10',
      closedAt: '+94:10',
    });
    expect(duties).toMatchObject({ created: 3, met: 3, overdue: 0, unmet: 0 });
    expect(reports).toMatchObject({ total: 2, opened: 1, joined: 1 });
  });

  it('resumes where a violation comes in the quiet period, and opens a new case after it', () => {
    const { cases, reports } = rehearsed([heard('+0:00'), heard('+40:00'), heard('+200:00')]);
    expect(cases.list.map(({ recurrence, resumed, status }) => [recurrence, resumed, status])).toEqual([
      [1, 1, 'closed'],
      [2, 0, 'closed'],
    ]);
    expect(reports).toMatchObject({ opened: 2, joined: 1 });
  });

  it('counts verified violations over all cases: the third within 30 days opens phase 2 at once', () => {
    const sectors = ['UA-23', 'UA-59', 'UA-63'];
    const { cases } = rehearsed(sectors.map((sector, index) => heard(`+${index}:00`, { sector })));
    expect(cases.list.map(({ sector, repeated }) => [sector, repeated])).toEqual([
      ['UA-23', false],
      ['UA-59', false],
      ['UA-63', true],
    ]);
    expect(cases.list[2]?.phases.map(({ phase, openedAt, pattern }) => [phase, offset(openedAt), pattern])).toEqual([
      [1, '+2:10', undefined],
      [2, '+5:10', 'repeated'],
    ]);
  });
});

describe('a report', () => {
  it('that is alleged or attributed elsewhere goes to review, one for a sector and hour', () => {
    const { cases, reports, reviews } = rehearsed([
      heard('+0:00', { standing: 'alleged' }),
      heard('+0:05', { standing: 'alleged' }),
      heard('+1:00', { attribution: 'XX' }),
    ]);
    expect([cases.total, reports.review, reviews.begun, reviews.asked]).toEqual([0, 3, 2, 0]);
  });

  it('that comes again has no second effect; with other content it is a revision', () => {
    const first = heard('+0:00');
    const revised = { at: at('+0:40'), body: { ...first.body, contentHash: 'other', description: 'More is known.' } };
    const { reports } = rehearsed([first, { ...first, at: at('+0:20') }, revised]);
    expect(reports).toMatchObject({ opened: 1, replay: 1, revised: 1 });
  });

  it('is counted in the hour in which it was heard', () => {
    const { heardPerHour, from } = rehearsed([heard('+0:00'), heard('+1:00'), heard('+1:10')]);
    expect(heardPerHour).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(hourOf(from)).toBe(hourOf(at('+0:10')));
  });
});

it('finds the same when it is rehearsed again', () => {
  const reports = ['+0:00', '+5:00', '+30:00', '+31:00', '+90:00'].map((when) => heard(when));
  expect(rehearsed(reports)).toEqual(rehearsed(reports));
});
