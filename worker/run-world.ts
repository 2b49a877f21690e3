/** One Temporal worker for one world: its namespace, its record, its channels. */
import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PayloadCodec } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import type { NativeConnection, ReplayWorkerOptions, WorkerOptions } from '@temporalio/worker';
import { createActivities } from '../activities/index.js';
import type { Log } from '../activities/log.js';
import type { Channels } from '../activities/channels/registry.js';
import { CipherCodec } from '../codec/cipher-codec.js';
import type { CodecKeys } from '../config/codec-keys.js';
import type { WorldSettings } from '../config/config.js';
import { packageRoot } from '../config/package-root.js';
import { instant } from '../domain/instant.js';
import { claimsOf, writeToken } from '../domain/notice/link-token.js';
import type { LinkKeys } from '../domain/notice/link-token.js';
import { enterCodecKey } from '../record/codec-keys.js';
import type { RecordStore } from '../record/record-store.js';
import type { StampKey } from '../record/stamp-keys.js';
import { TASK_QUEUE, WORKERS } from '../workflows/messages.js';
import { addressBook } from './address-book.js';
import { deploymentOf } from './build-id.js';
import { BUNDLE_FILE, bundleWorkflows } from './bundle-workflows.js';
import { codecKeysOf } from './codec-keys.js';
import { converterPath } from './converter-path.js';
import { StampCodec } from './stamp-codec.js';
import { keysOf } from './stamp-keys.js';
import { WORKER_LIMITS } from './worker-options.js';

export interface WorldWorkerParts {
  settings: WorldSettings;
  connection: NativeConnection;
  store: RecordStore;
  channels: Channels;
  publicUrl: string;
  /** Of the links to acknowledge by. */
  links: LinkKeys;
  /** Absent: payloads are not encrypted. */
  codecKeys?: CodecKeys;
  /** Of the record's seals; the first one seals. */
  sealKeys: readonly KeyObject[];
  log: Log;
  clock?: () => number;
  /** Overrides for tests. */
  options?: Partial<WorkerOptions>;
}

export async function createWorldWorker(parts: WorldWorkerParts): Promise<Worker> {
  const { settings, connection, store, channels, publicUrl, links, sealKeys, codecKeys, log } = parts;
  const { clock = Date.now, options = {} } = parts;
  await enterCodecKey(store, WORKERS, codecKeys?.encrypting, () => instant(clock()));
  const activities = createActivities({
    store,
    channels,
    address: addressBook({ settings, store, clock, log }),
    publicUrl,
    token: (telling, message) => writeToken(claimsOf(settings.name, telling, message), links),
    sealKeys,
    clock,
    log,
  });
  const code = await workflowCode();
  const worker = await Worker.create({
    connection,
    namespace: settings.namespace,
    taskQueue: TASK_QUEUE,
    activities: { ...activities },
    dataConverter: { payloadConverterPath: converterPath(), payloadCodecs: codecsOf(store, codecKeys) },
    ...code,
    ...deploymentOf(code.workflowBundle),
    ...WORKER_LIMITS,
    ...options,
  });
  return worker;
}

/** The last one decodes first: a stamp is judged on what was decrypted. */
function codecsOf(store: RecordStore, codecKeys: CodecKeys | undefined): PayloadCodec[] {
  const stamps = new StampCodec(keysOf(store));
  if (!codecKeys) return [stamps];
  const entered = codecKeysOf(store);
  return [stamps, new CipherCodec(codecKeys, async (name) => (await entered()).has(name))];
}

/**
 * What a replay of a recorded history needs: the workflows' code, the converter that wrote its payloads, and the keys
 * of its world. Without keys no stamp is judged: for histories in which every message was the API's.
 */
export async function replayOptions(keys?: readonly StampKey[]): Promise<ReplayWorkerOptions> {
  const payloadCodecs = keys ? [new StampCodec(() => Promise.resolve({ keys }))] : [];
  return { dataConverter: { payloadConverterPath: converterPath(), payloadCodecs }, ...(await workflowCode()) };
}

/** The bundle of the build; made here where there is none, which costs two seconds. */
export async function workflowCode(): Promise<Required<Pick<WorkerOptions, 'workflowBundle'>>> {
  const codePath = join(packageRoot(), BUNDLE_FILE);
  return { workflowBundle: existsSync(codePath) ? { codePath } : await bundleWorkflows() };
}
