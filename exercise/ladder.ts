/**
 * The ladder: follows the cases of an exercise as any client of the API can, and prints what happens line by line.
 * Entries of all cases go out in the order in which they were decided; acknowledgements and decisions that come
 * together become one line.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseEntryBody } from '../domain/case/entry-body.js';
import { ms } from '../domain/instant.js';
import type { Instant, Span } from '../domain/instant.js';
import { Unreachable } from './api-client.js';
import type { ApiClient } from './api-client.js';
import { casesOf, summary, timelineOf } from './ladder-source.js';
import type { TimelineEntry } from './ladder-source.js';
import { toldBy } from './ladder-told.js';
import { dutySentences, joined, sentence } from './ladder-words.js';
import type { Glossary } from './ladder-words.js';
import { clock } from './ladder-lines.js';
import type { Row } from './ladder-lines.js';

export interface LadderOptions {
  client: ApiClient;
  glossary: Omit<Glossary, 'at' | 'shown'>;
  /** The exercise's clock counts from here; absent: each case's from its own first violation. */
  startAt?: Instant;
  speed: number;
  /** What was decided before is not printed. */
  since: Instant;
  print: (row: Row) => void;
  signal: AbortSignal;
}

/** How long entries are gathered, so that those of one moment come in order and together. */
const GATHER_MS = 150;
/** Before connecting again to an API that went away. */
const PAUSE_MS = 300;

export class Ladder {
  private readonly seen = new Map<string, number>();
  /** Cases that changed, with their sectors. */
  private readonly dirty = new Map<string, string>();
  private readonly firstViolations = new Map<string, Instant>();

  constructor(private readonly options: LadderOptions) {}

  /** Until the signal; an API that goes away is waited for. */
  async follow(): Promise<void> {
    const { signal } = this.options;
    const printing = this.printOften();
    while (!signal.aborted) {
      try {
        await this.listen();
      } catch (error) {
        if (!(error instanceof Unreachable) && !signal.aborted) throw error;
      }
      await pause(PAUSE_MS, signal);
    }
    await printing;
  }

  /** The stream only says that a case changed; what happened is read from its timeline. */
  private async listen(): Promise<void> {
    const { client, signal } = this.options;
    for (const { caseId, sector } of await casesOf(client)) this.dirty.set(caseId, sector);
    for await (const { event, data } of client.events(undefined, signal)) {
      if (event !== 'case') continue;
      const { caseId, sector } = summary.parse(JSON.parse(data));
      this.dirty.set(caseId, sector);
    }
  }

  private async printOften(): Promise<void> {
    const { signal } = this.options;
    while (!signal.aborted) {
      await pause(GATHER_MS, signal);
      try {
        await this.printNew();
      } catch (error) {
        if (!(error instanceof Unreachable) && !signal.aborted) throw error;
      }
    }
  }

  private async printNew(): Promise<void> {
    const changed = [...this.dirty];
    this.dirty.clear();
    const news: TimelineEntry[] = [];
    for (const [caseId, sector] of changed) {
      try {
        const seen = this.seen.get(caseId) ?? 0;
        const entries = await timelineOf(this.options.client, caseId, sector, seen);
        this.seen.set(caseId, entries.at(-1)?.seq ?? seen);
        news.push(...entries);
      } catch (error) {
        // Asked for again once the API is back.
        this.dirty.set(caseId, sector);
        throw error;
      }
    }
    for (const { caseId, body } of news) {
      const first = firstViolationOf(body);
      if (first !== undefined) this.firstViolations.set(caseId, first);
    }
    const fresh = news.filter(({ body }) => body.decidedAt >= this.options.since);
    fresh.sort((a, b) => (a.body.decidedAt < b.body.decidedAt ? -1 : 1));
    for (const row of together(fresh.flatMap((entry) => this.rowOf(entry)))) this.options.print(row);
  }

  private rowOf({ body, caseId, sector }: TimelineEntry): Row[] {
    const { glossary, speed } = this.options;
    const startAt = this.options.startAt ?? this.firstViolations.get(caseId) ?? body.at;
    const shown = (span: Span): Span => span * speed;
    const words: Glossary = { ...glossary, shown, at: (at) => clock(shown(ms(at) - ms(startAt))) };
    const sentences = [
      ...body.events.flatMap((event) => sentence(event, words) ?? []),
      ...dutySentences(body.events, words),
    ];
    const told = toldBy(body.events);
    if (sentences.length === 0 && told.length === 0) return [];
    return [
      {
        virtual: shown(ms(body.at) - ms(startAt)),
        real: ms(body.decidedAt) - ms(startAt),
        ...(body.cause.kind === 'due' ? { lateness: body.cause.latenessMs } : {}),
        place: sector,
        sentences,
        told,
      },
    ];
  }
}

/** Rows of one case that came one after another and say the same of others: one row. */
export function together(rows: readonly Row[]): Row[] {
  const found: Row[] = [];
  for (const row of rows) {
    const before = found.at(-1);
    const both = before && before.place === row.place ? bothOf(before, row) : undefined;
    if (both) found[found.length - 1] = both;
    else found.push(row);
  }
  return found;
}

function bothOf(a: Row, b: Row): Row | undefined {
  const [one, ...moreOfA] = a.sentences;
  const [other, ...moreOfB] = b.sentences;
  if (!one || !other || moreOfA.length > 0 || moreOfB.length > 0) return undefined;
  const said = joined(one, other);
  return said && { ...a, sentences: [said], told: [...a.told, ...b.told] };
}

function firstViolationOf(body: CaseEntryBody): Instant | undefined {
  const event = body.events.find((one) => one.type === 'first-violation-set');
  return event?.type === 'first-violation-set' ? event.at : undefined;
}

async function pause(span: Span, signal: AbortSignal): Promise<void> {
  try {
    await sleep(span, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
