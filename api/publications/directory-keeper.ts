/**
 * Keeps open cases at the directory in force. Every few seconds it compares the hash that each case carries with the
 * one of now, and sends those that differ the new one. No scheduler: nothing is planned or kept, a round that is
 * missed is made good by the next, and the name of the command is made from what it says, so that any number of rounds
 * and processes change a case once.
 */
import { hashOf } from '../../record/canonical.js';
import { lapsing } from '../../domain/publication/decide-publication.js';
import type { PublicationLog } from '../../record/publications.js';
import { CaseKeeping } from '../house/case-keeping.js';
import type { CaseKeepingParts } from '../house/case-keeping.js';
import { Rounds } from '../worlds/rounds.js';
import type { InForceNow } from './in-force.js';

const EVERY_MS = 5000;
/** Cases that are sent it in one round; the others wait for the next. */
const MOST_A_ROUND = 200;

export interface DirectoryKeeperParts extends CaseKeepingParts {
  inForce: InForceNow;
  publications: PublicationLog;
}

export class DirectoryKeeper {
  private readonly keeping: CaseKeeping;
  private readonly rounds: Rounds;
  /** Versions in force that were read. */
  private seen = 0;

  constructor(private readonly parts: DirectoryKeeperParts) {
    this.keeping = new CaseKeeping(parts);
    const { log } = parts;
    const waits = 'Cases wait for the directory';
    this.rounds = new Rounds({ everyMs: EVERY_MS, look: () => this.keep(), waits, log });
  }

  start(): void {
    this.rounds.start();
  }

  look = (): void => this.rounds.soon();

  async close(): Promise<void> {
    await this.rounds.close();
  }

  private async keep(): Promise<void> {
    const { inForce, publications, now } = this.parts;
    for (const one of lapsing(publications.state, now())) {
      await publications.append((state) => lapsing(state, now()).find(({ id }) => id === one.id));
    }
    const { length } = publications.state.inForce;
    if (length !== this.seen || inForce.isOver) await inForce.refresh();
    this.seen = length;
    await this.sendToCases();
  }

  private async sendToCases(): Promise<void> {
    const { views, inForce } = this.parts;
    const { caseDirectory: directory, directoryHash: hash } = inForce.settings;
    const behind = views
      .running()
      .filter(({ state }) => state.directoryHash !== hash)
      .filter(({ state }) => this.keeping.isDue(this.commandOf(state.caseId)));
    for (const view of behind.slice(0, MOST_A_ROUND)) {
      await this.keeping.send(view, 'changeDirectory', this.commandOf(view.state.caseId), { directory, hash });
    }
  }

  /** With the instant since which it counts: the same directory may come again later. */
  private commandOf(caseId: string): string {
    const { directorySince, settings } = this.parts.inForce;
    return `directory-${hashOf([caseId, directorySince, settings.directoryHash]).slice(0, 40)}`;
  }
}
