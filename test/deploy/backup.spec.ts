import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolderStore } from '../../record/folder-store.js';

/** The scripts for operators, with a record in a folder; with one in PostgreSQL `npm run production-check` runs them. */
const ROOT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'holdfire-backup-'));
const [data, elsewhere, backups] = ['data', 'elsewhere', 'backups'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
afterAll(() => rmSync(folder, { recursive: true }));

const run = (script: string, argument: string, env: Record<string, string>) =>
  spawnSync('sh', [join(ROOT, 'deploy', script), argument], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });

const entries = async (of: string): Promise<unknown[]> => {
  const store = await openFolderStore(join(of, 'record'));
  try {
    return await store.read('case/c');
  } finally {
    await store.close();
  }
};

let backup = '';

beforeAll(async () => {
  mkdirSync(join(data, 'logs'), { recursive: true });
  writeFileSync(join(data, 'logbook.txt'), 'said\n');
  writeFileSync(join(data, 'logs', 'api.log'), 'noise\n');
  writeFileSync(join(folder, 'stamp-key'), 'a key\n');
  const store = await openFolderStore(join(data, 'record'));
  await store.appendMany('case/c', 1, [{ nth: 1 }, { nth: 2 }]);
  await store.close();
});

it('a backup has the record, the data folder and the keys, and no logs', () => {
  const env = { HOLDFIRE_DATA: data, HOLDFIRE_STAMP_KEY_FILE: join(folder, 'stamp-key') };
  const { status, stdout, stderr } = run('backup.sh', backups, env);
  expect([status, stderr]).toEqual([0, '']);
  backup = stdout.trim();
  expect(readFileSync(join(backup, 'secrets', 'stamp-key'), 'utf8')).toBe('a key\n');
  const listed = spawnSync('tar', ['-tf', join(backup, 'data.tar')], { encoding: 'utf8' }).stdout;
  expect(listed).toContain('./logbook.txt');
  expect(listed).not.toContain('logs/api.log');
});

it('can be put back somewhere else, entry for entry', async () => {
  const { status, stderr } = run('restore.sh', backup, { HOLDFIRE_DATA: elsewhere });
  expect([status, stderr]).toEqual([0, '']);
  expect(await entries(elsewhere)).toEqual(await entries(data));
  expect(readFileSync(join(elsewhere, 'logbook.txt'), 'utf8')).toBe('said\n');
});

it('never over a record that is there', async () => {
  const { status, stderr } = run('restore.sh', backup, { HOLDFIRE_DATA: data });
  expect(status).toBe(1);
  expect(stderr).toContain('nothing was changed');
  expect(await entries(data)).toHaveLength(2);
});

it('and nothing of a backup that was damaged', () => {
  appendFileSync(join(backup, 'record.tar'), 'x');
  const third = join(folder, 'third');
  expect(run('restore.sh', backup, { HOLDFIRE_DATA: third }).status).not.toBe(0);
  expect(existsSync(join(third, 'record'))).toBe(false);
});

it('neither goes on without being told where', () => {
  expect(run('backup.sh', backups, {}).stderr).toContain('HOLDFIRE_DATA');
  expect(run('restore.sh', backup, {}).stderr).toContain('HOLDFIRE_DATA');
});
