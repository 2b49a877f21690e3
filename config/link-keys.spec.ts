import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkKeysOfFile, parseLinkKeys } from './link-keys.js';

const HEX = 'ab'.repeat(32);

describe('the file of link keys', () => {
  it('is made where there is none, for its owner alone, and read the same the next time', () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfire-links-'));
    try {
      const file = join(folder, 'data', 'link-keys.txt');
      const tag = linkKeysOfFile(file).tag('k1', 'text');
      expect(tag).toMatch(/^[0-9a-f]{32}$/);
      expect(linkKeysOfFile(file).tag('k1', 'text')).toBe(tag);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, 'utf8')).toMatch(/^k1 [0-9a-f]{64}\n$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('signs with its first line and verifies with all', () => {
    const keys = parseLinkKeys(`# new\nk2 ${'cd'.repeat(32)}\n\nk1 ${HEX}\n`, 'keys.txt');
    expect(keys.signing).toBe('k2');
    expect(keys.tag('k1', 'text')).not.toBe(keys.tag('k2', 'text'));
    expect(keys.tag('k3', 'text')).toBeUndefined();
  });

  it.each([
    ['', 'holds no link key'],
    ['k1 short', 'line 1'],
    [`k1 ${HEX}\nk1 ${HEX}`, 'the id k1 is there twice'],
    [Array.from({ length: 11 }, (_, nth) => `k${nth} ${HEX}`).join('\n'), 'at most 10'],
  ])('names the fault and never the secret: %#', (text, words) => {
    expect(() => parseLinkKeys(text, 'keys.txt')).toThrow(words);
    expect(() => parseLinkKeys(text, 'keys.txt')).not.toThrow(HEX);
  });
});
