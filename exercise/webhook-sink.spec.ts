import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { openWebhookSink } from './webhook-sink.js';
import type { WebhookSink } from './webhook-sink.js';

const SECRET = 'whsec_ZXhhbXBsZS1nYi1tb2QtLS0tLS0tLS0t';
const LARGEST = 1 << 20;

const folder = mkdtempSync(join(tmpdir(), 'holdfire-webhooks-'));
const file = join(folder, 'webhooks.jsonl');
const troubles: string[] = [];
let sink: WebhookSink;

beforeEach(async () => {
  troubles.length = 0;
  rmSync(file, { recursive: true, force: true });
  sink = await openWebhookSink(
    file,
    (office) => ({ 'gb-mod-duty': SECRET, broken: 'whsec_' })[office],
    0,
    (sentence) => troubles.push(sentence),
  );
});
afterEach(() => sink.close());
afterAll(() => rmSync(folder, { recursive: true }));

async function call(id: string, body: string, { office = 'gb-mod-duty', secret = SECRET } = {}): Promise<number> {
  const now = new Date();
  const { status } = await fetch(`http://127.0.0.1:${sink.port}/${office}`, {
    method: 'POST',
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    },
  });
  return status;
}

const lines = (): unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

describe('the webhook sink', () => {
  it('has its file from the start, empty before the first call', () => {
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('keeps a call, knows one that comes again, and counts those with a good signature', async () => {
    expect(await call('c.n1', '{"subject":"EXERCISE"}')).toBe(204);
    expect(await call('c.n1', '{"subject":"EXERCISE"}')).toBe(204);
    expect(await call('c.n2', '{}', { secret: 'whsec_c29tZWJvZHkgZWxzZQ==' })).toBe(401);
    expect(lines()).toMatchObject([
      { id: 'c.n1', office: 'gb-mod-duty', verified: true, repeated: false, body: { subject: 'EXERCISE' } },
      { id: 'c.n1', verified: true, repeated: true },
      { id: 'c.n2', verified: false, repeated: false },
    ]);
    expect(sink.count).toBe(2);
  });

  it('says "not now" while it cannot keep anything, and takes the same call afterwards as a first one', async () => {
    rmSync(file);
    mkdirSync(file);
    expect(await call('c.n1', '{}')).toBe(503);
    expect(troubles).toEqual([expect.stringMatching(/^A webhook could not be kept: .*EISDIR.*\.$/)]);
    expect(sink.count).toBe(0);
    rmdirSync(file);
    expect(await call('c.n1', '{}')).toBe(204);
    expect(lines()).toMatchObject([{ id: 'c.n1', repeated: false }]);
  });

  it('says "never" only of what is wrong with the call itself', async () => {
    expect(await call('c.n1', 'no JSON')).toBe(400);
    expect(await call('c.n1', '{}', { office: 'nobody' })).toBe(404);
    expect(await call('c.n1', '{}', { office: '%E0%A4%A' })).toBe(404);
    expect(await call('c.n1', '{}', { office: 'broken' })).toBe(503);
    expect(lines()).toEqual([]);
  });

  it('takes a body of a mebibyte and none that is larger, and the sender reads the answer', async () => {
    expect(await call('c.n1', JSON.stringify('x'.repeat(LARGEST - 2)))).toBe(204);
    expect(await call('c.n2', JSON.stringify('x'.repeat(8 * LARGEST)))).toBe(413);
    expect(lines()).toHaveLength(1);
    expect(troubles).toEqual([]);
  });

  it('says nothing of a sender that goes away in the middle', async () => {
    await new Promise<void>((resolve) => {
      const half = request({
        port: sink.port,
        path: '/gb-mod-duty',
        method: 'POST',
        headers: { 'content-length': 100 },
      });
      half.on('error', () => undefined).on('close', resolve);
      half.write('{', () => half.destroy());
    });
    expect(await call('c.n1', '{}')).toBe(204);
    expect(lines()).toHaveLength(1);
    expect(troubles).toEqual([]);
  });

  it('closes at once although a sender keeps its connection', async () => {
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve) =>
      request({ port: sink.port, path: '/nobody', method: 'POST', agent }, (response) =>
        response.resume().on('end', resolve),
      ).end(),
    );
    const before = Date.now();
    await sink.close();
    expect(Date.now() - before).toBeLessThan(4000);
    agent.destroy();
  });
});
