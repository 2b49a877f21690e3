/**
 * Two operators do the same at the same moment, a thousand times, over HTTP: each time exactly one of them is right, and
 * the other is told so in a sentence. What the case then holds is what one of them alone would have brought about.
 */
import type { CaseDocument } from '../../api/cases/case.schema.js';
import type { ApiAnswer } from '../../exercise/api-client.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? '1000');
/** Of proposals, whose notices go to many: the others are silent. */
const LOUD_EVERY = 40;
/** Rounds at a time. */
const BESIDE = 10;
/** Cases beside each other, so that no case grows beyond what one ever held. */
const SECTORS = ['UA-23', 'UA-14', 'UA-63', 'UA-65', 'UA-12', 'UA-59', 'UA-74', 'UA-48'];

describe('two operators at the same moment', () => {
  let product: Product;
  let stories: CaseStory[];
  beforeAll(async () => {
    product = await Product.start();
    stories = [];
    for (const sector of SECTORS) stories.push(await CaseStory.open(product, '+0:10', { sector }));
  }, 180_000);
  afterAll(() => product.stop(), 60_000);

  const caseOf = (nth: number): string => stories[nth % stories.length]?.caseId ?? '';

  const post = async (nth: number, office: string, path: string, body: object): Promise<ApiAnswer> =>
    await product.known(office, product.as(office).post(`/cases/${caseOf(nth)}/${path}`, body));

  async function violation(nth: number): Promise<string> {
    const reporter = 'alert-network-feed';
    const reporting = product.as(reporter).post('/reports', {
      source: 'races',
      sourceReportId: String(nth),
      occurredAt: product.t0,
      place: { sector: SECTORS[nth % SECTORS.length] },
      kind: `kind-${nth}`,
      description: 'One of many.',
    });
    const { status, body } = await product.known(reporter, reporting);
    if (status !== 201 && status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return (body as { violationId: string }).violationId;
  }

  /** Both verify the same violation. */
  async function verifying(nth: number): Promise<ApiAnswer[]> {
    const path = `violations/${await violation(nth)}/standing`;
    const body = { standing: 'verified', text: 'Seen.' };
    return await Promise.all(['watch-kyiv-duty', 'watch-brussels-duty'].map((office) => post(nth, office, path, body)));
  }

  /** Its proposer withdraws it while another organisation signs it. */
  async function signingWhatIsWithdrawn(nth: number): Promise<ApiAnswer[]> {
    const proposer = 'ua-mfa-duty';
    const body = { act: 'move-first-violation', text: `Round ${nth}.`, violationId: 'v1', occurredAt: product.t0 };
    const { body: proposed } = await post(nth, proposer, 'proposals', body);
    const { proposalId, textHash } = proposed as { proposalId: string; textHash: string };
    return await Promise.all([
      product.known(proposer, product.as(proposer).call('DELETE', `/cases/${caseOf(nth)}/proposals/${proposalId}`)),
      post(nth, 'gb-mod-duty', `proposals/${proposalId}/signatures`, { textHash }),
    ]);
  }

  it(`have one legal outcome each time, ${ROUNDS} times`, async () => {
    const all = Array.from({ length: ROUNDS }, (_, index) => index + 1);
    const rounds = [...all];
    const wrong: string[] = [];
    const round = async (nth: number): Promise<void> => {
      const answers = nth % LOUD_EVERY === 0 ? await signingWhatIsWithdrawn(nth) : await verifying(nth);
      const statuses = answers.map(({ status }) => status);
      const right = statuses.filter((status) => status === 200 || status === 201).length;
      const refused = statuses.filter((status) => status === 409 || status === 410).length;
      if (right !== 1 || refused !== 1) wrong.push(`round ${nth}: ${statuses.join(' and ')}`);
    };
    // Rounds of different violations know nothing of each other, so many run beside each other.
    while (rounds.length > 0) await Promise.all(rounds.splice(0, BESIDE).map(round));
    expect(wrong).toEqual([]);
    const verifiedIn = ({ violations }: CaseDocument): number =>
      violations.filter(({ standing }) => standing === 'verified').length;
    for (const [index, story] of stories.entries()) {
      const expected = all.filter((nth) => nth % SECTORS.length === index && nth % LOUD_EVERY !== 0).length;
      // What is read follows the command's answer by a moment.
      await story.becomes(`one with ${expected} verified`, (document) => verifiedIn(document) >= expected);
      expect(verifiedIn(await story.read())).toBe(expected);
    }
  }, 600_000);
});
