/**
 * The stream `publications`: which plans and directories came into force, and by whose word. Written by the API alone;
 * the worker reads in it where offices are reached now.
 */
import type { Directory } from '../domain/directory/directory.js';
import type { Plan, PlanRef } from '../domain/plan/plan.js';
import { directoryInForce, foldPublication, NOTHING_PUBLISHED } from '../domain/publication/publication.js';
import type { InForce, PublicationBody, Publications } from '../domain/publication/publication.js';
import { canonicalJson, hashOf } from './canonical.js';
import type { Entry } from './entry.js';
import { FoldedStream } from './folded-stream.js';
import type { RecordStore } from './record-store.js';

export const PUBLICATIONS = 'publications';

/** A plan as it was published, undivided. */
export interface PublishedPlan {
  ref: PlanRef;
  plan: Plan;
  since: string;
}

export interface PublishedDirectory extends InForce {
  content: Directory;
}

export class PublicationLog {
  private readonly stream: FoldedStream<Publications, PublicationBody>;
  private readonly contents = new Map<string, unknown>();

  constructor(private readonly store: RecordStore) {
    this.stream = new FoldedStream(store, PUBLICATIONS, foldPublication, NOTHING_PUBLISHED);
  }

  static async open(store: RecordStore): Promise<PublicationLog> {
    const log = new PublicationLog(store);
    await log.readOn();
    return log;
  }

  get state(): Publications {
    return this.stream.state;
  }

  /** Of the whole directory in force. */
  get directoryHash(): string | undefined {
    return directoryInForce(this.state)?.hash;
  }

  /** What another process has written since. */
  readOn(): Promise<void> {
    return this.stream.readOn();
  }

  /** Folds an entry that a following delivered; those known already change nothing. */
  fold = (entry: Entry): void => this.stream.fold(entry);

  /**
   * Appends what `make` answers for the state as it then is; asked again where another process was faster.
   * @throws {RecordUnavailable}, and whatever `make` throws
   */
  append<Body extends PublicationBody>(
    make: (state: Publications) => Body | undefined,
  ): Promise<Entry<Body> | undefined> {
    return this.stream.append(make);
  }

  /** Keeps what is published beside the record; answers its hash. */
  async keep(content: Plan | Directory): Promise<string> {
    const hash = hashOf(content);
    await this.store.putObject(hash, canonicalJson(content));
    this.contents.set(hash, content);
    return hash;
  }

  async contentOf(hash: string): Promise<Plan | Directory> {
    const known = this.contents.get(hash);
    if (known !== undefined) return known as Plan | Directory;
    const text = await this.store.getObject(hash);
    if (text === undefined) throw new Error(`The record lacks the object ${hash}, which a publication names.`);
    const content = JSON.parse(text) as Plan | Directory;
    this.contents.set(hash, content);
    return content;
  }

  /** Every version that came into force, in that order. */
  async plans(): Promise<PublishedPlan[]> {
    const plans = this.state.inForce.filter(({ what }) => what === 'plan');
    return await Promise.all(
      plans.map(async ({ planId = '', version, hash, since }) => {
        const plan = (await this.contentOf(hash)) as Plan;
        return { ref: { id: planId, version, hash }, plan, since };
      }),
    );
  }

  async directories(): Promise<PublishedDirectory[]> {
    const directories = this.state.inForce.filter(({ what }) => what === 'directory');
    return await Promise.all(
      directories.map(async (one) => ({ ...one, content: (await this.contentOf(one.hash)) as Directory })),
    );
  }
}
