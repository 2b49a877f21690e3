/**
 * The exercise world, opened: sinks that listen, world, keys and directory written, so that API and worker can read
 * them. Made from the example directory, and only ever pointed at the sinks.
 */
import { join } from 'node:path';
import { packageRoot } from '../../config/package-root.js';
import { faultLine, loadDirectory } from '../../config/plan-file.js';
import { ConfigurationFaults } from '../../config/worlds.js';
import type { Directory } from '../../domain/directory/directory.js';
import { openMailSink } from '../../exercise/mail-sink.js';
import { openWebhookSink } from '../../exercise/webhook-sink.js';
import {
  beginPlay,
  ensureKeys,
  ensureWorld,
  exerciseDirectory,
  mailFolder,
  readWorld,
  webhookLog,
  writeDirectory,
} from '../../exercise/world.js';
import type { ExerciseKey, ExerciseWorld } from '../../exercise/world.js';
import { openOnFree } from './ports.js';

export interface OpenExercise {
  world: ExerciseWorld;
  keys: ExerciseKey[];
  directory: Directory;
  /** Captured since the start. */
  captured: () => { mails: number; webhooks: number };
  close: () => Promise<void>;
}

/** Where the sinks are first looked for; afterwards they keep their ports. */
const SMTP_PORT = 20_025;
const WEBHOOK_PORT = 20_080;

export async function openExercise(
  dataDir: string,
  options: {
    speed?: number;
    play?: { script: string; startedAt: string };
    /** One sentence when mails or webhooks can no longer be kept. */
    say: (sentence: string) => void;
  },
): Promise<OpenExercise> {
  const before = readWorld(dataDir);
  const base = exampleDirectory();
  const secrets = new Map(base.offices.map((office) => [office.id, secretOf(office)]));
  const mail = await openOnFree(before?.smtpPort ?? SMTP_PORT, (port) =>
    openMailSink(mailFolder(dataDir), port, seldom(options.say)),
  );
  const webhooks = await openOnFree(before?.webhookPort ?? WEBHOOK_PORT, (port) =>
    openWebhookSink(webhookLog(dataDir), (office) => secrets.get(office), port, seldom(options.say)),
  );
  const ensured = ensureWorld(dataDir, {
    smtpPort: mail.port,
    webhookPort: webhooks.port,
    ...(options.speed === undefined ? {} : { speed: options.speed }),
  });
  const { play } = options;
  const world = play ? beginPlay(dataDir, ensured, play.script, play.startedAt) : ensured;
  const keys = ensureKeys(dataDir, base);
  const directory = exerciseDirectory(base, world, keys);
  writeDirectory(dataDir, directory);
  return {
    world,
    keys,
    directory,
    captured: () => ({ mails: mail.count, webhooks: webhooks.count }),
    close: async () => {
      await mail.close();
      await webhooks.close();
    },
  };
}

function exampleDirectory(): Directory {
  const { directory, faults } = loadDirectory(join(packageRoot(), 'directory.example.yaml'));
  if (!directory) throw new ConfigurationFaults(faults.map(faultLine));
  return directory;
}

function secretOf(office: Directory['offices'][number]): string | undefined {
  const channel = office.channels.find((one) => one.kind === 'webhook');
  return channel?.kind === 'webhook' ? channel.secret : undefined;
}

/** Said again only after a quiet minute: thirty offices and their attempts would drown the ladder. */
function seldom(say: (sentence: string) => void): (sentence: string) => void {
  let last = -Infinity;
  return (sentence) => {
    const now = performance.now();
    if (now - last > QUIET_MS) say(sentence);
    last = now;
  };
}

const QUIET_MS = 60_000;
