import { atMost } from './at-most.js';

describe('atMost', () => {
  it('answers with what comes in time, and with nothing for what does not', async () => {
    expect(await atMost(1000, Promise.resolve('here'))).toBe('here');
    expect(await atMost(10, new Promise(() => undefined))).toBeUndefined();
  });

  it('passes on what fails in time; what fails later disturbs nobody', async () => {
    await expect(atMost(1000, Promise.reject(new Error('no')))).rejects.toThrow('no');
    const late = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error('late')), 20));
    expect(await atMost(1, late)).toBeUndefined();
    await expect(late).rejects.toThrow('late');
  });
});
