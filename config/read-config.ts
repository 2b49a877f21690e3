/**
 * Environment → {@link Config}, once for a process. Every fault is found before anything is refused, each named by its
 * variable and with what would be right. Which worlds follow from it: `worlds.ts`.
 */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { locationOf } from '../record/location.js';
import type { RecordLocation } from '../record/location.js';
import { codecKeysOfFile } from './codec-keys.js';
import type { Config } from './config.js';
import { EnvironmentReader } from './environment.js';
import type { Environment } from './environment.js';
import { packageRoot } from './package-root.js';
import { namedServer } from './temporal.js';
import { VARIABLES } from './variables.js';
import { isWebhookSecret, watchdogTargets } from './watchdog-targets.js';

/** What the command line says; it wins over the environment. */
export interface Overrides {
  port?: number;
  dataDir?: string;
}

/** What a process needs: the watchdog reads the record and has no use for keys, plan, directory or public address. */
export type Needs = 'all' | 'record';

/** Not even looked at by who only reads the record: the files need not be there. */
const UNREAD: Record<Needs, readonly string[]> = {
  all: [],
  record: [
    'HOLDFIRE_CODEC_KEYS_FILE',
    'HOLDFIRE_STAMP_KEY_FILE',
    'HOLDFIRE_LINK_KEY_FILE',
    'HOLDFIRE_PLAN',
    'HOLDFIRE_DIRECTORY',
  ],
};

