/** HTML and SVG as text: what is put in is escaped, what is built stays as it is. */

export class Markup {
  constructor(readonly text: string) {}
}

type Piece = Markup | string | number | false | undefined | readonly Piece[];

/** A tagged template; everything in `${}` is escaped unless it is markup itself. */
export const markup = (texts: TemplateStringsArray, ...pieces: Piece[]): Markup =>
  new Markup(texts.reduce((all, text, index) => all + textOf(pieces[index - 1]) + text));

function textOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'number') return String(piece);
  if (typeof piece === 'string') return piece.replaceAll(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
  return Array.isArray(piece) ? piece.map((one: Piece) => textOf(one)).join('') : '';
}

/** Coordinates need no more. */
export const round = (value: number): number => Math.round(value * 100) / 100;
