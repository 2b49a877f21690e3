/**
 * The whole log as the streams `seals` and `seal-keys` hold it: its tree, which line each leaf is of, its keys, and its
 * latest checkpoint. About 100 bytes of memory a leaf; for whoever answers with tiles and proofs, and for the verifier.
 */
import type { Entry } from '../entry.js';
import { parseCheckpoint } from './checkpoint.js';
import type { Checkpoint } from './checkpoint.js';
import { HashList } from './hash-list.js';
import { withSealKey } from './keys.js';
import type { SealKey } from './keys.js';
import { hashOfLeaf } from './leaf.js';
import type { Leaf } from './leaf.js';
import { parseNote } from './note.js';
import { isSealed, NotALog, SEAL_KEYS, sealBody, sealKeyBody } from './streams.js';
import type { LeafRun, SealKeyBody } from './streams.js';
import { LogTree } from './tree.js';

interface Run {
  stream: string;
  seq: number;
  count: number;
  /** Of its first leaf. */
  index: number;
}

export interface Sealed extends Checkpoint {
  note: string;
}

export class SealedLog {
  readonly tree = new LogTree();
  /** As the log now knows them: those of which the entry is a leaf. */
  keys: readonly SealKey[] = [];
  latest: Sealed | undefined;
  private readonly lines = new HashList();
  private readonly runs: Run[] = [];
  private readonly byStream = new Map<string, Run[]>();
  private readonly keyEntries = new Map<number, SealKeyBody>();

  /** An entry of `seal-keys`, before the entry of `seals` that has it as a leaf. */
  foldKey(entry: Entry): void {
    const body = sealKeyBody(entry);
    if (!body) return;
    this.keyEntries.set(entry.seq, body);
    const index = this.indexOf(SEAL_KEYS, entry.seq);
    if (index !== undefined) this.keys = withSealKey(this.keys, body, index);
  }

  /** The next entry of `seals`. @throws {NotALog} where it does not go on from those before */
  fold(entry: Entry): void {
    const body = sealBody(entry);
    if (body.type === 'leaves') for (const run of body.leaves) this.append(run, entry.seq);
    else this.latest = this.checked(body.note, entry.seq);
  }

  private append({ stream, seq, hashes }: LeafRun, at: number): void {
    if (!isSealed(stream)) throw new NotALog(at, `Entry ${at} seals ${stream}, which is not sealed.`);
    const end = this.endOf(stream);
    if (seq !== end + 1) throw new NotALog(at, `Entry ${at} seals entry ${seq} of ${stream} after entry ${end}.`);
    const run: Run = { stream, seq, count: hashes.length, index: this.tree.size };
    this.runs.push(run);
    const ofStream = this.byStream.get(stream);
    if (ofStream) ofStream.push(run);
    else this.byStream.set(stream, [run]);
    for (const [place, hash] of hashes.entries()) {
      this.tree.append(hashOfLeaf({ stream, seq: seq + place, hash }));
      this.lines.push(Buffer.from(hash, 'hex'));
      const key = stream === SEAL_KEYS ? this.keyEntries.get(seq + place) : undefined;
      if (key) this.keys = withSealKey(this.keys, key, run.index + place);
    }
  }

  private checked(note: string, at: number): Sealed {
    const checkpoint = parseCheckpoint(parseNote(note).text);
    if (checkpoint.size !== this.tree.size) {
      throw new NotALog(at, `The checkpoint of ${checkpoint.size} leaves stands where the log has ${this.tree.size}.`);
    }
    if (!checkpoint.root.equals(this.tree.root())) {
      throw new NotALog(at, `The checkpoint of ${checkpoint.size} leaves has another root than they have.`);
    }
    return { ...checkpoint, note };
  }

  /** The last entry of a stream that is a leaf; 0 where none is. */
  endOf(stream: string): number {
    const last = this.byStream.get(stream)?.at(-1);
    return last ? last.seq + last.count - 1 : 0;
  }

  streams(): string[] {
    return [...this.byStream.keys()];
  }

  indexOf(stream: string, seq: number): number | undefined {
    const runs = this.byStream.get(stream) ?? [];
    const run = lastBefore(runs, (one) => one.seq <= seq);
    return run && seq < run.seq + run.count ? run.index + seq - run.seq : undefined;
  }

  /** @throws {RangeError} */
  leaf(index: number): Leaf {
    const hash = this.lines.at(index).toString('hex');
    const { stream, seq, index: first } = lastBefore(this.runs, (one) => one.index <= index) as Run;
    return { stream, seq: seq + index - first, hash };
  }

  /** Leaves of a stream among the first `size`, in their order. */
  runsOf(stream: string, size: number = this.tree.size): Run[] {
    return (this.byStream.get(stream) ?? []).flatMap((run) => {
      const count = Math.min(run.count, size - run.index);
      return count > 0 ? [{ ...run, count }] : [];
    });
  }
}

/** The last of which it is true, where it is true of all before it. */
function lastBefore<T>(sorted: readonly T[], isBefore: (one: T) => boolean): T | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(sorted[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}
