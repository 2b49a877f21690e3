/** The whole product, as in production: API and worker are processes of their own, the driver speaks HTTP. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../config/package-root.js';
import { ApiClient, Unreachable } from '../../exercise/api-client.js';
import { caseWorkflowId } from '../../workflows/messages.js';
import { keyOf, writeBareDirectory, writeBarePlan } from './bare-plan.js';
import { beginNode } from './child.js';
import { folderBytes } from './server.js';
import { numberIn, sectorOf } from './side.js';
import type { Side } from './side.js';

const AGREEMENT = 'bench';
const NAMESPACE = 'holdfire';
const READY_WITHIN_MS = 120_000;

export interface HoldfireParts {
  address: string;
  port: number;
  smtpPort: number;
  gates: readonly [number, number];
  sectors: readonly string[];
  folder: string;
}

export async function holdfireSide(parts: HoldfireParts): Promise<Side> {
  const { address, port, smtpPort, gates, sectors, folder } = parts;
  const plan = join(folder, 'plan.yaml');
  const directory = join(folder, 'directory.yaml');
  writeBarePlan(plan, sectors, gates);
  const [proposer, signer] = writeBareDirectory(directory).signers;
  const clean = Object.entries(process.env).filter(([name]) => !/^(TEMPORAL|HOLDFIRE)_/.test(name));
  const env = {
    ...Object.fromEntries(clean),
    HOLDFIRE_PORT: String(port),
    HOLDFIRE_DATA: join(folder, 'data'),
    HOLDFIRE_AGREEMENT: AGREEMENT,
    HOLDFIRE_PLAN: plan,
    HOLDFIRE_DIRECTORY: directory,
    HOLDFIRE_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    HOLDFIRE_EXERCISE: 'false',
    HOLDFIRE_LOG_LEVEL: 'warn',
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: NAMESPACE,
  };
  const main = join(packageRoot(), 'dist', 'cli', 'main.js');
  const start = (verb: string) => beginNode(main, [verb], join(folder, `${verb}.log`), env);
  const api = start('api');
  let worker = start('worker');
  const url = `http://127.0.0.1:${port}`;
  const reporter = new ApiClient(url, keyOf('alert-network-feed'));
  const [first, second] = [new ApiClient(url, keyOf(proposer)), new ApiClient(url, keyOf(signer))];
  await untilReady(reporter);

  const caseIds = new Map<number, string>();
  const proposals = new Map<number, { proposalId: string; textHash: string }>();
  const caseOf = async (number: number): Promise<string> => {
    const known = caseIds.get(number);
    if (known !== undefined) return known;
    const { body } = await first.get('/cases', { sector: sectorOf(number) });
    const [found] = (body as { cases: { caseId: string }[] }).cases;
    if (!found) throw new Error(`There is no case in ${sectorOf(number)} yet.`);
    caseIds.set(number, found.caseId);
    return found.caseId;
  };
  return {
    name: 'holdfire',
    settleMs: 1000,
    namespace: NAMESPACE,
    pids: () => ({ api: api.pid, worker: worker.pid }),
    killWorker: () => worker.kill(),
    reviveWorker: () => {
      worker = start('worker');
      return Promise.resolve();
    },
    recordBytes: () => folderBytes(join(folder, 'data', 'record')),
    read: async (number) => {
      const path = `/cases/${await caseOf(number)}`;
      const caseMs = await took(() => first.get(path));
      return { caseMs, listMs: await took(() => first.get('/cases', { limit: '50' })) };
    },
    workflowId: (number) => caseWorkflowId(AGREEMENT, sectorOf(number)),
    open: async (number, firstViolationAt) => {
      const { status, body } = await reporter.post('/reports', {
        source: 'bench',
        sourceReportId: sectorOf(number),
        occurredAt: new Date(firstViolationAt).toISOString(),
        place: { sector: sectorOf(number) },
        kind: 'shelling',
        description: 'Of the benchmark.',
      });
      if (status !== 201 && status !== 202) throw new Error(`${sectorOf(number)}: ${status} ${JSON.stringify(body)}`);
      const { caseId } = body as { caseId?: string };
      if (caseId !== undefined) caseIds.set(number, caseId);
      return status === 201 ? 'answered' : 'durable';
    },
    prepareStandDown: async (number) => {
      const path = `/cases/${await caseOf(number)}/proposals`;
      const { status, body } = await first.post(path, { act: 'stand-down', text: 'Firing has stopped.' });
      if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      proposals.set(number, body as { proposalId: string; textHash: string });
    },
    standDown: async (number) => {
      const { proposalId = '', textHash = '' } = proposals.get(number) ?? {};
      const path = `/cases/${await caseOf(number)}/proposals/${proposalId}/signatures`;
      const { status, body } = await second.post(path, { textHash });
      if (status !== 200 && status !== 202) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    },
    numberOf: (caseId) => numberIn(caseId, /^S-(\d+)-/),
    stop: async () => {
      await Promise.all([api.stop(), worker.stop()]);
    },
  };
}

async function took(read: () => Promise<{ status: number }>): Promise<number> {
  const since = performance.now();
  const { status } = await read();
  if (status !== 200) throw new Error(`A read was answered ${status}.`);
  return performance.now() - since;
}

async function untilReady(client: ApiClient): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      if ((await client.page('/health/ready')).status === 200) return;
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
    if (Date.now() > until) throw new Error('Holdfire did not become ready.');
    await sleep(200);
  }
}
