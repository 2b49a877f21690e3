/** Every key that this world knows, by its SHA-256 and by its id: those of the directory, and those that were issued. */
import type { Key } from '../../domain/directory/directory.js';
import type { Instant } from '../../domain/instant.js';
import { isUnconfirmed, notInForce } from '../../domain/keys/decide-key.js';
import { foldKey, NO_KEYS } from '../../domain/keys/key.js';
import type { IssuedKey, KeyBody, Keys, Scope } from '../../domain/keys/key.js';
import type { Entry } from '../../record/entry.js';
import { FoldedStream } from '../../record/folded-stream.js';
import type { RecordStore } from '../../record/record-store.js';
import type { InForceNow } from '../publications/in-force.js';

/** The stream of issued keys; the API alone writes it. */
export const KEYS = 'keys';

export interface KnownKey extends Key {
  scope: Scope;
  /** It counts for no signature yet. */
  unconfirmed: boolean;
  /** Absent for one of the directory, which legal and an administrator published. */
  issued?: IssuedKey;
}

export class Keyring {
  private known: { state: Keys; bySha256: ReadonlyMap<string, IssuedKey> } = { state: NO_KEYS, bySha256: new Map() };

  private constructor(
    private readonly inForce: InForceNow,
    private readonly stream: FoldedStream<Keys, KeyBody>,
  ) {}

  /** @throws {RecordUnavailable} */
  static async open(store: RecordStore, inForce: InForceNow): Promise<Keyring> {
    const stream = new FoldedStream(store, KEYS, foldKey, NO_KEYS);
    await stream.readOn();
    return new Keyring(inForce, stream);
  }

  get state(): Keys {
    return this.stream.state;
  }

  fold = (entry: Entry): void => this.stream.fold(entry);

  append<Body extends KeyBody>(make: (state: Keys) => Body): Promise<Entry<Body> | undefined> {
    return this.stream.append(make);
  }

  /** By the SHA-256, hex, of the key. */
  find(sha256: string): KnownKey | undefined {
    const issued = this.bySha256.get(sha256);
    if (issued) return this.ofIssued(issued);
    const key = this.inForce.keys.get(sha256);
    return key && { ...key, scope: 'all', unconfirmed: false };
  }

  byId(id: string): KnownKey | undefined {
    // A directory that is published later may take the id of an issued key: it confirms nothing by that.
    const issued = Object.hasOwn(this.state.issued, id) ? this.state.issued[id] : undefined;
    return issued ? this.ofIssued(issued) : this.all().find((key) => key.id === id);
  }

  all(): KnownKey[] {
    const ofDirectory = [...this.inForce.keys.values()];
    return [
      ...ofDirectory.map((key): KnownKey => ({ ...key, scope: 'all', unconfirmed: false })),
      ...Object.values(this.state.issued).map((issued) => this.ofIssued(issued)),
    ];
  }

  /** The sentence for one that does not count at `at`. */
  notInForce(key: Key, at: Instant): string | undefined {
    return notInForce(this.state, key, at);
  }

  /** Judged now: an office may have come to sign since the key was issued. */
  private ofIssued(issued: IssuedKey): KnownKey {
    const { everyPlan, offices } = this.inForce;
    return { ...issued, unconfirmed: isUnconfirmed(issued, everyPlan, offices.get(issued.office)), issued };
  }

  private get bySha256(): ReadonlyMap<string, IssuedKey> {
    if (this.known.state !== this.state) {
      const keys = Object.values(this.state.issued);
      this.known = { state: this.state, bySha256: new Map(keys.map((key) => [key.sha256, key])) };
    }
    return this.known.bySha256;
  }
}
