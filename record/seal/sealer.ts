/**
 * Seals a record: enters what is new as leaves, and then, when that is on the disk, a signed checkpoint. Any number of
 * processes may do it at once: what the log is was settled by the stream `seals` before anything is signed, so none of
 * them ever signs what another has otherwise, and one that is killed leaves nothing to be mended.
 */
import { createHash, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Entry } from '../entry.js';
import type { Following, RecordStore } from '../record-store.js';
import { signCheckpoint } from './checkpoint.js';
import { inForce, isSameKey } from './keys.js';
import { LogEnd } from './log-end.js';
import { formatVerifierKey, parseVerifierKey, verifierOf } from './note.js';
import { Pending } from './pending.js';
import { NotALog, SEAL_KEYS, sealKeyBody, SEALS } from './streams.js';
import type { SealBody, SealKeyBody } from './streams.js';

/** Between checkpoints of a log to which nothing came. */
const IDLE_MS = 3_600_000;

const SETTLE_MS = 2000;

export interface SealerParts {
  store: RecordStore;
  agreement: string;
  /** Ed25519; the first is the key that seals, others are those before it, which vouch for it. */
  keys: readonly KeyObject[];
  /** Milliseconds since 1970. */
  clock: () => number;
  /** For tests. */
  settleMs?: number;
}

export interface SealRound {
  /** Leaves of the log. */
  size: number;
  /** Of them new in this round. */
  added: number;
  /** Whether a checkpoint was signed; none is due where nothing is new and no case is open, but every hour. */
  signed: boolean;
  openCases: number;
  /** Streams that hold something else than what was sealed of them; nothing more of them is sealed. */
  rewritten: string[];
}

/** The key that this process has was ended by an entry: another one seals now. */
export class SealKeyOver extends Error {
  constructor(keyId: string) {
    super(`The seal key ${keyId} was ended; this process needs the one that took its place.`);
    this.name = 'SealKeyOver';
  }
}

export class Sealer {
  private readonly keyEntries = new Map<number, SealKeyBody>();
  private readonly end = new LogEnd((seq) => this.keyEntries.get(seq));
  private readonly pending: Pending;
  private readonly readSeals: () => Promise<Entry[]>;
  private readonly readKeys: () => Promise<Entry[]>;
  private following: Following | undefined;
  /** The stream was altered, and what is known of the log is worth nothing: only a new start looks again. */
  private broken: NotALog | undefined;

  private constructor(private readonly parts: SealerParts) {
    this.pending = new Pending(parts.clock, parts.settleMs ?? SETTLE_MS);
    this.readSeals = parts.store.reader(SEALS);
    this.readKeys = parts.store.reader(SEAL_KEYS);
  }

  /** Reads the whole record once. @throws {RecordUnavailable | NotALog} */
  static async open(parts: SealerParts): Promise<Sealer> {
    const sealer = new Sealer(parts);
    await sealer.readOn();
    sealer.following = await parts.store.follow(
      (entry) => sealer.pending.take(entry, sealer.end.ends.get(entry.stream)?.seq ?? 0),
      // It seals once a minute: what was written meanwhile is read in few looks rather than one a line.
      { unhurried: true },
    );
    return sealer;
  }

  close(): void {
    this.following?.close();
  }

  /** @throws {RecordUnavailable | NotALog | SealKeyOver} */
  async seal(): Promise<SealRound> {
    if (this.broken) throw this.broken;
    await this.readOn();
    await this.enterKeys();
    const before = this.end.frontier.size;
    while (await this.append(() => this.nextLeaves()));
    const signed = await this.append(() => this.nextCheckpoint());
    const { size } = this.end.frontier;
    const { openCases, rewritten } = this.pending;
    return { size, added: size - before, signed, openCases, rewritten: [...rewritten].sort() };
  }

  private async readOn(): Promise<void> {
    // Keys first: a leaf of theirs is only ever read after its entry.
    for (const entry of await this.readKeys()) this.foldKey(entry);
    for (const entry of await this.readSeals()) this.fold(entry);
  }

  private foldKey(entry: Entry): void {
    const body = sealKeyBody(entry);
    if (body) this.keyEntries.set(entry.seq, body);
  }

