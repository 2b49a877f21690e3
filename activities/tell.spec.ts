import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { MockActivityEnvironment } from '@temporalio/testing';
import { EXAMPLES, message, tellingOf } from '../test/support/notices.js';
import type { NoticeOutcome } from '../domain/case/commands.js';
import type { Message, Telling } from '../domain/notice/matter.js';
import { entryLine, FIRST_PREV, lineHash } from '../record/entry.js';
import type { Entry } from '../record/entry.js';
import { RecordConflict } from '../record/record-store.js';
import type { RecordStore } from '../record/record-store.js';
import type { RecordBatch, TellResult } from '../workflows/messages.js';
import type { Channel, ChannelAddress } from './channels/channel.js';
import type { Channels } from './channels/registry.js';
import { logbookChannel } from './channels/logbook.js';
import { emailChannel } from './channels/email.js';
import { openHookRig } from './channels/rigs.contract.js';
import type { HookRig } from './channels/rigs.contract.js';
import { createActivities } from './index.js';
import type { ActivityDependencies } from './index.js';

const batch: RecordBatch = { stream: 'case/UA-23-test', firstSeq: 1, bodies: [{} as RecordBatch['bodies'][number]] };

/** A port on which nothing listens: the relay is dead. */
const deadMail = () => emailChannel({ smtpUrl: 'smtp://127.0.0.1:1', from: 'holdfire@example.org' });

const stored = (change: Partial<RecordStore> = {}): RecordStore =>
  ({
    appendMany: () => Promise.resolve(),
    read: () => Promise.resolve([]),
    ...change,
  }) as unknown as RecordStore;

