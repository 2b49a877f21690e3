/** The backlog of the intake has a bound: beyond it 503 with Retry-After, and what was accepted is in its case once. */
import { Product } from '../support/product.js';

const MOST = 3;

describe('more reports than may wait', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start({ api: { mostPending: MOST } });
    await product.stopWorker();
  }, 120_000);
  afterAll(() => product.stop(), 60_000);

  const SECTORS = ['UA-23', 'UA-14', 'UA-63', 'UA-48'];

  const send = async (nth: number): Promise<Response> =>
    await fetch(`${product.url}/api/v1/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${product.keyOf('alert-network-feed')}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        source: 'bound',
        sourceReportId: String(nth),
        occurredAt: product.t0,
        place: { sector: SECTORS[nth] },
        kind: 'shelling',
        description: 'While no worker is there.',
      }),
    });

  const summary = async (): Promise<Record<string, unknown>> =>
    (await product.as('watch-kyiv-duty').get('/summary')).body as Record<string, unknown>;

  it('takes as many as may wait, says since when they do, and accepts no more', async () => {
    await product.waitUntil('+0:05');
    const answers = await Promise.all([0, 1, 2].map(send));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(await summary()).toMatchObject({ intakePending: MOST, intakePendingSince: product.at('+0:05') });
    const full = await send(3);
    expect([full.status, Number(full.headers.get('retry-after')) > 0]).toEqual([503, true]);
    expect(((await full.json()) as { detail: string }).detail).toContain('nothing was accepted');
    expect(await product.record('intake')).toHaveLength(MOST);
    // Who asks again for what was accepted is told so, however full it is.
    expect((await send(0)).status).toBe(202);
    const metrics = await (await fetch(`${product.url}/metrics`)).text();
    expect(metrics).toContain(`holdfire_intake_pending{world="real"} ${MOST}`);
  }, 120_000);

  it('has each of them in its case once when a worker is there, and takes reports again', async () => {
    await product.startWorker();
    const until = Date.now() + 90_000;
    while (Number((await summary())['intakePending']) > 0 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const taken = await product.known(
      'alert-network-feed',
      send(3).then(async (answer) => ({ status: answer.status, body: await answer.json() })),
    );
    expect([200, 201]).toContain(taken.status);
    const { body } = await product.as('watch-kyiv-duty').get('/cases');
    const { cases } = body as { cases: { caseId: string; sector: string }[] };
    expect(cases.map(({ sector }) => sector).sort()).toEqual([...SECTORS].sort());
    for (const { caseId } of cases) {
      const read = await product.as('watch-kyiv-duty').get(`/cases/${caseId}`);
      const { violations } = read.body as { violations: { reportKeys: string[] }[] };
      expect(violations.flatMap(({ reportKeys }) => reportKeys)).toHaveLength(1);
    }
  }, 120_000);
});
