import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayed } from '../support/replayed.js';

/** On the real server: the one that skips time does not skip while nobody takes its tasks. */
const SPEED = 4320;

describe('a worker that is away when the gate comes', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start({ speed: SPEED, patienceMs: 4000 });
  }, 400_000);
  afterAll(() => product.stop(), 400_000);

  it('opens with the instant of the gate and its lateness; where the signature came before, nothing opens', async () => {
    const open = await CaseStory.open(product, '+0:10', { sector: 'UA-23' });
    const signed = await CaseStory.open(product, '+0:10', { sector: 'UA-63' });
    const proposal = await signed.proposes('+12:00', 'ua-mfa-duty', 'stand-down', 'Firing has stopped.');
    await open.until('+13:00');
    await product.stopWorker();
    await product.waitUntil('+16:00');
    const path = `/cases/${signed.caseId}/proposals/${proposal.id}/signatures`;
    const signing = await product.as('fr-mfa-duty').post(path, { textHash: proposal.textHash });
    expect(signing.status).toBe(202);
    const { acceptedAt, location } = signing.body as { acceptedAt: string; location: string };
    expect(acceptedAt < product.at('+24:00')).toBe(true);
    await product.waitUntil('+26:00');
    const back = Date.now();
    await product.startWorker();

    await open.until('+60:00');
    const { phases, instants } = await open.read();
    expect(phases[1]).toMatchObject({ phase: 2, openedAt: product.at('+24:00') });
    const outage = back - Date.parse(product.at('+24:00'));
    expect(instants.find(({ id }) => id === 'G2')?.latenessMs).toBeGreaterThanOrEqual(outage - 1000);
    expect(await signed.read()).toMatchObject({ level: 1, stoodDownAt: acceptedAt });
    const told = (await signed.told()).map((line) => line.replace(/^\S+ |:.*$/g, ''));
    expect(told).not.toContain('phase-opened');
    const { body } = await product.as('fr-mfa-duty').get(location.replace('/api/v1', ''));
    expect(body).toMatchObject({ state: 'done', answer: { inEffectAt: acceptedAt } });
    await replayed(product, open, 'worker-away');
    await replayed(product, signed, 'worker-away-signed');
  }, 400_000);
});
