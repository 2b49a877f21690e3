import { readYaml } from './yaml-file.js';

const TEXT = `schema: 1
parties:
  - id: UA
    name: { en: Ukraine, uk: Україна }
  - { id: 'NO' }
a/b: { "c~d": 1 }
`;

describe('positions', () => {
  const { position } = readYaml(TEXT, 'x.yaml');

  it.each([
    ['', 1, 1],
    ['/schema', 1, 1],
    ['/parties', 2, 1],
    ['/parties/0', 3, 5],
    ['/parties/0/name/uk', 4, 26],
    ['/parties/1', 5, 5],
    ['/parties/1/id', 5, 7],
    ['/a~1b/c~0d', 6, 8],
    ['/parties/1/name', 5, 5],
    ['/parties/7', 2, 1],
    ['/nowhere/at/all', 1, 1],
  ])('%s stands at %p:%p', (path, line, column) => {
    expect(position(path)).toEqual({ line, column });
  });
});

it('reads JSON too', () => {
  expect(readYaml('{"id": "seed", "on": true, "no": "NO"}', 'x.json').raw).toEqual({ id: 'seed', on: true, no: 'NO' });
});

it('reads words as words: YAML 1.2', () => {
  expect(readYaml('a: NO\nb: yes\nc: 12:30:00', 'x.yaml').raw).toEqual({ a: 'NO', b: 'yes', c: '12:30:00' });
});

it.each([
  ['a: 1\na: 2\n', 2, 1, 'Map keys must be unique.'],
  ['a: [1, 2\nb: 3\n', 2, 1, undefined],
  ['a: &x 1\nb: *x\n', 2, 4, 'The alias *x is not allowed. Write the value out.'],
  ['a: !!binary aGk=\n', 1, 13, undefined],
  ['a: !run x\n', 1, 4, undefined],
  ['a: 1\n---\nb: 2\n', 2, 1, undefined],
])('refuses %p at %p:%p', (text, line, column, message) => {
  const { raw, faults } = readYaml(text, 'x.yaml');
  expect(raw).toBeUndefined();
  expect(faults[0]).toMatchObject({ file: 'x.yaml', line, column, ...(message === undefined ? {} : { message }) });
});

it('refuses thousands of brackets and megabytes with a sentence', () => {
  expect(readYaml('['.repeat(50_000), 'x.yaml').faults[0]?.message).toMatch(/nested too deeply|\.$/);
  expect(readYaml('a'.repeat(1_000_001), 'x.yaml').faults[0]?.message).toBe(
    'The file has more than 1000000 characters.',
  );
});
