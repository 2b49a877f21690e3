/** The end of the log: what is needed to go on with it, folded from the stream `seals`, and nothing that grows with it. */
import { parseCheckpoint } from './checkpoint.js';
import { Frontier } from './frontier.js';
import { withSealKey } from './keys.js';
import type { SealKey } from './keys.js';
import { hashOfLeaf } from './leaf.js';
import { parseNote } from './note.js';
import type { Sealed } from './sealed-log.js';
import { NotALog, SEAL_KEYS, sealBody } from './streams.js';
import type { LeafRun, SealKeyBody } from './streams.js';
import type { Entry } from '../entry.js';

export class LogEnd {
  readonly frontier = new Frontier();
  /** The last leaf of each stream. */
  readonly ends = new Map<string, { seq: number; hash: string }>();
  /** Those whose entry is a leaf. */
  keys: readonly SealKey[] = [];
  latest: Sealed | undefined;
  private seq = 0;

  /** @param keyEntry an entry of `seal-keys`, by its number */
  constructor(private readonly keyEntry: (seq: number) => SealKeyBody | undefined) {}

  /**
   * Folds the next entry of `seals`; one that is known already changes nothing.
   * @throws {NotALog} where it does not go on from those before: somebody altered the stream
   */
  fold(entry: Entry): void {
    if (entry.seq <= this.seq) return;
    const body = sealBody(entry);
    if (body.type === 'leaves') for (const run of body.leaves) this.append(run, entry.seq);
    else this.take(body.note, entry.seq);
    this.seq = entry.seq;
  }

  private append({ stream, seq, hashes }: LeafRun, at: number): void {
    const end = this.ends.get(stream)?.seq ?? 0;
    if (seq !== end + 1) throw new NotALog(at, `Entry ${at} seals entry ${seq} of ${stream} after entry ${end}.`);
    for (const [place, hash] of hashes.entries()) {
      const key = stream === SEAL_KEYS ? this.keyEntry(seq + place) : undefined;
      if (key) this.keys = withSealKey(this.keys, key, this.frontier.size);
      this.frontier.append(hashOfLeaf({ stream, seq: seq + place, hash }));
    }
    this.ends.set(stream, { seq: seq + hashes.length - 1, hash: hashes.at(-1) as string });
  }

  private take(note: string, at: number): void {
    const checkpoint = parseCheckpoint(parseNote(note).text);
    if (checkpoint.size !== this.frontier.size || !checkpoint.root.equals(this.frontier.root())) {
      throw new NotALog(at, `The checkpoint of entry ${at} is not that of the leaves before it.`);
    }
    this.latest = { ...checkpoint, note };
  }
}
