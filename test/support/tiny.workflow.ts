/** For `temporal.server.spec.ts` alone: has a search attribute and waits three days or for a word. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { condition, defineUpdate, setHandler, upsertSearchAttributes } from '@temporalio/workflow';

export const sayUpdate = defineUpdate<string, [string]>('say');

const SECTOR = defineSearchAttributeKey('HoldfireSector', SearchAttributeType.KEYWORD);

export async function tiny(): Promise<{ heard: string; elapsedMs: number }> {
  const begun = Date.now();
  let heard = 'nothing';
  upsertSearchAttributes([{ key: SECTOR, value: 'UA-23' }]);
  setHandler(sayUpdate, (word) => (heard = word));
  await condition(() => heard !== 'nothing', '72 hours');
  return { heard, elapsedMs: Date.now() - begun };
}
