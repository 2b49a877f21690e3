/** Which build a worker is: the release and the code of its workflows. It stands in every history that it writes. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerOptions } from '@temporalio/worker';
import { packageRoot } from '../config/package-root.js';

const DEPLOYMENT = 'holdfire';

type Bundle = NonNullable<WorkerOptions['workflowBundle']>;

/**
 * Said, and not gone by: a worker that is versioned gets no task until somebody makes its build the current one, and a
 * build that is gone leaves its cases without a worker.
 */
export function deploymentOf(bundle: Bundle): Required<Pick<WorkerOptions, 'workerDeploymentOptions'>> {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  const code = 'codePath' in bundle ? readFileSync(bundle.codePath) : bundle.code;
  const buildId = `${version}-${createHash('sha256').update(code).digest('hex').slice(0, 12)}`;
  const named = { deploymentName: DEPLOYMENT, buildId };
  return { workerDeploymentOptions: { version: named, useWorkerVersioning: false } };
}
