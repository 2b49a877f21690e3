import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LinkClaims } from '../../domain/notice/link-token.js';
import { at, Timeline } from '../../test/support/timeline.js';
import { linkState } from './link-state.js';
import { PAGE_HEADERS, STYLE } from './page-frame.js';
import { casePageWithout, linkPage } from './page.js';
import type { LinkPage, Pressed } from './page.js';

const BOARD = readFileSync(join(__dirname, '..', '..', 'board', 'style.css'), 'utf8');
const NAMES = ['ground', 'raised', 'ink', 'faint', 'line', 'alarm', 'wait', 'calm', 'link', 'passed'];

/** As many letters as the notices let through, each of the longest when escaped. */
const LONG = '"'.repeat(10_000);

function pageOf(office: string, pressed?: Pressed): LinkPage {
  const line = new Timeline({ report: { kind: LONG.slice(0, 100), place: { sector: 'UA-23', description: LONG } } });
  line.play.advanceTo(at('+0:11'));
  const claims: LinkClaims = {
    world: 'real',
    caseId: 'UA-23-test',
    office,
    noticeId: 'n1',
    phase: 1,
    expiresAt: at('+168:00'),
  };
  const { state } = line.play;
  return { state, claims, found: linkState(state, claims, at('+0:11')), ...(pressed ? { pressed } : {}) };
}

describe('the page behind a link to acknowledge by', () => {
  it('has the colours and the type of the board, light and dark', () => {
    const [light = '', dark = ''] = STYLE.split('@media(prefers-color-scheme:dark)');
    for (const name of NAMES) {
      const [, day, night] = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(BOARD) ?? [];
      expect(light).toContain(`--${name}:${day};`);
      expect(dark).toContain(`--${name}:${night};`);
    }
    const family =
      /font:\s*16px\/1\.45 system-ui,\s*'Segoe UI',\s*Roboto,\s*'Noto Sans',\s*'DejaVu Sans',\s*sans-serif/;
    expect(BOARD).toMatch(family);
    expect(light).toMatch(family);
  });

  it.each([
    ['as it is opened, in English', pageOf('fr-mfa-duty')],
    ['as it is opened, in Ukrainian', pageOf('ua-mfa-duty')],
    ['refused with the longest sentence', pageOf('ua-mfa-duty', { kind: 'refused', detail: LONG })],
    ['in an exercise', { ...pageOf('ua-mfa-duty'), state: { ...pageOf('ua-mfa-duty').state, exercise: true } }],
  ])('is under 20 kB, needs no script and asks nobody, %s', (_, page) => {
    const html = linkPage(page);
    expect(Buffer.byteLength(html)).toBeLessThan(20_000);
    expect(html).not.toMatch(/<script|<img|<link|src=|url\(| style=|https?:/);
    expect(html).toContain('<form method="post"');
  });

  it('allows its one style by its hash, and nothing else', () => {
    const html = casePageWithout('foreign', 'en');
    const style = /<style>([^]*)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(PAGE_HEADERS['content-security-policy']).toContain(`default-src 'none'; style-src 'sha256-${hash}';`);
  });
});
