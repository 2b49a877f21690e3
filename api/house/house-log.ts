/** The API's own entries in the record's stream `house`, and what of them is asked for again. */
import { instant, ms } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { Entry } from '../../record/entry.js';
import { RecordUnavailable } from '../../record/record-store.js';
import type { RecordStore } from '../../record/record-store.js';
import type { Log } from '../log/log.js';
import { HOUSE } from './house-entries.js';
import { ALARM_AT, RefusalAlarms } from './refusal-alarms.js';
import type {
  AfterClosure,
  Announced,
  Asking,
  AttemptsRefused,
  BundleVerified,
  CaseDisturbed,
  CaseRecovered,
  Exported,
  HouseBody,
  RefusedAttempt,
  RoutineHeld,
  Signalled,
  SignedIn,
  TestAsked,
} from './house-entries.js';

const MINUTE = 60_000;
/** RULES 6. */
const MOST_A_MINUTE = 10;
/** Actors watched at once; a flood from more addresses than that pushes out the oldest, counted before it goes. */
const MOST_ACTORS = 1000;
/** Entries kept for a record that is away; beyond it the oldest are in the process's log only. */
const MOST_WAITING = 1000;
const LOOK_EVERY_MS = 5000;

const keyOf = ({ office, person, keyHash, address }: Asking): string =>
  JSON.stringify([office, person, keyHash, address]);

interface Window {
  asking: Asking;
  since: Instant;
  count: number;
}

export interface HouseLogOptions {
  store: RecordStore;
  now: () => Instant;
  log: Log;
}

export class HouseLog {
  private readonly windows = new Map<string, Window>();
  private readonly refusals = new Map<string, RefusedAttempt>();
  private readonly signals = new Map<string, Signalled>();
  /** Keys of what is entered once. */
  private readonly once = new Set<string>();
  private readonly recovered = new Map<string, CaseRecovered>();
  private readonly alarms = new RefusalAlarms();
  private waiting: HouseBody[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly options: HouseLogOptions) {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  /** Folds an entry that the following delivered. */
  fold = (entry: Entry): void => {
    if (entry.stream !== HOUSE) return;
    const body = entry.body as HouseBody;
    // Only a caller's own Idempotency-Key can come again.
    if (body.type === 'refused' && body.command) this.refusals.set(body.command.commandId, body);
    if (body.type === 'signalled') this.signals.set(body.command.commandId, body);
    if ('key' in body) this.once.add(body.key);
    if (body.type === 'case-recovered') this.recovered.set(body.command.commandId, body);
  };

  /** Answers the entry's number; none where it is only counted, or where the record is away. */
  async refused(body: RefusedAttempt | AfterClosure): Promise<number | undefined> {
    const window = await this.windowOf(body.asking);
    window.count += 1;
    await this.alarm(body);
    return window.count > MOST_A_MINUTE ? undefined : await this.append(body);
  }

  /** RULES 6: the third within ten minutes by one actor alerts, at most once an hour. */
  private async alarm({ asking, detail, at }: RefusedAttempt | AfterClosure): Promise<void> {
    const since = this.alarms.note(keyOf(asking), at);
    if (since === undefined) return;
    const who = asking.office ?? asking.address ?? `an unknown key (${asking.keyHash ?? ''}…)`;
    await this.enter({ type: 'attempts-refused', at, who, count: ALARM_AT, since, last: detail });
  }

  /** Answers the entry's number; none where the record is away. */
  async enter(
    body: AttemptsRefused | RoutineHeld | TestAsked | Announced | CaseRecovered | SignedIn,
  ): Promise<number | undefined> {
    return await this.append(body);
  }

  /**
   * Enters it once, however many processes find it and however often.
   * @throws {RecordUnavailable} whoever found it finds it again
   */
  async enterOnce(body: CaseDisturbed | BundleVerified | Exported): Promise<void> {
    if (this.once.has(body.key)) return;
    const once = (): typeof body | undefined => (this.once.has(body.key) ? undefined : body);
    const entry = await this.options.store.appendNext(HOUSE, once, this.fold);
    if (entry) this.fold(entry);
  }

  recoveryOf(commandId: string): CaseRecovered | undefined {
    return this.recovered.get(commandId);
  }

  async signalled(body: Signalled): Promise<void> {
    this.signals.set(body.command.commandId, body);
    await this.append(body);
  }

  refusalOf(commandId: string): RefusedAttempt | undefined {
    return this.refusals.get(commandId);
  }

  signalOf(commandId: string): Signalled | undefined {
    return this.signals.get(commandId);
  }

  /** Enters the counts that are open. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    for (const [key, window] of this.windows) await this.count(key, window);
    await this.look();
  }

  private async look(): Promise<void> {
    const now = ms(this.options.now());
    for (const [key, window] of this.windows) {
      if (now - ms(window.since) >= MINUTE) await this.count(key, window);
    }
    const late = this.waiting;
    this.waiting = [];
    for (const body of late) await this.append(body);
  }

  private async windowOf(asking: Asking): Promise<Window> {
    const key = keyOf(asking);
    const now = this.options.now();
    const before = this.windows.get(key);
    if (before && ms(now) - ms(before.since) < MINUTE) return before;
    if (before) await this.count(key, before);
    const window = { asking, since: now, count: 0 };
    this.windows.set(key, window);
    for (const [oldest, one] of this.windows) {
      if (this.windows.size <= MOST_ACTORS) break;
      await this.count(oldest, one);
    }
    return window;
  }

  private async count(key: string, { asking, since, count }: Window): Promise<void> {
    this.windows.delete(key);
    const more = count - MOST_A_MINUTE;
    if (more <= 0) return;
    const to = instant(Math.max(ms(since), Math.min(ms(since) + MINUTE, ms(this.options.now()))));
    await this.append({ type: 'refused-count', asking, from: since, to, count: more });
  }

  private async append(body: HouseBody): Promise<number | undefined> {
    try {
      return (await this.options.store.appendNext(HOUSE, () => body, this.fold))?.seq;
    } catch (error) {
      if (!(error instanceof RecordUnavailable)) throw error;
      this.options.log.error({ err: error, entry: body }, 'An entry of the house waits for the record');
      this.waiting = [...this.waiting.slice(1 - MOST_WAITING), body];
      return undefined;
    }
  }
}
