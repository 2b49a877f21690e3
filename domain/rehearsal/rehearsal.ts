/**
 * Many reports through the rules of one plan, in virtual time and without any server: every case of the agreement side
 * by side, each with what its people are taken to do. The same fold and the same order as in the workflow.
 */
import { BEHAVIOURS } from '../case/behaviours.js';
import { ITSELF } from '../case/commands.js';
import type { Actor, Command, ReportBody } from '../case/commands.js';
import { changesCount } from '../case/counting.js';
import { disposeOf } from '../case/disposition.js';
import { nextDue } from '../case/due.js';
import type { CaseEntryBody } from '../case/entry-body.js';
import { Play } from '../case/play.js';
import { checkReport } from '../case/reports.js';
import { newCase } from '../case/state.js';
import type { CaseState } from '../case/state.js';
import type { CaseDirectory } from '../directory/directory.js';
import { instant, ms } from '../instant.js';
import type { Instant } from '../instant.js';
import type { Plan, PlanRef } from '../plan/plan.js';
import { Refused } from '../refused.js';
import { Agenda } from './agenda.js';
import type { Conduct } from './conduct.js';
import { CountedCases } from './counted-cases.js';
import type { Onlooker, Whereabouts } from './onlooker.js';
import { doingsOf } from './people.js';
import type { Doing, Expected } from './people.js';
import { Reviewing } from './reviewing.js';

export interface RehearsalRules {
  plan: Plan;
  planRef: PlanRef;
  directory: CaseDirectory;
  directoryHash: string;
  /** Who reports. */
  reporter: Actor;
  conduct: Conduct;
}

const AGREEMENT = 'rehearsal';

interface Running {
  play: Play;
  /** When it acts by itself next; an older wake-up is passed over. */
  wakesAt: number;
  /** The last report that said something new. */
  newsAt: number;
  /** Notices whose outcome is still to be said: all are taken to arrive at once. */
  sent: string[];
  /** What is expected of its people already, by the instant. */
  expected: Set<string>;
}

type Item = (at: number) => void;

/** Where the first report under a key went. */
interface Known {
  scope: string;
  contents: string[];
  where: Whereabouts;
}

export class Rehearsal {
  private readonly agenda = new Agenda<Item>();
  /** The last case of each scope. */
  private readonly cases = new Map<string, Running>();
  private readonly known = new Map<string, Known>();
  private readonly reviewing: Reviewing;
  private readonly agreement = new CountedCases();
  private commands = 0;
  private opened = 0;

  constructor(
    private readonly rules: RehearsalRules,
    private readonly onlooker: Onlooker,
  ) {
    // Where values come from is for readers of the plan; no case decides by it.
    this.rules = { ...rules, plan: { ...rules.plan, provenance: [] } };
    const { directory, conduct } = rules;
    const membership = { plan: rules.plan, directory, behaviours: [...BEHAVIOURS] };
    this.reviewing = new Reviewing(membership, conduct, this.agenda, onlooker);
  }

  /** A report, accepted at `at`; reports come in the order of their acceptance. */
  hear(at: Instant, body: ReportBody): void {
    this.runUntil(ms(at));
    const before = this.known.get(body.reportKey);
    if (before?.contents.includes(body.contentHash)) return this.onlooker.heard(at, body, 'replay');
    try {
      checkReport(this.rules.plan, body, at);
    } catch (error) {
      if (error instanceof Refused) return this.onlooker.heard(at, body, 'refused');
      throw error;
    }
    const scope = before?.scope ?? body.place.sector;
    const where = this.whereabouts(scope, before, body, at);
    this.known.set(body.reportKey, { scope, where, contents: [...(before?.contents ?? []), body.contentHash] });
    this.onlooker.heard(at, body, where);
    if (where === 'review') this.reviewing.collect(scope, at);
    if (where === 'case') this.give(scope, at, body);
  }

  /** Lets everything come that is due until then. */
  runUntil(until: number): void {
    while (this.agenda.nextAt <= until) {
      const next = this.agenda.take();
      next?.item(next.at);
    }
  }

  /** The states of all cases that have not closed. */
  unclosed(): CaseState[] {
    return [...this.cases.values()].map(({ play }) => play.state).filter(({ status }) => status !== 'closed');
  }

  private whereabouts(scope: string, before: Known | undefined, body: ReportBody, at: Instant): Whereabouts {
    const latest = this.cases.get(scope)?.play.state;
    // A revision goes where its report went, and never out of its case.
    if (before?.where === 'case')
      return latest?.reports[body.reportKey] && latest.status !== 'closed' ? 'case' : 'closed';
    if (before) return before.where;
    const { disposition } = disposeOf(this.rules.plan, latest, body, at);
    return disposition === 'forward' ? 'case' : disposition === 'review' ? 'review' : 'closed';
  }

  private give(scope: string, at: Instant, body: ReportBody): void {
    const running = this.cases.get(scope);
    const command = this.command({ kind: 'report', actor: this.rules.reporter, body }, at);
    if (!running || running.play.state.status === 'closed') return this.open(scope, command, running?.play.state);
    running.newsAt = ms(at);
    running.play.advanceTo(at);
    running.play.signal(command);
    this.settle(running);
  }