  private fold(entry: Entry): void {
    try {
      this.end.fold(entry);
    } catch (error) {
      if (error instanceof NotALog) this.broken = error;
      throw error;
    }
  }

  /**
   * The first key begins where it has not; those that began before it and are not given any more end. Nothing is ever
   * begun anew: while processes are restarted one after the other some still have the old ones.
   */
  private async enterKeys(): Promise<void> {
    const next = (): SealKeyBody | undefined => {
      const at = new Date(this.parts.clock()).toISOString();
      const bodies = [...this.keyEntries.values()];
      const own = this.parts.keys.map((key) => formatVerifierKey(verifierOf(this.origin(), key)));
      const [current = ''] = own;
      const begun = bodies.findIndex(({ type, key }) => type === 'seal-key' && key === current);
      const over = new Set(bodies.flatMap(({ type, key }) => (type === 'seal-key-ended' ? [key] : [])));
      if (over.has(current)) throw new SealKeyOver(parseVerifierKey(current).keyId);
      if (begun < 0) return { type: 'seal-key', at, key: current };
      const older = bodies.slice(0, begun).flatMap(({ type, key }) => (type === 'seal-key' ? [key] : []));
      const ends = older.find((key) => !over.has(key) && !own.includes(key));
      return ends === undefined ? undefined : { type: 'seal-key-ended', at, key: ends };
    };
    for (;;) {
      const entry = await this.enter(SEAL_KEYS, next, (read) => this.foldKey(read));
      if (!entry) break;
      this.pending.isSure(entry);
    }
    await this.following?.catchUp(SEAL_KEYS);
  }

  /** The name of the log: that of its first key, for all its life. */
  private origin(): string {
    const [first] = this.keyEntries.values();
    if (first) return parseVerifierKey(first.key).name;
    const der = createPublicKey(this.parts.keys[0] as KeyObject).export({ type: 'spki', format: 'der' });
    const id = createHash('sha256').update(der).digest('hex').slice(0, 16);
    return `holdfire/${this.parts.agreement}/${id}`;
  }

  private nextLeaves(): SealBody | undefined {
    const leaves = this.pending.next(this.end.ends, SEAL_KEYS);
    return leaves.length === 0 ? undefined : { type: 'leaves', leaves };
  }

  private nextCheckpoint(): SealBody | undefined {
    const { frontier, latest, keys } = this.end;
    const now = this.parts.clock();
    const isDue =
      latest === undefined ||
      latest.size < frontier.size ||
      this.pending.openCases > 0 ||
      now - Date.parse(latest.at ?? '') >= IDLE_MS;
    const may = inForce(keys, frontier.size);
    const origin = this.origin();
    const signers = this.parts.keys.filter((key) => may.some((one) => isSameKey(one, verifierOf(origin, key))));
    // The entry that begins the key is not a leaf yet: with the next round.
    if (!isDue || signers.length === 0) return undefined;
    const at = new Date(now).toISOString();
    return {
      type: 'checkpoint',
      note: signCheckpoint({ origin, size: frontier.size, root: frontier.root(), at }, signers),
    };
  }

  /** Whether something was entered. */
  private async append(make: () => SealBody | undefined): Promise<boolean> {
    return (await this.enter(SEALS, make, (entry) => this.fold(entry))) !== undefined;
  }

  /** What is thrown in the store's turn would be taken for a fault of the disk. */
  private async enter<Body>(
    stream: string,
    make: () => Body | undefined,
    fold: (entry: Entry) => void,
  ): Promise<Entry | undefined> {
    const thrown: unknown[] = [];
    const guarded = <T>(work: () => T): T | undefined => {
      if (thrown.length > 0) return undefined;
      try {
        return work();
      } catch (error) {
        thrown.push(error);
        return undefined;
      }
    };
    const entry = await this.parts.store.appendNext(
      stream,
      () => guarded(make),
      (read) => guarded(() => fold(read)),
    );
    if (entry) guarded(() => fold(entry));
    if (thrown.length > 0) throw thrown[0];
    return entry;
  }
}
