import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '../../workflows/messages.js';
import { startDevServer, startTimeSkipping } from './temporal.js';
import type { TestServer } from './temporal.js';
import { sayUpdate, tiny } from './tiny.workflow.js';

const HOURS = 3_600_000;
const workflowsPath = join(__dirname, 'tiny.workflow.ts');
const taskQueue = 'tiny';

describe('the time-skipping server', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startTimeSkipping()), 120_000);
  afterAll(() => server.stop());

  test('lets 72 hours pass at once, and holds the clock between', async () => {
    await server.startWorker({ workflowsPath, taskQueue });
    const { env } = server;
    const handle = await env.client.workflow.start(tiny, { workflowId: 'still', taskQueue });
    const before = await env.currentTimeMs();
    await env.sleep('20 hours');
    const held = await env.currentTimeMs();
    expect(held - before).toBeGreaterThanOrEqual(20 * HOURS);
    expect(held - before).toBeLessThan(20 * HOURS + 60_000);
    const { heard, elapsedMs } = await handle.result();
    expect(heard).toBe('nothing');
    expect(elapsedMs).toBeGreaterThanOrEqual(72 * HOURS);
    expect(elapsedMs).toBeLessThan(72 * HOURS + 60_000);
  });

  test('takes updates', async () => {
    const handle = await server.env.client.workflow.start(tiny, { workflowId: 'spoken-to', taskQueue });
    expect(await handle.executeUpdate(sayUpdate, { args: ['enough'] })).toBe('enough');
    expect((await handle.result()).heard).toBe('enough');
  });
});

describe('the development server', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startDevServer()), 120_000);
  afterAll(() => server.stop());

  test('runs a workflow with an update', async () => {
    const worker = await server.startWorker({ workflowsPath, taskQueue });
    const handle = await server.env.client.workflow.start(tiny, { workflowId: 'spoken-to', taskQueue });
    await handle.executeUpdate(sayUpdate, { args: ['enough'] });
    expect((await handle.result()).heard).toBe('enough');
    await worker.stop();
    await worker.stop();
  });

  test('knows the search attributes of the product', async () => {
    const { env } = server;
    const { customAttributes } = await env.connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES)));
  });

  test('listens below 32768', () => {
    expect(Number(server.address.split(':')[1])).toBeLessThan(32_768);
  });
});

test('a server ends cleanly without a worker, and another can be started', async () => {
  const server = await startTimeSkipping();
  await server.stop();
  await server.stop();
}, 180_000);
