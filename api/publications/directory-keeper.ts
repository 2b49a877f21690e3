/**
 * Keeps open cases at the directory in force. Every few seconds it compares the hash that each case carries with the
 * one of now, and sends those that differ the new one. No scheduler: nothing is planned or kept, a round that is
 * missed is made good by the next, and the name of the command is made from what it says, so that any number of rounds
 * and processes change a case once.
 */
import { ITSELF } from '../../domain/case/commands.js';
import { hashOf } from '../../record/canonical.js';
import { lapsing } from '../../domain/publication/decide-publication.js';
import type { Instant } from '../../domain/instant.js';
import type { PublicationLog } from '../../record/publications.js';
import type { Log } from '../log/log.js';
import type { CaseGateway } from '../temporal/case-gateway.js';
import type { Stamper } from '../temporal/stamp.js';
import type { CaseView, CaseViews } from '../worlds/case-views.js';
import { Rounds } from '../worlds/rounds.js';
import type { InForceNow } from './in-force.js';

const EVERY_MS = 5000;
/** Sent to one case again where its record is still behind. */
const AGAIN_MS = 60_000;
/** Cases that are sent it in one round; the others wait for the next. */
const MOST_A_ROUND = 200;

export interface DirectoryKeeperParts {
  inForce: InForceNow;
  publications: PublicationLog;
  views: CaseViews;
  gateway: CaseGateway;
  stamper: Stamper;
  now: () => Instant;
  log: Log;
}

export class DirectoryKeeper {
  /** When a case was sent which command, in this process; only for those that are behind. */
  private readonly sent = new Map<string, { commandId: string; at: number }>();
  private readonly rounds: Rounds;
  /** Versions in force that were read. */
  private seen = 0;

  constructor(private readonly parts: DirectoryKeeperParts) {
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
    const { directoryHash } = inForce.settings;
    const behind = views
      .all()
      .filter(({ state }) => state.status !== 'closed' && state.directoryHash !== directoryHash);
    const names = new Set(behind.map(({ state }) => state.caseId));
    for (const caseId of this.sent.keys()) if (!names.has(caseId)) this.sent.delete(caseId);
    const due = behind.filter(({ state }) => this.isDue(state.caseId));
    for (const view of due.slice(0, MOST_A_ROUND)) await this.send(view);
  }

  /** With the instant since which it counts: the same directory may come again later. */
  private commandOf(caseId: string): string {
    const { directorySince, settings } = this.parts.inForce;
    return `directory-${hashOf([caseId, directorySince, settings.directoryHash]).slice(0, 40)}`;
  }

  private isDue(caseId: string): boolean {
    const before = this.sent.get(caseId);
    return before?.commandId !== this.commandOf(caseId) || performance.now() - before.at >= AGAIN_MS;
  }

  private async send({ state: { caseId }, workflowId }: CaseView): Promise<void> {
    const { inForce, gateway, stamper, now, log } = this.parts;
    const { caseDirectory: directory, directoryHash: hash } = inForce.settings;
    const commandId = this.commandOf(caseId);
    const body = { directory, hash };
    const given = { commandId, actor: ITSELF, acceptedAt: now(), body };
    const outcome = await gateway.house(workflowId, 'changeDirectory', stamper.stamp(workflowId, given));
    if (outcome.kind === 'unreachable') log.warn({ caseId, why: outcome.why }, 'A case waits for the directory');
    else this.sent.set(caseId, { commandId, at: performance.now() });
  }
}
