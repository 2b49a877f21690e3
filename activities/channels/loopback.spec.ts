import { isLoopback } from './loopback.js';

describe('loopback', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', '[::1]', 'localhost', 'LOCALHOST'])('is this machine: %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(['10.0.0.1', '0.0.0.0', '::', '::ffff:127.0.0.1', '127.0.0.1.example.org', 'localhost.example.org', ''])(
    'is not surely this machine: %s',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
