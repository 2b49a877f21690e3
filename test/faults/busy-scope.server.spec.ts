/** One sector of the worst day: 200 reports at once, and more than 2,000 in all; every one in the case once. */
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

const AT_ONCE = 200;
const IN_ALL = 2100;
const CALLERS = 32;
/** More than an hour passes in no test; what matters is that the clocks of the case stay where they are. */
const SPEED = 2;

describe('a busy sector', () => {
  let product: Product;
  let story: CaseStory;
  beforeAll(async () => {
    product = await Product.start({ speed: SPEED, patienceMs: 4000 });
    story = await CaseStory.open(product, '+0:00');
  }, 120_000);
  afterAll(() => product.stop(), 60_000);

  const send = async (number: number): Promise<number> => {
    const { status, body } = await product.as('alert-network-feed').post('/reports', {
      source: 'busy',
      sourceReportId: String(number),
      occurredAt: product.t0,
      place: { sector: 'UA-23' },
      kind: 'shelling',
      description: `Impact ${number}.`,
    });
    if (status !== 201 && status !== 202) throw new Error(`${number}: ${status} ${JSON.stringify(body)}`);
    return status;
  };

  /** Entries of the record by their report, when all have come. */
  const arrived = async (count: number): Promise<number> => {
    const until = Date.now() + 120_000;
    for (;;) {
      const { violations } = await story.read();
      const keys = new Set(violations.flatMap(({ reportKeys }) => reportKeys)).size;
      if (keys >= count || Date.now() > until) return keys;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  };

  const clocks = async (): Promise<string[]> => {
    const { instants } = await story.read();
    return instants.filter(({ kind }) => kind === 'gate' || kind === 'duty').map(({ id, dueAt }) => `${id} ${dueAt}`);
  };

  it('takes 200 reports at once, and more than 2,000 in all, each once; it continues as new and no clock moves', async () => {
    const before = await clocks();
    const since = performance.now();
    const statuses = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => send(index)));
    const durable = performance.now() - since;
    expect(await arrived(1 + AT_ONCE)).toBe(1 + AT_ONCE);
    const inTheCase = performance.now() - since;

    const queue = Array.from({ length: IN_ALL - AT_ONCE }, (_, index) => AT_ONCE + index);
    const caller = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await send(next);
    };
    const begun = performance.now();
    await Promise.all(Array.from({ length: CALLERS }, caller));
    expect(await arrived(1 + IN_ALL)).toBe(1 + IN_ALL);
    const rate = (IN_ALL - AT_ONCE) / ((performance.now() - begun) / 1000);
    const { temporal, violations } = await story.read();
    const figures = {
      atOnce: AT_ONCE,
      answered201: statuses.filter((status) => status === 201).length,
      durableMs: Math.round(durable),
      inTheCaseMs: Math.round(inTheCase),
      inAll: IN_ALL,
      perSecond: Math.round(rate),
      violations: violations.length,
      runs: temporal.runIds.length,
    };
    process.stdout.write(`busy sector: ${JSON.stringify(figures)}\n`);
    expect(temporal.runIds.length).toBeGreaterThan(1);
    expect(await clocks()).toEqual(before);
  }, 300_000);
});
