/**
 * The exercise world of a data folder: which exercise this is, how fast its clocks run, where its sinks listen, and
 * the keys that people and machines play with. Everything lies in `DATA/exercise`; nothing in it names a real contact.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Channel, Directory, Key, Office, PersonalChannel, Roster, Turn } from '../domain/directory/directory.js';

/** 72 hours in a minute. */
export const DEFAULT_SPEED = 4320;

/** `world.json`. */
export interface ExerciseWorld {
  schema: 1;
  /** The N of `exercise-N`: kept over restarts, the next one when a script is played again. */
  n: number;
  /** Every duration of the plan is divided by it. */
  speed: number;
  /** Where the sinks listen, on loopback; they hold on to these over restarts. */
  smtpPort: number;
  webhookPort: number;
  /** The script that was played under this N. */
  played?: { script: string; startedAt: string; endedAt?: string };
}

/** One row of `keys.json`. */
export interface ExerciseKey {
  office: string;
  organisation: string;
  /** Absent for organisations of no party. */
  party?: string;
  groups: string[];
  roles: string[];
  key: string;
}

export const exerciseFolder = (dataDir: string): string => join(dataDir, 'exercise');
export const worldFile = (dataDir: string): string => join(exerciseFolder(dataDir), 'world.json');
export const keysFile = (dataDir: string): string => join(exerciseFolder(dataDir), 'keys.json');
export const mailFolder = (dataDir: string): string => join(exerciseFolder(dataDir), 'mail');
export const webhookLog = (dataDir: string): string => join(exerciseFolder(dataDir), 'webhooks.jsonl');
export const directoryFile = (dataDir: string): string => join(exerciseFolder(dataDir), 'directory.json');
export const recordFolder = (dataDir: string): string => join(exerciseFolder(dataDir), 'record');
export const logbookFile = (dataDir: string): string => join(exerciseFolder(dataDir), 'logbook.txt');
export const agreementOf = (world: ExerciseWorld): string => `exercise-${world.n}`;

/** 256 random bits, with a prefix that secret scanners can be taught. */
export const newKey = (): string => `hf_${randomBytes(32).toString('base64url')}`;

export const hashOfKey = (key: string): string => createHash('sha256').update(key, 'utf8').digest('hex');

/** The world of this folder, or `undefined` where none was made yet. */
export function readWorld(dataDir: string): ExerciseWorld | undefined {
  const file = worldFile(dataDir);
  if (!existsSync(file)) return undefined;
  const world = JSON.parse(readFileSync(file, 'utf8')) as ExerciseWorld;
  if (world.schema !== 1 || !Number.isInteger(world.n)) throw new Error(`${file} is not a world of this release.`);
  return world;
}

export const writeWorld = (dataDir: string, world: ExerciseWorld): void => writeJson(worldFile(dataDir), world);

/** The world of this folder; made if there is none. A speed that was not asked for stays what it was. */
export function ensureWorld(
  dataDir: string,
  asked: { speed?: number; smtpPort: number; webhookPort: number },
): ExerciseWorld {
  const before = readWorld(dataDir);
  const world: ExerciseWorld = {
    schema: 1,
    n: before?.n ?? 1,
    speed: asked.speed ?? before?.speed ?? DEFAULT_SPEED,
    smtpPort: asked.smtpPort,
    webhookPort: asked.webhookPort,
    ...(before?.played === undefined ? {} : { played: before.played }),
  };
  writeWorld(dataDir, world);
  return world;
}

/**
 * A script is about to be played: under the N that has seen none yet, else under the next.
 * @param fresh this N has seen cases although no script; the next one is taken
 */
export function beginPlay(
  dataDir: string,
  world: ExerciseWorld,
  script: string,
  startedAt: string,
  fresh = false,
): ExerciseWorld {
  const n = world.played === undefined && !fresh ? world.n : world.n + 1;
  const next = { ...world, n, played: { script, startedAt } };
  writeWorld(dataDir, next);
  return next;
}

/** The keys of this folder; one is made for every office that has none yet, and the others stay as they are. */
export function ensureKeys(dataDir: string, base: Directory): ExerciseKey[] {
  const before = new Map(readKeys(dataDir).map((row) => [row.office, row.key]));
  const parties = new Map(base.organisations.map((organisation) => [organisation.id, organisation.party]));
  const rows = base.offices.map((office): ExerciseKey => {
    const party = parties.get(office.organisation);
    return {
      office: office.id,
      organisation: office.organisation,
      ...(party === undefined ? {} : { party }),
      groups: office.groups,
      roles: office.roles,
      key: before.get(office.id) ?? newKey(),
    };
  });
  writeJson(keysFile(dataDir), rows);
  return rows;
}

export function readKeys(dataDir: string): ExerciseKey[] {
  const file = keysFile(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ExerciseKey[]) : [];
}

/**
 * `base` with the hashes of these keys in the place of its own, and with every channel pointed at the sinks: the same
 * kinds in the same order, and no address that anybody outside this program listens on.
 */
export function exerciseDirectory(base: Directory, world: ExerciseWorld, keys: readonly ExerciseKey[]): Directory {
  return {
    ...atSinks(base, world),
    keys: keys.map((row): Key => ({
      id: row.office,
      office: row.office,
      person: row.office,
      sha256: hashOfKey(row.key),
    })),
  };
}

/** Every channel pointed at the sinks, those of turns at their office's own there. */
export function atSinks(directory: Directory, world: Pick<ExerciseWorld, 'webhookPort'>): Directory {
  const { rosters, ...rest } = directory;
  const offices = directory.offices.map((office) => ({
    ...office,
    channels: office.channels.map((channel) => atSink(office, channel, world)),
  }));
  const turned = rosters?.map((roster) => ({
    ...roster,
    weekly: roster.weekly.map((turn) => atOwnSink(turn, roster, offices)),
    dated: roster.dated.map((turn) => atOwnSink(turn, roster, offices)),
  }));
  return { ...rest, offices, ...(turned ? { rosters: turned } : {}) };
}

function atOwnSink<T extends Turn>(turn: T, { office }: Roster, offices: readonly Office[]): T {
  const own = offices.find(({ id }) => id === office)?.channels ?? [];
  const kinds = turn.channels.map(({ kind }) => kind);
  const channels = own.filter((one): one is PersonalChannel => one.kind !== 'logbook' && kinds.includes(one.kind));
  return { ...turn, channels };
}

/** Only hashes of keys stand in it. */
export const writeDirectory = (dataDir: string, directory: Directory): void =>
  writeJson(directoryFile(dataDir), directory);

function atSink(office: Office, channel: Channel, world: Pick<ExerciseWorld, 'webhookPort'>): Channel {
  switch (channel.kind) {
    case 'email':
      return { kind: 'email', address: `${office.id}@exercise.invalid` };
    case 'webhook':
      return {
        kind: 'webhook',
        url: `http://127.0.0.1:${world.webhookPort}/${encodeURIComponent(office.id)}`,
        secret: channel.secret,
      };
    case 'logbook':
      return channel;
  }
}

/** Whole or not at all, and readable by its owner only. */
function writeJson(file: string, content: unknown): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
