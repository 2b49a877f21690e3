/** Bundles of this world's cases, as they are handed out: made when they are asked for, from the record alone. */
import { readFile } from 'node:fs/promises';
import type { Instant } from '../../domain/instant.js';
import { archiveOf, bundleFiles } from '../../record/bundle/bundle-files.js';
import { gather, ObjectMissing } from '../../record/bundle/gather.js';
import type { Gathered } from '../../record/bundle/gather.js';
import type { Files } from '../../record/bundle/tar.js';
import { sha256Hex } from '../../record/canonical.js';
import type { RecordStore } from '../../record/record-store.js';
import type { Asking } from '../house/house-entries.js';
import type { HouseLog } from '../house/house-log.js';
import type { SealedLog } from '../../record/seal/sealed-log.js';
import { Problem, unavailable } from '../problem.js';
import type { SealLog } from '../seals/seal-log.js';

export interface BundlesParts {
  store: RecordStore;
  house: HouseLog;
  now: () => Instant;
  seals: SealLog;
  /** The verifier as one file, made by the build. */
  verifierFile: string;
}

export class Bundles {
  private verifier: Promise<string | undefined> | undefined;

  constructor(private readonly parts: BundlesParts) {}

  /** @throws {Problem} where the record lacks what an entry names */
  async gather(caseId: string): Promise<Gathered> {
    try {
      return await gather(this.parts.store, caseId, this.log());
    } catch (error) {
      if (error instanceof ObjectMissing) throw unavailable(error.message);
      throw error;
    }
  }

  /** Read on from where it was; an altered one seals nothing, and the check of the record says so. */
  private async log(): Promise<SealedLog | undefined> {
    const { seals } = this.parts;
    return await seals.whole().catch((error: unknown) => {
      if (error instanceof Problem) return undefined;
      throw error;
    });
  }

  async files(gathered: Gathered): Promise<Files> {
    return bundleFiles(gathered, await this.program());
  }

  /** Who was handed what; the same to the same person once. */
  async handedOut(asking: Asking, caseId: string, manifest: string): Promise<void> {
    const { house, now } = this.parts;
    const hash = sha256Hex(manifest);
    const key = `${caseId} to ${asking.person ?? asking.means} ${hash}`;
    await house.enterOnce({ type: 'exported', at: now(), key, what: 'bundle', asking, caseId, manifest: hash });
  }

  archive(caseId: string, files: Files): Buffer {
    return archiveOf(caseId, files);
  }

  /** `undefined` where nothing was built: a bundle is a bundle without it. */
  async program(): Promise<string | undefined> {
    this.verifier ??= readFile(this.parts.verifierFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return await this.verifier;
  }
}
