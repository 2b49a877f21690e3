import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { instant } from '../instant.js';
import { isExpired, LINK_LASTS, LONGEST_TOKEN, readToken, sentWith, TAG_DIGITS, writeToken } from './link-token.js';
import type { LinkClaims, LinkKeys } from './link-token.js';

const keysOf = (signing: string, ...known: string[]): LinkKeys => ({
  signing,
  tag: (id, over) =>
    known.includes(id)
      ? createHmac('sha256', `secret ${id}`).update(over).digest('hex').slice(0, TAG_DIGITS)
      : undefined,
});

const keys = keysOf('k1', 'k1');
const claims: LinkClaims = {
  world: 'real',
  caseId: 'UA-23-20270327T200000Z',
  office: 'ua-mfa-duty',
  noticeId: 'n7',
  phase: 1,
  expiresAt: '2027-04-03T20:10:00.000Z',
};

describe('the token of a link', () => {
  it('says again what it was made of', () => {
    expect(readToken(writeToken(claims, keys), keys)).toEqual(claims);
  });

  it('is one that nobody made when any character of it is another', () => {
    const token = writeToken(claims, keys);
    const changed = fc.tuple(fc.nat(token.length - 1), fc.constantFrom(...'abcXYZ019~.-_')).map(([at, sign]) => {
      return token.slice(0, at) + sign + token.slice(at + 1);
    });
    fc.assert(
      fc.property(
        changed.filter((text) => text !== token),
        (text) => readToken(text, keys) === undefined,
      ),
      { numRuns: 2000 },
    );
  });

  it('is not read when it is cut, longer than any token, or made with a key that is not there', () => {
    const token = writeToken(claims, keys);
    for (const text of ['', token.slice(1), token.slice(0, -1), `${token}0`, token.padEnd(LONGEST_TOKEN + 1, '0')]) {
      expect(readToken(text, keys)).toBeUndefined();
    }
    expect(readToken(token, keysOf('k2', 'k2'))).toBeUndefined();
  });

  it('is read as long as its key is among those that verify', () => {
    const token = writeToken(claims, keys);
    expect(readToken(token, keysOf('k2', 'k2', 'k1'))).toEqual(claims);
  });

  it('expires at its instant, seven days after the message', () => {
    expect(isExpired(claims, '2027-04-03T20:09:59.999Z')).toBe(false);
    expect(isExpired(claims, claims.expiresAt)).toBe(true);
    expect(sentWith(claims)).toBe(instant(Date.parse(claims.expiresAt) - LINK_LASTS));
  });

  it('cannot be made of what an address could not hold', () => {
    expect(() => writeToken({ ...claims, office: 'two words' }, keys)).toThrow(RangeError);
    expect(() => writeToken(claims, keysOf('k9', 'k1'))).toThrow(RangeError);
  });
});
