/**
 * The processes of docker-compose.yml on this machine, with the variables that stand there: Debian's PostgreSQL, the
 * Temporal server built with `go install`, `holdfire prepare`, API, two workers, watchdog. For checks of a release and
 * for those who want to see what the compose file does; a real host has its own PostgreSQL and units of systemd.
 *
 *   node scripts/production-without-docker.mjs --data DIR --directory FILE [--plan FILE] [--port N]
 *
 * Everything lies in DIR; a second start finds it. Ctrl-C ends all in order. Wants `postgresql`, `setpriv` and `go`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { randomBytes, generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const SERVER = '1.32.0';
const PATIENCE_MS = 120_000;

/** The Temporal server's programs, built once and kept (six minutes on two cores). */
export function temporalPrograms(say) {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'holdfire', `temporal-server-${SERVER}`);
  for (const [name, path] of [
    ['server', 'cmd/server'],
    ['sql', 'cmd/tools/sql'],
  ]) {
    if (existsSync(join(folder, name))) continue;
    say(`Building the Temporal server's "${name}" (go install) …`);
    const env = { ...process.env, CGO_ENABLED: '0', GOBIN: folder };
    const args = ['install', '-tags', 'disable_grpc_modules', `go.temporal.io/server/${path}@v${SERVER}`];
    must(spawnSync('go', args, { env, stdio: 'inherit' }), 'go install (Go 1.26.8 or newer)');
  }
  return { server: join(folder, 'server'), sql: join(folder, 'sql') };
}

/** Everything on one host; `stop` ends it in order, `kill` ends one process at once. */
export class Production {
  constructor({ data, directory, plan, port, say = () => undefined, more = {} }) {
    Object.assign(this, { data: resolve(data), directory, plan, say, more, asked: port });
    this.children = new Map();
    this.ending = false;
  }

  /** Whether there is something to find again. */
  get isNew() {
    return !existsSync(join(this.data, 'postgresql', 'PG_VERSION'));
  }

  async start() {
    await this.startPostgres();
    await this.startTemporal();
    await this.prepare();
    await this.startHoldfire();
  }

  async startPostgres() {
    this.programs = temporalPrograms(this.say);
    for (const folder of ['logs', 'secrets', 'holdfire'])
      mkdirSync(join(this.data, folder), { recursive: true, mode: 0o700 });
    // PostgreSQL refuses to run as root, and its own user has to reach its folder.
    chmodSync(this.data, 0o711);
    this.secrets = this.kept('secrets.json', () =>
      Object.fromEntries(
        ['postgres', 'temporal', 'owner', 'holdfire'].map((name) => [name, randomBytes(18).toString('hex')]),
      ),
    );
    this.ports = this.kept('ports.json', () => undefined) ?? this.keep('ports.json', await freePorts(14, this.asked));
    const folder = join(this.data, 'postgresql');
    if (this.isNew) this.initdb(folder);
    const log = openSync(join(this.data, 'logs', 'postgresql.log'), 'a');
    const args = ['-D', folder, '-p', String(this.ports.postgres), '-k', folder, '-c', 'listen_addresses=127.0.0.1'];
    this.spawn('postgresql', [...asPostgres(), join(postgresBin(), 'postgres'), ...args], {}, log);
    await this.until('PostgreSQL', () => this.psql('postgres', 'select 1').status === 0);
    this.makeDatabases();
  }

  initdb(folder) {
    this.say('A new PostgreSQL cluster …');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (process.getuid() === 0) chownSync(folder, ...postgresIds());
    const password = join(folder, '..', '.pw');
    writeFileSync(password, this.secrets.postgres, { mode: 0o644 });
    const args = [
      '-D',
      folder,
      '-U',
      'postgres',
      '--auth=scram-sha-256',
      `--pwfile=${password}`,
      '-E',
      'UTF8',
      '--locale=C',
    ];
    const [program, ...rest] = [...asPostgres(), join(postgresBin(), 'initdb'), ...args];
    const made = spawnSync(program, rest, { cwd: '/', encoding: 'utf8' });
    spawnSync('rm', ['-f', password]);
    must(made, 'initdb');
  }

  makeDatabases() {
    const sql = (database, text) => must(this.psql(database, text), `psql: ${text.split(' ').slice(0, 3).join(' ')}`);
    for (const role of ['temporal', 'owner']) {
      const there = this.psql('postgres', `select 1 from pg_roles where rolname = '${role}'`).stdout.includes('1');
      if (!there) sql('postgres', `create role ${role} login createdb createrole password '${this.secrets[role]}'`);
    }
    const there = this.psql('postgres', `select 1 from pg_database where datname = 'holdfire'`).stdout.includes('1');
    if (!there) sql('postgres', `create database holdfire owner owner encoding 'UTF8' template template0`);
  }

  psql(database, text, role = 'postgres') {
    const args = [
      '-X',
      '-q',
      '-t',
      '-A',
      '-v',
      'ON_ERROR_STOP=1',
      '-h',
      '127.0.0.1',
      '-p',
      String(this.ports.postgres),
    ];
    const env = { ...process.env, PGPASSWORD: this.secrets[role] };
    return spawnSync(join(postgresBin(), 'psql'), [...args, '-U', role, '-d', database, '-c', text], {
      env,
      encoding: 'utf8',
    });
  }

