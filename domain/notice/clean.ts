/**
 * Text from outside, made harmless for a message: it cannot begin a line, a header or a section of its own, turn the
 * direction of what follows, hide characters, end its quotation marks, or drown the rest.
 */

/** A quoted text longer than this is read in the case, where the message leads. */
const LONGEST_TEXT = 1500;
const LONGEST_NAME = 160;

/** Controls of any kind: line breaks, direction marks, zero-width characters, private and unassigned ones. */
const UNSEEN = /(?:[\p{C}\p{Zl}\p{Zp}\u{115F}\u{1160}\u{3164}]|\u{034F}|[\u{FE00}-\u{FE0F}])+/gu;

/** More marks than this on one letter are there to cover the lines around it. */
const PILED_MARKS = /(\p{M}{3})\p{M}+/gu;

/** A name, a place, a kind: one short line. */
export const cleanName = (text: string): string => cut(oneLine(text), LONGEST_NAME);

/** What somebody wrote, without the marks of the quotation that will stand around it. */
export const cleanText = (text: string): string => cut(oneLine(text).replace(/[“”«»„‟]/g, '"'), LONGEST_TEXT);

function oneLine(text: string): string {
  return text.toWellFormed().replace(UNSEEN, ' ').replace(PILED_MARKS, '$1').replace(/\s+/g, ' ').trim();
}

/** By code points: half a character is none. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most).join('').trimEnd()} […]`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For a text or an attribute's value in HTML. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
