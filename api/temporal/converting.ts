/** How what the API says to Temporal is written, and what it fetches is read: encrypted, where there are keys. */
import type { Client, ClientOptions } from '@temporalio/client';
import { CipherCodec } from '../../codec/cipher-codec.js';
import { decodedEvents } from '../../codec/decoded-history.js';
import type { CodecKeys } from '../../config/codec-keys.js';
import { codecKeysReader } from '../../record/codec-keys.js';
import type { RecordStore } from '../../record/record-store.js';
import { HOUSE } from '../../record/stamp-keys.js';
import { WORKERS } from '../../workflows/messages.js';

/** `store`: the record, which says whose a key is that is not in the file. */
export function converting(
  keys: CodecKeys | undefined,
  store: Pick<RecordStore, 'reader'>,
): Pick<ClientOptions, 'dataConverter'> {
  if (!keys) return {};
  const entered = codecKeysReader(store, [HOUSE, WORKERS]);
  const isOurs = async (name: string): Promise<boolean> => (await entered()).has(name);
  return { dataConverter: { payloadCodecs: [new CipherCodec(keys, isOurs)] } };
}

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

/** A run's history as its workflow saw it. Rejects as `fetchHistory` does, and where a key is missing. */
export async function fetchHistory(client: Client, workflowId: string, runId: string | undefined): Promise<History> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const { namespace, loadedDataConverter } = client.options;
  const codecs = loadedDataConverter.payloadCodecs;
  return { ...history, events: await decodedEvents(history.events ?? [], codecs, { namespace, workflowId }) };
}