  async startTemporal() {
    const { sql, server } = this.programs;
    const tool = ['--plugin', 'postgres12', '--ep', '127.0.0.1', '-p', String(this.ports.postgres), '-u', 'temporal'];
    const login = [...tool, '--pw', this.secrets.temporal];
    for (const [database, folder] of [
      ['temporal', 'temporal'],
      ['temporal_visibility', 'visibility'],
    ]) {
      const there = this.psql('postgres', `select 1 from pg_database where datname = '${database}'`).stdout.includes(
        '1',
      );
      const run = (...args) =>
        must(spawnSync(sql, [...login, '--db', database, ...args], { encoding: 'utf8' }), `sql ${args[0]}`);
      if (!there) {
        run('create');
        run('setup-schema', '-v', '0.0');
      }
      run('update-schema', '--schema-name', `postgresql/v12/${folder}`);
    }
    const { environment } = compose().services.temporal;
    const { ports } = this;
    const own = {
      POSTGRES_SEEDS: '127.0.0.1',
      DB_PORT: String(ports.postgres),
      POSTGRES_PWD: this.secrets.temporal,
      BIND_ON_IP: '127.0.0.1',
      TEMPORAL_BROADCAST_ADDRESS: '127.0.0.1',
      DYNAMIC_CONFIG_FILE_PATH: join(root, 'deploy', 'temporal', 'dynamicconfig.yaml'),
      FRONTEND_GRPC_PORT: String(ports.temporal),
      FRONTEND_HTTP_PORT: String(ports.temporalHttp),
    };
    for (const [index, name] of ['FRONTEND', 'HISTORY', 'MATCHING', 'WORKER'].entries()) {
      own[`${name}_MEMBERSHIP_PORT`] = String(ports.membership[index]);
      if (name !== 'FRONTEND') own[`${name}_GRPC_PORT`] = String(ports.grpc[index - 1]);
    }
    // The image's own switch is the program's option.
    this.spawn('temporal', [server, '--allow-no-auth', 'start'], { ...environment, ...own });
  }

  /** As the compose file has it for this service, with this machine's places in the place of the container's. */
  environment(service, more = {}) {
    const { ports, secrets, data } = this;
    const codecKeys = this.secretFile('codec-keys', () => `k1 ${randomBytes(32).toString('hex')}\n`);
    const pem = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    const given = {
      HOLDFIRE_CODEC_KEYS_FILE: codecKeys,
      HOLDFIRE_PUBLIC_URL: this.url,
      HOLDFIRE_RECORD: this.record('holdfire'),
      ...this.more,
    };
    const entries = Object.entries(compose().services[service].environment ?? {});
    const values = Object.fromEntries(entries.map(([name, value]) => [name, interpolated(String(value), given)]));
    const here = {
      HOLDFIRE_HOST: '127.0.0.1',
      HOLDFIRE_PORT: String(ports.api),
      HOLDFIRE_DATA: join(data, 'holdfire'),
      HOLDFIRE_DIRECTORY: resolve(this.directory),
      HOLDFIRE_STAMP_KEY_FILE: this.secretFile('stamp-key', pem),
      HOLDFIRE_SEAL_KEY_FILE: this.secretFile('seal-key', pem),
      HOLDFIRE_CODEC_KEYS_FILE: codecKeys,
      HOLDFIRE_LINK_KEY_FILE: this.secretFile('link-key', () => `k1 ${randomBytes(32).toString('hex')}\n`),
      TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
      HOLDFIRE_RECORD_OWNER_URL: secrets && this.record('owner'),
    };
    for (const name of Object.keys(values)) if (here[name] !== undefined) values[name] = here[name];
    // For the plan of a check; the compose file has the one that ships.
    if (this.plan && service !== 'watchdog') values.HOLDFIRE_PLAN = resolve(this.plan);
    return { ...values, ...more };
  }

  get url() {
    return `http://127.0.0.1:${this.ports.api}`;
  }

  record(role) {
    return `postgres://${role}:${this.secrets[role]}@127.0.0.1:${this.ports.postgres}/holdfire`;
  }

  /** The job `temporal-namespaces`, tried again as compose does. */
  async prepare() {
    const env = this.environment('temporal-namespaces');
    let last = '';
    await this.until('holdfire prepare', () => {
      const done = this.holdfire(['prepare'], env);
      last = done.stdout + done.stderr;
      return done.status === 0;
    }).catch((error) => {
      throw new Error(`${error.message}\n${last}`);
    });
    this.say(last.trim());
  }

  /** The program once, to its end. */
  holdfire(args, env = {}, dist = join(root, 'dist')) {
    const whole = { PATH: process.env.PATH, HOME: process.env.HOME, ...env };
    return spawnSync(process.execPath, [join(dist, 'cli', 'main.js'), ...args], {
      env: whole,
      encoding: 'utf8',
      cwd: this.data,
    });
  }

