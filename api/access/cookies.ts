/** Cookies of this API: never read by a script, and over TLS bound to this very host (`__Host-`, RFC 6265bis 4.1.3.2). */
import type { FastifyRequest } from 'fastify';
import type { ApiSettings } from '../tokens.js';

export const SESSION_COOKIE = 'holdfire-session';
/** Of a sign-in that has begun and not ended. */
export const LOGIN_COOKIE = 'holdfire-login';

type Secure = Pick<ApiSettings, 'secure'>;

/** Without TLS, on loopback, browsers take no `__Host-` name. */
const nameOf = (name: string, { secure }: Secure): string => (secure ? `__Host-${name}` : name);

export function namedCookie(name: string, value: string, settings: Secure, sameSite: 'Strict' | 'Lax'): string {
  const secure = settings.secure ? '; Secure' : '';
  return `${nameOf(name, settings)}=${value}; Path=/; HttpOnly; SameSite=${sameSite}${secure}`;
}

export function cookieOf({ headers }: FastifyRequest, name: string, settings: Secure): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([given]) => given === nameOf(name, settings))?.[1];
}
