import { untilAsked } from './asked-to-end.js';
import { ownFault } from './own-fault.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('being asked to end', () => {
  afterEach(() => {
    for (const name of SIGNALS) process.removeAllListeners(name);
    jest.restoreAllMocks();
  });

  it('counts Ctrl-C that comes twice at once as one', async () => {
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const asked = new AbortController();
    const ended = untilAsked(asked, () => undefined);
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGINT', 'SIGINT');
    await ended;
    expect(asked.signal.aborted).toBe(true);
    expect(exit).not.toHaveBeenCalled();
  });

  it('is never without a handler, for then the system would end the process on the spot', async () => {
    const ended = untilAsked(new AbortController(), () => undefined);
    let least = Infinity;
    process.prependListener('SIGTERM', () => (least = Math.min(least, process.listenerCount('SIGTERM') - 1)));
    process.emit('SIGTERM', 'SIGTERM');
    await ended;
    expect([least, process.listenerCount('SIGTERM') - 1]).toEqual([1, 1]);
  });

  it('ends at once, with a sentence, when it is asked again later', async () => {
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const clock = jest.spyOn(Date, 'now');
    const said: string[] = [];
    clock.mockReturnValue(1000);
    void untilAsked(new AbortController(), (text) => said.push(text));
    process.emit('SIGHUP', 'SIGHUP');
    clock.mockReturnValue(1600);
    process.emit('SIGINT', 'SIGINT');
    expect(exit).toHaveBeenCalledWith(1);
    expect(said).toEqual(['Asked again, Holdfire ends at once; the next start cleans up what is left.']);
  });
});

describe('a fault that nothing caught', () => {
  it('becomes a rejection; those that follow are told', async () => {
    const before = process.listenerCount('uncaughtException');
    const said: string[] = [];
    const fault = ownFault((text) => said.push(text));
    process.emit('uncaughtException', new Error('EPIPE'));
    process.emit('uncaughtException', new Error('EIO'));
    await expect(fault.happened).rejects.toThrow('EPIPE');
    expect(said).toEqual(['While ending: EIO']);
    fault.ignore();
    expect(process.listenerCount('uncaughtException')).toBe(before);
  });
});
