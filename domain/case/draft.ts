/** A decision being made: the events so far and the state that they lead to, so that each step sees the one before. */
import type { Instant } from '../instant.js';
import { evolve } from './evolve.js';
import type { CaseEvent } from './events.js';
import type { CaseState } from './state.js';

export class Draft {
  readonly events: CaseEvent[] = [];

  constructor(
    public state: CaseState,
    /** When it counts as accepted, or the due instant itself. */
    readonly at: Instant,
    /** The case's own time. */
    readonly now: Instant,
  ) {}

  emit(event: CaseEvent): void {
    this.events.push(event);
    this.state = evolve(this.state, event);
  }
}
