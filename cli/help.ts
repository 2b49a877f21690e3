/** Help that fits a terminal of 100 columns. */
import type { Verb } from './verb.js';

const GROUPS: readonly Verb['group'][] = ['Run', 'Read', 'Act', 'Plans', 'Keys and checks'];
const WIDTH = 17;

export function overview(verbs: readonly Verb[]): string {
  const groups = GROUPS.map((group) => {
    const rows = verbs.filter((verb) => verb.group === group).map((verb) => `  ${verb.name.padEnd(WIDTH)}${verb.says}`);
    return [group, ...rows].join('\n');
  });
  return [
    'holdfire: durable deadlines for a ceasefire',
    '',
    'Usage: holdfire VERB [arguments] [--json]      holdfire VERB --help',
    '',
    groups.join('\n\n'),
    '',
    'Reads and acts go over HTTP to HOLDFIRE_URL (http://127.0.0.1:8080) with the key in HOLDFIRE_KEY, or in the',
    'file that HOLDFIRE_KEY_FILE names; the key says who asks. An exercise keeps its keys in DATA/exercise/keys.json.',
    '',
    'Exit codes: 0 done, 1 refused or not true, 2 wrong usage, 3 not reachable.',
  ].join('\n');
}

export function helpOf(verb: Verb): string {
  const more = verb.more === undefined ? [] : ['', ...verb.more];
  return [`${verb.says}.`, '', `Usage: holdfire ${verb.name} ${verb.usage}`.trimEnd(), ...more].join('\n');
}
