/**
 * The record is away for ten minutes in the middle of a case, a gate among them: PostgreSQL stopped, or the folder's
 * streams gone from their place. Nobody is told late; what people did in between is recorded afterwards, in order.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { entryLine, verifyChain } from '../../record/entry.js';
import { locationOf } from '../../record/location.js';
import { CaseStory } from '../support/case-story.js';
import { describeWithPostgres, PostgresServer } from '../support/postgres.js';
import { Product } from '../support/product.js';

/** How a record is taken away and brought back. */
interface Away {
  start(): Promise<Product>;
  leave(product: Product): Promise<void>;
  comeBack(product: Product): Promise<void>;
}

/** What a gate may act late on a machine that has other things to do: the bound of "calm", milliseconds. */
const CALM_MS = 1000;

function withTheRecordAway(away: Away): void {
  let product: Product;
  let gate: CaseStory;
  let ending: CaseStory;
  let signed: { status: number; body: unknown };
  const late: { sector: string; commandId: string }[] = [];

  beforeAll(async () => {
    product = await away.start();
    gate = await CaseStory.open(product, '+0:10', { sector: 'UA-23' });
    ending = await CaseStory.open(product, '+0:10', { sector: 'UA-63' });
    for (const story of [gate, ending]) await story.everybodyAcknowledges('+0:15');
    const proposal = await ending.proposes('+23:40', 'ua-mfa-duty', 'stand-down', 'Firing has stopped.');
    await gate.until('+23:55');
    await away.leave(product);
    await product.waitUntil('+23:57');
    for (const sector of ['UA-23', 'UA-48']) late.push({ sector, commandId: await reported(sector) });
    const path = `/cases/${ending.caseId}/proposals/${proposal.id}/signatures`;
    signed = await product.as('fr-mfa-duty').post(path, { textHash: proposal.textHash });
    await product.waitUntil('+24:00:01');
  }, 600_000);
  afterAll(() => product.stop(), 120_000);

  const report = (sector: string, id: string) =>
    product.as('alert-network-feed').post('/reports', {
      source: 'feed',
      sourceReportId: id,
      occurredAt: product.at('+23:50'),
      place: { sector },
      kind: 'drone-strike',
      description: 'Seen while the record was away.',
    });

  const reported = async (sector: string): Promise<string> => {
    const { status, body } = await report(sector, `away-${sector}`);
    expect([sector, status]).toEqual([sector, 202]);
    return (body as { commandId: string }).commandId;
  };

  it('tells of the gate all the same, and the API says what it cannot do', async () => {
    const since = performance.now();
    await eventually(async () => (await gate.mailsThatSay(/No stand-down is on record/)).length > 0);
    const waited = Math.round(performance.now() - since);
    process.stdout.write(`record away: the gate's mails came ${waited} ms after its instant could be seen\n`);
    const ready = await fetch(`${product.url}/health/ready`);
    const { parts } = (await ready.json()) as { parts: { part: string; ready: boolean }[] };
    expect([ready.status, parts.filter((one) => !one.ready).map(({ part }) => part)]).toEqual([503, ['real: record']]);
    const watch = product.as('watch-kyiv-duty');
    expect((await watch.get(`/cases/${gate.caseId}`)).status).toBe(200);
    for (const answer of [
      await watch.get(`/cases/${gate.caseId}/timeline`),
      await product.as('admin').post('/keys', { office: 'ua-mfa-duty' }),
    ]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect((answer.body as { detail: string }).detail).toContain('The record cannot be used now.');
    }
  }, 120_000);

  it('has the stand-down that Temporal took, the reports and the gate when it is back, in order', async () => {
    await product.waitUntil('+24:05');
    await away.comeBack(product);
    // An attempt to record waits half a minute at most for the next one.
    await product.waitUntil('+24:06');
    await eventually(async () => (await read(gate)).phases[1]?.openedAt !== undefined);
    await eventually(async () => (await read(ending)).stoodDownAt !== undefined);
    for (const { commandId } of late) await eventually(async () => (await state(commandId)) === 'done');
    await gate.until('+24:10');
    await ending.until('+24:10');

    const opened = await read(gate);
    expect(opened.phases[1]).toMatchObject({ phase: 2, openedAt: product.at('+24:00') });
    const lateness = opened.instants.find(({ id }) => id === 'G2')?.latenessMs;
    process.stdout.write(`record away: the gate acted ${lateness} ms late\n`);
    expect(lateness).toBeLessThan(CALM_MS);
    expect([200, 201, 202]).toContain(signed.status);
    expect(await read(ending)).toMatchObject({ level: 1, stoodDownAt: product.at('+23:57') });
    for (const story of [gate, ending]) {
      expect(await story.notices()).not.toContainEqual(expect.objectContaining({ outcome: 'pending' }));
      await inOrder(`case/${story.caseId}`);
    }
    expect((await gate.told()).filter((line) => line.includes('phase-opened'))).toEqual([
      expect.stringMatching(/^\+24:00 phase-opened: coalition/),
    ]);
    const inIntake = async (): Promise<string[]> =>
      (await product.record('intake')).map(({ body }) => (body as { commandId: string }).commandId);
    await eventually(async () => {
      const there = await inIntake();
      return late.every(({ commandId }) => there.includes(commandId));
    });
    await inOrder('intake');
  }, 300_000);

  it('goes on up the ladder, and nobody was told anything twice', async () => {
    const proposal = await gate.proposes('+29:50', 'ua-general-staff-duty', 'large-scale', 'A large-scale attack.');
    await gate.signs('+30:00', 'gb-mod-duty', proposal);
    await gate.until('+30:05');
    expect(await read(gate)).toMatchObject({ level: 3, posture: 3 });
    expect((await gate.told()).filter((line) => line.includes('phase-opened'))).toHaveLength(2);
    const ids = (await product.keptMails()).map(({ messageId }) => messageId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  }, 300_000);

  it('answers 503 with Retry-After where Temporal is away too, and accepts nothing', async () => {
    await product.stopWorker();
    await product.server.stop();
    await away.leave(product);
    const asked = await fetch(`${product.url}/api/v1/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${product.keyOf('alert-network-feed')}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        source: 'feed',
        sourceReportId: 'away-both',
        occurredAt: product.at('+24:00'),
        place: { sector: 'UA-14' },
        kind: 'shelling',
        description: 'Neither can be reached.',
      }),
    });
    expect([asked.status, Number(asked.headers.get('retry-after')) > 0]).toEqual([503, true]);
    expect(((await asked.json()) as { detail: string }).detail).toContain('nothing was accepted');
    const path = `/cases/${gate.caseId}/proposals`;
    const ending = { act: 'stand-down', text: 'Firing has stopped.' };
    expect(await product.as('ua-mfa-duty').post(path, ending)).toMatchObject({ status: 503 });
    await away.comeBack(product);
    await sleep(2000);
    expect(JSON.stringify(await product.record('intake'))).not.toContain('away-both');
  }, 120_000);

  const read = (story: CaseStory): Promise<CaseDocument> => story.read();

  const state = async (commandId: string): Promise<string> => {
    const { body } = await product.as('alert-network-feed').get(`/commands/${commandId}`);
    return (body as { state: string }).state;
  };

  /** Whole, and decided in the order in which it stands there. */
  const inOrder = async (stream: string): Promise<void> => {
    const entries = await product.record(stream);
    expect(verifyChain(stream, entries.map(entryLine))).toBeUndefined();
    const decided = entries.map(({ body }) => (body as CaseEntryBody).decidedAt ?? '');
    expect(decided).toEqual(decided.toSorted());
  };
}

describe('a folder that is away for ten minutes', () => {
  const streams = (product: Product) => join(product.folder, 'record', 'streams');
  withTheRecordAway({
    start: () => Product.start(),
    leave: async (product) => {
      renameSync(streams(product), `${streams(product)}.away`);
      writeFileSync(streams(product), '');
      await Promise.resolve();
    },
    comeBack: async (product) => {
      rmSync(streams(product));
      renameSync(`${streams(product)}.away`, streams(product));
      await Promise.resolve();
    },
  });
});

describeWithPostgres('PostgreSQL that is away for ten minutes', () => {
  let server: PostgresServer;
  afterAll(() => server.stop(), 60_000);
  withTheRecordAway({
    start: async () => {
      server = await PostgresServer.start();
      const read = locationOf((await server.database()).service);
      if ('fault' in read) throw new Error(read.fault);
      return await Product.start({ record: read.location });
    },
    leave: () => server.pause(),
    comeBack: () => server.resume(),
  });
});

/** Real time: what virtual time has brought is written down by a busy machine. */
async function eventually(is: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 90_000;
  while (!(await is())) {
    if (Date.now() > end) throw new Error('It did not come about within 90 s.');
    await sleep(100);
  }
}
