/** Whether the API answers and is ready, and whether this host's clock is the one that it goes by. */
import { SECOND } from '../../domain/instant.js';
import type { Environment } from '../../config/environment.js';
import { ApiClient, Unreachable } from '../../exercise/api-client.js';
import { urlOf } from '../api/api-verb.js';
import { well, wrong } from './finding.js';
import type { Finding } from './finding.js';

const MOST_CLOCK_MS = 2 * SECOND;

export async function ofApi(env: Environment): Promise<{ reached: boolean; findings: Finding[] }> {
  const url = urlOf(env);
  const client = new ApiClient(url);
  try {
    const { status, body } = await client.page('/health/ready');
    const ready =
      status === 200
        ? well(`The API at ${url} is ready.`)
        : wrong(`The API at ${url} is not ready: ${JSON.stringify(body)}`);
    return { reached: true, findings: [ready, ...notes(body), ...(await ofClock(client))] };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return { reached: false, findings: [wrong(`${error.message} "npm start" brings it up.`)] };
  }
}

/** What a part that is ready has to say all the same. */
function notes(body: unknown): Finding[] {
  const { parts = [] } = body as { parts?: { part: string; ready: boolean; detail?: string }[] };
  return parts.flatMap(({ part, ready, detail }) => (ready && detail ? [wrong(`${part}: ${detail}`)] : []));
}

async function ofClock(client: ApiClient): Promise<Finding[]> {
  const before = Date.now();
  const { status, body } = await client.get('/time');
  const took = Date.now() - before;
  const { now } = body as { now?: string };
  // Only for who is let in without a key; the API compares its own clock with Temporal's by itself.
  if (status !== 200 || now === undefined) return [];
  const off = Math.round(before + took / 2 - Date.parse(now));
  if (Math.abs(off) - took / 2 <= MOST_CLOCK_MS)
    return [well(`This host's clock and the API's agree within ${took} ms.`)];
  return [wrong(`This host's clock is ${Math.abs(off)} ms ${off > 0 ? 'ahead of' : 'behind'} the API's.`)];
}
