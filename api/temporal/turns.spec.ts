import { Turns } from './turns.js';

describe('turns', () => {
  test('as many as there are go at once; the next waits until one leaves', async () => {
    const turns = new Turns(2);
    expect(await turns.enter('a', 10)).toBe(true);
    expect(await turns.enter('a', 10)).toBe(true);
    const third = turns.enter('a', 1000);
    turns.leave('a');
    expect(await third).toBe(true);
  });

  test('who waits too long goes without, and takes no place from the next', async () => {
    const turns = new Turns(1);
    await turns.enter('a', 10);
    expect(await turns.enter('a', 5)).toBe(false);
    turns.leave('a');
    expect(await turns.enter('a', 5)).toBe(true);
  });

  test('cases do not wait for each other', async () => {
    const turns = new Turns(1);
    await turns.enter('a', 10);
    expect(await turns.enter('b', 5)).toBe(true);
  });
});
