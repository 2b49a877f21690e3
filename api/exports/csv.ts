/**
 * Lines of CSV (RFC 4180) that a spreadsheet takes for what they are. A cell that a spreadsheet would take for a
 * formula is led by an apostrophe (OWASP, "CSV Injection"): whoever writes a report writes no formula for who reads it.
 */
export type Cell = string | number | boolean | readonly string[] | undefined;

/** Also their full-width forms, which some spreadsheets take for the same. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/** With CRLF at its end; lists are written with a space between. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`;

function cellText(cell: Cell): string {
  if (cell === undefined) return '';
  // A number that is negative is a number.
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = typeof cell === 'string' ? cell : cell.join(' ');
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