/** `config` is absent exactly when there are faults. */
export function readConfig(
  env: Environment,
  overrides: Overrides = {},
  needs: Needs = 'all',
): { config?: Config; faults: string[] } {
  const reader = new EnvironmentReader(without(env, UNREAD[needs]));
  refuseUnknown(reader, env);
  const inProduction = reader.text('NODE_ENV') === 'production';
  // What production wants of those who serve and send.
  const production = inProduction && needs === 'all';
  const port = overrides.port ?? reader.integer('HOLDFIRE_PORT', { from: 1, to: 65535 }) ?? 8080;
  const host = reader.text('HOLDFIRE_HOST') ?? '127.0.0.1';
  const dataDir = resolve(overrides.dataDir ?? reader.text('HOLDFIRE_DATA') ?? './data');
  const publicUrl =
    reader.url('HOLDFIRE_PUBLIC_URL', reader.text('HOLDFIRE_PUBLIC_URL'), ['https:', 'http:']) ??
    `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
  const temporalUi = reader.url('HOLDFIRE_TEMPORAL_UI', reader.text('HOLDFIRE_TEMPORAL_UI'), ['https:', 'http:']);
  const smtpUrl = reader.url('HOLDFIRE_SMTP_URL', reader.secret('HOLDFIRE_SMTP_URL'), ['smtp:', 'smtps:']);
  const signOn = singleSignOn(reader);
  const witnessesFile = reader.text('HOLDFIRE_WITNESSES_FILE') && reader.file('HOLDFIRE_WITNESSES_FILE', '');
  const where = record(reader, dataDir);
  const ownerUrl = recordOwnerUrl(reader, where);
  const codecKeys = codecKeysFile(reader);
  const uiOrigin = temporalUiOrigin(reader, codecKeys);
  const metricsAt = workerMetrics(reader);
  const config: Config = {
    production: inProduction,
    port,
    host,
    publicUrl,
    ...(temporalUi === undefined ? {} : { temporalUi }),
    dataDir,
    agreement: agreement(reader),
    planFile: reader.file('HOLDFIRE_PLAN', join(packageRoot(), 'plans', 'seed.yaml')) ?? '',
    directoryFile: directoryFile(reader, production),
    record: where,
    mailFrom: mailFrom(reader),
    stampKeyFile: keyFile(reader, 'HOLDFIRE_STAMP_KEY_FILE', {
      production,
      fallback: join(dataDir, 'stamp-key.pem'),
      wanted: 'an Ed25519 private key, PEM (`openssl genpkey -algorithm ed25519`)',
    }),
    linkKeyFile: keyFile(reader, 'HOLDFIRE_LINK_KEY_FILE', {
      production,
      fallback: join(dataDir, 'link-keys.txt'),
      wanted: 'a file of link keys that all its hosts share (`echo "k1 $(openssl rand -hex 32)"`)',
    }),
    sealKeyFile: keyFile(reader, 'HOLDFIRE_SEAL_KEY_FILE', {
      production,
      fallback: join(dataDir, 'seal-key.pem'),
      wanted: 'an Ed25519 private key, PEM, that all its workers share (`openssl genpkey -algorithm ed25519`)',
    }),
    logLevel: reader.oneOf('HOLDFIRE_LOG_LEVEL', ['debug', 'info', 'warn', 'error']) ?? 'info',
    namespace: namespace(reader, env),
    exercise: reader.boolean('HOLDFIRE_EXERCISE') ?? !inProduction,
    watchdog: watchdog(reader, inProduction),
    canary: reader.boolean('HOLDFIRE_CANARY') ?? true,
    ...(metricsAt === undefined ? {} : { workerMetrics: metricsAt }),
    ...(smtpUrl === undefined ? {} : { smtpUrl }),
    ...(codecKeys === undefined ? {} : { codecKeysFile: codecKeys }),
    ...(uiOrigin === undefined ? {} : { temporalUiOrigin: uiOrigin }),
    ...(signOn === undefined ? {} : { signOn }),
    ...(witnessesFile === undefined ? {} : { witnessesFile }),
    ...(ownerUrl === undefined ? {} : { recordOwnerUrl: ownerUrl }),
  };
  if (production && reader.text('HOLDFIRE_PUBLIC_URL') === undefined) {
    reader.fault(
      'HOLDFIRE_PUBLIC_URL',
      'is missing; in production links in messages need the address people can reach',
    );
  }
  return reader.faults.length > 0 ? { faults: reader.faults } : { config, faults: [] };
}

const without = (env: Environment, names: readonly string[]): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));

/** A slip of the pen in a name would otherwise leave a setting out in silence. */
function refuseUnknown(reader: EnvironmentReader, env: Environment): void {
  const known = new Map(VARIABLES.map((variable) => [variable.name, variable]));
  for (const name of Object.keys(env).filter((one) => one.startsWith('HOLDFIRE_'))) {
    if (reader.text(name) === undefined) continue;
    const asFile = name.endsWith('_FILE') ? known.get(name.slice(0, -'_FILE'.length)) : undefined;
    const variable = known.get(name) ?? (asFile?.secret ? asFile : undefined);
    if (!variable) reader.fault(name, 'is no variable of Holdfire; .env.example lists them all');
    else if (variable.later !== undefined)
      reader.fault(name, `has no effect yet; unset it. ${variable.later.slice(0, -1)}`);
  }
}

/** It stands in case ids, workflow ids and file names. */
function agreement(reader: EnvironmentReader): string {
  const value = reader.text('HOLDFIRE_AGREEMENT') ?? 'ceasefire';
  if (!/^[a-z0-9][a-z0-9-]{0,30}$/.test(value)) {
    reader.fault('HOLDFIRE_AGREEMENT', `is "${value}"; 1 to 31 lower-case letters, digits and hyphens are needed`);
  }
  if (value.startsWith('exercise-')) {
    reader.fault('HOLDFIRE_AGREEMENT', `is "${value}"; names that begin with "exercise-" are kept for exercises`);
  }
  return value;
}

function namespace(reader: EnvironmentReader, env: Environment): string {
  try {
    return namedServer(env).namespace ?? 'holdfire';
  } catch (error) {
    reader.fault(
      'TEMPORAL_PROFILE',
      `or TEMPORAL_CONFIG_FILE cannot be used (${error instanceof Error ? error.message : String(error)})`,
    );
    return 'holdfire';
  }
}

function directoryFile(reader: EnvironmentReader, production: boolean): string {
  const example = join(packageRoot(), 'directory.example.yaml');
  const path = reader.file('HOLDFIRE_DIRECTORY', example) ?? '';
  if (production && basename(path) === basename(example)) {
    reader.fault('HOLDFIRE_DIRECTORY', 'is the example directory; production needs one of your own');
  }
  return path;
}

function record(reader: EnvironmentReader, dataDir: string): RecordLocation {
  const fallback: RecordLocation = { kind: 'dir', path: join(dataDir, 'record') };
  const value = reader.secret('HOLDFIRE_RECORD');
  if (value === undefined) return fallback;
  const read = locationOf(value);
  if ('location' in read) return read.location;
  reader.fault('HOLDFIRE_RECORD', read.fault);
  return fallback;
}

/** Without a record in PostgreSQL there is nothing to own. */
function recordOwnerUrl(reader: EnvironmentReader, { kind }: RecordLocation): string | undefined {
  const value = reader.secret('HOLDFIRE_RECORD_OWNER_URL');
  if (value === undefined) return undefined;
  const read = locationOf(value);
  const wanted = 'postgres://OWNER:PASSWORD@HOST/DATABASE is needed';
  if ('fault' in read) reader.fault('HOLDFIRE_RECORD_OWNER_URL', read.fault);
  else if (read.location.kind === 'dir') reader.fault('HOLDFIRE_RECORD_OWNER_URL', `is a folder; ${wanted}`);
  else if (kind === 'dir') reader.fault('HOLDFIRE_RECORD_OWNER_URL', 'has no effect while HOLDFIRE_RECORD is a folder');
  else return read.location.url;
  return undefined;
}

function mailFrom(reader: EnvironmentReader): string {
  const value = reader.text('HOLDFIRE_MAIL_FROM') ?? 'Holdfire <holdfire@localhost>';
  if (!/^[^<>@\r\n]*<?[^<>@\s]+@[^<>@\s]+>?$/.test(value)) {
    reader.fault('HOLDFIRE_MAIL_FROM', 'is no sender; NAME <ADDRESS@DOMAIN> is needed');
  }
  return value;
}

/** All three or none; without TLS only where the issuer is on this very host. */
function singleSignOn(reader: EnvironmentReader): Config['signOn'] {
  const issuer = reader.url('HOLDFIRE_OIDC_ISSUER', reader.text('HOLDFIRE_OIDC_ISSUER'), ['https:', 'http:']);
  const clientId = reader.text('HOLDFIRE_OIDC_CLIENT_ID');
  const clientSecret = reader.secret('HOLDFIRE_OIDC_CLIENT_SECRET');
  const given = {
    HOLDFIRE_OIDC_ISSUER: issuer,
    HOLDFIRE_OIDC_CLIENT_ID: clientId,
    HOLDFIRE_OIDC_CLIENT_SECRET: clientSecret,
  };
  if (Object.values(given).every((value) => value === undefined)) return undefined;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined)
      reader.fault(name, 'is missing; a single sign-on needs issuer, client id and client secret');
  }
  if (issuer !== undefined && /^http:\/\/(?!(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:|\/|$))/.test(issuer)) {
    reader.fault('HOLDFIRE_OIDC_ISSUER', `is "${issuer}"; https:// is needed (http:// only on loopback)`);
  }
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return { issuer, clientId, clientSecret };
}

