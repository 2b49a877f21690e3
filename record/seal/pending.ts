/** Lines that are not in the log yet, by stream, as a following delivers them; and whether any case is open. */
import { entryLine, FIRST_PREV, lineHash } from '../entry.js';
import type { Entry } from '../entry.js';
import { isSealed } from './streams.js';
import type { LeafRun } from './streams.js';

interface Line {
  seq: number;
  prev: string;
  hash: string;
  /** When it came to be known here, milliseconds since 1970; 0 for what was there long before. */
  seenAt: number;
}

type Ends = ReadonlyMap<string, { seq: number; hash: string }>;

/** Leaves in one entry: a line of about a third of a megabyte. */
const MOST_LEAVES = 5000;

const CASE = 'case/';

export class Pending {
  private readonly lines = new Map<string, Line[]>();
  private readonly open = new Set<string>();
  /** Up to where somebody here made sure of the disk himself. */
  private readonly sure = new Map<string, number>();
  /** Streams that hold something else than what was sealed of them. */
  readonly rewritten = new Set<string>();

  /** @param settleMs a line is sealed once it is known for so long: by then its writer is sure of the disk */
  constructor(
    private readonly clock: () => number,
    private readonly settleMs: number,
  ) {}

  get openCases(): number {
    return this.open.size;
  }

  /** Any entry of the record, each once and in the order of its stream. @param sealed the last leaf of its stream */
  take(entry: Entry, sealed: number): void {
    const { stream, seq, prev, recordedAt, body } = entry;
    if (!isSealed(stream)) return;
    if (stream.startsWith(CASE)) this.note(stream, body);
    const known = this.lines.get(stream);
    // The last sealed one is kept to see that it is still what was sealed.
    if (seq < sealed || seq <= (known?.at(-1)?.seq ?? 0)) return;
    const now = this.clock();
    const isOld = now - Date.parse(recordedAt) >= this.settleMs;
    const line = { seq, prev, hash: lineHash(entryLine(entry)), seenAt: isOld ? 0 : now };
    if (known) known.push(line);
    else this.lines.set(stream, [line]);
  }

  private note(stream: string, body: unknown): void {
    const events = (body as { events?: unknown } | null)?.events;
    if (!Array.isArray(events)) return;
    for (const event of events as ({ type?: unknown } | null)[]) {
      if (event?.type === 'case-opened') this.open.add(stream);
      if (event?.type === 'case-closed') this.open.delete(stream);
    }
  }

  /** This process has entered it: it need not be waited for. */
  isSure({ stream, seq }: Entry): void {
    this.sure.set(stream, seq);
  }

  /** The next leaves after those that are in the log, the stream `first` before all others; empty where nothing is new. */
  next(ends: Ends, first: string): LeafRun[] {
    const runs: LeafRun[] = [];
    let left = MOST_LEAVES;
    const names = this.lines.has(first) ? [first, ...this.lines.keys()] : [...this.lines.keys()];
    for (const stream of new Set(names)) {
      if (left === 0) break;
      const hashes = this.follow(stream, ends).slice(0, left);
      if (hashes.length === 0) continue;
      runs.push({ stream, seq: (ends.get(stream)?.seq ?? 0) + 1, hashes });
      left -= hashes.length;
    }
    return runs;
  }

  private follow(stream: string, ends: Ends): string[] {
    const end = ends.get(stream) ?? { seq: 0, hash: FIRST_PREV };
    const lines = this.lines.get(stream) ?? [];
    const at = lines.findIndex(({ seq }) => seq > end.seq);
    const last = lines.find(({ seq }) => seq === end.seq);
    const next = at < 0 ? undefined : lines[at];
    if ((last && last.hash !== end.hash) || (next && next.prev !== end.hash)) {
      this.rewritten.add(stream);
      return [];
    }
    // What is in the log is done with.
    if (at < 0 && last) this.lines.delete(stream);
    else if (at > 0) lines.splice(0, at);
    const settled = this.clock() - this.settleMs;
    const sure = Math.max(end.seq, this.sure.get(stream) ?? 0);
    const fresh = lines.findIndex(({ seq, seenAt }) => seq > sure && seenAt > settled);
    return (at < 0 ? [] : fresh < 0 ? lines : lines.slice(0, fresh)).map(({ hash }) => hash);
  }
}
