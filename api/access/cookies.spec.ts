import type { FastifyRequest } from 'fastify';
import { cookieOf, namedCookie, SESSION_COOKIE } from './cookies.js';

const sent = (cookie: string): FastifyRequest => ({ headers: { cookie } }) as unknown as FastifyRequest;

describe('a cookie', () => {
  it('is bound to this very host over TLS, and no script reads it', () => {
    expect(namedCookie(SESSION_COOKIE, 'value', { secure: true }, 'Strict')).toBe(
      '__Host-holdfire-session=value; Path=/; HttpOnly; SameSite=Strict; Secure',
    );
  });

  it('is taken without TLS too, on loopback, where browsers take no such name', () => {
    expect(namedCookie(SESSION_COOKIE, 'value', { secure: false }, 'Strict')).toBe(
      'holdfire-session=value; Path=/; HttpOnly; SameSite=Strict',
    );
  });

  it('counts over TLS by that name alone: another host of the domain can plant the other one', () => {
    const both = sent('holdfire-session=planted; __Host-holdfire-session=own');
    expect(cookieOf(both, SESSION_COOKIE, { secure: true })).toBe('own');
    expect(cookieOf(sent('holdfire-session=planted'), SESSION_COOKIE, { secure: true })).toBeUndefined();
  });
});
