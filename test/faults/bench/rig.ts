/**
 * The product as separate processes, for faults: a Temporal server, the API and two workers, a record in PostgreSQL or
 * in a folder, a relay and a receiver. Every process can be killed, held still and started again, and each reaches the
 * Temporal server over a line of its own that can be cut.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts } from '../../../cli/start/ports.js';
import { packageRoot } from '../../../config/package-root.js';
import { loadDirectory } from '../../../config/plan-file.js';
import type { Directory } from '../../../domain/directory/directory.js';
import { exerciseDirectory, newKey } from '../../../exercise/world.js';
import type { ExerciseKey } from '../../../exercise/world.js';
import { PostgresServer } from '../../support/postgres-server.js';
import { writeFastPlan } from './fast-plan.js';
import { Line } from './line.js';
import { MailRelay, WebhookReceiver } from './sinks.js';

export const SERVICES = ['temporal', 'api', 'worker-1', 'worker-2'] as const;
export type Service = (typeof SERVICES)[number];

export interface RigOptions {
  sectors: readonly string[];
  hourMs: number;
  record: 'folder' | 'postgres';
}

interface Ports {
  grpc: number;
  http: number;
  metrics: number;
  ui: number;
  api: number;
  mail: number;
  webhook: number;
  apiLine: number;
  workerLine: number;
}

const PATIENCE_MS = 120_000;
const POLL_MS = 50;

export class Rig {
  readonly keys = new Map<string, string>();
  readonly mail: MailRelay;
  readonly webhooks: WebhookReceiver;
  readonly apiLine: Line;
  readonly workerLine: Line;
  postgres: PostgresServer | undefined;
  private readonly running = new Map<Service, ChildProcess>();
  private record = '';
  private recordOwner: string | undefined;

  private constructor(
    readonly folder: string,
    readonly options: RigOptions,
    readonly directory: Directory,
    readonly program: string,
    readonly ports: Ports,
    keys: readonly ExerciseKey[],
  ) {
    for (const { office, key } of keys) this.keys.set(office, key);
    this.mail = new MailRelay(folder, ports.mail);
    this.webhooks = new WebhookReceiver(folder, ports.webhook);
    this.apiLine = new Line(ports.apiLine, ports.grpc);
    this.workerLine = new Line(ports.workerLine, ports.grpc);
  }

  static async start(program: string, options: RigOptions): Promise<Rig> {
    const folder = mkdtempSync(join(tmpdir(), 'holdfire-faults-'));
    const [grpc = 0, http = 0, metrics = 0, ui = 0, api = 0, mail = 0, webhook = 0, apiLine = 0, workerLine = 0] =
      await freePorts(9, [], []);
    const ports = { grpc, http, metrics, ui, api, mail, webhook, apiLine, workerLine };
    const base = loadDirectory(join(packageRoot(), 'directory.example.yaml')).directory;
    if (!base) throw new Error('The example directory has faults.');
    const keys = base.offices.map(({ id, organisation, groups, roles }) => ({
      office: id,
      organisation,
      groups,
      roles,
      key: newKey(),
    }));
    const world = { schema: 1 as const, n: 1, speed: 1, smtpPort: mail, webhookPort: webhook };
    const directory = exerciseDirectory(base, world, keys);
    writeFastPlan(join(folder, 'plan.json'), options.sectors, options.hourMs);
    writeFileSync(join(folder, 'directory.json'), JSON.stringify(directory));
    // One from the user's home, meant for another server, must not add TLS or a key to this one.
    writeFileSync(join(folder, 'temporal.toml'), '[profile.default]\n');
    mkdirSync(join(folder, 'logs'));
    mkdirSync(join(folder, 'data'), { mode: 0o700 });
    const rig = new Rig(folder, options, directory, program, ports, keys);
    try {
      await rig.open();
    } catch (error) {
      await rig.stop();
      throw error;
    }
    return rig;
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports.api}`;
  }

  private async open(): Promise<void> {
    await Promise.all([this.mail.open(), this.webhooks.open(), this.apiLine.listen(), this.workerLine.listen()]);
    if (this.options.record === 'postgres') {
      this.postgres = await PostgresServer.start({ settings: ['fsync=on'] });
      const { owner, service } = await this.postgres.database();
      [this.record, this.recordOwner] = [service, owner];
    } else this.record = `dir:${join(this.folder, 'data', 'record')}`;
    this.begin('temporal');
    const env = {
      ...this.env('api'),
      ...(this.recordOwner === undefined ? {} : { HOLDFIRE_RECORD_OWNER_URL: this.recordOwner }),
    };
    await promisify(execFile)(process.execPath, [this.main, 'prepare'], { env });
    for (const name of ['api', 'worker-1', 'worker-2'] as const) this.begin(name);
    await this.ready();
    await this.says('worker-1', 'The worker runs');
    await this.says('worker-2', 'The worker runs');
  }

  private get main(): string {
    return join(packageRoot(), 'dist', 'cli', 'main.js');
  }

  private env(name: Service): NodeJS.ProcessEnv {
    const clean = Object.entries(process.env).filter(([one]) => !/^(TEMPORAL|HOLDFIRE)_/.test(one));
    const line = name === 'api' ? this.ports.apiLine : this.ports.workerLine;
    return {
      ...Object.fromEntries(clean),
      HOLDFIRE_DATA: join(this.folder, 'data'),
      HOLDFIRE_PLAN: join(this.folder, 'plan.json'),
      HOLDFIRE_DIRECTORY: join(this.folder, 'directory.json'),
      HOLDFIRE_RECORD: this.record,
      HOLDFIRE_SMTP_URL: `smtp://127.0.0.1:${this.ports.mail}`,
      HOLDFIRE_PORT: String(this.ports.api),
      HOLDFIRE_EXERCISE: 'false',
      HOLDFIRE_LOG_LEVEL: 'info',
      TEMPORAL_ADDRESS: `127.0.0.1:${line}`,
      TEMPORAL_CONFIG_FILE: join(this.folder, 'temporal.toml'),
    };
  }

  /** Starts it (again); does not wait. `more`: variables of its environment, such as a clock that is wrong. */
  begin(name: Service, more: NodeJS.ProcessEnv = {}): void {
    const log = openSync(join(this.folder, 'logs', `${name}.log`), 'a');
    const { grpc, http, metrics, ui } = this.ports;
    const [program, args] =
      name === 'temporal'
        ? [
            this.program,
            [
              ...['server', 'start-dev', '--db-filename', join(this.folder, 'temporal.sqlite')],
              ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
              ...['--ip', '127.0.0.1', '--port', String(grpc), '--ui-ip', '127.0.0.1', '--ui-port', String(ui)],
              ...['--http-port', String(http), '--metrics-port', String(metrics), '--log-level', 'error'],
            ],
          ]
        : [process.execPath, [this.main, name === 'api' ? 'api' : 'worker']];
    const child = spawn(program, args, { env: { ...this.env(name), ...more }, stdio: ['ignore', log, log] });
    closeSync(log);
    this.running.set(name, child);
  }

  pid(name: Service): number {
    return this.running.get(name)?.pid ?? 0;
  }

  isUp(name: Service): boolean {
    const child = this.running.get(name);
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** `kill -9`; answers the signal that it died of. */
  async kill(name: Service, signal: NodeJS.Signals = 'SIGKILL'): Promise<string> {
    const child = this.running.get(name);
    if (!child || !this.isUp(name)) return 'was not running';
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.signalCode ?? `exit ${child.exitCode}`;
  }

  /** Stands still, or goes on; answers the state that the system shows (`T`: stopped). */
  async hold(name: Service, still: boolean): Promise<string> {
    process.kill(this.pid(name), still ? 'SIGSTOP' : 'SIGCONT');
    await sleep(POLL_MS);
    const stat = readFileSync(`/proc/${this.pid(name)}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  }

  /** What died by itself is started again, as a supervisor would. */
  restartDead(): Service[] {
    const dead = SERVICES.filter((name) => this.running.has(name) && !this.isUp(name));
    for (const name of dead) this.begin(name);
    return dead;
  }

  log(name: Service): string {
    return readFileSync(join(this.folder, 'logs', `${name}.log`), 'utf8');
  }

  async says(name: Service, words: string, after = 0): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (!this.log(name).slice(after).includes(words)) {
      if (!this.isUp(name)) throw new Error(`${name} ended and never said "${words}":\n${this.log(name).slice(-2000)}`);
      if (Date.now() > until) throw new Error(`${name} did not say "${words}":\n${this.log(name).slice(-2000)}`);
      await sleep(POLL_MS);
    }
  }

  /** Until the API says that every part is ready; processes that died meanwhile are started again. */
  async ready(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    for (let last = ''; ; await sleep(POLL_MS)) {
      try {
        const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(5000) });
        if (answer.ok) return;
        last = await answer.text();
      } catch (error) {
        last = String(error);
      }
      this.restartDead();
      if (Date.now() > until) throw new Error(`The API was not ready: ${last}\n${this.log('api').slice(-2000)}`);
    }
  }

  /** A line of the commands that the checker reads. */
  note(line: object): void {
    appendFileSync(join(this.folder, 'commands.jsonl'), `${JSON.stringify(line)}\n`);
  }

  async stop(keep = false): Promise<void> {
    for (const name of ['api', 'worker-1', 'worker-2', 'temporal'] as const) {
      if (this.isUp(name)) process.kill(this.pid(name), 'SIGCONT');
      await this.kill(name);
    }
    await Promise.allSettled([this.apiLine.close(), this.workerLine.close(), this.mail.close(), this.webhooks.close()]);
    await this.postgres?.stop();
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }
}
