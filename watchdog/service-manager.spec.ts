import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceManager } from './service-manager.js';

/** systemd's side: a datagram socket, which Node does not have. Prints what comes, a line each. */
const RECEIVER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print("bound", flush=True)
while True:
    print(s.recv(4096).decode().replace("\\n", " "), flush=True)
`;

const isHere = (name: string): boolean => spawnSync(name, ['--version']).status === 0;
const isPossible = isHere('systemd-notify') && isHere('python3');
const withSystemd = isPossible ? it : it.skip;
if (!isPossible) process.stderr.write('Skipped: systemd-notify or python3 is not here.\n');

jest.setTimeout(120_000);

withSystemd('systemd is told that the watchdog is up, that it lives, and that it ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfire-notify-'));
  const socket = join(folder, 'notify');
  const receiver = spawn('python3', ['-c', RECEIVER, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  let heard = '';
  receiver.stdout.on('data', (bytes: Buffer) => (heard += bytes.toString()));
  const hears = async (words: string): Promise<void> => {
    for (const until = Date.now() + 60_000; !heard.includes(words) && Date.now() < until;) await sleep(20);
    expect(heard).toContain(words);
  };
  try {
    await hears('bound');
    const faults: string[] = [];
    // systemd-notify waits until its message was taken, for which it sends a second one with a descriptor.
    const env = { PATH: process.env['PATH'], NOTIFY_SOCKET: socket, WATCHDOG_USEC: '60000000' };
    const manager = new ServiceManager(env, (_, sentence) => void faults.push(sentence));
    void manager.ready('All is well.');
    await hears('READY=1 STATUS=All is well.');
    manager.alive('real due: 1');
    await hears('WATCHDOG=1 STATUS=real due: 1');
    void manager.stopping();
    await hears('STOPPING=1');
  } finally {
    receiver.kill();
    rmSync(folder, { recursive: true });
  }
});

it('without systemd nothing is done', async () => {
  const faults: string[] = [];
  const manager = new ServiceManager({}, (_, sentence) => void faults.push(sentence));
  await manager.ready('All is well.');
  manager.alive('All is well.');
  await manager.stopping();
  expect(faults).toEqual([]);
});
