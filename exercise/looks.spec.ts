import { field, seenIn } from './looks.js';
import type { Step } from './script.js';

const look = { at: 0, by: ['watch'], look: 'shelling', expect: {} } as Step;
const body = {
  status: 'open',
  phases: [
    { phase: 1, openedAt: '2027-03-27T20:10:00.000Z', latenessMs: 0 },
    { phase: 2, openedAt: '2027-03-28T20:00:00.000Z', latenessMs: 6700 },
    { phase: 3 },
  ],
  duties: [{ id: 'D1', state: 'met' }],
  violations: [{ id: 'v1', standing: 'verified' }],
};

it('shows of a case its phases, duties and violations under the names of scripts', () => {
  const seen = seenIn(look, body);
  const shown = ['status', 'phases', 'late', 'D1', 'v1', 'D9'].map((name) => field(seen, name));
  expect(shown).toEqual(['open', '1,2', '2', 'met', 'verified', '']);
});

it('counts who took a test over at least one channel', () => {
  const channel = (outcome?: string): object => ({ kind: 'email', ...(outcome ? { lastTest: { outcome } } : {}) });
  const reach = {
    a: [channel('failed'), channel('delivered')],
    b: [channel('failed')],
    c: [channel()],
    machine: [],
  };
  const step = (offices: 'everyone' | string[]): Step => ({ at: 0, by: ['watch'], reach: offices, expect: {} });
  expect(seenIn(step('everyone'), { reach })).toEqual({ reached: 1, missed: ['b', 'c'] });
  expect(seenIn(step(['a']), { reach })).toEqual({ reached: 1, missed: [] });
});
