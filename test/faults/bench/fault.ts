/** What a fault is: something that is done to the running product, and the proof that it happened. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Rig, Service } from './rig.js';

/** At which moment of the cases it strikes. */
export const PHASES = ['accepted', 'notices', 'told', 'signature', 'gate', 'closing'] as const;
export type Phase = (typeof PHASES)[number];

export interface Fault {
  name: string;
  /** How long the product is without something, milliseconds; notices may be as late as that and the bound. */
  outageMs: number;
  /** Why it cannot be run here; empty where it can. */
  cannot?: (rig: Rig) => string;
  /** Strikes, waits, mends; answers the proof that it happened. Throws where it did not. */
  strike(rig: Rig): Promise<string>;
  /** By how much clocks of the product may differ from the checker's. */
  toleranceMs?: number;
}

/** @throws where what had to happen did not */
function proven(happened: boolean, proof: string): string {
  if (!happened) throw new Error(`The fault did not happen: ${proof}.`);
  return proof;
}

/** On a busy machine the first notice may come after the fault was to be over: it goes on until somebody met it. */
async function met(has: () => boolean): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (!has() && Date.now() < until) await sleep(50);
}

const PATIENCE_MS = 60_000;

export const killed = (names: readonly Service[], outageMs: number): Fault => ({
  name: `kill -9 ${names.length === 4 ? 'everything' : names.join(', ')}, back after ${outageMs / 1000} s`,
  outageMs: outageMs + STARTING_MS,
  strike: async (rig) => {
    // One that died of an earlier fault is back by now, as its supervisor would have it.
    rig.restartDead();
    const how = await Promise.all(names.map(async (name) => await rig.kill(name)));
    await sleep(outageMs);
    for (const name of names) rig.begin(name);
    await rig.ready();
    return proven(
      how.every((one) => one === 'SIGKILL'),
      how.join(' '),
    );
  },
});

/** A process of Node that loads the product, and a server that opens its database, on a busy machine. */
const STARTING_MS = 6000;

export const held = (names: readonly Service[], outageMs: number): Fault => ({
  name: `SIGSTOP ${names.length === 4 ? 'everything' : names.join(', ')} for ${outageMs / 1000} s`,
  outageMs,
  strike: async (rig) => {
    const states = await Promise.all(names.map(async (name) => await rig.hold(name, true)));
    await sleep(outageMs);
    for (const name of names) await rig.hold(name, false);
    return proven(
      states.every((state) => state === 'T' || state === 't'),
      `state ${states.join(' ')}`,
    );
  },
});

export const cut = (side: 'worker' | 'api', outageMs: number): Fault => ({
  name: `network cut between ${side} and server for ${outageMs / 1000} s`,
  outageMs,
  strike: async (rig) => {
    const line = side === 'worker' ? rig.workerLine : rig.apiLine;
    const before = line.broken;
    line.cut();
    await sleep(outageMs);
    line.mend();
    return proven(line.broken > before, `${line.broken - before} connections broken`);
  },
});

export const mail = (mood: 'refusing' | 'greylisting' | 'slow' | 'dropping', outageMs: number): Fault => ({
  name:
    { refusing: 'SMTP down', greylisting: 'SMTP greylisting', slow: 'SMTP slow', dropping: 'SMTP drops after DATA' }[
      mood
    ] + ` for ${outageMs / 1000} s`,
  // What the relay keeps back is tried again half a minute later at the latest; what is slow, seconds.
  outageMs: outageMs + RETRY_MS,
  strike: async ({ mail: relay }) => {
    const before = relay.mood.misbehaved;
    if (mood === 'refusing') await relay.close();
    else relay.mood.now = mood;
    await sleep(outageMs);
    if (mood !== 'refusing') await met(() => relay.mood.misbehaved > before);
    if (mood === 'refusing') await relay.open();
    relay.mood.now = 'well';
    const times = relay.mood.misbehaved - before;
    return mood === 'refusing' ? `port closed for ${outageMs} ms` : proven(times > 0, `${times} mails met it`);
  },
});

/** Waits between attempts are 1, 2, 5, 10, 20, 30 s: what failed through an outage comes within as long again. */
const RETRY_MS = 20_000;

