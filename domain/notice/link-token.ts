/**
 * The token of a link to acknowledge by: what it is for, in plain words, and a tag that only who holds the
 * installation's link key can make. It stands in an address, so it is made of unreserved characters alone (RFC 3986,
 * 2.3), and ends in a letter or digit, since programs that find links in a text leave out a sign at the end.
 *
 *     1~KEY~WORLD~CASE~OFFICE~NOTICE~LEVEL~EXPIRY~TAG
 *
 * Pure: the tag's function is passed in. Whoever changes any character gets a token that nobody made.
 */
import { DAY, instant, later, ms, plus } from '../instant.js';
import type { Instant, Span } from '../instant.js';
import type { Message, Telling } from './matter.js';

/** From the message on. Assumed; never divided in an exercise (RULES 8). */
export const LINK_LASTS: Span = 7 * DAY;

/** Longer texts are no tokens and are not looked at. */
export const LONGEST_TOKEN = 240;

/** Hex digits of the tag: the first 128 bits of HMAC-SHA256 (RFC 2104, 5). */
export const TAG_DIGITS = 32;

export interface LinkClaims {
  world: 'real' | 'exercise';
  caseId: string;
  /** To which the message went; only this one acknowledges by the link. */
  office: string;
  /** The message's first notice within the case: `n7`. */
  noticeId: string;
  /** The highest phase that had opened when the message was made. */
  phase: number;
  expiresAt: Instant;
}

/** The secrets of an installation: the first of them signs, all of them verify. */
export interface LinkKeys {
  /** Id of the one that signs. */
  signing: string;
  /** {@link TAG_DIGITS} hex digits over `text`; `undefined` for a key that is not there. */
  tag: (keyId: string, text: string) => string | undefined;
}

const VERSION = '1';
const WORLDS = { real: 'r', exercise: 'x' } as const;
const TOKEN =
  /^1~([a-z0-9]{1,8})~([rx])~([A-Za-z0-9._-]{1,80})~([a-z0-9-]{1,63})~(n[1-9]\d{0,8})~([1-9])~([1-9a-z][0-9a-z]{0,8})~([0-9a-f]{32})$/;

/** @throws {RangeError} for claims that no token can hold */
export function writeToken(claims: LinkClaims, keys: LinkKeys): string {
  const { world, caseId, office, noticeId, phase, expiresAt } = claims;
  const parts = [VERSION, keys.signing, WORLDS[world], caseId, office, noticeId, phase, ms(expiresAt).toString(36)];
  const text = parts.join('~');
  const token = `${text}~${keys.tag(keys.signing, text) ?? ''}`;
  if (!readToken(token, keys)) throw new RangeError(`No token can be made of ${text}.`);
  return token;
}

/** What a token says, expired or not; `undefined` for every text that was not made with one of these keys. */
export function readToken(token: string, keys: LinkKeys): LinkClaims | undefined {
  const match = token.length > LONGEST_TOKEN ? null : TOKEN.exec(token);
  if (!match) return undefined;
  const [, keyId = '', world = '', caseId = '', office = '', noticeId = '', phase = '', expiry = '', tag = ''] = match;
  const expected = keys.tag(keyId, token.slice(0, -tag.length - 1));
  if (expected === undefined || !isSame(expected, tag)) return undefined;
  return {
    world: world === WORLDS.exercise ? 'exercise' : 'real',
    caseId,
    office,
    noticeId,
    phase: Number(phase),
    expiresAt: instant(Number.parseInt(expiry, 36)),
  };
}

export const isExpired = ({ expiresAt }: LinkClaims, now: Instant): boolean => now >= expiresAt;

/**
 * For one message. It expires counted from the newest of its matters, not from the sending: a message that is tried
 * again carries the same link.
 */
export function claimsOf(world: LinkClaims['world'], { brief, matters }: Telling, message: Message): LinkClaims {
  const made = matters.filter(({ id }) => message.matters.includes(id)).map(({ madeAt }) => madeAt);
  return {
    world,
    caseId: brief.caseId,
    office: message.office,
    noticeId: message.noticeIds[0] ?? '',
    phase: brief.level,
    expiresAt: plus(made.reduce(later, ''), LINK_LASTS),
  };
}

/** When the message was made that brought the link. */
export const sentWith = ({ expiresAt }: LinkClaims): Instant => plus(expiresAt, -LINK_LASTS);

/** Takes as long wherever the first difference is, so that nobody learns a tag digit by digit. */
function isSame(expected: string, given: string): boolean {
  let difference = expected.length ^ given.length;
  for (let index = 0; index < given.length; index += 1) {
    difference |= expected.charCodeAt(index) ^ given.charCodeAt(index);
  }
  return difference === 0;
}
