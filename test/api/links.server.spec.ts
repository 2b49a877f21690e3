import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

/** As a phone opens it: no cookie, no script. */
async function press(link: string, action: string): Promise<{ status: number; html: string }> {
  const answer = await fetch(link, { method: 'POST', body: new URLSearchParams({ action }) });
  return { status: answer.status, html: await answer.text() };
}

async function look(link: string): Promise<{ status: number; html: string; headers: Headers }> {
  const answer = await fetch(link);
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
}

describe('a link to acknowledge by', () => {
  let product: Product;
  let story: CaseStory;
  beforeAll(async () => {
    product = await Product.start();
    story = await CaseStory.open(product);
    await story.until('+0:12');
  }, 180_000);
  afterAll(() => product.stop(), 60_000);

  /** The link of the newest mail to the office that has one. */
  async function linkTo(office: string): Promise<string> {
    const mails = await product.keptMails();
    const addresses = product.offices
      .find(({ id }) => id === office)
      ?.channels.flatMap((channel) => (channel.kind === 'email' ? [channel.address] : []));
    const links = mails
      .filter(({ to }) => [to].flat().some((one) => addresses?.includes(one?.text ?? '')))
      .flatMap(({ text = '' }) => /http\S+(\/a\/\S+)/.exec(text)?.[1] ?? []);
    const last = links.at(-1);
    if (last === undefined) throw new Error(`No mail with a link came to ${office}.`);
    return product.url + last;
  }

  const acknowledgements = async () => (await story.read()).acknowledgements as { office: string; undone: boolean }[];

  it('shows a small page that needs no script, and opening it changes nothing', async () => {
    const before = await story.read();
    const link = await linkTo('ua-mfa-duty');
    for (let times = 0; times < 5; times += 1) await look(link);
    const { status, html, headers } = await look(link);
    expect(status).toBe(200);
    expect(html.length).toBeLessThan(20_000);
    expect(html).not.toMatch(/<script|<img|src=|https?:\/\/(?!127)/);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(html.match(/<form method="post">/g)).toHaveLength(2);
    const after = await story.read();
    expect([after.seq, after.stateHash]).toEqual([before.seq, before.stateHash]);
  }, 180_000);

  it('acknowledges for its organisation once, however often the button is pressed', async () => {
    const link = await linkTo('ua-mfa-duty');
    const pressed = await Promise.all([1, 2, 3].map(() => press(link, 'acknowledge')));
    expect(pressed.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await press(link, 'acknowledge')).status).toBe(200);
    expect(await acknowledgements()).toMatchObject([{ office: 'ua-mfa-duty', undone: false }]);
    const { awaiting } = await story.read();
    expect(awaiting).not.toContain('ua-mfa');
    expect(awaiting).toContain('watch-kyiv');
  }, 180_000);

  it('takes it back within five minutes, and not after', async () => {
    const link = await linkTo('ua-mfa-duty');
    await story.until('+0:16');
    expect((await press(link, 'undo')).status).toBe(200);
    expect(await acknowledgements()).toMatchObject([{ office: 'ua-mfa-duty', undone: true }]);
    expect((await press(link, 'acknowledge')).status).toBe(200);
    await story.until('+0:22');
    const { html } = await look(link);
    expect(html).not.toContain('value="undo"');
    const late = await press(link, 'undo');
    expect([late.status, (await acknowledgements()).map(({ undone }) => undone)]).toEqual([410, [true, false]]);
    expect(late.html).toContain('role="status"');
  }, 180_000);

  it('passes it to the deputy, once', async () => {
    const link = await linkTo('ua-general-staff-duty');
    expect((await press(link, 'pass')).status).toBe(200);
    expect((await press(link, 'pass')).status).toBe(200);
    await story.until('+0:23');
    const told = (await story.notices()).filter(({ office }) => office === 'ua-general-staff-deputy');
    expect(told.map(({ topic }) => topic)).toEqual(['acknowledgement-missing']);
  }, 180_000);

  it('is no link when a character differs, and says the same of every such text', async () => {
    const link = await linkTo('ua-mfa-duty');
    const foreign = link.replace('ua-mfa-duty', 'watch-kyiv-duty');
    const { status, html } = await look(foreign);
    expect(status).toBe(404);
    expect((await look(`${product.url}/a/nonsense`)).html).toBe(html);
    expect((await press(foreign, 'acknowledge')).status).toBe(404);
    expect(await acknowledgements()).toHaveLength(2);
  }, 180_000);

  it('refuses forms that hold anything else, and forms anywhere else', async () => {
    const link = await linkTo('ua-mfa-duty');
    expect((await press(link, 'stand-down')).status).toBe(422);
    const form = { method: 'POST', body: new URLSearchParams({ act: 'stand-down' }) };
    const elsewhere = await fetch(`${product.url}/api/v1/cases/${story.caseId}/proposals`, form);
    expect([401, 415]).toContain(elsewhere.status);
  }, 180_000);

  it('says that it has expired, and that the case has closed', async () => {
    const link = await linkTo('ua-mfa-duty');
    const proposal = await story.proposes('+20:00', 'ua-mfa-duty', 'stand-down', 'Firing has stopped.');
    await story.signs('+20:01', 'fr-mfa-duty', proposal);
    await story.until('+92:02');
    const closed = await look(link);
    expect([closed.status, (await press(link, 'acknowledge')).status]).toEqual([409, 409]);
    expect((await story.read()).status).toBe('closed');
    await product.waitUntil('+170:00');
    expect([(await look(link)).status, (await press(link, 'acknowledge')).status]).toEqual([410, 410]);
    const kept = (await product.record('house')).map(({ body }) => body as { type: string; asking?: object });
    expect(kept.filter(({ type }) => type === 'after-closure')).toMatchObject([
      { asking: { office: 'ua-mfa-duty', means: 'link' } },
    ]);
  }, 180_000);
});
