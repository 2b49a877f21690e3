/**
 * Addresses in the open network, and connections to nowhere else: whoever may publish a directory must not have this
 * host ask its own neighbours (server-side request forgery). A name is resolved once, and what it resolved to is both
 * judged and connected to, so that no second answer of a resolver comes between (DNS rebinding).
 */
import { lookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { BlockList, isIP, isIPv6 } from 'node:net';
import type { LookupFunction } from 'node:net';

/** Not in the open network (IANA's registries of special-purpose addresses). */
const INSIDE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  INSIDE.addSubnet(net, bits, 'ipv4');
}
// Of IPv6 only 2000::/3 is the open network: mapped, translated, local, link-local and multicast forms are not in it.
const OPEN_V6 = new BlockList();
OPEN_V6.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  INSIDE.addSubnet(net, bits, 'ipv6');
}

/** `address`: as a resolver gives it, or as `URL` writes it, with brackets. */
export function isOutside(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '');
  if (isIP(bare) === 0 || bare.includes('%')) return false;
  if (!isIPv6(bare)) return !INSIDE.check(bare, 'ipv4');
  return OPEN_V6.check(bare, 'ipv6') && !INSIDE.check(bare, 'ipv6');
}

export class NotOutside extends Error {}

type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** For a socket's `lookup`: fails where any address of the name is not outside. */
export const outsideOnly =
  (resolve: Resolve = lookup): LookupFunction =>
  (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const inside = addresses?.find(({ address }) => !isOutside(address));
      const [first] = addresses ?? [];
      if (error) done(error, []);
      else if (inside || !first) done(new NotOutside(`${host} leads to ${inside?.address ?? 'nowhere'}.`), []);
      else if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };

/** @throws {NotOutside} where the address names no host of the open network, over TLS */
export function requireOutside(url: URL): void {
  if (url.protocol !== 'https:') throw new NotOutside('A webhook in production needs https://.');
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  // A socket asks no resolver about an address that is given as such.
  if (isIP(bare) !== 0 && !isOutside(bare)) throw new NotOutside(`${bare} is no address of the open network.`);
}
