/**
 * `npm run production-check`: the processes of the compose file on this machine (`production-without-docker.mjs`), in the
 * real world and in production's settings: the whole ladder, a backup with its restore, an upgrade with a case open and
 * the way back. Not part of `npm test`; docs/production-check.md keeps what it printed. Every span of the plan
 * is divided, for nobody waits 72 hours. Exit code 0 only where every check held.
 *
 *   npm run production-check -- [--data DIR] [--keep] [--previous REF]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeDirectory, writeShortPlan } from './check-files.mjs';
import { Production } from './production-without-docker.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** 24 h in 36 s. */
const SPEED = 2400;
const HOUR_MS = 3_600_000 / SPEED;
const PATIENCE_MS = 180_000;

const { values: asked } = parseArgs({
  options: { data: { type: 'string' }, keep: { type: 'boolean' }, previous: { type: 'string' } },
});
const dist = async (path) => await import(join(root, 'dist', path));
const { play } = await dist('exercise/player.js');
const { readScript } = await dist('exercise/script.js');
const { ApiClient } = await dist('exercise/api-client.js');
const { openMailSink } = await dist('exercise/mail-sink.js');

const began = Date.now();
const say = (text) =>
  process.stdout.write(`${String(Math.round((Date.now() - began) / 1000)).padStart(5)} s  ${text}\n`);
let failed = 0;
function holds(what, fact, shown = '') {
  if (!fact) failed += 1;
  say(`${fact ? 'holds ' : 'FAILED'}  ${what}${shown === '' ? '' : `: ${shown}`}`);
}

const data = asked.data ?? mkdtempSync(join(tmpdir(), 'holdfire-production-'));
mkdirSync(data, { recursive: true });
const [plan, directory] = [join(data, 'plan.yaml'), join(data, 'directory.json')];
writeShortPlan(root, plan, SPEED);
const keys = writeDirectory(root, directory);
const mails = await openMailSink(join(data, 'mails'));
const more = {
  HOLDFIRE_SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
  HOLDFIRE_WATCHDOG_URL: `smtp://127.0.0.1:${mails.port}/operator@check.invalid`,
};
let production = new Production({ data: join(data, 'one'), directory, plan, more, say });
const as = (office) => new ApiClient(production.url, keys.get(office));
const cli = (office, ...args) =>
  production.holdfire(args, { HOLDFIRE_URL: production.url, HOLDFIRE_KEY: keys.get(office) });

const caseOf = async (caseId) => (await as('watch-kyiv-duty').get(`/cases/${caseId}`)).body;
async function until(what, condition) {
  for (const limit = Date.now() + PATIENCE_MS; Date.now() < limit; await sleep(300)) if (await condition()) return true;
  say(`        (waited ${PATIENCE_MS / 1000} s for: ${what})`);
  return false;
}
const hasPhase = async (caseId, phase) => (await caseOf(caseId)).phases?.some((one) => one.phase === phase) ?? false;
const latenessOf = async (caseId, id) => (await caseOf(caseId)).instants.find((one) => one.id === id)?.latenessMs;

async function report(sector, id) {
  const { status, body } = await as('alert-network-feed').post('/reports', {
    source: 'check',
    sourceReportId: id,
    occurredAt: new Date().toISOString(),
    place: { sector },
    kind: 'shelling',
    description: 'Of the check of an installation.',
  });
  if (status > 202) throw new Error(`The report was answered ${status}: ${JSON.stringify(body)}`);
  let { caseId } = body;
  await until('the case', async () => {
    const { body: list } = await as('watch-kyiv-duty').get('/cases', { sector });
    caseId ??= list.cases?.[0]?.caseId;
    return caseId !== undefined;
  });
  return caseId;
}

async function standDown(caseId) {
  const text = 'Fire has ceased; both sides confirm it.';
  const { status, body } = await as('ua-general-staff-duty').post(`/cases/${caseId}/proposals`, {
    act: 'stand-down',
    text,
  });
  if (status !== 201) return { status, body };
  const { proposalId, textHash } = body;
  return await as('fr-mfa-duty').post(`/cases/${caseId}/proposals/${proposalId}/signatures`, { textHash });
}

