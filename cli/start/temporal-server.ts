/**
 * The embedded Temporal server: the official `temporal` program on one SQLite file in the data folder. For a laptop,
 * an exercise, a test; a real deployment runs a server of its own (docs/running.md) and sets TEMPORAL_ADDRESS.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../../config/config.js';
import type { DataLock } from './data-lock.js';
import { KeptChild } from './kept-child.js';
import { lastLine, logFile, withLog } from './log-file.js';
import { freePorts } from './ports.js';

const ports = z.object({ grpc: z.number(), ui: z.number(), http: z.number(), metrics: z.number() });
export type TemporalPorts = z.infer<typeof ports>;

export interface EmbeddedTemporal {
  address: string;
  uiUrl: string;
  /** What this process's children find it with. */
  env: Record<string, string>;
  child: KeptChild;
}

/** SIGTERM ends it in less than a second; SQLite loses nothing when it is killed (TRAPS 26). */
const PATIENCE_MS = 5000;

export async function embeddedTemporal(
  program: string,
  { dataDir, port }: Pick<Config, 'dataDir' | 'port'>,
  lock: DataLock,
  say: (sentence: string) => void,
): Promise<EmbeddedTemporal> {
  const folder = join(dataDir, 'temporal');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = await keptPorts(join(folder, 'ports.json'), port);
  const address = `127.0.0.1:${at.grpc}`;
  // A profile of our own: one from the user's home, meant for another server, must not add TLS or a key to this one.
  const profile = join(folder, 'temporal.toml');
  writeFileSync(profile, `[profile.default]\naddress = "${address}"\n`, { mode: 0o600 });
  const child = new KeptChild({
    name: 'The Temporal server',
    // A group of its own: Ctrl-C in the terminal must reach the supervisor alone, which ends its children in order.
    spawn: () =>
      withLog(dataDir, 'temporal', (log) =>
        spawn(program, serverArguments(folder, at), { stdio: ['ignore', log, log], detached: true }),
      ),
    onStarted: (mark) => lock.noteChild('temporal', mark),
    onDied: say,
    lastWords: () => lastLine(logFile(dataDir, 'temporal')),
    patienceMs: PATIENCE_MS,
  });
  return {
    address,
    uiUrl: `http://127.0.0.1:${at.ui}`,
    env: { TEMPORAL_ADDRESS: address, TEMPORAL_CONFIG_FILE: profile },
    child,
  };
}

/**
 * The same ports at every start where they are free, so that an open page of the UI stays right. The API's port is
 * free as well at this moment, and is left to it.
 */
async function keptPorts(file: string, apiPort: number): Promise<TemporalPorts> {
  const before = existsSync(file) ? ports.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data : undefined;
  const [grpc = 0, ui = 0, http = 0, metrics = 0] = await freePorts(4, before ? Object.values(before) : [], [apiPort]);
  const at: TemporalPorts = { grpc, ui, http, metrics };
  writeFileSync(file, `${JSON.stringify(at)}\n`, { mode: 0o600 });
  return at;
}

/** As `deploy/temporal/dynamicconfig.yaml` has it for a server of one's own. */
export const dynamicConfig: readonly string[] = [
  'limit.maxIDLength=255',
  'system.enableActivityEagerExecution=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
].flatMap((value) => ['--dynamic-config-value', value]);

function serverArguments(folder: string, at: TemporalPorts): string[] {
  return [
    'server',
    'start-dev',
    ...['--db-filename', join(folder, 'temporal.sqlite')],
    // 132 flushes a case become 1.2, and kill -9 still loses nothing (TRAPS 26).
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
    ...['--ip', '127.0.0.1', '--port', String(at.grpc), '--ui-ip', '127.0.0.1', '--ui-port', String(at.ui)],
    ...['--http-port', String(at.http), '--metrics-port', String(at.metrics)],
    ...['--log-level', 'error'],
    ...dynamicConfig,
  ];
}
