import { instant } from '../../domain/instant.js';
import { AcceptanceClock } from './acceptance-clock.js';

const NOON = Date.parse('2027-03-27T12:00:00.000Z');

function setUp() {
  const clocks = { wall: NOON, mono: 0, server: NOON, away: false, reads: 0 };
  const pass = (ms: number): void => {
    clocks.wall += ms;
    clocks.mono += ms;
    clocks.server += ms;
  };
  const server = {
    read: async () => {
      clocks.reads += 1;
      if (clocks.away) throw new Error('away');
      return await Promise.resolve(clocks.server);
    },
  };
  const clock = new AcceptanceClock(
    () => clocks.wall,
    server,
    () => clocks.mono,
  );
  return { clocks, clock, pass };
}

describe('the clock of acceptance', () => {
  test('is this host’s own while it agrees with the server, and asks it once in ten minutes', async () => {
    const { clock, clocks, pass } = setUp();
    clocks.wall += 1500;
    expect(await clock.accept()).toBe(instant(NOON + 1500));
    pass(60_000);
    await clock.accept();
    expect(clocks.reads).toBe(1);
    pass(600_000);
    await clock.accept();
    expect(clocks.reads).toBe(2);
    expect(clock.isOff()).toBe(false);
  });

  test('a clock set back by ten minutes is noticed by the very next command', async () => {
    const { clock, clocks, pass } = setUp();
    await clock.accept();
    pass(1000);
    clocks.wall -= 600_000;
    expect(await clock.accept()).toBe(instant(clocks.server));
    expect(clock.isOff()).toBe(true);
    expect(clock.offsetMs()).toBe(600_000);
    clocks.wall += 600_000;
    expect(await clock.accept()).toBe(instant(clocks.server));
    expect(clock.isOff()).toBe(false);
  });

  test('three days ahead while the server is away: the monotonic clock carries on what was known', async () => {
    const { clock, clocks, pass } = setUp();
    await clock.accept();
    clocks.away = true;
    pass(5000);
    clocks.wall += 3 * 86_400_000;
    expect(await clock.accept()).toBe(instant(NOON + 5000));
    pass(5000);
    expect(await clock.accept()).toBe(instant(NOON + 10_000));
  });

  test('a server that never answered is asked every ten seconds, not for every command', async () => {
    const { clock, clocks, pass } = setUp();
    clocks.away = true;
    for (let second = 0; second < 9; second += 1) {
      await clock.accept();
      pass(1000);
    }
    expect(clocks.reads).toBe(1);
    pass(2000);
    await clock.accept();
    expect(clocks.reads).toBe(2);
  });
});
