import * as fc from 'fast-check';
import { canonicalJson, hashOf, sha256Hex } from './canonical.js';
import { entryLine, FIRST_PREV, lineHash, parseLine, verifyChain } from './entry.js';

describe('canonical JSON (RFC 8785)', () => {
  test('numbers, literals and escapes are written as the standard shows them', () => {
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('keys are ordered by UTF-16 code units', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.keys(JSON.parse(canonicalJson(value)) as object)).toEqual([
      '1',
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ]);
  });

  test.each([
    ['half a surrogate pair', { text: 'a\ud83d' }],
    ['half a surrogate pair behind a backslash', { text: '\\\ud83d' }],
    ['half a surrogate pair as a key', { '\udc00': 1 }],
    ['no number', { n: Number.NaN }],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['nothing', undefined],
    ['a function', () => 1],
    ['a BigInt', 1n],
  ])('%s has no canonical form', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  test('text that only looks like half a pair is text', () => {
    expect(canonicalJson('\\ud800')).toBe('"\\\\ud800"');
    expect(canonicalJson('\ud83d\ude00')).toBe('"😀"');
  });

  test('it says the same value, and says it the same way again', () => {
    fc.assert(
      fc.property(json(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('the order of keys changes nothing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), json(), { noNullPrototype: true }), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).toReversed());
        expect(hashOf(reversed)).toBe(hashOf(value));
      }),
    );
  });

  test('the hash is SHA-256', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(hashOf({})).toBe(sha256Hex('{}'));
  });
});

describe('the chain of a stream', () => {
  test('whole, it has no fault', () => {
    fc.assert(fc.property(chain(), (lines) => expect(verifyChain('case/a', lines)).toBeUndefined()));
  });

  test('any flipped bit is found, by the chain or by the hash of its end', () => {
    fc.assert(
      fc.property(chain(), fc.nat(), fc.nat(), fc.integer({ min: 0, max: 7 }), (lines, which, where, bit) => {
        const index = which % lines.length;
        const bytes = Buffer.from(lines[index]!);
        const at = where % bytes.length;
        bytes[at]! ^= 1 << bit;
        const altered = lines.with(index, bytes.toString('utf8'));
        const found = verifyChain('case/a', altered) !== undefined;
        expect(found || lineHash(altered.at(-1)!) !== lineHash(lines.at(-1)!)).toBe(true);
        expect(found || index === lines.length - 1).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a line that is missing, doubled or moved is found', () => {
    fc.assert(
      fc.property(chain(2), fc.nat(), (lines, which) => {
        const index = which % (lines.length - 1);
        expect(verifyChain('case/a', lines.toSpliced(index, 1))).toBeDefined();
        expect(verifyChain('case/a', lines.toSpliced(index, 0, lines[index]!))).toBeDefined();
        const moved = lines.with(index, lines[index + 1]!).with(index + 1, lines[index]!);
        expect(verifyChain('case/a', moved)).toBeDefined();
      }),
    );
  });

  test('faults are said in words', () => {
    const [first = '', second = ''] = chainOf([1, 2]);
    expect(verifyChain('case/a', ['{}'])).toBe('case/a, entry 1: this is no entry.');
    expect(verifyChain('case/b', [first])).toBe('case/b, entry 1: it belongs to case/a.');
    expect(verifyChain('case/a', [second])).toBe('case/a, entry 1: it is numbered 2.');
    expect(verifyChain('case/a', [first.replace('"body":1', '"body":3'), second])).toBe(
      'case/a, entry 2: it does not follow the entry before it.',
    );
    const infinite = first.replace('"body":1', '"body":1e999');
    expect(verifyChain('case/a', [infinite])).toBe('case/a, entry 1: it is not in canonical form.');
    expect(verifyChain('case/a', [first.replace(',', ', ')])).toBe('case/a, entry 1: it is not in canonical form.');
  });

  test('half a line is no entry', () => {
    fc.assert(
      fc.property(chain(), fc.nat(), ([line = ''], where) => {
        expect(parseLine(line.slice(0, where % line.length))).toBeUndefined();
      }),
    );
  });
});

/** What JSON can say; `binary` is every code point but the halves of surrogate pairs. */
const json = () => fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 });

const chain = (minLength = 1) => fc.array(json(), { minLength, maxLength: 6 }).map(chainOf);

function chainOf(bodies: readonly unknown[]): string[] {
  const lines: string[] = [];
  for (const [index, body] of bodies.entries()) {
    const prev = index === 0 ? FIRST_PREV : lineHash(lines[index - 1]!);
    const recordedAt = '2027-03-27T20:00:00.000Z';
    lines.push(entryLine({ schema: 1, stream: 'case/a', seq: index + 1, prev, recordedAt, body }));
  }
  return lines;
}
