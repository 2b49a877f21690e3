import { at, Timeline, usual } from '../../test/support/timeline.js';
import { Refused } from '../refused.js';
import { newCase } from '../case/state.js';
import type { Asked, Sentence } from './answer.js';
import { why } from './why.js';

/** The entries of a timeline as the record holds them. */
function asked({ play }: Timeline): Asked {
  const { plan, planRef, directoryHash } = play.state;
  const entries = play.entries.map((body, index) => ({ stream: 'case/UA-23-test', seq: index + 1, body }));
  const begun = newCase(plan, planRef, play.state.directory, directoryHash);
  return { begun, state: play.state, entries, sent: [] };
}

const text = (sentences: readonly Sentence[]): string => sentences.map(({ says }) => says.en).join('\n');

const ask = (line: Timeline, what?: string): string => text(why(asked(line), what).sentences);

function ladder(until: string): Timeline {
  const line = new Timeline();
  usual(line);
  line.play.advanceTo(at(until));
  return line;
}

const cites = (line: Timeline, what?: string) =>
  why(asked(line), what).sentences.map((one) => one.cites.map(({ seq }) => seq));

describe('why', () => {
  it('says why phase 2 opened, how late that was decided, and names the entries', () => {
    const line = ladder('+24:10');
    expect(ask(line, '2').split('\n')).toEqual([
      `G2 was set to ${at('+24:00')}: 24 hours after the first violation at ${at('+0:00')}.`,
      `Phase 2 (Coalition) opened at ${at('+24:00')} by G2, because the first violation was at ${at('+0:00')} and 24 hours had passed. No stand-down is on record. Decided 1 second after it was due.`,
    ]);
    const opened = line.play.entries.findIndex(({ events }) => events.some(({ type }) => type === 'phase-opened')) + 1;
    expect(cites(line, '2')).toEqual([[1], [opened, 1]]);
    expect(why(asked(line), 'G2').sentences).toEqual(why(asked(line), '2').sentences);
  });

  it('says why phase 3 is not open, and when it opens', () => {
    const line = ladder('+25:00');
    expect(ask(line, '3')).toContain(
      'Phase 3 (Coordinated response) is not open, because no declaration of a large-scale attack is in effect; it opens when one takes effect',
    );
    line.at('+25:00', 'ua-general-staff-duty', 'propose', { act: 'large-scale', text: 'Large.', textHash: 'h' });
    expect(ask(line, 'G3')).toContain(`(the proposal p1 waits for signatures until ${at('+27:00')})`);
  });

  it('says why phase 2 is shut before its instant, and under a stand-down', () => {
    const line = ladder('+20:00');
    expect(ask(line, '2')).toContain(
      `has not come; it opens at ${at('+24:00')} unless a stand-down takes effect before.`,
    );
    line.at('+20:00', 'ua-mfa-duty', 'propose', { act: 'stand-down', text: 'Quiet.', textHash: 'h' });
    line.at('+20:30', 'fr-mfa-duty', 'sign', { proposalId: 'p1', textHash: 'h' });
    line.play.advanceTo(at('+20:31'));
    expect(ask(line, '2')).toContain(
      `Phase 2 (Coalition) is not open, because a stand-down is in effect since ${at('+20:30')}; it can open only if the case is resumed before ${at('+92:30')}.`,
    );
    line.play.advanceTo(at('+94:00'));
    expect(ask(line, '2')).toContain('because the case closed at');
  });

  it('says why the clock did not stop on an acknowledgement', () => {
    const line = ladder('+1:00');
    expect(ask(line, 'a1')).toMatch(
      /^Ceasefire Watch Centre, .* acknowledged at .* no clock stopped, because an acknowledgement says "received"/,
    );
  });

  it('says why nobody was called at an instant, what came next, and the entries on both sides', () => {
    const line = ladder('+24:10');
    const [first, before, after] = ask(line, at('+3:00')).split('\n');
    expect(first).toBe(
      `Nobody was called at ${at('+3:00')}, because nothing was due and no command came: what came next then was a reminder of Diplomatic warning issued (D1), due at ${at('+12:00')}.`,
    );
    expect(before).toMatch(
      /raised the violation v1 to verified.*Nobody was called, because the plan tells nobody of this\.$/,
    );
    expect(after).toMatch(/A reminder of .*6 offices were called/);
    expect(ask(line, at('-1:00'))).toContain(`because the case had not opened: it opened at ${at('+0:10')}`);
    expect(ask(line, at('+24:00'))).toContain('27 offices were called');
  });

  it('says that an office was not told because all its channels failed, with every attempt', () => {
    const line = new Timeline();
    const fail = (when: string): void => {
      const noticeIds = Object.entries(line.play.state.pending).flatMap(([id, one]) =>
        one.office === 'no-mod-duty' ? [id] : [],
      );
      const outcomes = noticeIds.map((id) => ({
        noticeIds: [id],
        outcome: 'failed' as const,
        attempts: 4,
        said: `550 no ${id}`,
        at: at(when),
      }));
      line.play.advanceTo(at(when));
      line.play.submit({
        ...line.command('noticeOutcomes', 'watch-kyiv-duty', when, { outcomes }),
        actor: { office: '', organisation: '', person: '', means: 'system', roles: [] },
      });
    };
    fail('+0:11');
    fail('+0:12');
    const said = ask(line, 'no-mod');
    expect(said).toMatch(
      /Duty officer, Oslo \(no-mod-duty\) was not told of case-opened, because all its channels failed: email at .*attempts: 4\): "550 no n\d+"; webhook at .*"550 no n\d+"\./,
    );
    const told = why(asked(line), 'no-mod-duty').sentences.find(({ says }) => says.en.includes('was not told'));
    expect(told?.cites.map(({ seq }) => seq)).toEqual([3, 2, 3]);
  });

  it('takes what the sender wrote down before the case did, once', () => {
    const line = ladder('+0:30');
    const [noticeId = ''] =
      Object.entries(line.play.state.pending).find(([, one]) => one.office === 'us-state-duty') ?? [];
    const outcome = {
      noticeIds: [noticeId],
      outcome: 'handed-over' as const,
      attempts: 1,
      said: '250 ok',
      at: at('+0:11'),
    };
    const sent = [1, 2].map((seq) => ({ stream: 'sent/UA-23-test', seq, body: { outcomes: [outcome] } }));
    const answer = why({ ...asked(line), sent }, 'us-state-duty').sentences;
    expect(text(answer)).toContain(`handed over at ${at('+0:11')} (${noticeId}, attempts: 1; "250 ok")`);
    expect(answer[0]?.cites.map(({ stream }) => stream)).toEqual(['case/UA-23-test', 'sent/UA-23-test']);
  });

  it('says why an office was not called at all', () => {
    expect(ask(ladder('+1:00'), 'us-state-deputy')).toContain('was not called, because');
  });

  it('says who still owes a duty, and that another is not owed yet', () => {
    const line = ladder('+24:10');
    expect(ask(line, 'D5')).toMatch(
      /still owed \(open\), because nothing on record says that it is done by Germany \(DE\)/,
    );
    expect(ask(line, 'D7')).toContain('is not owed in this case: nothing on record has created it.');
    expect(ask(line, 'D1')).toContain('is met (met)');
  });

  it('tells the story in a sentence for each entry that matters, acknowledgements together', () => {
    const lines = ask(ladder('+24:10')).split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^Case UA-23-test was opened .* Owed from then: .*\(D1\)/);
    expect(lines[1]).toMatch(/acknowledged from .* no clock stopped/);
    expect(lines.at(-1)).toMatch(/^Phase 2 \(Coalition\) opened .* Owed from then: .*\(D4\)/);
  });

  it('has every sentence in Ukrainian too, and cites an entry for each', () => {
    const line = ladder('+31:00');
    for (const what of [undefined, '2', '3', 'G3', 'D1', 'D5', 'no-mod', at('+3:00'), 'v1']) {
      for (const { says, cites: behind } of why(asked(line), what).sentences) {
        expect(says.uk).toMatch(/[а-яіїєґ]{3}/);
        expect(behind.length).toBeGreaterThan(0);
      }
    }
  });

  it('refuses what the case does not know, and says what would be right', () => {
    const line = ladder('+0:10');
    const refused = (what: string): unknown => {
      try {
        return why(asked(line), what);
      } catch (error) {
        return error;
      }
    };
    expect(refused('no-mood')).toBeInstanceOf(Refused);
    expect(refused('no-mood')).toMatchObject({
      code: 'invalid',
      errors: [{ path: '/what', message: expect.stringContaining('Did you mean "no-mod"?') }],
    });
    for (const what of ['', '__proto__', '9', 'x'.repeat(120)]) expect(refused(what)).toBeInstanceOf(Refused);
  });
});
