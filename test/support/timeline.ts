/** A case told as a timeline, in virtual time and without any server: commands at "+h:mm", and who was told what. */
import { BEHAVIOURS } from '../../domain/case/behaviours.js';
import { caseDirectory } from '../../domain/directory/directory.js';
import type { CaseDirectory } from '../../domain/directory/directory.js';
import { instant, ms } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { Actor, BodyOf, Command, CommandKind, ReportBody } from '../../domain/case/commands.js';
import { Play } from '../../domain/case/play.js';
import { newCase } from '../../domain/case/state.js';
import type { Refusal } from '../../domain/refused.js';
import { exampleDirectory, shippedPlan } from './seed.js';

export const T0 = springNight();

/**
 * 2027-03-27T20:00Z, four hours before Kyiv's clocks go forward; once that has passed, the same night of a later year,
 * for the server that skips time cannot go back.
 */
function springNight(): Instant {
  for (let year = 2027; ; year += 1) {
    const end = new Date(Date.UTC(year, 2, 31, 20));
    const saturday = end.getTime() - ((end.getUTCDay() + 1) % 7) * 86_400_000;
    // Clocks change on the last Sunday of March, so the Saturday before it.
    const sunday = saturday + 86_400_000;
    const night = new Date(sunday).getUTCMonth() === 2 ? saturday : saturday - 7 * 86_400_000;
    if (night > Date.now() + 86_400_000) return instant(night);
  }
}

/** Milliseconds of `+24:00` or `-0:10:00.001`. */
export function spanOf(text: string): number {
  const match = /^([+-])(\d+):(\d\d)(?::(\d\d)(?:\.(\d{3}))?)?$/.exec(text);
  if (!match) throw new Error(`No offset: ${text}`);
  const [, sign, hours, minutes, seconds = '0', millis = '0'] = match;
  const span = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(millis);
  return sign === '-' ? -span : span;
}

/** `+24:00`, `+23:59:59.999` after T0. */
export const at = (text: string): Instant => instant(ms(T0) + spanOf(text));

/** The inverse of {@link at}, for readable expectations. */
export const offset = (when: Instant): string => offsetFrom(ms(when) - ms(T0));

export function offsetFrom(signed: number): string {
  const span = Math.abs(signed);
  const [h, m, s, f] = [
    Math.floor(span / 3600e3),
    Math.floor(span / 60e3) % 60,
    Math.floor(span / 1e3) % 60,
    span % 1e3,
  ];
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = s === 0 && f === 0 ? '' : `:${two(s)}${f === 0 ? '' : `.${String(f).padStart(3, '0')}`}`;
  return `${signed < 0 ? '-' : '+'}${h}:${two(m)}${seconds}`;
}

export interface Told {
  at: string;
  topic: string;
  offices: string[];
}

let counter = 0;

export class Timeline {
  readonly play: Play;

  constructor(
    {
      plan: name = 'seed',
      report = {},
      accepted = '+0:10',
      by = 'alert-network-feed',
    }: {
      plan?: string;
      report?: Partial<ReportBody>;
      accepted?: string;
      by?: string;
    } = {},
    readonly directory: CaseDirectory = caseDirectory(exampleDirectory(), T0),
  ) {
    const { plan, planRef } = shippedPlan(name);
    const state = newCase(plan, planRef, directory, 'd'.repeat(64));
    const command = this.command('report', by, accepted, reportBody(report));
    const opening = {
      caseId: 'UA-23-test',
      agreement: 'test',
      scope: 'UA-23',
      exercise: false,
      speed: 1,
      planRef,
      directoryHash: 'd'.repeat(64),
      behaviours: BEHAVIOURS,
    };
    this.play = Play.open(state, opening, command);
  }

  command<K extends CommandKind>(kind: K, office: string, accepted: string, body: BodyOf<K>) {
    counter += 1;
    const when = at(accepted);
    return {
      kind,
      commandId: `command-${String(counter).padStart(6, '0')}`,
      actor: this.actor(office),
      acceptedAt: when,
      at: when,
      body,
    } as Extract<Command, { kind: K }>;
  }

  actor(office: string): Actor {
    const entry = this.directory.offices[office];
    if (!entry) throw new Error(`No office ${office}`);
    return { office, organisation: entry.organisation, person: office, means: 'key', roles: entry.roles };
  }

  /** Lets time pass until `when`, then gives the command at that instant. */
  at<K extends CommandKind>(when: string, office: string, kind: K, body: BodyOf<K>): Refusal | undefined {
    this.play.advanceTo(at(when));
    return this.play.submit(this.command(kind, office, when, body));
  }

  /** Everybody who is asked acknowledges. */
  acknowledgeAll(when: string): void {
    this.play.advanceTo(at(when));
    for (const organisation of Object.keys(this.play.state.awaiting)) {
      const office = Object.entries(this.directory.offices).find(([, one]) => one.organisation === organisation)?.[0];
      if (office) this.play.submit(this.command('acknowledge', office, when, {}));
    }
  }

  /** Every telling so far, in order. */
  told(): Told[] {
    return this.play.entries.flatMap(({ decidedAt, events }) =>
      events.flatMap((event) =>
        event.type === 'told'
          ? [
              {
                at: offset(decidedAt),
                topic: event.matter.facts.topic,
                offices: event.recipients.map(({ office }) => office),
              },
            ]
          : [],
      ),
    );
  }

  /** `+12:00:01 duty-approaching` and so on, without recipients. */
  topics(): string[] {
    return this.told().map(({ at: when, topic }) => `${when} ${topic}`);
  }
}

export function reportBody(change: Partial<ReportBody> = {}): ReportBody {
  return {
    reportKey: 'alert-network/feed/1',
    contentHash: 'c1',
    source: 'feed',
    sourceReportId: '1',
    occurredAt: { earliest: T0, latest: T0 },
    place: { sector: 'UA-23', description: 'Huliaipole' },
    kind: 'shelling',
    description: 'Shelling of the line of contact.',
    standing: 'credible',
    ...change,
  };
}

/** The usual course of RULES' scenarios: verified +2:00, D1 met +13:00, D2 +14:00, all acknowledge within ten minutes. */
export function usual(line: Timeline): void {
  line.acknowledgeAll('+0:15');
  line.at('+2:00', 'watch-kyiv-duty', 'setStanding', { violationId: 'v1', standing: 'verified', text: 'Seen.' });
  line.at('+13:00', 'ua-mfa-duty', 'completeDuty', {
    dutyId: 'D1',
    performedAt: at('+13:00'),
    text: 'Note handed over.',
  });
  line.at('+14:00', 'ua-general-staff-duty', 'completeDuty', {
    dutyId: 'D2',
    performedAt: at('+14:00'),
    text: 'None required.',
  });
}
