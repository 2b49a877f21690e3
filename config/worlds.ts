/**
 * The worlds that this process serves: the real one, from the configured files, and the exercise world of the data
 * folder, where one was made. They share the engine and the plan; namespace, record, directory, keys and agreement
 * are each one's own.
 */
import { join } from 'node:path';
import { caseDirectory } from '../domain/directory/directory.js';
import type { Directory } from '../domain/directory/directory.js';
import { exampleParts } from '../domain/directory/example-parts.js';
import { instant } from '../domain/instant.js';
import { roomOf } from '../exercise/room.js';
import { agreementOf, atSinks, directoryFile, logbookFile, readWorld, recordFolder } from '../exercise/world.js';
import { hashOf } from '../record/canonical.js';
import type { RecordLocation } from '../record/location.js';
import type { Config, SeedFile, WorldSettings } from './config.js';
import { packageRoot } from './package-root.js';
import { faultLine, loadDirectory, loadPlan } from './plan-file.js';
import type { LoadedPlan } from './plan-file.js';

/** Faults of the plan and directory files, all at once, as lines with file, line and column. */
export class ConfigurationFaults extends Error {
  constructor(readonly faults: string[]) {
    super(`The configuration has faults:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigurationFaults';
  }
}

/** Exercises never share a namespace with real cases. */
export const exerciseNamespace = (namespace: string): string => `${namespace}-exercise`;

/** @throws {ConfigurationFaults} */
export async function loadWorlds(config: Config): Promise<WorldSettings[]> {
  const loaded = loadPlan(config.planFile);
  const faults = loaded.faults.map(faultLine);
  const real = readDirectory(config.directoryFile, faults);
  if (config.production && real) {
    for (const part of exampleParts(real)) {
      faults.push(`${config.directoryFile}: the ${part} is an example; production needs one of your own.`);
    }
  }
  const world = config.exercise ? readWorld(config.dataDir) : undefined;
  const playing = world ? readDirectory(directoryFile(config.dataDir), faults) : undefined;
  if (faults.length > 0 || !loaded.plan || !real) throw new ConfigurationFaults(faults);
  const worlds = [realWorld(config, loaded, real)];
  if (world && playing) worlds.push(exerciseWorld(config, loaded, playing, world));
  return worlds;
}

/** Where the record of each world lies: all that a process needs which only reads. */
export function recordsOf(config: Config): { name: WorldSettings['name']; record: RecordLocation }[] {
  const real = { name: 'real' as const, record: config.record };
  if (!config.exercise || !readWorld(config.dataDir)) return [real];
  return [real, { name: 'exercise', record: { kind: 'dir', path: recordFolder(config.dataDir) } }];
}

type WholePlan = Extract<LoadedPlan, { plan: object }>;

function realWorld(config: Config, { plan, ref }: WholePlan, directory: Directory): WorldSettings {
  return {
    name: 'real',
    exercise: false,
    agreement: config.agreement,
    namespace: config.namespace,
    speed: 1,
    plan,
    planRef: ref,
    ...directories(directory),
    record: config.record,
    ...(config.smtpUrl === undefined ? {} : { mail: { smtpUrl: config.smtpUrl, from: config.mailFrom } }),
    logbookFile: join(config.dataDir, 'logbook.txt'),
    files: { plan: fileOf(config.planFile), directory: fileOf(config.directoryFile) },
    production: config.production,
  };
}

function exerciseWorld(
  config: Config,
  { plan, ref }: WholePlan,
  directory: Directory,
  world: NonNullable<ReturnType<typeof readWorld>>,
): WorldSettings {
  return {
    name: 'exercise',
    exercise: true,
    agreement: agreementOf(world),
    namespace: exerciseNamespace(config.namespace),
    speed: world.speed,
    plan,
    planRef: ref,
    ...directories(directory),
    record: { kind: 'dir', path: recordFolder(config.dataDir) },
    mail: { smtpUrl: `smtp://127.0.0.1:${world.smtpPort}`, from: 'Holdfire EXERCISE <holdfire@exercise.invalid>' },
    logbookFile: logbookFile(config.dataDir),
    files: { plan: fileOf(config.planFile), directory: fileOf(directoryFile(config.dataDir)) },
    production: config.production,
    redirected: (directory) => atSinks(directory, world),
    room: roomOf(config.dataDir, join(packageRoot(), 'exercises')),
  };
}

/** The files that are read where none is named: they change with a release, and are nobody's statement. */
const SHIPPED = ['plans/seed.yaml', 'directory.example.yaml'].map((path) => join(packageRoot(), path));

const fileOf = (path: string): SeedFile => ({ path, shipped: SHIPPED.includes(path) });

function directories(directory: Directory): Pick<WorldSettings, 'directory' | 'caseDirectory' | 'directoryHash'> {
  const forCases = caseDirectory(directory, instant(Date.now()));
  return { directory, caseDirectory: forCases, directoryHash: hashOf(forCases) };
}

function readDirectory(file: string, faults: string[]): Directory | undefined {
  const loaded = loadDirectory(file);
  faults.push(...loaded.faults.map(faultLine));
  return loaded.directory;
}