  private open(scope: string, command: Extract<Command, { kind: 'report' }>, last: CaseState | undefined): void {
    const { plan, planRef, directory, directoryHash, conduct } = this.rules;
    const { at } = command;
    const caseId = `${scope}-${at.slice(0, 10).replaceAll('-', '')}-${(this.opened += 1)}`;
    const { stoodDownAt, closedAt } = last ?? {};
    const previous = last && {
      caseId: last.caseId,
      recurrence: last.recurrence,
      ...(stoodDownAt === undefined ? {} : { stoodDownAt }),
      ...(closedAt === undefined ? {} : { closedAt }),
    };
    const opening = { caseId, agreement: AGREEMENT, scope, exercise: false, speed: 1, planRef, directoryHash };
    const blank = newCase(plan, planRef, directory, directoryHash);
    const entries: [CaseEntryBody, CaseState, CaseState][] = [];
    let running: Running | undefined;
    const play = Play.open(
      blank,
      { ...opening, behaviours: BEHAVIOURS, ...(previous ? { previous } : {}) },
      command,
      // The opening itself is entered before there is a case to put it down for.
      (...entered) => (running ? this.entered(running, ...entered) : void entries.push(entered)),
    );
    running = { play, wakesAt: Infinity, newsAt: ms(at), sent: [], expected: new Set() };
    this.cases.set(scope, running);
    for (const entered of entries) this.entered(running, ...entered);
    if (conduct.verifies !== undefined) this.expect(running, ms(at) + conduct.verifies, { kind: 'verify' });
    this.watchOver(running);
    this.settle(running);
  }

  /** Everything that was entered has its consequences: notices arrive, and the case is woken when it is due. */
  private settle(running: Running): void {
    const { play } = running;
    if (running.sent.length > 0) {
      const outcome = { noticeIds: running.sent.splice(0), outcome: 'delivered', attempts: 1, said: '' } as const;
      const body = { outcomes: [{ ...outcome, at: play.now }] };
      play.signal(this.command({ kind: 'noticeOutcomes', actor: ITSELF, body }, play.now));
    }
    const due = nextDue(play.state);
    const wakesAt = due ? Math.max(ms(due.at) + play.state.plan.timing.settle, ms(play.now)) : Infinity;
    if (wakesAt === running.wakesAt) return;
    running.wakesAt = wakesAt;
    if (due) this.agenda.add(wakesAt, (at) => this.wake(running, at));
  }

  private wake(running: Running, at: number): void {
    if (running.wakesAt !== at) return;
    running.wakesAt = Infinity;
    running.play.advanceTo(instant(at));
    this.settle(running);
  }

  private entered(running: Running, entry: CaseEntryBody, before: CaseState, after: CaseState): void {
    const { conduct } = this.rules;
    const now = ms(entry.decidedAt);
    this.onlooker.entered(entry, before, after);
    for (const event of entry.events) {
      if (event.type === 'told') {
        running.sent.push(...event.recipients.map(({ noticeId }) => noticeId));
        const isAsked = event.recipients.some(({ acknowledge }) => acknowledge);
        if (isAsked && conduct.acknowledges !== undefined) {
          this.expect(running, now + conduct.acknowledges, { kind: 'acknowledge' });
        }
      }
      if ((event.type === 'duty-created' || event.type === 'duty-moved') && conduct.performs !== undefined) {
        const at = Math.max(ms(event.workingDueAt) - conduct.performs, now + 1);
        this.expect(running, at, { kind: 'perform', dutyId: event.dutyId });
      }
      if (event.type === 'case-resumed') this.watchOver(running);
    }
    if (changesCount(entry.events)) this.count(running, before, after, entry.decidedAt);
  }

  /** After so long without news the case is stood down. */
  private watchOver(running: Running): void {
    const { standsDown } = this.rules.conduct;
    if (standsDown !== undefined) this.expect(running, running.newsAt + standsDown, { kind: 'stand-down' });
  }

  private expect(running: Running, at: number, expected: Expected): void {
    const name = `${at} ${expected.kind} ${expected.kind === 'perform' ? expected.dutyId : ''}`;
    if (running.expected.has(name)) return;
    running.expected.add(name);
    this.agenda.add(at, () => {
      running.expected.delete(name);
      this.happen(running, at, expected);
    });
  }

  private happen(running: Running, at: number, expected: Expected): void {
    const { play } = running;
    if (play.state.status === 'closed') return;
    const { standsDown = 0 } = this.rules.conduct;
    if (expected.kind === 'stand-down' && running.newsAt + standsDown > at) return this.watchOver(running);
    const now = instant(at);
    play.advanceTo(now);
    for (const doing of doingsOf(play.state, expected, now)) {
      play.signal(this.command(doing, now));
    }
    this.settle(running);
  }

  private count(running: Running, before: CaseState, after: CaseState, now: Instant): void {
    // Once it is entered: the case is in the middle of it.
    for (const { kind, envelope } of this.agreement.notes(before, after, now)) {
      this.agenda.add(ms(now), () => {
        running.play.signal({ kind, ...envelope, at: envelope.acceptedAt } as Command);
        this.settle(running);
      });
    }
  }

  private command<D extends Doing>(doing: D, at: Instant): Extract<Command, { kind: D['kind'] }> {
    // Commands of one instant go by their ids (RULES 3).
    const commandId = `r${String((this.commands += 1)).padStart(12, '0')}`;
    return { ...doing, commandId, acceptedAt: at, at } as unknown as Extract<Command, { kind: D['kind'] }>;
  }
}
