/** Free ports on loopback. Those of the Temporal server lie below 32768 (TRAPS 18), out of the way of outgoing ones. */
import { createServer } from 'node:net';

const LOWEST = 20_000;
const HIGHEST = 32_767;
const ATTEMPTS = 200;

export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** `wanted`, or the next one above it that is free. */
export async function nextFree(wanted: number, host = '127.0.0.1'): Promise<number> {
  for (let port = wanted; port <= Math.min(wanted + ATTEMPTS, 65_535); port += 1) {
    if (await isFree(port, host)) return port;
  }
  throw new Error(`No free port between ${wanted} and ${wanted + ATTEMPTS}; say which one to use with --port N.`);
}

/** Opens on `wanted` or the next free port; between the look and the listening somebody else may have taken it. */
export async function openOnFree<T>(wanted: number, open: (port: number) => Promise<T>): Promise<T> {
  for (let port = await nextFree(wanted); ; port = await nextFree(port + 1)) {
    try {
      return await open(port);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
}

/**
 * So many different free ports; those of `before` are kept where they are still free.
 * @param except promised to others who do not listen there yet
 */
export async function freePorts(
  count: number,
  before: readonly number[] = [],
  except: readonly number[] = [],
): Promise<number[]> {
  const found: number[] = [];
  for (const port of before.slice(0, count)) if (!except.includes(port) && (await isFree(port))) found.push(port);
  for (let attempt = 0; found.length < count && attempt < ATTEMPTS; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (![...found, ...except].includes(port) && (await isFree(port))) found.push(port);
  }
  if (found.length < count) throw new Error(`Found only ${found.length} of ${count} free ports on this machine.`);
  return found;
}
