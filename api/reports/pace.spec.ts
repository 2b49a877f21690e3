import { Pace } from './pace.js';
import type { PaceLimits } from './pace.js';

const LIMITS: PaceLimits = { first: 2, least: 1, most: 6, goodMs: 300, badMs: 1000, mostOfKey: 9 };

let now = 0;
const pace = (limits: Partial<PaceLimits> = {}): Pace => new Pace({ ...LIMITS, ...limits }, () => now);

/** What got a turn, in order. */
function entering(to: Pace, ...urgencies: string[]): string[] {
  const went: string[] = [];
  for (const one of urgencies) void to.enter(one.slice(0, 1), one.slice(1)).then((turn) => turn && went.push(one));
  return went;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  now = 0;
});

it('lets so many go at once, and then the most urgent of those that wait', async () => {
  const one = pace();
  const went = entering(one, '5', '5', '9', '3', '4');
  await settled();
  expect([went, one.queued]).toEqual([['5', '5'], 3]);
  one.leave('', 500);
  one.leave('', 500);
  await settled();
  expect(went).toEqual(['5', '5', '3', '4']);
});

it('keeps the order of those that are equally urgent', async () => {
  const one = pace({ first: 1 });
  const went = entering(one, '1a', '1b', '1c');
  for (const key of ['a', 'b', 'c']) {
    await settled();
    one.leave(key, 500);
  }
  expect(went).toEqual(['1a', '1b', '1c']);
});

it('lets one more go for a round of quick answers, up to its most', async () => {
  const one = pace();
  for (let nth = 0; nth < 60; nth += 1) {
    void one.enter('1', '');
    await settled();
    one.leave('', 20);
  }
  expect(one.window).toBe(6);
});

it('lets fewer go when an answer is slow or does not come, once in a second, and never none', () => {
  const one = pace({ first: 6 });
  void one.enter('1', '');
  void one.enter('1', '');
  one.leave('', 5000);
  one.leave('', undefined);
  expect(one.window).toBe(3);
  for (now = 1000; now <= 9000; now += 1000) one.shrink();
  expect(one.window).toBe(1);
});

it('has no more of one key in flight than it may, and holds nobody else up for it', async () => {
  const one = pace({ mostOfKey: 1 });
  const went = entering(one, '1a', '1a', '2b');
  await settled();
  expect(went).toEqual(['1a', '2b']);
  one.leave('a', 500);
  await settled();
  expect(went).toEqual(['1a', '2b', '1a']);
});

it('sends away who waits when it closes', async () => {
  const one = pace({ first: 1 });
  const turns = [one.enter('1', ''), one.enter('2', '')];
  await settled();
  one.close();
  expect(await Promise.all([...turns, one.enter('3', '')])).toEqual([true, false, false]);
});

it('takes a turn back that was not used without learning from it', async () => {
  const one = pace();
  for (let nth = 0; nth < 60; nth += 1) {
    void one.enter('1', '');
    await settled();
    one.giveBack('');
  }
  expect(one.window).toBe(2);
});