  async startHoldfire() {
    this.startService('api');
    for (const nth of [1, 2]) this.startWorker(nth);
    this.startService('watchdog');
    await this.until('the API', async () => (await fetch(`${this.url}/health/ready`)).ok);
  }

  startWorker(nth, dist) {
    const more = { HOLDFIRE_WORKER_METRICS: `127.0.0.1:${this.ports.metrics[nth - 1]}` };
    this.startService('worker', `worker-${nth}`, more, dist);
  }

  startService(service, name = service, more = {}, dist = join(root, 'dist')) {
    const command = [process.execPath, join(dist, 'cli', 'main.js'), service];
    this.spawn(name, command, this.environment(service, more));
  }

  spawn(name, [program, ...args], env, log = openSync(join(this.data, 'logs', `${name}.log`), 'a', 0o600)) {
    const whole = { PATH: process.env.PATH, HOME: process.env.HOME, ...env };
    const cwd = name === 'postgresql' ? '/' : this.data;
    const child = spawn(program, args, { env: whole, stdio: ['ignore', log, log], cwd, detached: true });
    this.children.set(name, child);
    child.once('exit', (code, signal) => {
      if (this.children.get(name) !== child) return;
      this.children.delete(name);
      if (!this.ending) this.say(`${name} ended (${signal ?? code}); its log is in ${join(this.data, 'logs')}.`);
    });
  }

  /** Ends one and waits for its end. */
  async end(name, signal = 'SIGTERM') {
    const child = this.children.get(name);
    if (!child) return;
    this.children.delete(name);
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async stop({ keepPostgres = false } = {}) {
    this.ending = true;
    for (const name of [...this.children.keys()].reverse()) {
      if (name === 'postgresql') continue;
      await this.end(name);
    }
    // Fast: connections are ended, everything is flushed.
    if (!keepPostgres) await this.end('postgresql', 'SIGINT');
    this.ending = false;
  }

  async until(what, holds, patience = PATIENCE_MS) {
    for (const limit = Date.now() + patience; ; await sleep(200)) {
      try {
        if (await holds()) return;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
      if (Date.now() > limit)
        throw new Error(`${what}: not within ${patience / 1000} s; see ${join(this.data, 'logs')}`);
    }
  }

  kept(file, make) {
    const path = join(this.data, 'secrets', file);
    if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
    const value = make();
    return value === undefined ? undefined : this.keep(file, value);
  }

  keep(file, value) {
    writeFileSync(join(this.data, 'secrets', file), JSON.stringify(value), { mode: 0o600 });
    return value;
  }

  secretFile(name, make) {
    const path = join(this.data, 'secrets', name);
    if (!existsSync(path)) writeFileSync(path, make(), { mode: 0o600 });
    return path;
  }
}

const compose = () => parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true });

/** `${NAME:-default}`, `${NAME:?reason}` and `${NAME:+instead}`, as compose reads them. */
function interpolated(text, given) {
  return text.replace(/\$\{([A-Z_]+)(?::([?+-])([^}]*))?\}/g, (_, name, kind, rest = '') => {
    const value = given[name] ?? process.env[name] ?? '';
    if (kind === '+') return value === '' ? '' : rest;
    if (value === '' && kind === '?') throw new Error(`${name} is missing: ${rest}`);
    return value === '' ? rest : value;
  });
}

function postgresBin() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions
    .map((version) => join(debian, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'postgres')));
  if (!found) throw new Error('There is no PostgreSQL server here; Debian has it in "postgresql".');
  return found;
}

const asPostgres = () =>
  process.getuid() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];

const postgresIds = () =>
  ['-u', '-g'].map((option) => Number(spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout));

/** Below 32768: the Temporal server's membership keeps ports in 16 signed bits. */
async function freePorts(count, api) {
  const found = new Set(api === undefined ? [] : [api]);
  while (found.size < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) found.add(port);
  }
  const [first, postgres, temporal, temporalHttp, m1, m2, ...rest] = [...found];
  return {
    api: first,
    postgres,
    temporal,
    temporalHttp,
    metrics: [m1, m2],
    membership: rest.slice(0, 4),
    grpc: rest.slice(4, 7),
  };
}

const isFree = (port) =>
  new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => done(true)));
  });

function must({ status, error, stderr, stdout }, what) {
  if (status === 0) return;
  throw new Error(`${what} failed: ${error?.message ?? ''}${stderr ?? ''}${stdout ?? ''}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      directory: { type: 'string' },
      plan: { type: 'string' },
      port: { type: 'string' },
    },
  });
  const { data, directory, plan, port } = values;
  if (!data || !directory) {
    process.stderr.write('--data DIR and --directory FILE are needed; see the top of this file.\n');
    process.exit(2);
  }
  const say = (text) => process.stdout.write(`${text}\n`);
  const production = new Production({
    data,
    directory,
    plan,
    port: port === undefined ? undefined : Number(port),
    say,
  });
  try {
    await production.start();
    say(`Holdfire is up at ${production.url}; Ctrl-C ends it.`);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  } finally {
    await production.stop();
  }
}
