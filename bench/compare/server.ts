/**
 * The Temporal server of a comparison: the embedded one on SQLite, or one of the compose file's kind on PostgreSQL
 * (`scripts/production-without-docker.mjs`). Both can be killed and come back on the same ports.
 */
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { freePorts } from '../../cli/start/ports.js';
import { temporalProgram } from '../../cli/start/temporal-program.js';
import { dynamicConfig } from '../../cli/start/temporal-server.js';
import { packageRoot } from '../../config/package-root.js';
import { begin } from './child.js';

export type Profile = 'embedded' | 'postgresql';

export interface BenchServer {
  readonly address: string;
  pids(): Record<string, number>;
  /** On the disk. */
  bytes(): number;
  /** Parts that can be killed. */
  readonly parts: readonly string[];
  /** `kill -9`. */
  kill(part: string): Promise<void>;
  revive(part: string): Promise<void>;
  stop(): Promise<void>;
}

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

export const openServer = async (profile: Profile, folder: string): Promise<BenchServer> =>
  profile === 'embedded' ? await embedded(folder) : await onPostgres(folder);

async function embedded(folder: string): Promise<BenchServer> {
  const [grpc = 0, http = 0, metrics = 0] = await freePorts(3);
  const database = join(folder, 'temporal.sqlite');
  const program = await temporalProgram(say);
  const args = [
    ...['server', 'start-dev', '--headless', '--db-filename', database],
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
    ...['--ip', '127.0.0.1', '--port', String(grpc), '--http-port', String(http)],
    ...['--metrics-port', String(metrics), '--log-level', 'error'],
    ...dynamicConfig,
  ];
  const start = () => begin(program, args, join(folder, 'server.log'));
  let server = start();
  return {
    address: `127.0.0.1:${grpc}`,
    pids: () => ({ server: server.pid }),
    // With what SQLite has not yet put in its place.
    bytes: () => [database, `${database}-wal`].reduce((sum, file) => sum + sizeOf(file), 0),
    // The store is in it.
    parts: ['server'],
    kill: () => server.kill(),
    revive: () => {
      server = start();
      return Promise.resolve();
    },
    stop: () => server.stop(),
  };
}

/** What of that script is used here. */
interface Production {
  ports: { temporal: number };
  children: Map<string, { pid: number }>;
  startPostgres(): Promise<void>;
  startTemporal(): Promise<void>;
  end(name: string, signal?: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

async function onPostgres(folder: string): Promise<BenchServer> {
  const file = join(packageRoot(), 'scripts', 'production-without-docker.mjs');
  const script = z.object({
    Production: z.custom<new (parts: { data: string; directory: string; say: (text: string) => void }) => Production>(),
  });
  const { Production: Made } = script.parse(await import(pathToFileURL(file).href));
  const data = join(folder, 'production');
  mkdirSync(data, { recursive: true });
  // PostgreSQL's own user has to reach its folder.
  chmodSync(folder, 0o711);
  const production = new Made({ data, directory: '', say });
  await production.startPostgres();
  await production.startTemporal();
  const pidOf = (name: string): number => production.children.get(name)?.pid ?? 0;
  return {
    address: `127.0.0.1:${production.ports.temporal}`,
    pids: () => ({ server: pidOf('temporal'), store: pidOf('postgresql') }),
    bytes: () => folderBytes(join(data, 'postgresql')),
    parts: ['server', 'store'],
    kill: (part) => production.end(part === 'store' ? 'postgresql' : 'temporal', 'SIGKILL'),
    revive: async (part) => {
      if (part === 'store') await production.startPostgres();
      else await production.startTemporal();
    },
    stop: () => production.stop(),
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Of all files in it. */
export function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + sizeOf(join(parentPath, name)), 0);
}