export const webhook = (
  mood: 'error' | 'silent' | 'redirecting' | 'endless' | 'resetting',
  outageMs: number,
): Fault => ({
  name: `webhook ${{ error: 'answers 500', silent: 'never answers', redirecting: 'redirects', endless: 'has an endless body', resetting: 'resets' }[mood]} for ${outageMs / 1000} s`,
  outageMs: outageMs + RETRY_MS,
  strike: async ({ webhooks }) => {
    const before = webhooks.mood.misbehaved;
    webhooks.mood.now = mood;
    await sleep(outageMs);
    await met(() => webhooks.mood.misbehaved > before);
    webhooks.mood.now = 'well';
    const times = webhooks.mood.misbehaved - before;
    return proven(times > 0, `${times} calls met it`);
  },
});

export const postgresAway = (how: 'stopped' | 'killed' | 'frozen' | 'flapping', outageMs: number): Fault => ({
  name: `record's PostgreSQL ${how} for ${outageMs / 1000} s`,
  outageMs,
  cannot: ({ postgres }) => (postgres ? '' : 'the record of this run lies in a folder'),
  strike: async ({ postgres }) => {
    if (!postgres) throw new Error('There is no PostgreSQL.');
    const times = how === 'flapping' ? 5 : 1;
    for (let nth = 0; nth < times; nth += 1) {
      if (how === 'frozen') await postgres.freeze();
      else await postgres.pause(how === 'killed' ? 'SIGQUIT' : 'SIGINT');
      await sleep(outageMs / times / (times > 1 ? 2 : 1));
      if (how === 'frozen') postgres.thaw();
      else await postgres.resume();
      if (times > 1) await sleep(outageMs / times / 2);
    }
    return `${times} times`;
  },
});

const run = promisify(execFile);

/** What nobody can decode, what has the wrong shape and what has no meaning, sent past the API to every case. */
export const poisoned: Fault = {
  name: 'poison payloads straight to Temporal',
  outageMs: 5000,
  strike: async (rig) => {
    const sectors = rig.options.sectors.filter((id) => id.startsWith('F-'));
    const inputs = [
      ['--input', '"x"', '--input-meta', 'encoding=binary/encrypted'],
      ['--input', 'null'],
      ['--input', '{"commandId":7,"body":[]}'],
    ];
    let taken = 0;
    for (const sector of sectors) {
      for (const name of ['reportSignal', 'signSignal', 'nobodyKnowsThis']) {
        for (const input of inputs) {
          const to = [
            '--workflow-id',
            `case/ceasefire/${sector}`,
            '--namespace',
            'holdfire',
            '--address',
            `127.0.0.1:${rig.ports.grpc}`,
          ];
          try {
            await run(rig.program, ['workflow', 'signal', ...to, '--name', name, ...input]);
            taken += 1;
          } catch (error) {
            // Of a sector whose case has not opened or has closed there is nobody to poison.
            if (!String(error).includes('not found') && !String(error).includes('completed')) throw error;
            break;
          }
        }
      }
    }
    return proven(taken > 0, `${taken} signals taken by the server`);
  },
};

/** Nobody opens a file or a connection any more: API and both workers, as if they leaked descriptors. */
export const noDescriptors: Fault = {
  name: 'no file descriptors for API and workers for 8 s',
  outageMs: 8000 + STARTING_MS,
  cannot: () => (existsSync('/usr/bin/prlimit') ? '' : 'there is no prlimit on this machine'),
  strike: async (rig) => {
    const names = ['api', 'worker-1', 'worker-2'] as const;
    rig.restartDead();
    const limits: string[] = [];
    for (const name of names) {
      const open = readdirSync(`/proc/${rig.pid(name)}/fd`).length;
      await run('prlimit', ['--pid', String(rig.pid(name)), `--nofile=${open}:65536`]);
      limits.push(`${name} ${open}`);
    }
    await sleep(8000);
    const alive = names.filter((name) => rig.isUp(name));
    for (const name of alive) await run('prlimit', ['--pid', String(rig.pid(name)), '--nofile=65536:65536']);
    const died = rig.restartDead();
    await rig.ready();
    return `limits ${limits.join(', ')}; ${died.length === 0 ? 'none ended' : `ended and started again: ${died.join(', ')}`}`;
  },
};
