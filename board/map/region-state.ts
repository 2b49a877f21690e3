/** The worst state of a region as it is shown: one of five, each with a hatch, a shape, a word and a colour. */

export type Grade = 'calm' | 'quiet' | 'first' | 'second' | 'third';

export interface SectorRow {
  id: string;
  name: { en: string; uk: string };
  status: 'none' | 'quiet' | 'open';
  level: number;
  posture: number;
  overdue: number;
  cases: string[];
}

/** A plan may have more phases than three: whatever is above the second is the worst. */
export function gradeOf({ status, posture }: Pick<SectorRow, 'status' | 'posture'>): Grade {
  if (status === 'none') return 'calm';
  if (status === 'quiet') return 'quiet';
  return posture >= 3 ? 'third' : posture === 2 ? 'second' : 'first';
}

const ORDER: Grade[] = ['third', 'second', 'first', 'quiet', 'calm'];

/** The worst first, then by id. */
export const byWorst = (a: SectorRow, b: SectorRow): number =>
  ORDER.indexOf(gradeOf(a)) - ORDER.indexOf(gradeOf(b)) || b.overdue - a.overdue || (a.id < b.id ? -1 : 1);
