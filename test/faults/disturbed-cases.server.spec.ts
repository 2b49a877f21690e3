/**
 * Somebody with Temporal's own program against open cases: terminate, reset, delete, cancel, signal, other options. Each
 * is noticed, recorded and told; a case that was lost goes on from its record, with every instant where it was, nobody
 * told twice, and everybody told at its end.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import type { CaseDisturbed, HouseBody } from '../../api/house/house-entries.js';
import { VERBS } from '../../cli/verbs.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { ensureTemporal } from '../../scripts/ensure-temporal.mjs';
import { caseStream, caseWorkflowId } from '../../workflows/messages.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

const run = promisify(execFile);

jest.setTimeout(400_000);

/** 24 h in a minute: the gate comes while cases are lost. */
const SPEED = 1440;
const ADMIN = 'admin';
/** The figure. */
const NOTICED_WITHIN_MS = 60_000;

let product: Product;
let program: string;
const stories: Record<string, CaseStory> = {};
const before: Record<string, CaseDocument> = {};
const disturbedAt: Record<string, number> = {};

const temporal = async (...words: string[]): Promise<string> => {
  const { address } = product.server;
  const { stdout } = await run(program, [...words, '--address', address, '--namespace', 'default', '-o', 'json'], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
};

const story = (sector: string): CaseStory => stories[sector] as CaseStory;
const workflowOf = (sector: string): string => caseWorkflowId(product.settings.agreement, sector);

async function found(): Promise<CaseDisturbed[]> {
  const bodies = (await product.record('house')).map(({ body }) => body as HouseBody);
  return bodies.filter((body) => body.type === 'case-disturbed');
}

async function untilFound(sector: string, what: CaseDisturbed['what']): Promise<CaseDisturbed> {
  const { caseId } = story(sector);
  const end = Date.now() + NOTICED_WITHIN_MS;
  for (;;) {
    const one = (await found()).find((body) => body.caseId === caseId && body.what === what);
    if (one) return one;
    if (Date.now() > end)
      throw new Error(`${what} of ${caseId} was not noticed; found: ${JSON.stringify(await found())}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function disturb(sector: string, ...words: string[]): Promise<void> {
  before[sector] = await story(sector).read();
  disturbedAt[sector] = Date.now();
  await temporal('workflow', ...words, '--workflow-id', workflowOf(sector));
}

async function recovers(sector: string): Promise<Record<string, unknown>> {
  const out: string[] = [];
  const env = { HOLDFIRE_URL: product.url, HOLDFIRE_KEY: product.keyOf(ADMIN) };
  const verb = VERBS.find(({ name }) => name === 'recover');
  const say = (text: string): void => void out.push(text);
  const args = [story(sector).caseId, '--reason', 'Its workflow was lost.', '--json'];
  const code = await verb?.run(args, { env, out: say, err: say });
  if (code !== 0) throw new Error(`recover ${sector} ended with ${code}: ${out.join('\n')}`);
  return JSON.parse(out.join('\n')) as Record<string, unknown>;
}

/** Treaty instants and gates: what a recovery must not move. */
const fixed = ({ firstViolationAt, duties, phases, instants }: CaseDocument) => ({
  firstViolationAt,
  duties: Object.fromEntries(duties.map(({ id, treatyDueAt, workingDueAt }) => [id, [treatyDueAt, workingDueAt]])),
  gates: instants.filter(({ kind }) => kind === 'gate').map(({ id, dueAt }) => [id, dueAt]),
  opened: phases.filter(({ phase }) => phase === 1).map(({ openedAt }) => openedAt),
});

const LOST = [
  ['UA-23', 'ended'],
  ['UA-12', 'deleted'],
  ['UA-14', 'reset'],
] as const;

beforeAll(async () => {
  program = await ensureTemporal();
  product = await Product.start({ speed: SPEED, watches: true });
  for (const sector of ['UA-23', 'UA-12', 'UA-14', 'UA-65', 'UA-63']) {
    stories[sector] = await CaseStory.open(product, '+0:00', { sector });
  }
  for (const sector of Object.keys(stories)) await story(sector).everybodyAcknowledges('+0:00');
}, 200_000);
afterAll(() => product.stop(), 60_000);

it('notices a terminate, a delete, a reset, a cancel, a signal and other options within 60 s, each once', async () => {
  // One after the other, so that no finding brings another one's round nearer.
  const ways: [string, CaseDisturbed['what'], string[]][] = [
    ['UA-23', 'ended', ['terminate', '--reason', 'a test']],
    ['UA-12', 'deleted', ['delete', '--yes']],
    ['UA-14', 'reset', ['reset', '--type', 'FirstWorkflowTask', '--reason', 'a test']],
    ['UA-65', 'message', ['signal', '--name', 'signSignal', '--input', '{"commandId":"forged"}']],
    ['UA-63', 'cancelled', ['cancel']],
    ['UA-63', 'options', ['update-options', '--versioning-override-behavior', 'auto_upgrade']],
  ];
  for (const [sector, what, words] of ways) {
    await disturb(sector, ...words);
    await untilFound(sector, what);
    const ms = Date.now() - (disturbedAt[sector] ?? 0);
    process.stdout.write(`noticed: ${JSON.stringify({ sector, what, ms })}\n`);
    expect(ms).toBeLessThan(NOTICED_WITHIN_MS);
  }
});

it('refuses to recover a case that is alive, and whoever is no administrator', async () => {
  const { caseId } = story('UA-65');
  const body = { reason: 'a test' };
  expect(await product.as(ADMIN).post(`/cases/${caseId}/recovery`, body)).toMatchObject({ status: 409 });
  const lost = `/cases/${story('UA-23').caseId}/recovery`;
  expect(await product.as('watch-kyiv-duty').post(lost, body)).toMatchObject({ status: 403 });
  expect(await product.as('us-state-duty').post(lost, body)).toMatchObject({ status: 403 });
});

it('has the lost ones go on from the record, in a new run, with every instant where it was', async () => {
  const done = await Promise.all(LOST.map(async ([sector]) => await recovers(sector)));
  for (const [index, [sector, what]] of LOST.entries()) {
    const recovery = done[index];
    process.stdout.write(`recovered: ${JSON.stringify({ sector, what, ...recovery })}\n`);
    await story(sector).becomes('alive again', ({ temporal: { runIds } }) =>
      runIds.includes(String(recovery?.['runId'])),
    );
    const was = before[sector] as CaseDocument;
    const is = await story(sector).read();
    const { gates: _, ...now } = fixed(is);
    const { gates: __, ...then } = fixed(was);
    expect(now).toMatchObject(then);
  }
  for (const [sector] of LOST) {
    const again = await product.as(ADMIN).post(`/cases/${story(sector).caseId}/recovery`, { reason: 'a test' });
    expect(again).toMatchObject({ status: 409 });
  }
});

it('opens phase 2 of each as of +24:00, whatever happened meanwhile', async () => {
  for (const [sector] of LOST) {
    await story(sector).becomes('in phase 2', ({ level }) => level >= 2);
    const { phases } = await story(sector).read();
    expect(phases.find(({ phase }) => phase === 2)?.openedAt).toBe(product.at('+24:00'));
  }
});

it('closes them after their stand-down, with everybody told at the end and nobody told anything twice', async () => {
  for (const sector of Object.keys(stories)) {
    const one = story(sector);
    await one.becomes('in phase 2', ({ level }) => level >= 2);
    const proposal = await one.proposes('+24:00', 'ua-mfa-duty', 'stand-down', 'It is over.');
    const signed = await one.signs('+24:00', 'gb-mod-duty', proposal);
    expect([sector, signed]).toMatchObject([sector, { status: 200 }]);
  }
  for (const sector of Object.keys(stories)) {
    const one = story(sector);
    await one.becomes('closed', ({ status }) => status === 'closed');
    const entries = (await product.record(caseStream(one.caseId))).map(({ body }) => body as CaseEntryBody);
    for (const { cause, decidedAt } of entries) if (cause.kind === 'due') expect(decidedAt >= cause.dueAt).toBe(true);
    const rows = await one.notices();
    const told = new Set(rows.map(({ office }) => office));
    const toldOfClosing = new Set(rows.filter(({ topic }) => topic === 'case-closed').map(({ office }) => office));
    expect([...told].filter((office) => !toldOfClosing.has(office))).toEqual([]);
  }
  const ids = (await product.keptMails()).map(({ messageId = '' }) => messageId);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  // Every finding once, and each told: to administrators and the watch.
  const keys = (await found()).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(ids.some((id) => id.includes('house-'))).toBe(true);
});

it('keeps the history of every run, as Temporal’s own program shows it, also after that was deleted', async () => {
  const { caseId } = story('UA-65');
  const [runId = ''] = (await story('UA-65').read()).temporal.runIds;
  const end = Date.now() + 60_000;
  const read = async () =>
    (await product.as('watch-kyiv-duty').get(`/cases/${caseId}/history`)).body as {
      runs: { runId: string; exportedAt?: string; history: unknown; links?: { seq: number; command?: number }[] }[];
    };
  let { runs } = await read();
  while (runs[0]?.exportedAt === undefined && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    ({ runs } = await read());
  }
  // Only now: until its end it grows.
  const shown = JSON.parse(await temporal('workflow', 'show', '--workflow-id', workflowOf('UA-65'), '--run-id', runId));
  expect(runs[0]?.history).toEqual(shown);
  await temporal('workflow', 'delete', '--yes', '--workflow-id', workflowOf('UA-65'), '--run-id', runId);
  ({ runs } = await read());
  expect(runs).toHaveLength(1);
  expect(runs[0]?.history).toEqual(shown);
  expect(runs[0]?.links?.find(({ seq }) => seq === 1)).toMatchObject({ seq: 1, command: 1 });
  const recovered = (
    (await product.as(ADMIN).get(`/cases/${story('UA-23').caseId}/history`)).body as typeof runs & {
      runs: { lost?: true }[];
    }
  ).runs;
  expect(recovered.length).toBeGreaterThanOrEqual(2);
});
