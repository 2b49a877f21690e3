/**
 * A case in virtual time, without any server: the same order, rules and fold as the workflow. For tests and
 * rehearsals; nothing is sent.
 */
import { earlier, later } from '../instant.js';
import type { Instant } from '../instant.js';
import { Refused } from '../refused.js';
import type { Refusal } from '../refused.js';
import { act, latenessMs } from './act.js';
import type { Command, CommandOf } from './commands.js';
import { decide } from './decide.js';
import type { CaseEntryBody } from './entry-body.js';
import { applyEntry } from './evolve.js';
import type { CaseEvent } from './events.js';
import { judge, nextStep } from './order.js';
import { openCase } from './reports.js';
import type { Opening } from './reports.js';
import type { CaseState } from './state.js';

/** Looks on as a case enters something; `after` is the state that it leads to. */
export type OnEntered = (entry: CaseEntryBody, before: CaseState, after: CaseState) => void;

export class Play {
  /** Everything entered, where nobody looks on. */
  readonly entries: CaseEntryBody[] = [];
  private waiting: Command[] = [];

  private constructor(
    public state: CaseState,
    public now: Instant,
    private readonly onEntered: OnEntered = (entry) => void this.entries.push(entry),
  ) {}

  /** @throws {Refused} where the report opens no case */
  static open(state: CaseState, opening: Opening, command: CommandOf<'report'>, onEntered?: OnEntered): Play {
    const play = new Play(state, command.at, onEntered);
    play.enter({ ...causeOf(command) }, command.at, openCase(state, opening, command, command.at));
    return play;
  }

  /**
   * Gives a command at the present virtual time, as an update; refused as its validator would refuse it. The same
   * command twice has one effect.
   */
  submit(command: Command): Refusal | undefined {
    if (this.has(command.commandId)) return undefined;
    const stamped = this.stamped(command);
    try {
      judge(this.state, this.waiting, stamped, this.now);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return error.refusal;
    }
    this.waiting.push(stamped);
    this.run();
    return undefined;
  }

  /** As a signal, which no validator sees: what is refused in its turn is kept as refused. */
  signal(command: Command): void {
    if (this.has(command.commandId)) return;
    this.waiting.push(this.stamped(command));
    this.run();
  }

  /** Lets virtual time pass; everything due on the way acts at its instant + settle. */
  advanceTo(instant: Instant): void {
    for (;;) {
      this.run();
      const step = nextStep(this.state, this.waiting, this.now);
      if (step.kind !== 'wait' || step.until > instant) break;
      this.now = later(this.now, step.until);
    }
    this.now = later(this.now, instant);
  }

  /** Time passes while nobody is there: everything that became due acts late, at the end. */
  sleepUntil(instant: Instant): void {
    this.now = later(this.now, instant);
    this.run();
  }

  private has(commandId: string): boolean {
    const isIt = (one: { commandId: string }): boolean => one.commandId === commandId;
    return this.waiting.some(isIt) || this.state.recent.some(isIt);
  }

  private stamped(command: Command): Command {
    return { ...command, at: earlier(command.acceptedAt, this.now) };
  }

  private run(): void {
    for (;;) {
      const step = nextStep(this.state, this.waiting, this.now);
      if (step.kind === 'due') {
        const late = latenessMs(this.state, step.due, this.now);
        const due = `${step.due.kind}:${step.due.subject}`;
        const events = act(this.state, step.due, this.now);
        this.enter({ kind: 'due', due, dueAt: step.due.at, latenessMs: late }, step.due.at, events);
      } else if (step.kind === 'command') {
        this.take(step.command);
      } else {
        return;
      }
    }
  }

  private take(command: Command): void {
    this.waiting = this.waiting.filter((one) => one !== command);
    let events: CaseEvent[];
    try {
      events = decide(this.state, command, this.now);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const because = { clause: 'RULES 6', why: error.detail };
      events = [{ type: 'refused', because, refusal: error.refusal }];
    }
    if (events.length > 0) this.enter(causeOf(command), command.at, events);
  }

  private enter(cause: CaseEntryBody['cause'], at: Instant, events: CaseEvent[]): void {
    const body: CaseEntryBody = {
      at,
      decidedAt: this.now,
      cause,
      events,
      plan: this.state.planRef,
      directoryHash: this.state.directoryHash,
      behaviours: this.state.behaviours,
      speed: this.state.speed,
      temporal: { namespace: '', workflowId: '', runId: '' },
    };
    const before = this.state;
    this.state = applyEntry(before, before.seq + 1, body);
    this.onEntered(body, before, this.state);
  }
}

const causeOf = ({ kind, commandId, actor, acceptedAt, body }: Command): CaseEntryBody['cause'] => ({
  kind: 'command',
  command: kind,
  commandId,
  actor,
  acceptedAt,
  body,
});
