import { instant, ms } from '../../domain/instant.js';
import type { Entry } from '../../record/entry.js';
import { at, Timeline, usual } from '../../test/support/timeline.js';
import { RecordFigures } from './record-figures.js';

const CASE = 'case/UA-23-test';
const entry = (stream: string, seq: number, body: unknown, recordedAt = at('+0:10')): Entry => ({
  schema: 1,
  stream,
  seq,
  prev: '',
  recordedAt,
  body,
});
const ofCase = (line: Timeline): Entry[] =>
  line.play.entries.map((body, index) => entry(CASE, index + 1, body, instant(ms(body.decidedAt) + 200)));
const outcome = (when: string, what = 'handed-over') => ({
  outcomes: [{ noticeIds: ['n1'], outcome: what, attempts: 1, said: 'ok', at: when }],
});

/** `name{label="value"} value` of what is not zero. */
async function shown(entries: readonly Entry[]): Promise<string[]> {
  const figures = new RecordFigures('real');
  for (const one of entries) figures.fold(one);
  const lines = (await figures.registry.metrics()).split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#') && !line.endsWith(' 0')).map(inOrder);
}

/** Labels by their names. */
const inOrder = (line: string): string =>
  line.replace(/\{(.*)\}/, (_, labels: string) => `{${labels.split(',').sort().join(',')}}`);

describe('figures of the record', () => {
  const line = new Timeline();
  usual(line);
  line.play.advanceTo(at('+24:01'));

  it('say how late each kind of instant acted', async () => {
    const all = await shown(ofCase(line));
    expect(all).toContain('holdfire_lateness_seconds_count{kind="gate",world="real"} 1');
    expect(all).toContain('holdfire_lateness_seconds_bucket{kind="gate",le="0.05",world="real"} 1');
    const late = new Timeline();
    usual(late);
    late.play.advanceTo(at('+23:59'));
    late.play.sleepUntil(at('+24:02'));
    const gates = (await shown(ofCase(late))).filter((one) => one.includes('kind="gate"'));
    expect(gates).toContain('holdfire_lateness_seconds_sum{kind="gate",world="real"} 119');
    expect(gates.some((one) => one.includes('le="60"'))).toBe(false);
  });

  it('say how long the first notice took, in whichever order the streams are read, once a case', async () => {
    const told = [
      entry('sent/UA-23-test', 1, outcome(instant(ms(at('+0:10')) + 1500))),
      entry('sent/UA-23-test', 2, outcome(at('+3:00'))),
    ];
    for (const entries of [
      [...ofCase(line), ...told],
      [...told, ...ofCase(line)],
    ]) {
      const all = await shown(entries);
      expect(all).toContain('holdfire_first_notice_seconds_sum{world="real"} 1.5');
      expect(all).toContain('holdfire_first_notice_seconds_count{world="real"} 1');
    }
  });

  it('count notices by outcome; those that failed are nobody’s first', async () => {
    const failed = entry('sent/UA-23-test', 1, outcome(at('+0:10'), 'failed'));
    const all = await shown([...ofCase(line), failed]);
    expect(all).toContain('holdfire_notices_total{outcome="failed",world="real"} 1');
    expect(all.filter((one) => one.startsWith('holdfire_first_notice'))).toEqual([]);
  });

  it('say how far the record is behind', async () => {
    const all = await shown(ofCase(line));
    const count = line.play.entries.length;
    expect(all).toContain(`holdfire_record_lag_seconds_bucket{le="0.25",world="real"} ${count}`);
    expect(all.filter((one) => one.includes('record_lag_seconds_bucket{le="0.1"'))).toEqual([]);
  });

  it('count what was refused, by status', async () => {
    const all = await shown([
      entry('house', 1, { type: 'refused', status: 403 }),
      entry('house', 2, { type: 'refused', status: 403 }),
      entry('house', 3, { type: 'refused-count', count: 90 }),
      entry('house', 4, { type: 'stamp-key' }),
    ]);
    expect(all).toEqual([
      'holdfire_refused_total{status="403",world="real"} 2',
      'holdfire_refused_total{status="counted",world="real"} 90',
    ]);
  });

  it('count reports by where they went', async () => {
    const all = await shown([
      entry('intake', 1, { type: 'report-accepted', disposition: 'forward' }),
      entry('intake', 2, { type: 'report-refused' }),
    ]);
    expect(all).toEqual(['holdfire_reports_total{disposition="forward",world="real"} 1']);
  });
});
