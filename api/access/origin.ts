/** Where a request comes from, as far as it can be known without trusting what it says. */
import type { FastifyRequest } from 'fastify';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Set by proxies: behind one, every request comes from loopback. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * A program or browser of this very host. The name in `Host` must be the host's own too: a page of another site can
 * give its name this address (DNS rebinding), and would then read what only this host may.
 */
export function isThisHost({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): boolean {
  if (!LOOPBACK.has(ip) || FORWARDED.some((name) => headers[name] !== undefined)) return false;
  const host = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The cookie is SameSite=Strict; this also refuses what an old browser sends in spite of it. */
export function isSameOrigin({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  return origin === undefined || origin.replace(/^https?:\/\//, '') === host;
}

/** Where Temporal's pages and program have payloads decrypted; `POST`, and nothing comes of it. */
export const CODEC_ROUTE = 'codec/decode';

/** A page of Temporal's own UI, at the origin that the configuration names, asking that route. */
export function isTemporalPage(
  { routeOptions, headers }: Pick<FastifyRequest, 'routeOptions' | 'headers'>,
  origin: string | undefined,
): boolean {
  return origin !== undefined && headers.origin === origin && routeOptions.url === `/${CODEC_ROUTE}`;
}
