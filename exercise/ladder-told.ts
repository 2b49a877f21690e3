/** Who was told by one entry, collapsed: groups with their offices counted, and the channels that carry it. */
import type { CaseEvent } from '../domain/case/events.js';

export interface ToldOffice {
  office: string;
  channel: string;
}

/** Offices and channels, each pair once: notices of one entry to one office are one message. */
export function toldBy(events: readonly CaseEvent[]): ToldOffice[] {
  const pairs = new Map<string, ToldOffice>();
  for (const event of events) {
    if (event.type !== 'told') continue;
    for (const { office, channel } of event.recipients) pairs.set(`${office} ${channel}`, { office, channel });
  }
  return [...pairs.values()];
}

/** `17 offices (17 emails): watch 3, coalition 11, us 3`; empty when nobody was. */
export function toldText(
  told: readonly ToldOffice[],
  groupOf: (office: string) => string,
  nameOf: (office: string) => string,
): string {
  if (told.length === 0) return '';
  const offices = [...new Set(told.map(({ office }) => office))];
  const channels = counted(told.map(({ channel }) => channel)).map(
    ([name, count]) => `${count} ${plural(name, count)}`,
  );
  const by = `(${channels.join(', ')})`;
  if (offices.length <= NAMED) return `${offices.map(nameOf).join('; ')} ${by}`;
  const groups = counted(offices.map(groupOf)).map(([group, count]) => `${group} ${count}`);
  return `${offices.length} offices ${by}: ${groups.join(', ')}`;
}

/** So few are named one by one. */
const NAMED = 2;

function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts];
}

const plural = (name: string, count: number): string => (count === 1 ? name : `${name}s`);
