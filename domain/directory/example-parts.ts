/** What came with the program is known to everybody: keys, and secrets that a webhook's receiver would trust. */
import type { Directory } from './directory.js';

/** Names of the parts that production refuses: `key k1`, `webhook secret of watch-kyiv-duty`. */
export function exampleParts(directory: Directory): string[] {
  const keys = directory.keys.filter((key) => key.example).map((key) => `key ${key.id}`);
  const turns = (directory.rosters ?? []).flatMap(({ office: id, weekly, dated }) =>
    [...weekly, ...dated].map(({ channels }) => ({ id, channels })),
  );
  const secrets = [...directory.offices, ...turns]
    .filter(({ channels }) => channels.some((channel) => channel.kind === 'webhook' && isExample(channel.secret)))
    .map(({ id }) => `webhook secret of ${id}`);
  return [...keys, ...new Set(secrets)];
}

/** Base64 of what begins with `example-`: its last bits share a digit with the byte that follows. */
const isExample = (secret: string): boolean => /^whsec_ZXhhbXBsZS[0-3]/.test(secret);
