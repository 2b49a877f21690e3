/** Who watches the log from outside: the witnesses that are listed here, and what they cosigned, kept in the record. */
import type { Instant } from '../../domain/instant.js';
import type { Entry } from '../../record/entry.js';
import { FoldedStream } from '../../record/folded-stream.js';
import type { RecordStore } from '../../record/record-store.js';
import { parseCheckpoint } from '../../record/seal/checkpoint.js';
import { cosignedAt } from '../../record/seal/cosignature.js';
import {
  COSIGNATURE,
  formatNote,
  formatVerifierKey,
  isOf,
  NoteFault,
  parseNote,
  parseVerifierKey,
} from '../../record/seal/note.js';
import type { NoteSignature, SignedNote, VerifierKey } from '../../record/seal/note.js';
import { COSIGNATURES } from '../../record/seal/streams.js';
import type { CosignatureBody } from '../../record/seal/streams.js';

export interface Cosigned {
  verifier: VerifierKey;
  /** Leaves of the log that it saw. */
  size: number;
  /** When, seconds since 1970, by its own clock. */
  seconds: number;
  /** Of the checkpoint. */
  text: string;
  signature: NoteSignature;
}

/** The latest of each witness, by its key. */
type Known = ReadonlyMap<string, Cosigned>;

/** One verifier key a line; empty lines and those that begin with # are passed over. @throws {Error} */
export function witnessesOf(text: string): VerifierKey[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const key = parseVerifierKey(line.trim());
    if (key.algorithm === COSIGNATURE) return [key];
    throw new NoteFault(
      `HOLDFIRE_WITNESSES_FILE, line ${index + 1}: this is no key of a witness; "holdfire witness --key" prints one.`,
    );
  });
}

export class Witnesses {
  private readonly stream: FoldedStream<Known, CosignatureBody>;

  constructor(store: RecordStore) {
    this.stream = new FoldedStream(store, COSIGNATURES, foldCosignature, new Map());
  }

  /** Folds an entry that the following delivered, of whatever stream. */
  fold = (entry: Entry): void => this.stream.fold(entry);

  latestOf(verifier: VerifierKey): Cosigned | undefined {
    return this.stream.state.get(formatVerifierKey(verifier));
  }

  /** Signatures of witnesses over exactly this checkpoint. */
  over(text: string): NoteSignature[] {
    return [...this.stream.state.values()].filter((one) => one.text === text).map(({ signature }) => signature);
  }

  /** Keeps what a witness cosigned; the same once more changes nothing. @throws {RecordUnavailable} */
  async keep(cosigned: Cosigned, at: Instant): Promise<void> {
    const { text, signature } = cosigned;
    const verifier = formatVerifierKey(cosigned.verifier);
    const note = formatNote({ text, signatures: [signature] });
    await this.stream.append((known) => {
      const before = known.get(verifier);
      return before?.text === text ? undefined : { type: 'cosignature', at, verifier, note };
    });
  }
}

/** What one of these witnesses cosigned in a note. */
export function cosignedIn(note: SignedNote, witnesses: readonly VerifierKey[]): Cosigned | undefined {
  for (const verifier of witnesses) {
    const seconds = cosignedAt(note, verifier);
    if (seconds === undefined) continue;
    const signature = note.signatures.find(
      (one) => isOf(one, verifier) && cosignedAt({ ...note, signatures: [one] }, verifier) === seconds,
    );
    if (!signature) continue;
    return { verifier, size: parseCheckpoint(note.text).size, seconds, text: note.text, signature };
  }
  return undefined;
}

function foldCosignature(known: Known, body: CosignatureBody): Known {
  try {
    const cosigned = cosignedIn(parseNote(body.note), [parseVerifierKey(body.verifier)]);
    return cosigned ? new Map(known).set(body.verifier, cosigned) : known;
  } catch (error) {
    // Somebody wrote it past the API: it is no cosignature, and whoever verifies the record says so.
    if (error instanceof NoteFault) return known;
    throw error;
  }
}
