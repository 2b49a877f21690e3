import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { within } from './within.js';

describe('within', () => {
  const hangs = () => new Promise<never>(() => undefined);

  it('ends what takes too long, also after garbage was collected', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    let told: AbortSignal | undefined;
    const ended = within(200, new AbortController().signal, (signal) => {
      told = signal;
      return hangs();
    });
    const collecting = setInterval(collect, 50);
    await expect(ended).rejects.toThrow('No answer within 0.2 s.');
    clearInterval(collecting);
    expect(told?.aborted).toBe(true);
  });

  it('ends at once when told to, and does not begin when told before', async () => {
    const stop = new AbortController();
    const ended = within(10_000, stop.signal, hangs);
    stop.abort();
    await expect(ended).rejects.toThrow('broken off');
    const begin = jest.fn(hangs);
    await expect(within(10_000, stop.signal, begin)).rejects.toThrow('broken off');
    expect(begin).not.toHaveBeenCalled();
  });

  it('passes on what came, and leaves no listener behind', async () => {
    const { signal } = new AbortController();
    expect(await within(1000, signal, () => Promise.resolve('here'))).toBe('here');
    const thrower = (): Promise<never> => {
      throw new Error('at once');
    };
    await expect(within(1000, signal, thrower)).rejects.toThrow('at once');
    await expect(within(1, signal, hangs)).rejects.toThrow('No answer');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
