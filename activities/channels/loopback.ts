/** Whether a host is this machine itself: the only place to which an exercise may send. */
import { isIP } from 'node:net';

export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  switch (isIP(bare)) {
    case 4:
      return bare.startsWith('127.');
    case 6:
      return bare === '::1';
    default:
      // Names are taken by their text alone: what a resolver answers may change between the question and the sending.
      return bare === 'localhost';
  }
}
