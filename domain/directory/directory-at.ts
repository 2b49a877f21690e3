/** A directory as of an instant: offices and speakers whose time has come and is not over, and who follows the others. */
import type { Instant } from '../instant.js';
import type { Directory, Office, OfficeId } from './directory.js';

export function directoryAt(directory: Directory, at: Instant): Directory {
  return {
    ...directory,
    parties: directory.parties.map((party) => ({ ...party, speaks: party.speaks.filter((one) => isNow(one, at)) })),
    offices: directory.offices.filter((office) => isNow(office, at)),
  };
}

interface Period {
  from?: Instant;
  to?: Instant;
}

/** From `from` on, and no longer at `to`. */
export const isNow = ({ from, to }: Period, at: Instant): boolean => (from ?? '') <= at && at < (to ?? '9999');

/** Instants at which somebody's time begins or ends, in order. */
export function turningPoints({ parties, offices }: Directory): Instant[] {
  const periods: Period[] = [...offices, ...parties.flatMap(({ speaks }) => speaks)];
  return [...new Set(periods.flatMap(({ from, to }) => [from ?? [], to ?? []].flat()))].sort();
}

/** Names that stand in a circle lead to nobody. */
const LONGEST_LINE = 10;

/**
 * For each office of these versions, the newest first, that is not there now: its successor, else its parent (RULES 7),
 * and where that one is gone too, who follows it.
 */
export function successorsOf(now: Directory, versions: readonly Directory[]): Record<OfficeId, OfficeId> {
  const there = new Map(now.offices.map((office) => [office.id, office]));
  const last = new Map<OfficeId, Office>();
  for (const { offices } of versions) {
    for (const office of offices) if (!last.has(office.id)) last.set(office.id, office);
  }
  const found: Record<OfficeId, OfficeId> = {};
  for (const gone of [...last.values()].filter(({ id }) => !there.has(id))) {
    const id = following(gone, last, there);
    if (id !== undefined) found[gone.id] = id;
  }
  return found;
}

function following(
  gone: Office,
  last: ReadonlyMap<OfficeId, Office>,
  there: ReadonlyMap<OfficeId, Office>,
): OfficeId | undefined {
  let next: Office | undefined = gone;
  for (let steps = 0; next && steps < LONGEST_LINE; steps += 1) {
    const id: OfficeId = next.successor ?? next.parent ?? '';
    const office = there.get(id);
    if (office && !office.roles.includes('machine')) return id;
    next = last.get(id);
  }
  return undefined;
}
