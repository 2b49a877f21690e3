/** The round of the watchdog: looks, judges, speaks, shows that it lives. One round after the other, for ever. */
import { setTimeout as sleep } from 'node:timers/promises';
import { instant, SECOND } from '../domain/instant.js';
import type { Span } from '../domain/instant.js';
import { nextAlarms } from './alarms.js';
import type { Alarm } from './alarms.js';
import type { Heartbeat } from './heartbeat.js';
import type { Bounds } from './judge.js';
import type { Journal } from './journal.js';
import type { ServiceManager } from './service-manager.js';
import type { Speaker } from './speaker.js';
import type { WorldEyes } from './world-eyes.js';

/** Together with the bound it is the longest time until something missed is spoken of. */
const LOOK_EVERY: Span = SECOND;
/** So that whoever looks at the journal sees that it lives, while nothing changes. */
const NOTE_EVERY: Span = 10 * SECOND;

export interface WatchParts {
  eyes: readonly WorldEyes[];
  bounds: Bounds;
  journal: Journal;
  speaker: Speaker;
  heartbeat: Heartbeat;
  manager: ServiceManager;
  clock: () => number;
}

export class Watch {
  private alarms: Alarm[];
  private notedAt = -Infinity;
  private isWell = false;
  private saying: Promise<void> = Promise.resolve();

  constructor(private readonly parts: WatchParts) {
    this.alarms = parts.journal.read();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { manager } = this.parts;
    await this.round();
    await manager.ready(this.status());
    while (!signal.aborted) {
      await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      await this.round();
      manager.alive(this.status());
    }
    await manager.stopping();
    await this.saying;
  }

  private async round(): Promise<void> {
    const { eyes, bounds, clock, speaker, journal, heartbeat } = this.parts;
    const found = await Promise.all(
      eyes.map(async (one) => ({ world: one.world, findings: await one.findings(bounds) })),
    );
    const now = instant(clock());
    this.alarms = nextAlarms(this.alarms, found, now, { targets: speaker.names, calm: bounds.due });
    this.isWell = found.every(({ findings }) => findings.length === 0) && eyes.every((one) => one.hasRead);
    const isQuiet = journal.holds(this.alarms) && performance.now() - this.notedAt < NOTE_EVERY;
    if (!isQuiet) {
      this.notedAt = performance.now();
      await journal.write(now, this.isWell, this.alarms);
    }
    // Never waited for: a relay that hangs keeps nobody from looking.
    this.saying = speaker.say(this.alarms, (alarm, place) => this.took(alarm, place));
    heartbeat.beat(this.isWell && this.alarms.every(({ over }) => over));
  }

  /** The alarm may have gone on meanwhile; then its new message is to be taken by itself. */
  private took(said: Alarm, place: string): void {
    this.alarms = this.alarms.map((alarm) => {
      const isSame = alarm.world === said.world && alarm.kind === said.kind && alarm.begun === said.begun;
      if (!isSame || alarm.nth !== said.nth || alarm.over !== said.over) return alarm;
      return { ...alarm, taken: [...alarm.taken, place] };
    });
    // At once: one that is killed now must not say it again.
    void this.parts.journal.write(instant(this.parts.clock()), this.isWell, this.alarms);
  }

  private status(): string {
    const open = this.alarms.filter(({ over }) => !over);
    if (open.length === 0) return 'All is well.';
    return open.map(({ world, kind, count, begun }) => `${world} ${kind}: ${count} since ${begun}`).join('; ');
  }
}