function workerMetrics(reader: EnvironmentReader): string | undefined {
  const value = reader.text('HOLDFIRE_WORKER_METRICS');
  const port = Number(/^(?:[0-9.]+|\[[0-9a-f:]+\]):(\d{1,5})$/i.exec(value ?? '')?.[1]);
  if (value !== undefined && !(port >= 1 && port <= 65_535))
    reader.fault('HOLDFIRE_WORKER_METRICS', `is "${value}"; ADDRESS:PORT is needed, as in 127.0.0.1:9461`);
  return value;
}

function watchdog(reader: EnvironmentReader, production: boolean): Config['watchdog'] {
  const boundMs = 1000 * (reader.integer('HOLDFIRE_WATCHDOG_BOUND', { from: 5, to: 3600 }) ?? 60);
  const heartbeat = reader.secret('HOLDFIRE_HEARTBEAT_URL');
  const heartbeatUrl = reader.url('HOLDFIRE_HEARTBEAT_URL', heartbeat, ['https:', 'http:']);
  const secret = reader.secret('HOLDFIRE_WATCHDOG_SECRET');
  if (secret !== undefined && !isWebhookSecret(secret))
    reader.fault(
      'HOLDFIRE_WATCHDOG_SECRET',
      'is no secret of a webhook; whsec_ and base64 of 24 to 64 bytes is needed',
    );
  const read = watchdogTargets(reader.secret('HOLDFIRE_WATCHDOG_URL') ?? '', secret, production);
  if ('fault' in read) reader.fault('HOLDFIRE_WATCHDOG_URL', read.fault);
  const targets = 'targets' in read ? read.targets : [];
  return { targets, boundMs, ...(heartbeatUrl === undefined ? {} : { heartbeatUrl }) };
}

/** Read here already, so that every fault of it is said with the others. */
function codecKeysFile(reader: EnvironmentReader): string | undefined {
  const name = 'HOLDFIRE_CODEC_KEYS_FILE';
  if (reader.text(name) === undefined) return undefined;
  const before = reader.faults.length;
  const path = reader.file(name);
  if (path === undefined || reader.faults.length > before) return undefined;
  try {
    codecKeysOfFile(path);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    reader.fault(name, `cannot be used: ${said.replace(`${name} `, '').replace(/\.$/, '')}`);
  }
  return path;
}

function temporalUiOrigin(reader: EnvironmentReader, codecKeys: string | undefined): string | undefined {
  const name = 'HOLDFIRE_TEMPORAL_UI_ORIGIN';
  const value = reader.url(name, reader.text(name), ['https:', 'http:']);
  if (value === undefined) return undefined;
  if (new URL(value).origin !== value) reader.fault(name, `is no origin; ${new URL(value).origin} is one`);
  if (codecKeys === undefined) reader.fault(name, 'has no effect without HOLDFIRE_CODEC_KEYS_FILE');
  return value;
}

/** Outside production it is made where it is missing; in production somebody must have made it on purpose. */
function keyFile(
  reader: EnvironmentReader,
  name: string,
  { production, fallback, wanted }: { production: boolean; fallback: string; wanted: string },
): string {
  const given = reader.text(name);
  if (production && given === undefined) reader.fault(name, `is missing; production needs ${wanted}`);
  const path = resolve(given ?? fallback);
  if (given !== undefined && !existsSync(path)) reader.fault(name, 'names a file that cannot be read (there is none)');
  return path;
}
