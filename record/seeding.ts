/**
 * Files seed the first start only (RULES 6): what they hold then comes into force, and later starts take what the
 * record says. A file that differs from everything that was ever in force is refused with a sentence; one that was in
 * force before says nothing new.
 */
import type { Directory } from '../domain/directory/directory.js';
import type { Instant } from '../domain/instant.js';
import type { Plan } from '../domain/plan/plan.js';
import type {
  InForce,
  Publishable,
  PublicationBody,
  Publications,
  Published,
} from '../domain/publication/publication.js';
import { hashOf } from './canonical.js';
import type { PublicationLog } from './publications.js';

export interface Seeds {
  plan: Plan;
  directory: Directory;
  files: Record<Publishable, { path: string; shipped: boolean }>;
  /** Its files are made by the program, anew with every release and port: they are taken each time they change. */
  exercise: boolean;
}

/** A file that the start cannot go on with. */
export class FileDiffers extends Error {
  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'FileDiffers';
  }
}

/** Faults of a start, and what is only worth a line in the log. */
export interface Differences {
  refused: string[];
  passedOver: string[];
}

export function differences(state: Publications, seeds: Seeds): Differences {
  const found: Differences = { refused: [], passedOver: [] };
  if (seeds.exercise) return found;
  for (const one of publishedIn(seeds)) {
    const before = state.inForce.filter(({ what }) => what === one.what);
    const latest = before.at(-1);
    if (!latest || before.some(({ hash }) => hash === one.hash)) continue;
    const { path, shipped } = seeds.files[one.what];
    (shipped ? found.passedOver : found.refused).push(sentence(path, one, latest));
  }
  return found;
}

/** @throws {FileDiffers} */
export async function seed(log: PublicationLog, seeds: Seeds, at: Instant): Promise<string[]> {
  const { refused, passedOver } = differences(log.state, seeds);
  if (refused.length > 0) throw new FileDiffers(refused);
  await log.keep(seeds.plan);
  await log.keep(seeds.directory);
  for (const one of publishedIn(seeds)) await log.append((state) => seeded(state, one, seeds.exercise, at));
  return passedOver;
}

function seeded(state: Publications, one: Published, exercise: boolean, at: Instant): PublicationBody | undefined {
  const before = state.inForce.filter(({ what }) => what === one.what);
  const lastSeed = before.findLast(({ provenance }) => provenance === 'file');
  const isNew = exercise ? lastSeed?.hash !== one.hash : before.length === 0;
  return isNew ? { type: 'publication-seeded', ...one, at, provenance: 'file' } : undefined;
}

const publishedIn = ({ plan, directory }: Seeds): Published[] => [
  { what: 'plan', planId: plan.id, version: plan.version, hash: hashOf(plan) },
  { what: 'directory', version: directory.version, hash: hashOf(directory) },
];

const nameOf = ({ what, planId, version }: Published): string =>
  what === 'plan' ? `plan ${planId ?? ''} ${version}` : `version ${version} of the directory`;

const sentence = (path: string, file: Published, latest: InForce): string =>
  `${path} holds ${nameOf(file)} with the hash ${file.hash}, which was never in force here; ${nameOf(latest)} with ` +
  `the hash ${latest.hash} is. Files are read at the first start only: publish it ` +
  `(holdfire publish ${file.what} ${path}; legal and an administrator sign), or start with the file as it was.`;
