import { exampleDirectory } from '../../test/support/seed.js';
import { HOUR, plus } from '../instant.js';
import type { Asking } from '../publication/decide-publication.js';
import { Refused } from '../refused.js';
import { asErased, ERASED } from './erased.js';
import { erasedTexts, foldErasure, NOTHING_ERASED, proposeErasure, signErasure, withdrawErasure } from './erasure.js';
import type { Erasable, ErasureBody, Erasures } from './erasure.js';

const START = '2027-03-27T20:00:00.000Z';
const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];
const WHAT: Erasable = { texts: [{ stream: 'case/a', hash: B }], objects: [], reason: 'Asked for.', hash: A };
const directory = exampleDirectory();

let commands = 0;
function asking(office: string, at = START): Asking {
  const { organisation = '', roles = [] } = directory.offices.find(({ id }) => id === office) ?? {};
  commands += 1;
  const actor = { office, organisation, person: office, means: 'key' as const, roles };
  return { actor, directory, at, commandId: `c${commands}` };
}
const after = (...bodies: ErasureBody[]): Erasures => bodies.reduce(foldErasure, NOTHING_ERASED);
const proposed = (): Erasures => after(proposeErasure(NOTHING_ERASED, WHAT, asking('legal-kyiv-duty')));

function refusal(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

describe('an erasure', () => {
  it('is decided by the second of legal and an administrator, and that entry names everything', () => {
    const before = proposed();
    expect(erasedTexts(before).size).toBe(0);
    const decided = signErasure(before, 'e1', A, asking('admin'));
    expect(decided).toMatchObject({ texts: WHAT.texts, by: [{ office: 'legal-kyiv-duty' }, { office: 'admin' }] });
    const done = foldErasure(before, decided);
    expect(done.all['e1']).toMatchObject({ state: 'decided', entry: 2 });
    expect(erasedTexts(done).get(`case/a ${B}`)?.id).toBe('e1');
  });

  test.each(['watch-kyiv-duty', 'us-state-duty', 'auditor', 'alert-network-feed', 'nobody'])(
    'is neither proposed nor signed by %s',
    (office) => {
      expect(refusal(() => proposeErasure(NOTHING_ERASED, WHAT, asking(office)))).toBe('forbidden');
      expect(refusal(() => signErasure(proposed(), 'e1', A, asking(office)))).toBe('forbidden');
    },
  );

  it('needs the other side, the same hash, within 24 hours, once', () => {
    expect(refusal(() => signErasure(proposed(), 'e1', A, asking('legal-kyiv-duty')))).toBe('conflict');
    expect(refusal(() => signErasure(proposed(), 'e1', A, asking('legal-brussels-duty')))).toBe('conflict');
    expect(refusal(() => signErasure(proposed(), 'e1', B, asking('admin')))).toBe('conflict');
    expect(refusal(() => signErasure(proposed(), 'e2', A, asking('admin')))).toBe('not-found');
    expect(refusal(() => signErasure(proposed(), 'e1', A, asking('admin', plus(START, 24 * HOUR))))).toBe('gone');
    const done = foldErasure(proposed(), signErasure(proposed(), 'e1', A, asking('admin')));
    expect(refusal(() => signErasure(done, 'e1', A, asking('admin')))).toBe('conflict');
  });

  it('is withdrawn by its proposer alone, and names something', () => {
    expect(refusal(() => withdrawErasure(proposed(), 'e1', asking('admin')))).toBe('forbidden');
    const done = foldErasure(proposed(), withdrawErasure(proposed(), 'e1', asking('legal-kyiv-duty')));
    expect(refusal(() => signErasure(done, 'e1', A, asking('admin')))).toBe('gone');
    expect(refusal(() => proposeErasure(NOTHING_ERASED, { ...WHAT, texts: [] }, asking('admin')))).toBe('invalid');
  });
});

describe('what was decided anew, where words are gone', () => {
  it('is compared everywhere but at the places that were erased, and where it quotes them', () => {
    const decided = [{ text: ERASED, why: `They said: ${ERASED}`, at: 1 }, { text: 'kept' }];
    const recorded = [{ text: 'x', why: 'They said: x', at: 2 }, { text: 'other' }];
    expect(asErased(decided, recorded, [])).toEqual([{ text: 'x', why: 'They said: x', at: 1 }, { text: 'kept' }]);
    expect(asErased([{ text: 'decided' }], [{ text: ERASED }], ['/0/text'])).toEqual([{ text: ERASED }]);
  });
});
