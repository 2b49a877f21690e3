import { isSameOrigin, isThisHost } from './origin.js';

const from = (ip: string, headers: Record<string, string> = {}) => ({
  ip,
  headers: { host: 'localhost:8080', ...headers },
});

describe('this host', () => {
  test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('%s is', (ip) => expect(isThisHost(from(ip))).toBe(true));
  test('another address is not', () => expect(isThisHost(from('10.0.0.7'))).toBe(false));
  test('what came through a proxy is not', () =>
    expect(isThisHost(from('127.0.0.1', { 'x-forwarded-for': '10.0.0.7' }))).toBe(false));
  test('a foreign name for this address is not', () =>
    expect(isThisHost(from('127.0.0.1', { host: 'evil.example:8080' }))).toBe(false));
});

describe('a session', () => {
  const post = (headers: Record<string, string>) => ({
    method: 'POST',
    headers: { host: 'board.example', ...headers },
  });
  test('reads from anywhere; the cookie itself is strict', () =>
    expect(isSameOrigin({ method: 'GET', headers: { origin: 'https://evil.example' } })).toBe(true));
  test('acts from its own pages', () => {
    expect(isSameOrigin(post({ 'sec-fetch-site': 'same-origin' }))).toBe(true);
    expect(isSameOrigin(post({ origin: 'https://board.example' }))).toBe(true);
    expect(isSameOrigin(post({}))).toBe(true);
  });
  test('does not act for another site', () => {
    expect(isSameOrigin(post({ 'sec-fetch-site': 'cross-site' }))).toBe(false);
    expect(isSameOrigin(post({ origin: 'https://evil.example' }))).toBe(false);
  });
});