async function ladder() {
  say('== The ladder: large-scale-attack, a stand-down, the quiet period, the closing');
  const script = readScript(join(root, 'exercises', 'large-scale-attack.yaml'));
  const answers = [];
  await play({
    script,
    speed: SPEED,
    run: 'check',
    clientOf: as,
    reachable: [],
    startAt: new Date().toISOString(),
    onAnswer: (one) => answers.push(one),
    signal: new AbortController().signal,
  });
  const strange = answers.filter(({ unexpected }) => unexpected !== undefined);
  holds('every answer is as the script expects', strange.length === 0, `${answers.length} answers`);
  for (const { office, unexpected } of strange) say(`        ${office}: ${unexpected}`);
  const { body } = await as('watch-kyiv-duty').get('/cases', { sector: 'UA-14' });
  const caseId = body.cases[0].caseId;
  const acted = (await caseOf(caseId)).instants.filter(({ latenessMs }) => latenessMs !== undefined);
  const worst = Math.max(...acted.map(({ latenessMs }) => latenessMs));
  holds(
    'phases 1, 2 and 3 opened',
    await hasPhase(caseId, 3),
    `worst lateness of ${acted.length} instants ${worst} ms`,
  );
  const signed = await standDown(caseId);
  holds('two organisations stood it down', signed.status === 200, String(signed.status));
  const closed = await until('the closing', async () => (await caseOf(caseId)).status === 'closed');
  holds('it closed at the end of its quiet period', closed, (await caseOf(caseId)).outcome);
  await until('the last messages', async () => {
    const { body: rows } = await as('watch-kyiv-duty').get(`/cases/${caseId}/notices`);
    return (
      rows.notices.length > 100 && rows.notices.every(({ outcome }) => outcome !== undefined && outcome !== 'pending')
    );
  });
  const { body: rows } = await as('watch-kyiv-duty').get(`/cases/${caseId}/notices`);
  const mailed = rows.notices.filter(({ channel, outcome }) => channel === 'email' && outcome === 'handed-over');
  const ids = new Set(mailed.map(({ messageId }) => messageId));
  const kept = new Set(
    readdirSync(join(data, 'mails')).map(
      (name) => /^X-Holdfire-Message: (\S+)/m.exec(readFileSync(join(data, 'mails', name), 'utf8'))?.[1],
    ),
  );
  const lost = [...ids].filter((id) => !kept.has(id));
  holds('every mail that was handed over is in the mailbox', ids.size > 100 && lost.length === 0, `${ids.size} mails`);
  const size = production.psql(
    'holdfire',
    `select count(*) || ' entries, ' || sum(octet_length(line)) || ' bytes' from holdfire.entries where stream in ('case/${caseId}', 'sent/${caseId}')`,
  );
  say(`        the record of this case: ${size.stdout.trim()}`);
  for (const [name, { pid }] of production.children) {
    const [, kib = 0] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    say(`        memory of ${name}: ${Math.round(kib / 1024)} MiB`);
  }
  const out = join(data, 'export');
  const exported = cli('auditor', 'audit', 'export', caseId, '--out', out);
  const verified = exported.status === 0 ? cli('auditor', 'audit', 'verify', out) : exported;
  holds('its record is exported and verified', verified.status === 0, lastLine(verified));
}

async function backupAndRestore() {
  say('== A backup with a case open, and its restore on another host');
  const caseId = await report('UA-65', 'backup');
  await until('its first notices', async () => (await caseOf(caseId)).seq > 2);
  await sleep(2000);
  const env = { ...production.environment('api'), PATH: `${pgPath()}:${process.env.PATH}` };
  const made = spawnSync('sh', [join(root, 'deploy', 'backup.sh'), join(data, 'backups')], { env, encoding: 'utf8' });
  holds('the backup is made while everything runs', made.status === 0, lastLine(made));
  const backup = made.stdout.trim().split('\n').at(-1);
  const before = (await caseOf(caseId)).seq;
  await production.stop();
  say('        everything is stopped; the host is gone: a new PostgreSQL, a new Temporal server, an empty data folder');
  const old = production;
  production = new Production({ data: join(data, 'two'), directory, plan, more, say });
  await production.startPostgres();
  // The keys came with the backup.
  for (const name of ['stamp-key', 'seal-key', 'codec-keys', 'link-key'])
    cpSync(join(backup, 'secrets', name), join(data, 'two', 'secrets', name));
  const own = {
    PATH: `${pgPath()}:${process.env.PATH}`,
    HOLDFIRE_DATA: join(data, 'two', 'holdfire'),
    HOLDFIRE_RECORD: production.record('holdfire'),
    HOLDFIRE_RECORD_OWNER_URL: production.record('owner'),
  };
  const restored = spawnSync('sh', [join(root, 'deploy', 'restore.sh'), backup], { env: own, encoding: 'utf8' });
  holds('the backup is restored', restored.status === 0, lastLine(restored));
  const twice = spawnSync('sh', [join(root, 'deploy', 'restore.sh'), backup], { env: own, encoding: 'utf8' });
  holds('and never over a record that is there', twice.status === 1, lastLine(twice));
  await production.startTemporal();
  await production.prepare();
  await production.startHoldfire();
  const there = await caseOf(caseId);
  holds('the case is read as it was', there.seq > 2 && there.status === 'open', `entry ${there.seq} of ${before}`);
  let recovered;
  await until('the recovery', async () => {
    recovered = cli('admin', 'recover', caseId, '--reason', 'Restored from a backup.');
    return recovered.status === 0;
  });
  holds('the case goes on from its record', recovered.status === 0, lastLine(recovered));
  const opened = await until('the gate', () => hasPhase(caseId, 2));
  holds(
    'its gate opens after the restore',
    opened,
    `${await latenessOf(caseId, 'G2')} ms after its instant: the outage`,
  );
  await standDown(caseId);
  rmSync(old.data, { recursive: true, force: true });
}

