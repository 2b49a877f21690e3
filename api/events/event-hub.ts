/**
 * What the event stream sends: a summary for every changed case, made once for all listeners, and kept for a while so
 * that a listener who lost the line can go on where it was.
 */
import type { Instant } from '../../domain/instant.js';
import { summaryOf } from '../cases/case-summary.js';
import type { CaseSummary } from '../cases/case.schema.js';
import type { CaseView, CaseViews } from '../worlds/case-views.js';

export interface HubEvent {
  /** Grows with every event, and over restarts: it begins with the time at which the process began. */
  id: number;
  case: CaseSummary;
}

/** Changes within this become one event: a burst of 200 reports is a few summaries, not 200 for every listener. */
const GATHER_MS = 25;
/** Events that can be sent again; who missed more is told to read anew. */
const MOST_KEPT = 1000;
/** So many ids a millisecond that the ids of an earlier process are always below. */
const IDS_A_MS = 1000;

export class EventHub {
  private readonly kept: HubEvent[] = [];
  private readonly listeners = new Set<(event: HubEvent) => void>();
  private readonly changed = new Map<string, CaseView>();
  private timer: NodeJS.Timeout | undefined;
  private readonly first: number;
  private last: number;
  private readonly off: () => void;

  constructor(
    views: CaseViews,
    private readonly now: () => Instant,
  ) {
    this.first = Date.now() * IDS_A_MS;
    this.last = this.first;
    this.off = views.onChange((view) => this.note(view));
  }

  /** The id of the last event; a listener that begins now has missed nothing after it. */
  get lastId(): number {
    return this.last;
  }

  time(): Instant {
    return this.now();
  }

  listen(listener: (event: HubEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Events after `id`; `undefined` when they are no longer known, or were another process's. */
  since(id: number): HubEvent[] | undefined {
    if (!Number.isSafeInteger(id) || id < this.first || id > this.last) return undefined;
    const oldest = this.kept[0]?.id ?? this.last + 1;
    if (id < oldest - 1) return undefined;
    return this.kept.filter((event) => event.id > id);
  }

  close(): void {
    this.off();
    clearTimeout(this.timer);
    this.listeners.clear();
  }

  private note(view: CaseView): void {
    this.changed.set(view.state.caseId, view);
    this.timer ??= setTimeout(() => this.send(), GATHER_MS);
  }

  private send(): void {
    this.timer = undefined;
    const views = [...this.changed.values()];
    this.changed.clear();
    for (const view of views) {
      this.last += 1;
      const event = { id: this.last, case: summaryOf(view) };
      this.kept.push(event);
      for (const listener of this.listeners) listener(event);
    }
    this.kept.splice(0, this.kept.length - MOST_KEPT);
  }
}
