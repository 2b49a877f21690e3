/** Whether the Temporal server answers, holds our namespaces as they should be, and has workers that ask for work. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import type { Config } from '../../config/config.js';
import type { Environment } from '../../config/environment.js';
import { namedServer } from '../../config/temporal.js';
import { exerciseNamespace } from '../../config/worlds.js';
import { DAY, MINUTE } from '../../domain/instant.js';
import { readWorld } from '../../exercise/world.js';
import { CANARY_QUEUE, SEARCH_ATTRIBUTES, TASK_QUEUE } from '../../workflows/messages.js';
import { connectTemporal, TemporalAway } from '../temporal/connect.js';
import { unless, well, wrong } from './finding.js';
import type { Finding } from './finding.js';

const PATIENCE_MS = 3000;
const LEAST_RETENTION = 30 * DAY;
/** A worker that is there asks again within this. */
const POLLED_WITHIN = 2 * MINUTE;
/** gRPC: no such namespace. */
const NOT_FOUND = 5;
/** `temporal.api.enums.v1.TaskQueueType`. */
const TASKS = { workflows: 1, activities: 2 } as const;

export async function ofTemporal(env: Environment, config: Config): Promise<Finding[]> {
  const server = serverOf(env, config);
  if (!server) return [];
  const { address } = server;
  let connection: Connection;
  try {
    connection = await connectTemporal(server.env, PATIENCE_MS);
  } catch (error) {
    if (!(error instanceof TemporalAway)) throw error;
    return [wrong(error.message)];
  }
  try {
    const exercise = exerciseNamespace(config.namespace);
    const plays = config.exercise && readWorld(config.dataDir) !== undefined;
    return [
      well(`The Temporal server at ${address} answers.`),
      ...(await ofNamespace(connection, config.namespace, [TASK_QUEUE])),
      ...(plays || config.canary
        ? await ofNamespace(connection, exercise, [
            ...(plays ? [TASK_QUEUE] : []),
            ...(config.canary ? [CANARY_QUEUE] : []),
          ])
        : []),
    ];
  } finally {
    await connection.close();
  }
}

/** The one that is named, or the embedded one of this data folder. */
function serverOf(env: Environment, { dataDir }: Config): { address: string; env: Environment } | undefined {
  const { address } = namedServer(env);
  if (address !== undefined) return { address, env };
  const folder = join(dataDir, 'temporal');
  if (!existsSync(join(folder, 'ports.json'))) return undefined;
  const { grpc } = JSON.parse(readFileSync(join(folder, 'ports.json'), 'utf8')) as { grpc: number };
  const embedded = `127.0.0.1:${grpc}`;
  const own = { TEMPORAL_ADDRESS: embedded, TEMPORAL_CONFIG_FILE: join(folder, 'temporal.toml') };
  return { address: embedded, env: { ...env, ...own } };
}

async function ofNamespace(connection: Connection, namespace: string, queues: readonly string[]): Promise<Finding[]> {
  try {
    return [...(await ofSettings(connection, namespace)), ...(await ofQueues(connection, namespace, queues))];
  } catch (error) {
    if ((error as { code?: number }).code !== NOT_FOUND) throw error;
    return [wrong(`There is no namespace ${namespace} on the Temporal server; "holdfire prepare" makes it.`)];
  }
}

async function ofSettings(connection: Connection, namespace: string): Promise<Finding[]> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const kept = config?.workflowExecutionRetentionTtl;
  const days = kept ? tsToMs(kept) / DAY : 0;
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.keys(SEARCH_ATTRIBUTES).filter((name) => customAttributes?.[name] === undefined);
  const faults = [
    ...(days * DAY < LEAST_RETENTION
      ? [`The namespace ${namespace} keeps closed cases for ${days} days; 30 are needed: "holdfire prepare" sets them.`]
      : []),
    ...(missing.length > 0
      ? [`The namespace ${namespace} lacks search attributes: ${missing.join(', ')}; "holdfire prepare" adds them.`]
      : []),
  ];
  return unless(
    faults,
    `The namespace ${namespace} keeps closed cases for ${days} days and has every search attribute.`,
  );
}

async function ofQueues(connection: Connection, namespace: string, queues: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of queues) {
    for (const [what, taskQueueType] of Object.entries(TASKS)) {
      const { pollers } = await connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name },
        taskQueueType,
      });
      const since = Date.now() - POLLED_WITHIN;
      const alive = (pollers ?? []).filter(({ lastAccessTime }) => lastAccessTime && tsToMs(lastAccessTime) >= since);
      findings.push(
        alive.length > 0
          ? well(`${alive.length} workers ask for ${what} of ${name} in ${namespace}.`)
          : wrong(`No worker has asked for ${what} of ${name} in ${namespace} for 2 min: nothing is done there.`),
      );
    }
  }
  return findings;
}
