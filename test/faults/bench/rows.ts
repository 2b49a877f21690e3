/** The rows of the table: which fault strikes at which phase, on which record. */
import { burst } from './burst.js';
import { cut, held, killed, mail, noDescriptors, PHASES, poisoned, postgresAway, webhook } from './fault.js';
import type { Fault } from './fault.js';
import type { Struck } from './row.js';
import { SERVICES } from './rig.js';
import type { Seeded } from './seeded.js';

export interface Planned {
  name: string;
  struck: readonly Struck[];
  record: 'folder' | 'postgres';
  /** Why this bench cannot run it. */
  cannot?: string;
}

const row = (record: Planned['record'], ...struck: Struck[]): Planned => ({
  name: struck.map(({ fault }) => fault.name).join('; '),
  struck,
  record,
});

/** The same fault at several phases of one batch. */
const at = (record: Planned['record'], fault: Fault, ...phases: (typeof PHASES)[number][]): Planned => ({
  ...row(record, ...phases.map((phase) => ({ phase, fault }))),
  name: fault.name,
});

/** Sectors of their own for bursts: what is sent there is counted by the burst, and not by the checker. */
export const BURST_SECTORS: readonly string[] = Array.from(
  { length: 100 },
  (_, nth) => `B-${String(nth + 1).padStart(4, '0')}`,
);
export const ALLEGED_SECTORS: readonly string[] = Array.from({ length: 5 }, (_, nth) => `A-${nth + 1}`);

const MINUTE = 60_000;

export const ROWS: readonly Planned[] = [
  { name: 'nothing', struck: [], record: 'postgres' },
  at('postgres', killed(['worker-1', 'worker-2'], 1000), 'notices', 'signature', 'gate', 'closing'),
  at('postgres', killed(['api'], 1000), 'accepted', 'notices', 'signature'),
  at('postgres', killed(['temporal'], 1000), 'notices', 'signature', 'gate', 'closing'),
  at('postgres', killed(SERVICES, 1000), 'notices', 'signature', 'gate', 'closing'),
  at('folder', killed(SERVICES, 1000), 'notices', 'signature', 'gate', 'closing'),
  at('postgres', held(['worker-1', 'worker-2'], 8000), 'notices', 'gate'),
  at('postgres', held(['api'], 8000), 'accepted', 'signature'),
  at('postgres', held(['temporal'], 8000), 'notices', 'gate'),
  at('postgres', held(SERVICES, 8000), 'gate', 'closing'),
  at('postgres', postgresAway('stopped', MINUTE), 'notices'),
  at('postgres', postgresAway('killed', 5000), 'notices', 'gate', 'closing'),
  at('postgres', postgresAway('frozen', 15_000), 'gate'),
  at('postgres', postgresAway('flapping', 20_000), 'notices'),
  at('postgres', killed(['temporal'], MINUTE), 'gate'),
  at('postgres', cut('worker', 10_000), 'notices', 'gate'),
  at('postgres', cut('api', 10_000), 'accepted', 'signature'),
  ...(['refusing', 'greylisting', 'slow', 'dropping'] as const).map((mood) =>
    at('postgres', mail(mood, 8000), 'accepted', 'gate'),
  ),
  ...(['error', 'silent', 'redirecting', 'endless', 'resetting'] as const).map((mood) =>
    at('postgres', webhook(mood, 8000), 'accepted', 'gate'),
  ),
  at('postgres', poisoned, 'told'),
  at('postgres', noDescriptors, 'notices', 'gate'),
  row('postgres', { phase: 'told', fault: burst({ reports: 10_000, sectors: BURST_SECTORS }) }),
  row('postgres', { phase: 'told', fault: burst({ reports: 5000, sectors: ALLEGED_SECTORS, alleged: true }) }),
  ...notRun('not in this bench yet', [
    'DNS failing',
    'clock of API or worker an hour off, stepped back, three days ahead',
    'disk full, fsync errors',
    '20,000 signals to one case',
    'a worker build with other timers',
    'a key of the payload codec missing or rotated',
    'retention of the namespace passing before the bundle is written',
    "restore of yesterday's backup",
  ]),
];

function notRun(cannot: string, names: readonly string[]): Planned[] {
  return names.map((name) => ({ name, struck: [], record: 'postgres', cannot }));
}

/** In `npm test`: one batch of cases, and at each of its phases what is most telling there. */
export const SHORT: readonly Planned[] = [
  row(
    'postgres',
    { phase: 'accepted', fault: mail('dropping', 1500) },
    { phase: 'notices', fault: killed(['worker-1'], 500) },
    { phase: 'told', fault: postgresAway('killed', 1500) },
    { phase: 'signature', fault: held(['api'], 1500) },
    { phase: 'gate', fault: killed(SERVICES, 500) },
    { phase: 'closing', fault: killed(['temporal'], 500) },
  ),
];

const ANY: readonly ((random: Seeded) => Fault)[] = [
  (random) => killed([random.pick(SERVICES)], random.between(200, 4000)),
  (random) =>
    killed(
      random.pick([['worker-1', 'worker-2'], [...SERVICES], ['api', 'temporal']] as const),
      random.between(200, 3000),
    ),
  (random) => held([random.pick(SERVICES)], random.between(1000, 10_000)),
  (random) => cut(random.pick(['worker', 'api'] as const), random.between(1000, 10_000)),
  (random) => mail(random.pick(['greylisting', 'slow', 'dropping', 'refusing'] as const), random.between(8000, 12_000)),
  (random) => webhook(random.pick(['error', 'silent', 'endless', 'resetting'] as const), random.between(8000, 12_000)),
  (random) => postgresAway(random.pick(['stopped', 'killed', 'frozen'] as const), random.between(1000, 8000)),
];

/** Two to four at once, in the order of their phases. */
export function STORM(random: Seeded): Struck[] {
  const phases = PHASES.filter(() => random.next() < 0.5);
  const chosen = phases.length >= 2 ? phases : (['notices', 'gate'] as const);
  return chosen.slice(0, 4).map((phase) => {
    // Of sinks only where something is sent for certain.
    const pool = phase === 'accepted' || phase === 'gate' ? ANY : ANY.filter((_, nth) => nth !== 4 && nth !== 5);
    return { phase, fault: random.pick(pool)(random) };
  });
}
