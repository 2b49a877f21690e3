/**
 * Checks a whole record by its seals: every stream's chain, every leaf of the log against its line, every checkpoint that
 * was ever kept, and who signed it. Offline, and with nothing of ours but this; single cases are `verify-record.ts`.
 */
import { sha256Hex } from '../canonical.js';
import { lineHash, parseLine, verifyChain } from '../entry.js';
import type { Entry } from '../entry.js';
import { openCheckpoint, parseCheckpoint } from '../seal/checkpoint.js';
import { cosignedAt } from '../seal/cosignature.js';
import { Believed } from '../seal/keys.js';
import { NoteFault, parseNote, parseVerifierKey } from '../seal/note.js';
import type { VerifierKey } from '../seal/note.js';
import { SealedLog } from '../seal/sealed-log.js';
import { COSIGNATURES, isSealed, NotALog, SEAL_KEYS, sealBody, SEALS } from '../seal/streams.js';
import type { CosignatureBody } from '../seal/streams.js';
import type { Fault } from './fault.js';
import type { StoredStream } from './stored-stream.js';

/** A record as it lies somewhere, stream by stream. */
export interface StoredRecord {
  streams: readonly string[];
  stream(name: string): Promise<StoredStream>;
  objects: readonly string[];
  /** `undefined` where it cannot be read. */
  object(hash: string): Promise<string | undefined>;
}

export interface StoreChecked {
  step: 'chains' | 'objects' | 'log' | 'lines' | 'signatures' | 'witnesses' | 'checkpoints';
  says: string;
  faults: Fault[];
}

/** What the reader knows from elsewhere. */
export interface Known {
  /** Verifier keys of the log. */
  keys?: readonly string[];
  /** Checkpoints of it, as notes, by where they were found. */
  checkpoints?: Readonly<Record<string, string>>;
}

/** A line is sealed within minutes: one that is older than the last seal by this and stands in none was put there. */
const UNSEALED_MS = 3_600_000;

/** Between the instant that a checkpoint says and that of its line. */
const APART_MS = 60_000;

export async function verifyStore(record: StoredRecord, known: Known = {}): Promise<StoreChecked[]> {
  const check = new StoreCheck(record, known);
  return await check.all();
}

interface Kept {
  seq: number;
  note: string;
}

class StoreCheck {
  private readonly log = new SealedLog();
  private readonly checkpoints: Kept[] = [];

  constructor(
    private readonly record: StoredRecord,
    private readonly known: Known,
  ) {}

  async all(): Promise<StoreChecked[]> {
    const log = await this.readLog();
    const [chains, lines] = await this.readStreams();
    return [
      chains,
      await this.objects(),
      log,
      lines,
      this.signatures(),
      await this.witnesses(),
      ...(this.known.checkpoints ? [this.elsewhere(this.known.checkpoints)] : []),
    ];
  }

  /** What can be read of it; the rest of the steps take it as far as it goes. */
  private async readLog(): Promise<StoreChecked> {
    const faults: Fault[] = [];
    for (const entry of await this.entries(SEAL_KEYS)) this.log.foldKey(entry);
    for (const entry of await this.entries(SEALS)) {
      try {
        this.log.fold(entry);
        this.keep(entry, faults);
      } catch (error) {
        if (!(error instanceof NotALog) && !(error instanceof NoteFault)) throw error;
        faults.push({ where: `${SEALS}, entry ${entry.seq}`, says: error.message });
        break;
      }
    }
    const { latest, tree } = this.log;
    if (!latest) faults.push({ where: SEALS, says: 'There is no checkpoint: nothing of this record is sealed.' });
    const says = `${tree.size} leaves, and the roots of ${this.checkpoints.length} checkpoints are theirs; the last is of ${latest?.size ?? 0} leaves, signed ${latest?.at ?? 'never'}.`;
    return { step: 'log', says, faults };
  }

  private keep(entry: Entry, faults: Fault[]): void {
    const body = sealBody(entry);
    if (body.type !== 'checkpoint') return;
    this.checkpoints.push({ seq: entry.seq, note: body.note });
    const { at = '' } = this.log.latest ?? {};
    if (Math.abs(Date.parse(at) - Date.parse(entry.recordedAt)) <= APART_MS) return;
    const says = `It says that it was written ${entry.recordedAt}, and its checkpoint that it was signed ${at}.`;
    faults.push({ where: `${SEALS}, entry ${entry.seq}`, says });
  }

  private async entries(stream: string): Promise<Entry[]> {
    if (!this.record.streams.includes(stream)) return [];
    return (await this.record.stream(stream)).lines.map((line) => parseLine(line) as Entry);
  }

  private async readStreams(): Promise<[StoreChecked, StoreChecked]> {
    const chains: Fault[] = [];
    const lines: Fault[] = [];
    const counts = { all: 0, sealed: 0, passedOver: 0 };
    for (const stream of this.record.streams) {
      const stored = await this.record.stream(stream);
      chains.push(...stored.faults.map((says) => ({ where: stream, says })));
      const broken = verifyChain(stream, stored.lines);
      if (broken !== undefined) chains.push({ where: broken.split(':')[0] ?? stream, says: broken });
      counts.all += stored.lines.length;
      counts.passedOver += stored.passedOver;
      if (isSealed(stream)) counts.sealed += this.compare(stream, stored.lines, lines);
    }
    const missing = this.log.streams().filter((stream) => !this.record.streams.includes(stream));
    lines.push(
      ...missing.map((stream) => ({ where: stream, says: 'The log has lines of this stream, and it is not here.' })),
    );
    const over =
      counts.passedOver === 0
        ? ''
        : ` ${counts.passedOver} more are what interrupted or slower writes left, and count for nothing.`;
    return [
      {
        step: 'chains',
        says: `${counts.all} lines of ${this.record.streams.length} streams are canonical, numbered without a gap, and each names the hash of the one before.${over}`,
        faults: chains,
      },
      {
        step: 'lines',
        says: `${counts.sealed} lines are in the log, each as it was sealed, and none is missing. Those that are newer than the last seal: ${this.unsealed}.`,
        faults: lines,
      },
    ];
  }

