/** Two ways to the same verdict: the record's own check in this browser, apart from the page, and on the server. */
import type { VerificationAnswer } from '../../api/cases/verification.controller.js';
import { get } from '../api.js';

export type Verdict = Pick<VerificationAnswer, 'ok' | 'steps'>;

export const verifyOnServer = async (caseId: string): Promise<Verdict> =>
  await get<VerificationAnswer>(`/cases/${caseId}/verification`);

/** A record takes a while to decide anew; the page stays as it is meanwhile. @throws {Error} what the worker says */
export async function verifyHere(caseId: string): Promise<Verdict> {
  const record = await get<object>(`/cases/${caseId}/record`);
  const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<Verdict>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Verdict>) => resolve(data));
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      worker.postMessage(record, []);
    });
  } finally {
    worker.terminate();
  }
}
