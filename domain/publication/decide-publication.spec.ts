import { exampleDirectory } from '../../test/support/seed.js';
import type { Directory } from '../directory/directory.js';
import { HOUR, plus } from '../instant.js';
import { Refused } from '../refused.js';
import { lapsing, propose, publicationNeeds, sign, withdraw } from './decide-publication.js';
import type { Asking } from './decide-publication.js';
import { foldPublication, NOTHING_PUBLISHED, planInForce } from './publication.js';
import type { PublicationBody, Publications, Published } from './publication.js';

const START = '2027-03-27T20:00:00.000Z';
const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];
const plan = (version: number, hash = A): Published => ({ what: 'plan', planId: 'seed', version, hash });

/** Both legal and administrator, beside the example's own. */
function directory(change: (directory: Directory) => void = () => undefined): Directory {
  const found = exampleDirectory();
  change(found);
  return found;
}

let commands = 0;
function asking(office: string, over: { at?: string; person?: string; directory?: Directory } = {}): Asking {
  const { at = START, person = office, directory: known = directory() } = over;
  const found = known.offices.find(({ id }) => id === office);
  const { organisation = '', roles = [] } = found ?? {};
  const actor = { office, organisation, person, means: 'key' as const, roles };
  return { actor, directory: known, at, commandId: `c${(commands += 1)}` };
}

const after = (...bodies: PublicationBody[]): Publications => bodies.reduce(foldPublication, NOTHING_PUBLISHED);
const seeded: PublicationBody = { type: 'publication-seeded', ...plan(1, B), at: START, provenance: 'file' };
const byLegal = (): Publications => after(seeded, propose(after(seeded), plan(2), asking('legal-kyiv-duty')));

function refusal(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

describe('a publication', () => {
  it('is in force with the second of legal and an administrator, in either order', () => {
    for (const [first, second] of [
      ['legal-kyiv-duty', 'admin'],
      ['admin', 'legal-brussels-duty'],
    ] as const) {
      const before = after(seeded, propose(after(seeded), plan(2), asking(first)));
      expect(planInForce(before)?.version).toBe(1);
      const done = foldPublication(before, sign(before, 'u1', A, asking(second)));
      expect([planInForce(done)?.hash, done.proposed['u1']?.state]).toEqual([A, 'in-force']);
      expect(publicationNeeds(done.proposed['u1']!)).toBeUndefined();
    }
  });

  test.each(['watch-kyiv-duty', 'us-state-duty', 'auditor', 'alert-network-feed', 'nobody'])(
    'is neither proposed nor signed by %s',
    (office) => {
      expect(refusal(() => propose(after(seeded), plan(2), asking(office)))).toBe('forbidden');
      expect(refusal(() => sign(byLegal(), 'u1', A, asking(office)))).toBe('forbidden');
    },
  );

  it('needs another person, the other side, and the same hash', () => {
    const before = byLegal();
    expect(refusal(() => sign(before, 'u1', A, asking('legal-kyiv-duty')))).toBe('conflict');
    expect(refusal(() => sign(before, 'u1', A, asking('admin', { person: 'legal-kyiv-duty' })))).toBe('conflict');
    expect(refusal(() => sign(before, 'u1', A, asking('legal-brussels-duty')))).toBe('conflict');
    expect(refusal(() => sign(before, 'u1', B, asking('admin')))).toBe('conflict');
    expect(refusal(() => sign(before, 'u2', A, asking('admin')))).toBe('not-found');
  });

  it('takes two organisations, unless the directory has both sides in one only', () => {
    const move = (to: string) => (found: Directory) => {
      for (const office of found.offices) if (office.id === 'admin') office.organisation = to;
    };
    const near = directory(move('legal-kyiv'));
    expect(refusal(() => sign(byLegal(), 'u1', A, asking('admin', { directory: near })))).toBe('conflict');
    const only = directory((found) => {
      move('legal-kyiv')(found);
      found.offices = found.offices.filter(({ id }) => id !== 'legal-brussels-duty');
    });
    expect(refusal(() => sign(byLegal(), 'u1', A, asking('admin', { directory: only })))).toBeUndefined();
  });

  it('counts strictly before 24 hours have passed, and lapses then', () => {
    const end = plus(START, 24 * HOUR);
    expect(refusal(() => sign(byLegal(), 'u1', A, asking('admin', { at: plus(end, -1) })))).toBeUndefined();
    expect(refusal(() => sign(byLegal(), 'u1', A, asking('admin', { at: end })))).toBe('gone');
    expect(lapsing(byLegal(), plus(end, -1))).toEqual([]);
    const [lapsed] = lapsing(byLegal(), end);
    const done = foldPublication(byLegal(), lapsed!);
    expect([done.proposed['u1']?.state, lapsing(done, end), planInForce(done)?.version]).toEqual(['lapsed', [], 1]);
  });

  it('is withdrawn by its proposer alone, and then signed by nobody', () => {
    expect(refusal(() => withdraw(byLegal(), 'u1', asking('admin')))).toBe('forbidden');
    const done = foldPublication(byLegal(), withdraw(byLegal(), 'u1', asking('legal-kyiv-duty')));
    expect(refusal(() => sign(done, 'u1', A, asking('admin')))).toBe('gone');
  });

  it('is of a version that is new: what was in force never changes', () => {
    expect(refusal(() => propose(after(seeded), plan(1, A), asking('admin')))).toBe('conflict');
    expect(refusal(() => propose(after(seeded), plan(1, B), asking('admin')))).toBe('conflict');
    const older: PublicationBody = {
      type: 'publication-seeded',
      what: 'directory',
      version: 4,
      hash: B,
      at: START,
      provenance: 'file',
    };
    const lower: Published = { what: 'directory', version: 3, hash: A };
    expect(refusal(() => propose(after(older), lower, asking('admin')))).toBe('conflict');
    expect(refusal(() => propose(after(older), { ...lower, version: 5 }, asking('admin')))).toBeUndefined();
  });

  it('is open once for each person and kind, and of another plan leaves new cases alone', () => {
    expect(refusal(() => propose(byLegal(), plan(3), asking('legal-kyiv-duty')))).toBe('conflict');
    const other: Published = { what: 'plan', planId: 'literal', version: 9, hash: A };
    const before = after(seeded, propose(after(seeded), other, asking('legal-kyiv-duty')));
    const done = foldPublication(before, sign(before, 'u1', A, asking('admin')));
    expect([done.inForce.length, planInForce(done)?.planId]).toEqual([2, 'seed']);
  });
});
