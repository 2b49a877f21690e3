import type { CaseDocument } from '../../api/cases/case.schema.js';
import { ahead, recipientsOf } from './ahead.js';

type Instant = CaseDocument['instants'][number];

const instant = (id: string, kind: Instant['kind'], dueAt: string, more: Partial<Instant> = {}): Instant => ({
  id,
  kind,
  label: id,
  words: { en: id, uk: id },
  dueAt,
  state: 'ahead',
  because: '',
  ...more,
});
const NOON = '2027-03-27T12:00:00.000Z';
const NIGHT = '2027-03-27T23:00:00.000Z';
const grounds = {
  duties: [
    { id: 'D4', owner: ['coalition'] },
    { id: 'D4.2', owner: ['us'] },
  ],
  phases: [{ gateId: 'G2', groups: ['coalition'] }],
  proposals: [{ id: 'p1', needs: { en: 'one more', uk: 'ще один' } }],
} as unknown as CaseDocument;

describe('ahead', () => {
  it('tells what is counted down from reminders and from what is overdue, soonest first', () => {
    const found = ahead({
      instants: [
        instant('G2', 'gate', NIGHT),
        instant('D4.reminder', 'reminder', NOON),
        instant('quiet', 'quiet', NOON),
        instant('D1', 'duty', NOON, { state: 'overdue', actedAt: NOON }),
        instant('D3', 'duty', NOON, { state: 'met', actedAt: NOON }),
        instant('G3', 'gate', NOON, { state: 'opened' }),
      ],
    });
    expect(found.main.map(({ id }) => id)).toEqual(['quiet', 'G2']);
    expect(found.overdue.map(({ id }) => id)).toEqual(['D1']);
    expect(found.reminders.map(({ id }) => id)).toEqual(['D4.reminder']);
  });
});

describe('recipientsOf', () => {
  it.each([
    ['D4', 'duty', { kind: 'groups', ids: ['coalition'] }],
    ['D4.2.reminder', 'reminder', { kind: 'groups', ids: ['us'] }],
    ['D4.overdue', 'reminder', { kind: 'groups', ids: ['coalition'] }],
    ['G2', 'gate', { kind: 'groups', ids: ['coalition'] }],
    ['gb-mod.acknowledgement', 'acknowledgement', { kind: 'organisation', id: 'gb-mod' }],
    ['p1.expiry', 'expiry', { kind: 'said', words: { en: 'one more', uk: 'ще один' } }],
    ['quiet', 'quiet', { kind: 'told' }],
  ] as const)('%s goes to whom it concerns', (id, kind, expected) => {
    expect(recipientsOf({ id, kind }, grounds)).toEqual(expected);
  });
});
