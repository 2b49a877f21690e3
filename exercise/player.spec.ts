import { loadDirectory } from '../config/plan-file.js';
import { instant, ms } from '../domain/instant.js';
import { ApiClient, Unreachable } from './api-client.js';
import type { ApiAnswer, CallOptions } from './api-client.js';
import { play } from './player.js';
import type { Played } from './player.js';
import { momentOf } from './requests.js';
import { readScript } from './script.js';

const T0 = '2027-03-27T20:00:00.000Z';

interface Call {
  at: number;
  office: string;
  path: string;
  body: unknown;
  key: string | undefined;
}

/** Answers like the API, from memory. */
class FakeClient extends ApiClient {
  constructor(
    private readonly office: string,
    private readonly calls: Call[],
    private readonly answers: (path: string) => ApiAnswer,
  ) {
    super('http://127.0.0.1:9');
  }

  override call(_method: string, path: string, { body, idempotencyKey }: CallOptions = {}): Promise<ApiAnswer> {
    this.calls.push({ at: Date.now(), office: this.office, path, body, key: idempotencyKey });
    return new Promise((resolve) => resolve(this.answers(path)));
  }
}

function answer(path: string): ApiAnswer {
  if (path === '/reports')
    return { status: 201, body: { outcome: 'opened', standing: 'credible', caseId: 'c', violationId: 'v1' } };
  if (path.endsWith('/proposals')) return { status: 201, body: { proposalId: 'p1', textHash: 'abc' } };
  return { status: 200, body: {} };
}

async function playAll(speed: number, answers = answer): Promise<{ calls: Call[]; played: Played[]; startAt: string }> {
  const calls: Call[] = [];
  const played: Played[] = [];
  const startAt = instant(Date.now());
  const script = readScript('exercises/huliaipole.yaml');
  await play({
    script,
    speed,
    run: 'exercise-7',
    clientOf: (office) => new FakeClient(office, calls, answers),
    reachable: [],
    startAt,
    onAnswer: (one) => played.push(one),
    signal: new AbortController().signal,
  });
  return { calls, played, startAt };
}

describe('the player', () => {
  it('divides offsets by the speed', () => {
    expect(momentOf(T0, 13 * 3_600_000, 4320)).toBe('2027-03-27T20:00:10.833Z');
    expect(momentOf(T0, 13 * 3_600_000, 1)).toBe('2027-03-28T09:00:00.000Z');
    expect(momentOf(T0, 0, 4320)).toBe(T0);
  });

  it('claims what happened at divided spans and never acts before its hour', async () => {
    const speed = 200_000;
    const { calls, startAt } = await playAll(speed);
    const script = readScript('exercises/huliaipole.yaml');
    const first = calls[0];
    expect(first).toMatchObject({ office: 'alert-network-feed', path: '/reports', body: { occurredAt: startAt } });
    expect(first?.body).toMatchObject({ source: 'huliaipole', sourceReportId: 'exercise-7.bombardment' });
    const sign = calls.find((call) => call.path.endsWith('/signatures'));
    expect(sign).toMatchObject({ path: '/cases/c/proposals/p1/signatures', body: { textHash: 'abc' } });
    let index = 0;
    for (const step of script.steps) {
      for (const _ of step.by) {
        expect((calls[index]?.at ?? 0) - ms(startAt)).toBeGreaterThanOrEqual(Math.floor(step.at / speed));
        index += 1;
      }
    }
    expect(index).toBe(calls.length);
  });

  it('gives every command an idempotency key of its own', async () => {
    const { calls } = await playAll(1e9);
    expect(new Set(calls.map((call) => call.key)).size).toBe(calls.length);
  });

  it('says what differs from the script and goes on', async () => {
    const refusing = (path: string): ApiAnswer =>
      path.endsWith('/completions') ? { status: 422, body: { detail: 'No such duty.' } } : answer(path);
    const { played } = await playAll(1e9, refusing);
    const unexpected = played.filter((one) => one.unexpected !== undefined);
    expect(unexpected.some((one) => one.unexpected === 'answered 422: No such duty.')).toBe(true);
    expect(unexpected.some((one) => one.unexpected?.includes('the script expects "joined"'))).toBe(true);
    expect(played.at(-1)?.office).toBe('is-mfa-duty');
  });

  it('asks again, with the same key, while the API is away', async () => {
    let away = 3;
    const { calls, played } = await playAll(1e9, (path) => {
      if (path.endsWith('/signatures') && away > 0) {
        away -= 1;
        throw new Unreachable('http://127.0.0.1:9', 'ECONNREFUSED');
      }
      return answer(path);
    });
    const signed = calls.filter(({ path, office }) => path.endsWith('/signatures') && office === 'fr-mfa-duty');
    expect(signed).toHaveLength(4);
    expect(new Set(signed.map(({ key }) => key)).size).toBe(1);
    expect(played.find(({ step, office }) => 'sign' in step && office === 'fr-mfa-duty')).not.toHaveProperty(
      'unexpected',
    );
  });

  it('skips what refers to an answer that never came', async () => {
    const { played } = await playAll(1e9, () => ({ status: 503, body: {} }));
    expect(played.filter((one) => one.unexpected === 'skipped').length).toBeGreaterThan(10);
  });
});

describe('the script huliaipole', () => {
  it('names only offices of the example directory', () => {
    const offices = loadDirectory('directory.example.yaml').directory?.offices.map((office) => office.id) ?? [];
    expect(() => readScript('exercises/huliaipole.yaml', offices)).not.toThrow();
    expect(() => readScript('exercises/huliaipole.yaml', offices.slice(1))).toThrow('no office "watch-kyiv-duty"');
  });

  it('has two sectors, four violations, two of them verified, and decisions of all parties', () => {
    const { steps } = readScript('exercises/huliaipole.yaml');
    const reports = steps.flatMap((step) => ('report' in step ? [step.report] : []));
    expect(new Set(reports.map((report) => report.sector)).size).toBe(2);
    expect(reports).toHaveLength(4);
    expect(steps.filter((step) => 'verify' in step)).toHaveLength(2);
    const deciding = steps.flatMap((step) => ('decide' in step ? step.by : []));
    expect(new Set(deciding).size).toBe(12);
  });
});
