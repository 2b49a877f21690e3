import { Turns } from './turns.js';

const FOREVER = new AbortController().signal;

/** Work that goes on until it is ended by hand. */
function work(begun: string[], name: string): { work: () => Promise<string>; end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<string>((resolve) => {
    end = () => resolve(name);
  });
  return { end: () => end(), work: () => (begun.push(name), ended) };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('lets so many begin at once, the others in their order', async () => {
    const begun: string[] = [];
    const turns = new Turns(2, 2);
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => work(begun, name)) as [W, W, W, W];
    const all = [a, b, c, d].map((one, index) => turns.take(`lane ${index}`, FOREVER, one.work));
    await settle();
    expect(begun).toEqual(['a', 'b']);
    b.end();
    await settle();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const one of [a, c, d]) one.end();
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps places free from one lane for the others', async () => {
    const begun: string[] = [];
    const turns = new Turns(3, 2);
    const hanging = ['h1', 'h2', 'h3'].map((name) => work(begun, name));
    const all = hanging.map((one) => turns.take('hangs', FOREVER, one.work));
    expect(await turns.take('other', FOREVER, () => Promise.resolve('told'))).toBe('told');
    expect(begun).toEqual(['h1', 'h2']);
    hanging.forEach(({ end }) => end());
    expect(await Promise.all(all)).toEqual(['h1', 'h2', 'h3']);
  });

  it('lets who is told to stop leave the queue, and keeps the place for who stays', async () => {
    const begun: string[] = [];
    const turns = new Turns(1, 1);
    const stop = new AbortController();
    const first = work(begun, 'first');
    const running = turns.take('a', FOREVER, first.work);
    const leaving = turns.take('a', stop.signal, () => Promise.resolve('never'));
    const staying = turns.take('b', FOREVER, () => Promise.resolve('stays'));
    stop.abort();
    expect(await leaving).toBeUndefined();
    first.end();
    expect(await Promise.all([running, staying])).toEqual(['first', 'stays']);
    expect(await turns.take('a', stop.signal, () => Promise.resolve('never'))).toBeUndefined();
  });

  it('gives the place on when work fails', async () => {
    const turns = new Turns(1, 1);
    await expect(turns.take('a', FOREVER, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turns.take('a', FOREVER, () => Promise.resolve('yes'))).toBe('yes');
  });
});

type W = ReturnType<typeof work>;
