import { NEVER_ABORTED, outgoingMessage } from './channel.contract.js';
import type { HookRig } from './rigs.contract.js';
import { openHookRig, SECRET } from './rigs.contract.js';
import { webhookChannel } from './webhook.js';

describe('a webhook', () => {
  let rig: HookRig;
  beforeEach(async () => {
    rig = await openHookRig();
  });
  afterEach(() => rig.close());
  const send = () => rig.channel.send(outgoingMessage(), rig.address, NEVER_ABORTED);

  it('carries what INTERFACE 4 names', async () => {
    await send();
    expect(rig.hooks[0]?.body).toMatchObject({
      type: 'notice.phase-opened',
      id: 'UA-23-test.n7',
      caseId: 'UA-23-test',
      exercise: true,
      phase: 2,
      subject: outgoingMessage().subject,
      text: outgoingMessage().text,
      due: '2027-03-28T20:00:00.000Z',
      requires: ['acknowledge', 'D1'],
      because: { clause: 'G2' },
      plan: { id: 'seed', version: 1 },
      sentAt: '2027-03-28T20:00:01.000Z',
    });
  });

  it.each([
    [200, 'delivered'],
    [302, 'try-later'],
    [400, 'never'],
    [401, 'try-later'],
    [404, 'try-later'],
    [410, 'never'],
    [429, 'try-later'],
    [500, 'try-later'],
  ] as const)('HTTP %i: %s', async (status, kind) => {
    rig.answer(status, { location: `${rig.url}/elsewhere` });
    expect((await send()).kind).toBe(kind);
    expect(rig.hooks).toHaveLength(1);
  });

  it('heeds Retry-After, within reason', async () => {
    rig.answer(503, { 'retry-after': '7' });
    expect((await send()).retryAfterMs).toBe(7000);
    rig.answer(503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() });
    expect((await send()).retryAfterMs).toBeGreaterThan(55_000);
    rig.answer(503, { 'retry-after': '99999999' });
    expect((await send()).retryAfterMs).toBe(15 * 60_000);
    rig.answer(503, { 'retry-after': 'soon' });
    expect(await send()).not.toHaveProperty('retryAfterMs');
  });

  it('reads no more of an answer than it needs', async () => {
    rig.answer(500, {}, `\u0007${'x'.repeat(5_000_000)}`);
    const { said } = await send();
    expect(said).toHaveLength(300);
    expect(said).not.toContain('\u0007');
  });

  const endless = (status: number) =>
    rig.by((response) => {
      response.writeHead(status).on('error', () => undefined);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });

  it.each([
    [200, 'delivered'],
    [410, 'never'],
    [500, 'try-later'],
  ] as const)('hears no endless answer out: HTTP %i, %s', async (status, kind) => {
    endless(status);
    const before = Date.now();
    expect((await send()).kind).toBe(kind);
    expect(Date.now() - before).toBeLessThan(900);
  });

  it('goes by the status where the rest of the answer hangs', async () => {
    const whole = webhookChannel();
    for (const [status, kind] of [
      [200, 'delivered'],
      [410, 'never'],
    ] as const) {
      rig.by((response) => response.writeHead(status).write('Begun'));
      const came = await whole.send(outgoingMessage(), rig.address, NEVER_ABORTED);
      expect(came).toMatchObject({ kind, said: kind === 'never' ? 'HTTP 410 Begun' : 'HTTP 200' });
    }
  });

  it('goes by the status where the rest of the answer breaks off', async () => {
    for (const [status, kind] of [
      [200, 'delivered'],
      [410, 'never'],
    ] as const) {
      rig.by((response) => {
        response.writeHead(status, { 'content-length': '100' });
        response.write('Begun', () => response.socket?.resetAndDestroy());
      });
      expect((await send()).kind).toBe(kind);
    }
  });

  it('says why where the connection is reset or nobody answers in time', async () => {
    rig.by((response) => response.socket?.resetAndDestroy());
    expect(await send()).toMatchObject({ kind: 'try-later', said: expect.stringMatching(/ECONNRESET|hang up/) });
    rig.by(() => undefined);
    expect(await send()).toEqual({ kind: 'try-later', said: 'No answer within 1 s.' });
  });

  it('asks nobody inside in production, and says why', async () => {
    const channel = webhookChannel({ outside: true });
    const to = (url: string) =>
      channel.send(outgoingMessage(), { kind: 'webhook', url, secret: SECRET }, NEVER_ABORTED);
    expect(await to(rig.url)).toEqual({ kind: 'never', said: 'A webhook in production needs https://.' });
    const { port } = new URL(rig.url);
    expect(await to(`https://127.0.0.1:${port}/`)).toEqual({
      kind: 'never',
      said: '127.0.0.1 is no address of the open network.',
    });
    // By a name, which a resolver leads back to this host.
    expect(await to(`https://localhost:${port}/`)).toMatchObject({
      kind: 'never',
      said: expect.stringMatching(/^localhost leads to (127\.0\.0\.1|::1)\.$/),
    });
    expect(rig.hooks).toHaveLength(0);
  });

  it('knows what is outside', () => {
    const outside = (url: string) => webhookChannel().staysHere({ kind: 'webhook', url, secret: SECRET });
    expect(['http://127.0.0.1:8/', 'http://[::1]/', 'http://localhost/'].map(outside)).toEqual([true, true, true]);
    expect(['https://example.org/', 'http://127.0.0.1.example.org/', 'http://10.0.0.1/'].map(outside)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
