/** Where a record lies, as it is written in `HOLDFIRE_RECORD` and on the command line. */
import { resolve } from 'node:path';

/** `dir:PATH`, one host; or a `postgres://` URL, which names the service's role. */
export type RecordLocation = { kind: 'dir'; path: string } | { kind: 'postgres'; url: string };

/** `fault` completes a sentence that begins with the name of what was given: "… is unknown; …". */
export function locationOf(text: string): { location: RecordLocation } | { fault: string } {
  const path = /^dir:(.+)$/.exec(text)?.[1];
  if (path !== undefined) return { location: { kind: 'dir', path: resolve(path) } };
  if (!/^postgres(ql)?:\/\//.test(text)) {
    return { fault: 'is unknown; dir:PATH is needed, or postgres://ROLE:PASSWORD@HOST/DATABASE' };
  }
  const fault = faultOfUrl(text);
  return fault === undefined ? { location: { kind: 'postgres', url: text } } : { fault };
}

/** Names the part that is missing and never the URL, which may hold a password. */
function faultOfUrl(text: string): string | undefined {
  const wanted = 'postgres://ROLE:PASSWORD@HOST/DATABASE is needed';
  if (!URL.canParse(text)) return `is no URL; ${wanted}`;
  const { username, pathname } = new URL(text);
  if (username === '') return `names no role; ${wanted}`;
  if (pathname.length < 2) return `names no database; ${wanted}`;
  return undefined;
}
