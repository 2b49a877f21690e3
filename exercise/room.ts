/**
 * What an exercise world has beside its cases: the scripts that ship, as plans of who does what when, what its sinks
 * caught, and how the next exercise begins.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RoomSettings } from '../config/config.js';
import type { KnownScript } from '../domain/exercise/play.js';
import { nameOf, readScript } from './script.js';
import type { Script } from './script.js';
import { agreementOf, beginPlay, mailFolder, readWorld, webhookLog } from './world.js';

/** A script as a plan: without what is said and sent in it. */
export const plannedOf = ({ id, title, steps }: Script): KnownScript => ({
  id,
  title,
  steps: steps.map((step) => ({ at: step.at, by: step.by, what: nameOf(step) })),
});

/** @param scripts the folder of the scripts that ship */
export function roomOf(dataDir: string, scripts: string): RoomSettings {
  const files = readdirSync(scripts).filter((name) => name.endsWith('.yaml'));
  const known = files.map((name) => plannedOf(readScript(join(scripts, name))));
  return {
    scripts: known.sort((a, b) => (a.id < b.id ? -1 : 1)),
    mailFolder: mailFolder(dataDir),
    webhookLog: webhookLog(dataDir),
    begin: ({ script, speed, startedAt, fresh }) => {
      const world = readWorld(dataDir);
      if (!world) throw new Error('The exercise world of this data folder is gone.');
      const begun = beginPlay(dataDir, { ...world, speed }, script, startedAt, fresh);
      return { n: begun.n, agreement: agreementOf(begun) };
    },
  };
}
