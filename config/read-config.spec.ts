import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from './read-config.js';

const folder = mkdtempSync(join(tmpdir(), 'holdfire-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('readConfig', () => {
  it('needs nothing outside production', () => {
    const { config, faults } = readConfig({});
    expect(faults).toEqual([]);
    expect(config).toMatchObject({
      production: false,
      port: 8080,
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:8080',
      dataDir: resolve('data'),
      agreement: 'ceasefire',
      namespace: 'holdfire',
      record: { kind: 'dir', path: resolve('data/record') },
      exercise: true,
    });
  });

  it('reports every fault at once, each with its variable', () => {
    const { config, faults } = readConfig({
      HOLDFIRE_PORT: '80a',
      HOLDFIRE_LOG_LEVEL: 'loud',
      HOLDFIRE_EXERCISE: 'yes',
      HOLDFIRE_PLAN: join(folder, 'none.yaml'),
      HOLDFIRE_RECORD: 'postgres://db/holdfire',
      HOLDFIRE_SMTP_URL: 'mail.example.org',
      HOLDFIRE_AGREEMENT: 'exercise-1',
      HOLDFIRE_PROT: '8081',
      HOLDFIRE_WATCHDOG_URL: 'https://watch.example.org',
    });
    expect(config).toBeUndefined();
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'HOLDFIRE_AGREEMENT',
      'HOLDFIRE_EXERCISE',
      'HOLDFIRE_LOG_LEVEL',
      'HOLDFIRE_PLAN',
      'HOLDFIRE_PORT',
      'HOLDFIRE_PROT',
      'HOLDFIRE_RECORD',
      'HOLDFIRE_SMTP_URL',
      'HOLDFIRE_WATCHDOG_URL',
    ]);
    expect(faults).toContain('HOLDFIRE_PORT is "80a"; a whole number from 1 to 65535 is needed.');
    expect(faults).toContain('HOLDFIRE_EXERCISE is "yes"; one of true, false is needed.');
  });

  it('takes a record in PostgreSQL, and its owner only beside it', () => {
    const url = 'postgres://holdfire:secret@db/holdfire';
    const owner = 'postgres://owner:secret@db/holdfire';
    const { config } = readConfig({ HOLDFIRE_RECORD: url, HOLDFIRE_RECORD_OWNER_URL: owner });
    expect(config).toMatchObject({ record: { kind: 'postgres', url }, recordOwnerUrl: owner });
    const faultsOf = (env: Record<string, string>) => readConfig(env).faults;
    expect(faultsOf({ HOLDFIRE_RECORD_OWNER_URL: owner })).toEqual([
      'HOLDFIRE_RECORD_OWNER_URL has no effect while HOLDFIRE_RECORD is a folder.',
    ]);
    expect(faultsOf({ HOLDFIRE_RECORD: 'postgres://holdfire:secret@db' })).toEqual([
      'HOLDFIRE_RECORD names no database; postgres://ROLE:PASSWORD@HOST/DATABASE is needed.',
    ]);
    expect(faultsOf({ HOLDFIRE_RECORD: 'postgres://db/holdfire' })).toEqual([
      'HOLDFIRE_RECORD names no role; postgres://ROLE:PASSWORD@HOST/DATABASE is needed.',
    ]);
    expect(faultsOf({ HOLDFIRE_RECORD: url, HOLDFIRE_RECORD_OWNER_URL: 'dir:/x' })).toEqual([
      'HOLDFIRE_RECORD_OWNER_URL is a folder; postgres://OWNER:PASSWORD@HOST/DATABASE is needed.',
    ]);
  });

  it('takes "false" as false', () => {
    expect(readConfig({ HOLDFIRE_EXERCISE: 'false' }).config?.exercise).toBe(false);
  });

  it('reads a secret from a file and refuses two sources of one', () => {
    const file = join(folder, 'smtp');
    writeFileSync(file, 'smtps://user:secret@mail.example.org\n');
    expect(readConfig({ HOLDFIRE_SMTP_URL_FILE: file }).config?.smtpUrl).toBe('smtps://user:secret@mail.example.org');
    const { faults } = readConfig({ HOLDFIRE_SMTP_URL_FILE: file, HOLDFIRE_SMTP_URL: 'smtp://relay' });
    expect(faults).toEqual(['HOLDFIRE_SMTP_URL and HOLDFIRE_SMTP_URL_FILE are both set; keep one of them.']);
  });

  it('never repeats a secret in a fault', () => {
    const { faults } = readConfig({ HOLDFIRE_SMTP_URL: 'http://user:secret@mail.example.org' });
    expect(faults.join()).not.toContain('secret');
    expect(faults).toHaveLength(1);
  });

  it('wants a directory, its own directory, address and keys in production', () => {
    const { faults } = readConfig({ NODE_ENV: 'production' });
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'HOLDFIRE_DIRECTORY',
      'HOLDFIRE_LINK_KEY_FILE',
      'HOLDFIRE_PUBLIC_URL',
      'HOLDFIRE_SEAL_KEY_FILE',
      'HOLDFIRE_STAMP_KEY_FILE',
    ]);
  });

  it('serves no exercise world in production unless it is asked to', () => {
    const file = join(folder, 'directory.yaml');
    writeFileSync(file, '');
    const env = {
      NODE_ENV: 'production',
      HOLDFIRE_DIRECTORY: file,
      HOLDFIRE_STAMP_KEY_FILE: file,
      HOLDFIRE_LINK_KEY_FILE: file,
      HOLDFIRE_SEAL_KEY_FILE: file,
      HOLDFIRE_PUBLIC_URL: 'https://holdfire.example.org/',
    };
    expect(readConfig(env).config).toMatchObject({ exercise: false, publicUrl: 'https://holdfire.example.org' });
    expect(readConfig({ ...env, HOLDFIRE_EXERCISE: 'true' }).config?.exercise).toBe(true);
  });

  it('lets the command line win', () => {
    const { config } = readConfig({ HOLDFIRE_PORT: '9000', HOLDFIRE_DATA: '/a' }, { port: 9001, dataDir: folder });
    expect(config).toMatchObject({ port: 9001, dataDir: folder, publicUrl: 'http://127.0.0.1:9001' });
  });

  it('treats an empty value as absent, as compose files write them', () => {
    expect(readConfig({ HOLDFIRE_PORT: '', HOLDFIRE_SMTP_URL: '', TEMPORAL_NAMESPACE: '' }).faults).toEqual([]);
  });
});
