import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryFile, planFile } from '../test/support/plan-text.js';
import { checkAgainstDirectory } from '../domain/plan/check-against-directory.js';
import { faultLine, loadDirectory, loadPlan } from './plan-file.js';

const folder = mkdtempSync(join(tmpdir(), 'plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const seed = readFileSync(planFile(), 'utf8');
const file = join(folder, 'plan.yaml');

/** Where `needle` stands in the seed; the test spoils it there. */
function placeOf(needle: string): { line: number; column: number } {
  const before = seed.slice(0, seed.indexOf(needle)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Every fault of the seed with one text replaced. */
function spoil(needle: string, by: string): ReturnType<typeof loadPlan>['faults'] {
  if (!seed.includes(needle)) throw new Error(`The seed does not contain ${needle}`);
  writeFileSync(
    file,
    seed.replace(needle, () => by),
  );
  return loadPlan(file).faults;
}

it.each(['seed', 'literal-72h-after', 'strict-recorded'])('loads %s and names it by its hash', (name) => {
  const { plan, ref } = loadPlan(planFile(name));
  expect(ref).toEqual({ id: name, version: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(plan?.id).toBe(name);
});

it('names the same plan by the same hash, however it is laid out', () => {
  writeFileSync(file, `# another comment\n${seed.replace('PT24H', '"PT24H"')}`);
  expect(loadPlan(file).ref).toEqual(loadPlan(planFile()).ref);
});

/** One fault of each kind, at the line and column of the key that is wrong (or of the row that lacks one). */
it.each([
  ['an unknown key', 'covers:', 'cover:', 'covers:', '/cover', 'Did you mean "covers"?'],
  ['a wrong type', 'version: 2', 'version: one', 'version: 2', '/version', 'Expected a whole number'],
  [
    'a gate without groups',
    'groups: [coalition]\n    source',
    'groups: []\n    source',
    'groups: [coalition]\n    source',
    '/phases/1/groups',
    'The gate G2 opens phase 2, which has no groups',
  ],
  [
    'a duty without owner',
    'owner: { groups: [watch] }',
    'owner: { groups: [] }',
    'groups: [watch] }',
    '/duties/2/owner/groups',
    'Nobody owes D3.',
  ],
  [
    'a gate that lapses before it can open',
    'value: PT0H',
    'value: PT73H',
    'lapses:',
    '/gates/1/lapses',
    'would lapse before it can open',
  ],
  [
    'a calendar span',
    'value: PT24H',
    'value: P1D',
    'value: PT24H',
    '/gates/0/notBefore/value',
    'For elapsed time write PT24H.',
  ],
  [
    'an unmarked assumption',
    'mootByStandDown: true\n    assumed:',
    'mootByStandDown: true\n    assumes:',
    'id: D4',
    '/duties/3',
    'This is an unmarked assumption.',
  ],
  ['a duplicate id', 'id: D2', 'id: D1', 'id: D2', '/duties/1/id', 'is given twice'],
  [
    'an unknown group',
    'groups: [us]',
    'groups: [usa]',
    'us]\n    source',
    '/phases/2/groups/0',
    'The group "usa" does not exist.',
  ],
  [
    'a phase with a gap',
    'phase: 3\n    name',
    'phase: 4\n    name',
    'phase: 3\n    name',
    '/phases/2/phase',
    'expected 3 here, found 4',
  ],
  [
    'reminders that do not descend',
    '[PT12H, PT6H, PT1H]',
    '[PT12H, PT1H, PT6H]',
    'PT1H]',
    '/timing/reminders/value/2',
    'Reminders go from the longest to the shortest',
  ],
  ['empty words', 'en: Norway', "en: ''", 'en: Norway', '/parties/2/name/en', 'Expected words'],
])('shows %s with its line and column', (_, needle, by, at, path, message) => {
  const { line, column } = placeOf(at);
  const found = spoil(needle, by).find((fault) => fault.path === path);
  expect(found?.message).toContain(message);
  expect([found?.line, found?.column]).toEqual([line, column]);
});

it('shows a due before the instant of its gate', () => {
  writeFileSync(
    file,
    seed.replace(/ {4}lapses:[\s\S]*?condition:/, '    condition:').replace('value: PT0H', 'value: PT73H'),
  );
  expect(loadPlan(file).faults.map(({ path }) => path)).toEqual(['/duties/6/due']);
});

it('shows every fault at once, in the order of the lines', () => {
  writeFileSync(
    file,
    seed.replace('id: seed', 'id: Seed').replace('version: 2', 'version: 0').replace('opensPhase3:', 'opensPhase4:'),
  );
  const { faults } = loadPlan(file);
  expect(faults.map(({ line, path }) => [line, path])).toEqual([
    [placeOf('id: seed').line, '/id'],
    [placeOf('version: 2').line, '/version'],
    [placeOf('repetition:').line, '/repetition'],
    [placeOf('opensPhase3:').line, '/repetition/opensPhase4'],
  ]);
});

it('shows what is no YAML at its place', () => {
  expect(spoil('covers:', 'covers: [')[0]).toMatchObject({ file, path: '', line: expect.any(Number) });
});

it('says that there is no such file', () => {
  const missing = join(folder, 'none.yaml');
  expect(loadPlan(missing).faults.map(faultLine)).toEqual([`${missing}:1:1: There is no such file.`]);
});

it('shows what the directory lacks at the place in the plan', () => {
  const { plan, locate } = loadPlan(planFile());
  const { directory } = loadDirectory(directoryFile());
  if (!plan || !directory) throw new Error('The shipped files have faults.');
  const nobody = { ...directory, offices: directory.offices.filter(({ groups }) => !groups.includes('legal')) };
  expect(locate(checkAgainstDirectory(plan, nobody)).map(({ line, path }) => [line, path])).toEqual([
    [placeOf('- id: legal').line, '/groups/7'],
  ]);
});

it('loads the example directory, and shows faults of a directory at their place', () => {
  expect(loadDirectory(directoryFile()).faults).toEqual([]);
  const text = readFileSync(directoryFile(), 'utf8');
  writeFileSync(file, text.replace('timeZone: Europe/Kyiv', 'timeZone: Kyiv'));
  const line = text.slice(0, text.indexOf('timeZone: Europe/Kyiv')).split('\n').length;
  expect(loadDirectory(file).faults).toEqual([
    expect.objectContaining({ line, column: 5, path: '/offices/0/timeZone' }),
  ]);
});
