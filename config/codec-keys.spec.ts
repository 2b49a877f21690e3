import { parseCodecKeys } from './codec-keys.js';

const SECRET = '3f2a90b1c4d5'.repeat(6).slice(0, 64);
const OTHER = 'a17b'.repeat(15) + '0000';

describe('the file of codec keys', () => {
  it('names the first key as the one that encrypts, and knows all of them', () => {
    const keys = parseCodecKeys(`# since March\nk2 ${OTHER}\n\nk1 ${SECRET}\n`, 'f');
    expect(keys.encrypting).toMatch(/^k2\.[0-9a-f]{12}$/);
    const old = parseCodecKeys(`k1 ${SECRET}`, 'f').encrypting;
    expect(keys.secret(old)?.toString('hex')).toBe(SECRET);
    expect(keys.secret('k1')).toBeUndefined();
  });

  test.each([
    ['', /holds no key/],
    ['k1 abc', /line 1: this is no key/],
    [`K1 ${SECRET}`, /line 1: this is no key/],
    [`k1 ${SECRET}\nk1 ${OTHER}`, /line 2: the id k1 is there twice/],
    [`k1 ${'0'.repeat(64)}`, /is no secret/],
    [`k1 ${'ab'.repeat(32)}`, /is no secret/],
  ])('refuses %j, and never says the secret', (text, fault) => {
    expect(() => parseCodecKeys(text, 'f')).toThrow(fault);
    try {
      parseCodecKeys(text, 'f');
    } catch (error) {
      expect(String(error)).not.toContain(SECRET);
    }
  });
});
