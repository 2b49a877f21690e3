/** Splits a text at the addresses in it. Only those of this host become links: a report may hold any other. */

export interface Piece {
  text: string;
  /** Absent: it is no address of this host. */
  href?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"']+/g;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** @param here the address of this page */
export function piecesOf(text: string, here: string): Piece[] {
  const own = new URL(here);
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    // A full stop after an address is the sentence's.
    const address = match[0].replace(/[.,;:!?)]+$/, '');
    const href = ofThisHost(address, own);
    if (href === undefined) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: address, href });
    from = match.index + address.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** Under whatever name this machine was reached: the same port of it is the same program. */
function ofThisHost(address: string, own: URL): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { origin, hostname, port, username, pathname, search } = new URL(address);
  if (username !== '') return undefined;
  const isHere = origin === own.origin || (LOOPBACK.has(hostname) && LOOPBACK.has(own.hostname) && port === own.port);
  return isHere ? `${pathname}${search}` : undefined;
}
