/**
 * A namespace as Holdfire needs it, on any Temporal server, as often as you like: it exists, keeps closed cases long
 * enough, knows our search attributes, and answers a list that names them all. Needs no worker. Also the namespace
 * job of the compose file (`holdfire prepare`).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { SEARCH_ATTRIBUTES } from '../../workflows/messages.js';

/** Temporal deletes a history this long after the case closed; the record keeps it for ever. */
const RETENTION_MS = 30 * 24 * 60 * 60 * 1000;

/** A new namespace is known everywhere after 2 s on PostgreSQL, at once on the embedded server (TRAPS 30). */
const SETTLE_MS = 30_000;
const POLL_MS = 200;

/** gRPC status codes. */
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;
const UNAVAILABLE = 14;

/** `temporal.api.enums.v1.IndexedValueType`. */
const TYPE_NUMBERS = { KEYWORD: 2, INT: 3, BOOL: 5, DATETIME: 6 } as const;

/** What was changed, one sentence each; empty when everything was as it should be. */
export async function prepareNamespace(connection: Connection, namespace: string): Promise<string[]> {
  const done: string[] = [];
  if (await register(connection, namespace)) done.push(`Namespace ${namespace} registered, retention 30 days.`);
  else if (await lengthenRetention(connection, namespace)) done.push(`Retention of ${namespace} raised to 30 days.`);
  const added = await untilKnown(() => addSearchAttributes(connection, namespace));
  if (added.length > 0) done.push(`Search attributes added to ${namespace}: ${added.join(', ')}.`);
  await untilKnown(() => listNamingAll(connection, namespace));
  return done;
}

async function register(connection: Connection, namespace: string): Promise<boolean> {
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      description: 'Holdfire: one workflow per case',
      workflowExecutionRetentionPeriod: msToTs(RETENTION_MS),
    });
    return true;
  } catch (error) {
    // A hosted service lets nobody register over this call; the namespace must be there already then.
    if ([ALREADY_EXISTS, PERMISSION_DENIED, UNIMPLEMENTED].includes(codeOf(error))) return false;
    throw error;
  }
}

async function lengthenRetention(connection: Connection, namespace: string): Promise<boolean> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const retention = config?.workflowExecutionRetentionTtl;
  if (!retention || tsToMs(retention) >= RETENTION_MS) return false;
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(RETENTION_MS) },
  });
  return true;
}

async function addSearchAttributes(connection: Connection, namespace: string): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing: Record<string, number> = {};
  for (const [name, type] of Object.entries(SEARCH_ATTRIBUTES)) {
    const there = customAttributes?.[name];
    if (there === undefined) missing[name] = TYPE_NUMBERS[type];
    else if (there !== TYPE_NUMBERS[type]) {
      throw new Error(`Search attribute ${name} of namespace ${namespace} has another type than ${type}; remove it.`);
    }
  }
  if (Object.keys(missing).length === 0) return [];
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
  return Object.keys(missing);
}

async function listNamingAll(connection: Connection, namespace: string): Promise<void> {
  const query = Object.keys(SEARCH_ATTRIBUTES)
    .map((name) => `${name} IS NOT NULL`)
    .join(' AND ');
  await connection.workflowService.listWorkflowExecutions({ namespace, query, pageSize: 1 });
}

/** Every server answers with errors for a moment after a namespace or an attribute is new. */
async function untilKnown<T>(attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + SETTLE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const passing = [INVALID_ARGUMENT, NOT_FOUND, UNAVAILABLE].includes(codeOf(error));
      if (!passing || Date.now() > end) throw error;
      await sleep(POLL_MS);
    }
  }
}

function codeOf(error: unknown): number {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : Number.NaN;
}