describe('tell', () => {
  let hooks: HookRig;
  let folder: string;
  beforeEach(async () => {
    hooks = await openHookRig();
    folder = mkdtempSync(join(tmpdir(), 'holdfire-tell-'));
  });
  afterEach(async () => {
    await hooks.close();
    rmSync(folder, { recursive: true });
  });

  const logbook = () => readFileSync(join(folder, 'logbook.txt'), 'utf8').trimEnd().split('\n');

  function activities(change: Partial<ActivityDependencies> & { channels?: Channels } = {}) {
    const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
    const dependencies: ActivityDependencies = {
      store: stored(),
      address: (_office, kind): ChannelAddress | undefined =>
        kind === 'webhook' ? hooks.address : kind === 'email' ? { kind, address: 'duty@exercise.invalid' } : undefined,
      publicUrl: 'https://holdfire.example/',
      sealKeys: [],
      clock: Date.now,
      log,
      ...change,
      channels: { webhook: hooks.channel, logbook: logbookChannel(join(folder, 'logbook.txt')), ...change.channels },
    };
    return { log, store: dependencies.store, ...createActivities(dependencies) };
  }

  const to = (number: number, change: Partial<Message> = {}): Message =>
    message({ id: `UA-23-test.n${number}`, noticeIds: [`n${number}`], office: `office-${number}`, ...change });

  const tell = (
    all: ReturnType<typeof activities>,
    messages: Message[],
    {
      env = new MockActivityEnvironment(),
      telling = tellingOf([EXAMPLES.lapsed], messages),
    }: { env?: MockActivityEnvironment; telling?: Telling } = {},
  ) => env.run<[Telling, RecordBatch], TellResult, typeof all.tell>((...both) => all.tell(...both), telling, batch);

  const short = ({ outcomes }: TellResult) =>
    outcomes.map(({ noticeIds, outcome }) => `${noticeIds.join()} ${outcome}`).sort();

  it('records, then sends each message once, and writes each into the logbook', async () => {
    const appended = jest.fn(() => Promise.resolve());
    const all = activities({ store: stored({ appendMany: appended }) });
    const result = await tell(all, [to(1), to(2), to(3, { channel: 'logbook' })]);
    expect(short(result)).toEqual(['n1 delivered', 'n2 delivered', 'n3 delivered']);
    expect(result.recorded).toBe(true);
    expect(appended).toHaveBeenCalledWith(batch.stream, 1, batch.bodies);
    expect(
      hooks
        .received()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['UA-23-test.n1', 'UA-23-test.n2']);
    expect(logbook()).toHaveLength(3);
    expect(hooks.received()[0]?.text).toContain('https://holdfire.example/cases/UA-23-test');
  });

  it('sends all the same when the record fails, and says so', async () => {
    const all = activities({ store: stored({ appendMany: () => Promise.reject(new Error('disk full')) }) });
    expect(await tell(all, [to(1)])).toMatchObject({ recorded: false, outcomes: [{ outcome: 'delivered' }] });
    expect(all.log.error).toHaveBeenCalled();
  });

  it('does not wait for a record that hangs', async () => {
    const all = activities({ store: stored({ appendMany: () => new Promise(() => undefined) }) });
    const before = Date.now();
    expect(await tell(all, [to(1)])).toMatchObject({ recorded: false, outcomes: [{ outcome: 'delivered' }] });
    expect(Date.now() - before).toBeLessThan(1500);
  });

  it('lets a dead relay delay nobody else, heartbeats meanwhile, and ends at once when cancelled', async () => {
    const env = new MockActivityEnvironment();
    const beats: { done: NoticeOutcome[] }[] = [];
    env.on('heartbeat', (details: { done: NoticeOutcome[] }) => beats.push({ done: [...details.done] }));
    const mail = deadMail();
    const all = activities({ channels: { email: mail } });
    const running = tell(
      all,
      [...Array.from({ length: 40 }, (_, index) => to(index + 10, { channel: 'email' })), to(1)],
      { env },
    );
    await until(() => hooks.received().length === 1, 1000);
    await new Promise((resolve) => setTimeout(resolve, 2200));
    expect(beats.at(-1)?.done).toMatchObject([{ noticeIds: ['n1'], outcome: 'delivered' }]);
    expect(beats.length).toBeGreaterThanOrEqual(3);
    const before = Date.now();
    env.cancel('WORKER_SHUTDOWN');
    const { outcomes } = await running;
    expect(outcomes.filter(({ outcome }) => outcome !== 'unsent')).toMatchObject([
      { noticeIds: ['n1'], outcome: 'delivered' },
    ]);
    expect(outcomes).toHaveLength(41);
    expect(Date.now() - before).toBeLessThan(1500);
    await mail.close();
  });

  it('goes on where a worker died: who is done is not told again', async () => {
    const done = [
      { noticeIds: ['n1'], outcome: 'delivered', attempts: 1, said: 'HTTP 204', at: '2027-03-28T20:00:00.000Z' },
    ];
    const env = new MockActivityEnvironment({ attempt: 2, heartbeatDetails: { done } });
    const result = await tell(activities(), [to(1), to(2)], { env });
    expect(short(result)).toEqual(['n1 delivered', 'n2 delivered']);
    expect(hooks.received().map(({ id }) => id)).toEqual(['UA-23-test.n2']);
  });

  it('answers early when one is given up, so that the case can find another way', async () => {
    hooks.behave('refuse');
    const mail = deadMail();
    const before = Date.now();
    const result = await tell(activities({ channels: { email: mail } }), [
      to(1),
      to(2, { channel: 'email', lastResort: true }),
    ]);
    expect(short(result)).toEqual(['n1 failed', 'n2 unsent']);
    expect(result.outcomes.find(({ outcome }) => outcome === 'failed')?.said).toContain('HTTP 410 No such office');
    expect(Date.now() - before).toBeLessThan(4000);
    await mail.close();
  });

  it('tries again, with the same id, what was not taken or what threw', async () => {
    let calls = 0;
    const ids: string[] = [];
    const moody: Channel = {
      ...hooks.channel,
      send: (one) => {
        ids.push(one.id);
        calls += 1;
        if (calls === 1) throw new Error('socket hang up');
        return Promise.resolve({ kind: 'delivered', said: 'ok' });
      },
    };
    const all = activities({ channels: { webhook: moody } });
    expect(await tell(all, [to(1)])).toMatchObject({ outcomes: [{ outcome: 'delivered', attempts: 2 }] });
    expect(ids).toEqual(['UA-23-test.n1', 'UA-23-test.n1']);
    expect(all.log.warn).toHaveBeenCalled();
  });

  it('gives up after two minutes where another way exists, and not so soon where none does', async () => {
    let now = Date.now();
    const clock = () => (now += 100_000);
    hooks.behave('later');
    const result = await tell(activities({ clock }), [to(1), to(2, { lastResort: true })]);
    expect(short(result)).toEqual(['n1 failed', 'n2 unsent']);
  });

  it('never keeps silent because words fail', async () => {
    const lost = to(1, { recipient: { ...message().recipient, timeZone: 'Nowhere/Lost' } });
    const all = activities();
    expect(short(await tell(all, [lost, to(2)]))).toEqual(['n1 delivered', 'n2 delivered']);
    expect(hooks.received().find(({ id }) => id === lost.id)?.text).toContain('UA-23-test: lapsed');
    expect(all.log.error).toHaveBeenCalled();
  });

  it('does not wait for a logbook that hangs, and logs what it could not write', async () => {
    const hanging: Channel = {
      ...logbookChannel(join(folder, 'logbook.txt')),
      send: () => new Promise(() => undefined),
    };
    const before = Date.now();
    expect(short(await tell(activities({ channels: { logbook: hanging } }), [to(1)]))).toEqual(['n1 delivered']);
    expect(Date.now() - before).toBeLessThan(1500);
    const full: Channel = { ...hanging, send: () => Promise.resolve({ kind: 'try-later', said: 'disk full' }) };
    const all = activities({ channels: { logbook: full } });
    expect(short(await tell(all, [to(1)]))).toEqual(['n1 delivered']);
    expect(all.log.error).toHaveBeenCalled();
  });

  it('never keeps silent because a link cannot be made', async () => {
    const token = () => {
      throw new Error('no key to sign with');
    };
    expect(short(await tell(activities({ token }), [to(1)]))).toEqual(['n1 delivered']);
    expect(hooks.received()[0]?.text).toContain('https://holdfire.example/cases/UA-23-test');
  });

  it('lets an office that hangs, however often it is told, delay nobody over the same channel', async () => {
    const env = new MockActivityEnvironment();
    const hung: string[] = [];
    const taken: string[] = [];
    const channel: Channel = {
      ...hooks.channel,
      send: (one) => {
        if (one.office !== 'office-0') taken.push(one.id);
        else hung.push(one.id);
        return one.office === 'office-0'
          ? new Promise(() => undefined)
          : Promise.resolve({ kind: 'delivered', said: 'ok' });
      },
    };
    const all = activities({ channels: { webhook: channel } });
    const hanging = Array.from({ length: 200 }, (_, index) => to(index + 100, { office: 'office-0' }));
    const ended = tell(all, [...hanging, to(1), to(2)], { env });
    await until(() => taken.length === 2, 1000);
    expect(hung).toHaveLength(4);
    env.cancel();
    expect(short(await ended).filter((one) => !one.endsWith('unsent'))).toEqual(['n1 delivered', 'n2 delivered']);
    expect(hung).toHaveLength(4);
  });

  it('puts no more listeners on a signal than Node finds seemly, however many are told', async () => {
    // Jest puts a copy before its specs; Node warns on the real one.
    const node = runInThisContext('process') as NodeJS.Process;
    const warnings: string[] = [];
    const warned = ({ message }: Error): void => void warnings.push(message);
    node.on('warning', warned);
    hooks.behave('later');
    const env = new MockActivityEnvironment();
    const many = Array.from({ length: 40 }, (_, index) => to(index + 10));
    const ended = tell(activities(), many, { env });
    await until(() => hooks.received().length >= 60, 5000);
    env.cancel();
    expect((await ended).outcomes).toHaveLength(many.length);
    await new Promise((resolve) => setTimeout(resolve, 20));
    node.off('warning', warned);
    expect(warnings).toEqual([]);
  });

  it('tells at once what has no address or no channel', async () => {
    const result = await tell(activities({ address: () => undefined }), [to(1), to(2, { channel: 'email' })]);
    expect(short(result)).toEqual(['n1 failed', 'n2 failed']);
  });

  it('sends nothing outside this machine in an exercise', async () => {
    const address = (): ChannelAddress => ({ ...hooks.address, url: 'https://example.org/hook' }) as ChannelAddress;
    const outside = { ...hooks.channel, send: jest.fn() };
    const telling = tellingOf([EXAMPLES.lapsed], [to(1)], { exercise: true });
    const all = activities({ address, channels: { webhook: outside } });
    expect(short(await tell(all, [], { telling }))).toEqual(['n1 failed']);
    expect(outside.send).not.toHaveBeenCalled();
  });

  it('sends nothing for a run whose decisions are not those of the record, and enters that run', async () => {
    const entered: unknown[] = [];
    const store = stored({
      appendMany: () => Promise.reject(new RecordConflict(batch.stream, 1)),
      appendNext: ((_: string, make: () => unknown) => {
        entered.push(make());
        return Promise.resolve(undefined);
      }) as unknown as RecordStore['appendNext'],
    });
    const telling = tellingOf([EXAMPLES['case-opened']], [to(1)]);
    await expect(tell(activities({ store }), [], { telling })).rejects.toThrow('an entry is never replaced');
    expect(hooks.received()).toEqual([]);
    expect(entered).toEqual([expect.objectContaining({ type: 'run-diverged', stream: batch.stream })]);
  });

  it('sends nothing again of which the outcome is on record', async () => {
    const telling = tellingOf([EXAMPLES['case-opened']], [to(1)]);
    const noticeIds = telling.messages[0]?.noticeIds;
    const outcome = { noticeIds, outcome: 'delivered', attempts: 1, said: 'ok', at: '2027-03-27T20:00:00.000Z' };
    const read = (stream: string) =>
      Promise.resolve((stream.startsWith('sent/') ? [{ body: { outcomes: [outcome] } }] : []) as Entry[]);
    const { outcomes } = await tell(activities({ store: stored({ read }) }), [], { telling });
    expect(hooks.received()).toEqual([]);
    expect(outcomes).toEqual([outcome]);
  });

  it('names the closing entry by its hash, also when others stand behind it', async () => {
    const entry = (seq: number, type: string): Entry => ({
      schema: 1,
      stream: batch.stream,
      seq,
      prev: FIRST_PREV,
      recordedAt: '2027-03-28T20:00:00.000Z',
      body: { events: [{ type }] },
    });
    const closing = entry(1, 'case-closed');
    const entries = [closing, entry(2, 'notice-outcome')];
    const store = stored({ read: (stream) => Promise.resolve(stream === batch.stream ? entries : []) });
    const telling = tellingOf([EXAMPLES['case-closed']], [to(1)]);
    await tell(activities({ store }), [], { telling });
    expect(hooks.received()[0]?.text).toContain(lineHash(entryLine(closing)));
    await tell(activities({ store: stored({ read: () => Promise.reject(new Error('away')) }) }), [], { telling });
    expect(hooks.received()[1]?.text).toContain('could not be read');
  });
});

async function until(holds: () => boolean, span: number): Promise<void> {
  const end = Date.now() + span;
  while (!holds()) {
    if (Date.now() > end) throw new Error('It did not come to that.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
