import { Gate } from './gate.js';

const never = new AbortController().signal;
const settled = async (promise: Promise<void>): Promise<boolean> =>
  await Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);

it('lets pass while it is open, and all that waited once it is opened', async () => {
  const gate = new Gate();
  expect(await settled(gate.passed(never))).toBe(true);
  gate.close();
  const waiting = [gate.passed(never), gate.passed(never)];
  expect(await Promise.all(waiting.map(settled))).toEqual([false, false]);
  gate.open();
  expect(await Promise.all(waiting.map(settled))).toEqual([true, true]);
});

it('holds nobody whose script was stopped', async () => {
  const gate = new Gate();
  gate.close();
  const stop = new AbortController();
  const waiting = gate.passed(stop.signal);
  expect(await settled(waiting)).toBe(false);
  stop.abort();
  expect(await settled(waiting)).toBe(true);
});
