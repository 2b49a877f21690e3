/**
 * The plan and the directory as they count now: what the record's publications say, as of this instant. Everything in
 * the API that needs either asks here, so that a publication, or an office whose time begins, needs no restart.
 */
import type { WorldSettings } from '../../config/config.js';
import { directoryAt, turningPoints } from '../../domain/directory/directory-at.js';
import { caseDirectory } from '../../domain/directory/directory.js';
import type { Directory, Key, Office } from '../../domain/directory/directory.js';
import type { Instant } from '../../domain/instant.js';
import type { Plan } from '../../domain/plan/plan.js';
import { divide } from '../../domain/plan/speed.js';
import { planInForce } from '../../domain/publication/publication.js';
import { canonicalJson, hashOf } from '../../record/canonical.js';
import type { PublicationLog, PublishedDirectory, PublishedPlan } from '../../record/publications.js';
import type { RecordStore } from '../../record/record-store.js';

export interface InForceParts {
  settings: WorldSettings;
  publications: PublicationLog;
  store: RecordStore;
  now: () => Instant;
}

interface Standing {
  settings: WorldSettings;
  /** As cases here act: divided by the speed. */
  plan: Plan;
  plans: PublishedPlan[];
  /** By SHA-256 of the key. */
  keys: ReadonlyMap<string, Key>;
  offices: ReadonlyMap<string, Office>;
  /** Since when the directory has been as it is. */
  since: Instant;
  /** When somebody's time begins or ends next. */
  until: Instant | undefined;
}

export class InForceNow {
  private standing: Standing;
  /** As configured, with the exercise that is played now. */
  private base: WorldSettings;
  private turn: Promise<void> = Promise.resolve();

  private constructor(
    private readonly parts: InForceParts,
    standing: Standing,
  ) {
    this.standing = standing;
    this.base = parts.settings;
  }

  static async open(parts: InForceParts): Promise<InForceNow> {
    return new InForceNow(parts, await standingOf(parts));
  }

  get settings(): WorldSettings {
    return this.standing.settings;
  }

  get plan(): Plan {
    return this.standing.plan;
  }

  /** Every version of every plan that came into force, in that order. */
  get plans(): readonly PublishedPlan[] {
    return this.standing.plans;
  }

  /** The plan in force and those before it, which running cases keep. */
  get everyPlan(): readonly Plan[] {
    return [this.standing.plan, ...this.standing.plans.map(({ plan }) => plan)];
  }

  get keys(): Standing['keys'] {
    return this.standing.keys;
  }

  get offices(): Standing['offices'] {
    return this.standing.offices;
  }

  get directorySince(): Instant {
    return this.standing.since;
  }

  /** Whether an instant has passed at which somebody's time begins or ends. */
  get isOver(): boolean {
    const { until } = this.standing;
    return until !== undefined && until <= this.parts.now();
  }

  /** The next exercise of this world begins: new cases are its own, and act at its speed. */
  async turnTo(next: Pick<WorldSettings, 'agreement' | 'speed'>): Promise<void> {
    const { agreement, speed } = this.base;
    if (agreement === next.agreement && speed === next.speed) return;
    this.base = { ...this.base, ...next };
    await this.refresh();
  }

  /** Reads what is in force now; one at a time. */
  async refresh(): Promise<void> {
    const read = async (): Promise<void> => {
      this.standing = await standingOf({ ...this.parts, settings: this.base });
    };
    const turn = this.turn.then(read, read);
    this.turn = turn.catch(() => undefined);
    await turn;
  }
}

async function standingOf({ settings: base, publications, store, now }: InForceParts): Promise<Standing> {
  const at = now();
  const plans = await publications.plans();
  const newest = planInForce(publications.state);
  const inForce = plans.findLast(({ ref }) => ref.hash === newest?.hash) ?? { ref: base.planRef, plan: base.plan };
  const directories = await publications.directories();
  const latest = directories.at(-1);
  const content = latest?.content ?? base.directory;
  const earlier = directories.slice(0, -1).map((one) => one.content);
  const forCases = caseDirectory(content, at, earlier.toReversed());
  const directoryHash = hashOf(forCases);
  // A case names its plan and directory by hash; whoever reads the record later finds them beside it.
  await store.putObject(inForce.ref.hash, canonicalJson(inForce.plan));
  await store.putObject(directoryHash, canonicalJson(forCases));
  const keys = keysOf([...earlier, content]);
  const turns = turningPoints(content);
  return {
    settings: {
      ...base,
      plan: inForce.plan,
      planRef: inForce.ref,
      directory: { ...content, keys },
      caseDirectory: forCases,
      directoryHash,
    },
    plan: divide(inForce.plan, base.speed),
    plans,
    keys: new Map(keys.map((key) => [key.sha256, key])),
    offices: new Map(directoryAt(content, at).offices.map((office) => [office.id, office])),
    since: sinceOf(latest, turns, at),
    until: turns.find((one) => one > at),
  };
}

function sinceOf(latest: PublishedDirectory | undefined, turns: readonly Instant[], at: Instant): Instant {
  const turned = turns.findLast((one) => one <= at) ?? '';
  const published = latest?.since ?? '';
  return published > turned ? published : turned;
}

/** A directory that leaves keys out takes nobody's away: they end by their own `to`, or are revoked one by one. */
const keysOf = (directories: readonly Directory[]): Key[] => [
  ...new Map(directories.flatMap(({ keys }) => keys).map((key) => [key.id, key])).values(),
];
