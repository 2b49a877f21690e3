import { shippedPlan } from '../../test/support/seed.js';
import { HOUR } from '../instant.js';
import { diffPlans } from './diff-plan.js';
import type { Plan } from './plan.js';

const { plan: seed } = shippedPlan();
const english = (a: Plan, b: Plan): string[] => diffPlans(a, b).map(({ words }) => words.en);
/** Every plan has its own id and title. */
const OWN = ['/id', '/title/en', '/title/uk'];

it('finds nothing between a plan and itself', () => {
  expect(diffPlans(seed, seed)).toEqual([]);
});

it('finds in the plan "72 hours after" only the rows that are documented', () => {
  const differences = diffPlans(seed, shippedPlan('literal-72h-after').plan).filter(({ path }) => !OWN.includes(path));
  expect(differences.map(({ words }) => words.en)).toEqual([
    'G3, opens not before: 0 hours → 72 hours',
    'G3, lapses: gone, was 72 hours',
    'D7, counted from: the first violation → the opening of the phase',
    'D7, due: 72 hours → 24 hours',
  ]);
});

it('finds in the plan "strict, recorded" only the rows that are documented', () => {
  const differences = diffPlans(seed, shippedPlan('strict-recorded').plan).filter(({ path }) => !OWN.includes(path));
  expect(differences.map(({ words }) => words.en)).toEqual([
    'where the clocks start: when it occurred → when its report was accepted',
    'reports, late from: 24 hours → 169 hours',
    'grace, late report, duties: 4 hours → 0 hours',
    'grace, late report, gates: 4 hours → 0 hours',
  ]);
});

it('matches rows by id, so that a row in the middle is one row', () => {
  const [first, ...rest] = seed.parties;
  const finland = { id: 'FI', name: { en: 'Finland', uk: 'Фінляндія' } };
  const parties = first ? [first, finland, ...rest] : [];
  expect(english(seed, { ...seed, parties })).toEqual([
    'party, Finland, id: new, Finland',
    'party, Finland, name, in English: new, Finland',
    'party, Finland, name, in Ukrainian: new, Фінляндія',
  ]);
});

it('speaks Ukrainian', () => {
  const gates = seed.gates.map((gate) => (gate.id === 'G2' ? { ...gate, notBefore: 20 * HOUR } : gate));
  expect(diffPlans(seed, { ...seed, gates }).map(({ words }) => words.uk)).toEqual([
    'G2, відкриває не раніше ніж: 24 години → 20 годин',
  ]);
});

it('names groups in lists', () => {
  const duties = seed.duties.map((duty) =>
    duty.id === 'D3' ? { ...duty, owner: { groups: ['watch', 'legal'] } } : duty,
  );
  expect(english(seed, { ...seed, duties })).toEqual([
    'D3, owed by, group: the watch → the watch and the legal offices',
  ]);
});
