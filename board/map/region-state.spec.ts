import { byWorst, gradeOf } from './region-state.js';
import type { SectorRow } from './region-state.js';

const row = (id: string, more: Partial<SectorRow> = {}): SectorRow => ({
  id,
  name: { en: id, uk: id },
  status: 'none',
  level: 0,
  posture: 0,
  overdue: 0,
  cases: [],
  ...more,
});

it.each<[Partial<SectorRow>, string]>([
  [{}, 'calm'],
  [{ status: 'quiet', level: 3 }, 'quiet'],
  [{ status: 'open', posture: 1, level: 1 }, 'first'],
  [{ status: 'open', posture: 1, level: 2 }, 'first'],
  [{ status: 'open', posture: 2, level: 2 }, 'second'],
  [{ status: 'open', posture: 3, level: 3 }, 'third'],
  [{ status: 'open', posture: 5, level: 5 }, 'third'],
])('grades %j as %s', (state, grade) => {
  expect(gradeOf(row('UA-23', state))).toBe(grade);
});

it('puts the worst first, and of those alike the one with more overdue', () => {
  const rows = [
    row('UA-05'),
    row('UA-07', { status: 'quiet' }),
    row('UA-09', { status: 'open', posture: 2 }),
    row('UA-12', { status: 'open', posture: 2, overdue: 2 }),
    row('UA-14', { status: 'open', posture: 3 }),
  ];
  expect(rows.sort(byWorst).map(({ id }) => id)).toEqual(['UA-14', 'UA-12', 'UA-09', 'UA-07', 'UA-05']);
});