/** Another build: that of REF, or the present one with another bundle, in a folder of its own. */
function otherBuild() {
  const folder = join(data, 'previous');
  if (asked.previous !== undefined) {
    const made = spawnSync('git', ['worktree', 'add', '--detach', folder, asked.previous], {
      cwd: root,
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(`${asked.previous} cannot be checked out: ${made.stderr}`);
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, encoding: 'utf8' });
    if (built.status !== 0) throw new Error(`${asked.previous} cannot be built: ${built.stderr}`);
    return { folder: join(folder, 'dist'), named: asked.previous };
  }
  mkdirSync(folder, { recursive: true });
  for (const name of ['dist', 'plans', 'exercises', 'maps', 'package.json', 'directory.example.yaml'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { folder: join(folder, 'dist'), named: 'the same sources in another folder' };
}

async function upgrade() {
  say('== An upgrade with cases open, and the way back');
  const other = otherBuild();
  say(`        the other build: ${other.named}`);
  // The other build first, as if it were the one before.
  for (const nth of [1, 2]) {
    await production.end(`worker-${nth}`);
    production.startWorker(nth, other.folder);
  }
  const caseId = await report('UA-32', 'upgrade');
  await until('its first notices', async () => (await caseOf(caseId)).seq > 2);
  await production.end('worker-1');
  production.startWorker(1);
  holds('a worker of each build runs', production.children.has('worker-1') && production.children.has('worker-2'));
  await sleep(3000);
  await production.end('worker-2');
  production.startWorker(2);
  await production.end('api');
  production.startService('api');
  await production.until('the API', async () => (await fetch(`${production.url}/health/ready`)).ok);
  const opened = await until('the gate', () => hasPhase(caseId, 2));
  holds('the case goes on with the new build', opened, `its gate ${await latenessOf(caseId, 'G2')} ms late`);
  for (const nth of [1, 2]) {
    await production.end(`worker-${nth}`, nth === 1 ? 'SIGTERM' : 'SIGKILL');
    production.startWorker(nth, other.folder);
  }
  const signed = await standDown(caseId);
  holds(
    'and back with the old one: a stand-down takes effect',
    [200, 202].includes(signed.status),
    String(signed.status),
  );
  const closed = await until('the closing', async () => (await caseOf(caseId)).status === 'closed');
  holds('it closes', closed);
  const out = join(data, 'export-upgrade');
  const exported = cli('auditor', 'audit', 'export', caseId, '--out', out);
  const verified = exported.status === 0 ? cli('auditor', 'audit', 'verify', out) : exported;
  holds('its record, by two builds, is verified', verified.status === 0, lastLine(verified));
}

async function doctor() {
  say('== The doctor');
  await until('the canary', () => {
    const env = { ...production.environment('api'), HOLDFIRE_URL: production.url };
    return production.holdfire(['doctor'], env).stdout.includes('The canary came');
  });
  const { stdout } = production.holdfire(['doctor'], {
    ...production.environment('api'),
    HOLDFIRE_URL: production.url,
  });
  for (const line of stdout.trim().split('\n')) say(`        ${line}`);
  // The compose file gives the watchdog's addresses to the watchdog alone.
  const wrong = stdout
    .split('\n')
    .filter((line) => line.startsWith('WRONG') && !line.includes('HOLDFIRE_WATCHDOG_URL'));
  holds('finds nothing wrong', wrong.length === 0);
}

const lastLine = ({ stdout, stderr }) => `${stdout}${stderr}`.trim().split('\n').at(-1)?.replaceAll(data, 'DATA') ?? '';
const pgPath = () => join('/usr/lib/postgresql', readdirSync('/usr/lib/postgresql').sort().at(-1), 'bin');

try {
  say(`Node ${process.version}; every span of the seed plan divided by ${SPEED} (an hour is ${HOUR_MS / 1000} s)`);
  await production.start();
  holds('everything is up', true, [...production.children.keys()].join(', '));
  await doctor();
  await ladder();
  await backupAndRestore();
  await upgrade();
} catch (error) {
  failed += 1;
  say(`FAILED  ${error.stack}`);
} finally {
  await production.stop();
  await mails.close();
  if (asked.previous !== undefined && existsSync(join(data, 'previous')))
    spawnSync('git', ['worktree', 'remove', '--force', join(data, 'previous')], { cwd: root });
  if (asked.data === undefined && !asked.keep && failed === 0) rmSync(data, { recursive: true, force: true });
  else say(`Everything is in ${data}`);
}
say(failed === 0 ? 'Every check held.' : `${failed} checks failed.`);
process.exit(failed === 0 ? 0 : 1);
