/** Free ports on loopback for tests, below 32768: out of the way of outgoing connections (TRAPS 18). */
import { createServer } from 'node:net';

const LOWEST = 20_000;
const HIGHEST = 32_767;
const ATTEMPTS = 200;

/** So many different ports, free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let attempt = 0; found.size < count && attempt < ATTEMPTS; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if (await isFree(port)) found.add(port);
  }
  if (found.size < count) throw new Error(`Found only ${found.size} of ${count} free ports.`);
  return [...found];
}

export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
