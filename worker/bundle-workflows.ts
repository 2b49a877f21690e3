/** The workflows as one bundle, made at build time so that a worker starts without bundling (TRAPS 29). */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { packageRoot } from '../config/package-root.js';

export const BUNDLE_FILE = join('dist', 'workflow-bundle.js');

export interface BundledBeside {
  /** In the place of the product's workflows. */
  workflowsPath?: string;
  /** Bundled with them: for a strict replay (`replay/strict-replay.ts`), never for what runs cases. */
  interceptorModules?: string[];
}

/** From the sources in the working tree, or from the compiled files where only those were shipped. */
export async function bundleWorkflows(
  root: string = packageRoot(),
  { workflowsPath: other, interceptorModules = [] }: BundledBeside = {},
): Promise<WorkflowBundleWithSourceMap> {
  const source = join(root, 'workflows', 'index.ts');
  const own = existsSync(source) ? source : join(root, 'dist', 'workflows', 'index.js');
  const payloadConverterPath = join(dirname(own), `payload-converter${own.slice(-3)}`);
  const workflowsPath = other ?? own;
  // What it found where says nothing to who waits for a start; what is wrong does.
  const logger = new DefaultLogger('WARN');
  return await bundleWorkflowCode({
    workflowsPath,
    payloadConverterPath,
    workflowInterceptorModules: interceptorModules,
    logger,
  });
}