  private unsealed = 0;

  /** How many of the lines are leaves. */
  private compare(stream: string, lines: readonly string[], faults: Fault[]): number {
    const end = this.log.endOf(stream);
    const last = Date.parse(this.log.latest?.at ?? '');
    for (const [index, line] of lines.entries()) {
      const seq = index + 1;
      const where = `${stream}, entry ${seq}`;
      const leaf = this.log.indexOf(stream, seq);
      if (leaf === undefined) {
        this.unsealed += 1;
        const { recordedAt } = parseLine(line) as Entry;
        if (last - Date.parse(recordedAt) > UNSEALED_MS) {
          faults.push({
            where,
            says: `It says ${recordedAt} and is in no seal, though the last is of ${this.log.latest?.at ?? ''}.`,
          });
        }
      } else if (this.log.leaf(leaf).hash !== lineHash(line)) {
        faults.push({ where, says: 'It is not what was sealed.' });
      }
    }
    if (end > lines.length) {
      const says =
        end === lines.length + 1
          ? 'It was sealed and is not here.'
          : `It and those up to entry ${end} were sealed and are not here.`;
      faults.push({ where: `${stream}, entry ${lines.length + 1}`, says });
    }
    return Math.min(end, lines.length);
  }

  private async objects(): Promise<StoreChecked> {
    const faults: Fault[] = [];
    for (const hash of this.record.objects) {
      const text = await this.record.object(hash);
      if (text === undefined || sha256Hex(text) !== hash) {
        faults.push({ where: `object ${hash}`, says: 'It is not what its name says.' });
      }
    }
    return { step: 'objects', says: `${this.record.objects.length} objects are what their hashes say.`, faults };
  }

  private signatures(): StoreChecked {
    const faults: Fault[] = [];
    const { known } = this;
    const believed = new Believed(this.log.keys, known.keys?.map(parseVerifierKey));
    for (const { seq, note } of this.checkpoints) {
      const parsed = parseNote(note);
      const { size, origin } = parseCheckpoint(parsed.text);
      const says =
        believed.judge(parsed, size) ??
        (this.log.keys.some(({ key }) => key.name === origin)
          ? undefined
          : `It is of the log ${origin}, which this is not.`);
      if (says !== undefined) faults.push({ where: `${SEALS}, entry ${seq}`, says });
    }
    const ids = this.log.keys.map(({ key, to }) => `${key.keyId}${to === undefined ? '' : ' (ended)'}`).join(', ');
    const ask = known.keys ? '' : ' Whether the first is the log’s, ask those who published it.';
    const says = `${this.checkpoints.length} checkpoints are signed by a key that was in force for them: ${ids}.${ask}`;
    return { step: 'signatures', says, faults };
  }

  private async witnesses(): Promise<StoreChecked> {
    const faults: Fault[] = [];
    const names = new Set<string>();
    const entries = await this.entries(COSIGNATURES);
    for (const { seq, body } of entries) {
      const { type, note, verifier } = (body ?? {}) as Partial<CosignatureBody>;
      const where = `${COSIGNATURES}, entry ${seq}`;
      const says = judged(() => {
        if (type !== 'cosignature') return 'It is no cosignature.';
        const [parsed, key] = [parseNote(String(note)), parseVerifierKey(String(verifier))];
        names.add(key.name);
        if (cosignedAt(parsed, key) === undefined) return 'The witness that it names has not signed it.';
        return this.isOurs(parsed.text);
      });
      if (says !== undefined) faults.push({ where, says });
    }
    const says = `${entries.length} cosignatures of ${names.size} witnesses are over checkpoints of this very log.`;
    return { step: 'witnesses', says, faults };
  }

  private elsewhere(checkpoints: Readonly<Record<string, string>>): StoreChecked {
    const keys: VerifierKey[] = this.log.keys.map(({ key }) => key);
    const faults = Object.entries(checkpoints).flatMap(([where, note]) => {
      const says = judged(() => this.isOurs(openCheckpoint(note, keys).note.text));
      return says === undefined ? [] : [{ where, says }];
    });
    const says = `${Object.keys(checkpoints).length} checkpoints that were kept elsewhere are of this very log.`;
    return { step: 'checkpoints', says, faults };
  }

  private isOurs(text: string): string | undefined {
    const { size, root } = parseCheckpoint(text);
    const { tree } = this.log;
    if (size > tree.size) return `The log had ${size} leaves then, and has ${tree.size} now: it was cut.`;
    return tree.root(size).equals(root) ? undefined : `The first ${size} leaves were others then: there are two logs.`;
  }
}

function judged(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    if (error instanceof NoteFault) return error.message;
    throw error;
  }
}
