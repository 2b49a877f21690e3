import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERBS } from '../../cli/verbs.js';

const FOLDER = join(__dirname, '..', '..', 'deploy', 'systemd');
const units = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));
const ANALYZE = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!ANALYZE) process.stderr.write('Not checked by systemd-analyze, which is not here: the units of systemd.\n');

it('there is a unit for each process that stays', () => {
  expect(units.map(({ name }) => name)).toEqual([
    'holdfire-api.service',
    'holdfire-watchdog.service',
    'holdfire-worker@.service',
  ]);
});

describe.each(units)('$name', ({ name, text }) => {
  it('starts a verb that there is, by itself and again', () => {
    const [, verb] = /^ExecStart=\/usr\/bin\/node \/opt\/holdfire\/dist\/cli\/main\.js (\S+)$/m.exec(text) ?? [];
    expect(VERBS.map((one) => one.name)).toContain(verb);
    expect(text).toMatch(/^Restart=always$/m);
  });

  it('may write its state and nothing else', () => {
    for (const line of ['ProtectSystem=strict', 'StateDirectory=holdfire', 'NoNewPrivileges=yes', 'User=holdfire'])
      expect(text.split('\n')).toContain(line);
  });

  it('is understood by systemd, where that is here', () => {
    if (!ANALYZE) return;
    const { stderr } = spawnSync('systemd-analyze', ['verify', join(FOLDER, name)], { encoding: 'utf8' });
    // Whether node lies there is this machine's business.
    const faults = stderr
      .split('\n')
      .filter((line) => line.includes(name) && !/is not executable|No such file/.test(line));
    expect(faults).toEqual([]);
  });
});

it('only the watchdog shows systemd that it lives', () => {
  const asking = units.filter(({ text }) => /^WatchdogSec=/m.test(text)).map(({ name }) => name);
  expect(asking).toEqual(['holdfire-watchdog.service']);
  const [watchdog] = units.filter(({ name }) => asking.includes(name));
  expect(watchdog?.text).toMatch(/^Type=notify$/m);
  expect(watchdog?.text).toMatch(/^NotifyAccess=all$/m);
});
