import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Captured, inOrder } from './captured.js';

const folder = mkdtempSync(join(tmpdir(), 'holdfire-captured-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function sinks(name: string): { mailFolder: string; webhookLog: string; captured: Captured } {
  const mailFolder = join(folder, name, 'mail');
  const webhookLog = join(folder, name, 'webhooks.jsonl');
  mkdirSync(mailFolder, { recursive: true });
  return { mailFolder, webhookLog, captured: new Captured({ mailFolder, webhookLog }) };
}

function mail(mailFolder: string, number: number, at: string, more: string[] = [], body = 'Read this.'): void {
  const file = join(mailFolder, `${String(number).padStart(5, '0')}.eml`);
  const head = ['From: a@exercise.invalid', 'To: gb-mod-duty@exercise.invalid', `Subject: EXERCISE ${number}`, ...more];
  writeFileSync(file, [...head, '', body, ''].join('\r\n'));
  utimesSync(file, new Date(at), new Date(at));
}

const call = (at: string, more: object = {}): string =>
  `${JSON.stringify({ at, office: 'us-state-duty', id: 'exercise-1.n1', verified: true, repeated: false, body: { subject: 'S', text: 'T', requires: ['acknowledge'] }, ...more })}\n`;

it('reads mails and webhooks in the order in which they came, and later only what is new', async () => {
  const { mailFolder, webhookLog, captured } = sinks('both');
  mail(mailFolder, 1, '2027-03-27T20:00:02.000Z', ['X-Holdfire-Requires: acknowledge D1', 'X-Holdfire-Case: c-1']);
  appendFileSync(webhookLog, call('2027-03-27T20:00:01.000Z'));
  const first = await captured.since('');
  expect(first).toMatchObject([
    { id: 'webhook-1', kind: 'webhook', office: 'us-state-duty', requires: ['acknowledge'], verified: true },
    { id: 'mail-1', kind: 'email', office: 'gb-mod-duty', requires: ['acknowledge', 'D1'], caseId: 'c-1' },
  ]);
  mail(mailFolder, 2, '2027-03-27T20:00:03.000Z');
  expect((await captured.since('2027-03-27T20:00:02.500Z')).map(({ id }) => id)).toEqual(['mail-2']);
  expect([...(await captured.since(''))].sort(inOrder).map(({ id }) => id)).toEqual(['webhook-1', 'mail-1', 'mail-2']);
});

it('waits for the rest of a line, and passes over what is no message', async () => {
  const { webhookLog, captured } = sinks('torn');
  const line = call('2027-03-27T20:00:01.000Z');
  appendFileSync(webhookLog, `no json\n[]\n${line.slice(0, 40)}`);
  expect(await captured.since('')).toEqual([]);
  appendFileSync(webhookLog, line.slice(40));
  expect(await captured.since('')).toMatchObject([{ id: 'webhook-3', text: 'T' }]);
  expect(await captured.whole('webhook-3')).toMatchObject({ source: line.trimEnd() });
});

it('shows text for what it is, and hands HTML out as text only', async () => {
  const { mailFolder, captured } = sinks('hostile');
  const hostile = '<script>alert(1)</script> =cmd|1!A1';
  mail(mailFolder, 1, '2027-03-27T20:00:02.000Z', ['Content-Type: text/plain; charset=utf-8'], hostile);
  mail(mailFolder, 2, '2027-03-27T20:00:03.000Z', ['Content-Type: text/html; charset=utf-8'], '<b onclick=x>Bold</b>');
  const [plain] = await captured.since('');
  expect(plain?.text.trim()).toBe(hostile);
  expect((await captured.whole('mail-2'))?.html).toContain('<b onclick=x>Bold</b>');
});

it.each([{ body: 'text' }, { body: { subject: 1, text: null, requires: 'all' } }, { office: 3, id: {} }])(
  'takes a call that lacks what it should have: %j',
  async (odd) => {
    const { webhookLog, captured } = sinks(`odd-${JSON.stringify(odd).length}`);
    appendFileSync(webhookLog, call('2027-03-27T20:00:01.000Z', odd));
    expect(await captured.since('')).toHaveLength(1);
  },
);

it('has nothing where nothing was ever captured, and no message of another name', async () => {
  const captured = new Captured({ mailFolder: join(folder, 'none'), webhookLog: join(folder, 'none.jsonl') });
  expect(await captured.since('')).toEqual([]);
  expect(await captured.whole('mail-1')).toBeUndefined();
});
