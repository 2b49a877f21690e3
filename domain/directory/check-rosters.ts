/** Rules of duty rosters: an office of people, one roster each, one turn at a time, and only kinds that the office has. */
import type { Fault } from '../refused.js';
import type { Part } from '../shape/shape.js';
import type { WrittenDirectory } from './directory-shape.js';
import type { Roster } from './directory.js';
import { inWeek, minuteOfWeek } from './rosters.js';

export function checkRosters({ rosters = [], offices = [] }: Part<WrittenDirectory>): Fault[] {
  const names = rosters.map((roster) => roster?.office);
  return rosters.flatMap((roster, index) => {
    if (roster?.office === undefined) return [];
    const path = `/rosters/${index}`;
    const note = (message: string): Fault => ({ path: `${path}/office`, message });
    const office = offices.find((one) => one?.id === roster.office);
    if (!office) return [note(`The office "${roster.office}" does not exist.`)];
    const faults =
      names.indexOf(roster.office) < index ? [note(`A second roster of ${roster.office}. Join them.`)] : [];
    if (office.roles?.includes('machine')) faults.push(note(`${roster.office} is a machine, and nobody's turn.`));
    const kinds = (office.channels ?? []).map((channel) => channel?.kind);
    return [...faults, ...overlaps(roster, path), ...otherKinds(roster, kinds, path)];
  });
}

function overlaps({ weekly = [], dated = [] }: Part<Roster>, path: string): Fault[] {
  const faults: Fault[] = [];
  for (const [index, turn] of weekly.entries()) {
    const from = minuteOfWeek(turn?.from ?? '');
    const before = weekly.slice(0, index).find((one) => {
      const [start, end] = [minuteOfWeek(one?.from ?? ''), minuteOfWeek(one?.to ?? '')];
      return inWeek(start, end, from) || inWeek(from, minuteOfWeek(turn?.to ?? ''), start);
    });
    if (before) faults.push(twice(`${path}/weekly/${index}`, before.turn));
  }
  for (const [index, turn] of dated.entries()) {
    const { from = '', to = '' } = turn ?? {};
    if (from >= to) faults.push({ path: `${path}/dated/${index}/to`, message: `"to" is not after "from" (${from}).` });
    const before = dated.slice(0, index).find((one) => (one?.from ?? '') < to && from < (one?.to ?? ''));
    if (before) faults.push(twice(`${path}/dated/${index}`, before.turn));
  }
  return faults;
}

const twice = (path: string, other: string | undefined): Fault => ({
  path,
  message: `The turn "${other ?? ''}" is on duty at the same time. Let one end where the other begins.`,
});

/** Cases know by which kinds an office is reached; a turn changes whom they reach, never the kinds. */
function otherKinds(
  { weekly = [], dated = [] }: Part<Roster>,
  kinds: readonly (string | undefined)[],
  path: string,
): Fault[] {
  const lists = { weekly, dated };
  return (['weekly', 'dated'] as const).flatMap((list) =>
    lists[list].flatMap((turn, index) =>
      (turn?.channels ?? []).flatMap((channel, nth) => {
        if (channel?.kind === undefined || kinds.includes(channel.kind)) return [];
        const message = `The office itself has no ${channel.kind} channel. Give it one, used where no turn is on duty.`;
        return [{ path: `${path}/${list}/${index}/channels/${nth}`, message }];
      }),
    ),
  );
}
