/** What lies on this host: room on the disks, and whether a watchdog looks. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/config.js';
import { MINUTE, SECOND } from '../../domain/instant.js';
import { well, wrong } from './finding.js';
import type { Finding } from './finding.js';

const GIB = 1024 ** 3;
const LEAST_FREE = 2 * GIB;
const LEAST_SHARE = 0.05;

export async function ofHost({ dataDir, record }: Config): Promise<Finding[]> {
  if (!existsSync(dataDir)) return [];
  const folders = [dataDir, ...(record.kind === 'dir' && existsSync(record.path) ? [record.path] : [])];
  const seen = new Set<number>();
  const findings: Finding[] = [];
  for (const folder of folders) {
    const { dev } = statSync(folder);
    if (!seen.has(dev)) findings.push(await ofDisk(folder));
    seen.add(dev);
  }
  return [...findings, ofWatchdog(join(dataDir, 'watchdog.json'))];
}

async function ofDisk(folder: string): Promise<Finding> {
  const { bavail, blocks, bsize, ffree, files } = await statfs(folder);
  const free = bavail * bsize;
  const says = `The disk under ${folder} has ${(free / GIB).toFixed(1)} GiB free (${Math.round((100 * bavail) / blocks)} %)`;
  if (files > 0 && ffree / files < LEAST_SHARE) return wrong(`${says}, and hardly any room for further files.`);
  return free < LEAST_FREE || bavail / blocks < LEAST_SHARE
    ? wrong(`${says}: make room, the record only grows.`)
    : well(`${says}.`);
}

function ofWatchdog(file: string): Finding {
  if (!existsSync(file)) return wrong('No watchdog has ever looked from this data folder: start "holdfire watchdog".');
  const age = Date.now() - statSync(file).mtimeMs;
  if (age > MINUTE) return wrong(`The watchdog looked last ${Math.round(age / SECOND)} s ago: it does not run.`);
  const { alarms } = JSON.parse(readFileSync(file, 'utf8')) as {
    alarms: { world: string; kind: string; count: number; over?: true }[];
  };
  const open = alarms.filter(({ over }) => !over).map(({ world, kind, count }) => `${world} ${kind}: ${count}`);
  return open.length === 0
    ? well('The watchdog looks, and has nothing to say.')
    : wrong(`The watchdog has something to say (its log says more): ${open.join('; ')}.`);
}
