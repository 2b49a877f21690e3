/**
 * What every channel keeps to, checked against real receivers on loopback. A channel brings a rig: a receiver that can
 * be told how to behave. The compiler asks for one for every kind of the registry.
 */
import { setMaxListeners } from 'node:events';
import type { Channel, ChannelAddress, OutgoingMessage } from './channel.js';

/** How a receiver behaves. */
export type Behaviour =
  | 'accept'
  /** Accepts after a while that is still within the limits. */
  | 'slow'
  /** Will never take this message. */
  | 'refuse'
  /** Not now. */
  | 'later'
  /** Says nothing at all. */
  | 'silent'
  /** Ends the connection in the middle. */
  | 'drop';

export interface Rig {
  channel: Channel;
  address: ChannelAddress;
  /** What the receiver can be; a file can only accept. */
  behaviours: Behaviour[];
  behave(how: Behaviour): void;
  /** Messages that reached the receiver, whether it took them or not. */
  received(): Received[];
  close(): Promise<void>;
}

export interface Received {
  id: string;
  text: string;
}

/** Limits of the channel under test, in milliseconds: long against `SLOW`, short enough to wait for. */
export const LIMIT = 1000;
export const SLOW = 200;

export const NEVER_ABORTED = new AbortController().signal;
// As `Delivering` does with its own: every attempt under way listens to it.
setMaxListeners(0, NEVER_ABORTED);

export function outgoingMessage(change: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    id: 'UA-23-test.n7',
    updates: 'UA-23-test.n2',
    caseId: 'UA-23-test',
    exercise: true,
    phase: 2,
    level: 2,
    office: 'ua-mfa-duty',
    language: 'uk',
    subject: 'НАВЧАННЯ (EXERCISE) · Відкрито фазу 2',
    text: 'НАВЧАННЯ (EXERCISE) · Відкрито фазу 2\n<b>& “тут” …</b>\n.\nкінець',
    due: '2027-03-28T20:00:00.000Z',
    requires: ['acknowledge', 'D1'],
    matters: [{ id: 'm1', topic: 'phase-opened', because: { clause: 'G2', why: 'No stand-down is on record.' } }],
    plan: { id: 'seed', version: 1, hash: 'ab'.repeat(32) },
    link: 'https://holdfire.example/cases/UA-23-test',
    sentAt: '2027-03-28T20:00:01.000Z',
    ...change,
  };
}

export function channelContract(kind: string, open: () => Promise<Rig>): void {
  describe(`the ${kind} channel`, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await open();
    });
    afterEach(() => rig.close());

    const send = (change: Partial<OutgoingMessage> = {}, signal = NEVER_ABORTED) =>
      rig.channel.send(outgoingMessage(change), rig.address, signal);

    const can = (how: Behaviour): boolean => {
      if (!rig.behaviours.includes(how)) return false;
      rig.behave(how);
      return true;
    };

    it('takes a message in whole, under its own id', async () => {
      const { kind: came, said } = await send();
      expect(['delivered', 'handed-over']).toContain(came);
      expect(said.length).toBeLessThanOrEqual(300);
      const [received] = rig.received();
      expect(received?.id).toContain('UA-23-test.n7');
      expect(received?.text.replaceAll('\r\n', '\n')).toContain(outgoingMessage().text);
    });

    it('waits for a slow receiver', async () => {
      if (can('slow')) expect(['delivered', 'handed-over']).toContain((await send()).kind);
    });

    it('knows a refusal for good, in the receiver’s words', async () => {
      if (!can('refuse')) return;
      const { kind: came, said } = await send();
      expect(came).toBe('never');
      expect(said).toContain('No such office');
    });

    it.each(['later', 'silent', 'drop'] as const)('is to be tried again when the receiver is: %s', async (how) => {
      if (!can(how)) return;
      const before = Date.now();
      const { kind: came, said } = await send();
      expect(came).toBe('try-later');
      expect(said).not.toBe('');
      expect(Date.now() - before).toBeLessThan(LIMIT * 4);
    });

    it.each(['later', 'drop'] as const)('keeps its id over retries: %s', async (how) => {
      if (!can(how)) return;
      await send();
      rig.behave('accept');
      await send();
      const ids = rig.received().map(({ id }) => id);
      expect(new Set(ids).size).toBe(1);
      expect(ids.length).toBeGreaterThanOrEqual(1);
    });

    it('ends soon after it is told to', async () => {
      if (!can('silent')) return;
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 50);
      const before = Date.now();
      expect((await send({}, stop.signal)).kind).toBe('try-later');
      expect(Date.now() - before).toBeLessThan(LIMIT);
    });

    it('sends many at once, each once', async () => {
      const ids = Array.from({ length: 30 }, (_, index) => `UA-23-test.n${index + 100}`);
      await Promise.all(ids.map((id) => send({ id })));
      expect(rig.received().length).toBe(30);
      for (const id of ids) expect(rig.received().filter((one) => one.id.includes(id)).length).toBe(1);
    });

    it('keeps hostile words out of its own format', async () => {
      const evil = 'x\r\nBcc: everybody@example.org\r\n\r\n{"id":"other"}';
      await send({ subject: evil, text: `${evil}\r\n.\r\nMAIL FROM:<a@b>` });
      expect(rig.received()).toHaveLength(1);
      expect(rig.received()[0]?.id).toContain('UA-23-test.n7');
    });

    it('stays on this machine here, and shows no address in whole', () => {
      expect(rig.channel.staysHere(rig.address)).toBe(true);
      const secrets = Object.entries(rig.address).flatMap(([name, value]) => (name === 'kind' ? [] : [value]));
      for (const secret of secrets) expect(rig.channel.display(rig.address)).not.toContain(secret);
    });
  });
}
