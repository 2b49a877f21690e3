import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { CHROMIUM, RunningBoard } from './running-board.js';
import { HOSTILE_TEXTS } from './hostile-texts.js';
import { SCREENS_SHOWN } from './screens.js';

const SHOTS = join(__dirname, '..', '..', 'data', 'screenshots');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

const HOSTILE = '<img src=x onerror=alert(1)><script>alert(2)</script>"\'=cmd|1!A1 \u202eevil ' + 'W'.repeat(400);

// An hour of the plan is a minute: a day of it is longer than this test.
const SPEED = ['--no-exercise', '--speed', '60'];

const withChromium = CHROMIUM === undefined ? describe.skip : describe;
if (CHROMIUM === undefined)
  process.stderr.write('Skipped: Chromium cannot be found; `apt-get install chromium` brings it.\n');

withChromium('the board in a browser', () => {
  let board: RunningBoard;
  let caseId = '';
  let watch: BrowserContext;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    board = await RunningBoard.start(...SPEED);
    watch = await board.context('watch-kyiv-duty');
  }, 180_000);
  afterAll(async () => await board.stop(), 60_000);

  it('files a report, and says before who will be told', async () => {
    const page = await board.page(watch, '/report');
    await page.getByLabel('What happened').fill('shelling');
    await page.getByLabel('Region').selectOption('UA-23');
    await page.getByLabel('Place', { exact: true }).fill('Huliaipole');
    await page.getByLabel('What was seen').fill(HOSTILE);
    await page.getByRole('button', { name: 'Show what will happen' }).click();
    await page.getByText('Told of it').waitFor();
    await shoot(page, 'report-before-sending');
    await page.getByRole('button', { name: 'Send' }).click();
    // On a busy host it is kept first and decided later, and the page says so.
    await page.getByRole('link', { name: 'To the case' }).or(page.getByText('It is kept')).waitFor();
    caseId = await board.caseAt(watch, 'Huliaipole');
    await page.goto(`${board.url}/cases/${caseId}`);
    await page.getByRole('heading', { name: /Huliaipole/ }).waitFor();
    await page.getByText('onerror=alert(1)').first().waitFor();
    await page.close();
  }, 240_000);

  it('shows the case with a countdown and the frame of an exercise', async () => {
    const page = await board.page(watch, '/');
    await page.getByRole('heading', { name: /Huliaipole/ }).waitFor();
    const first = await page.locator('.case .countdown time').first().textContent();
    expect(first).toMatch(/^\+?\d{2,}:\d\d:\d\d$/);
    await page.waitForFunction(
      (before) => document.querySelector('.case .countdown time')?.textContent !== before,
      first,
    );
    expect(await page.locator('.exercise-banner').textContent()).toContain('×60');
    await page.close();
  }, 180_000);

  it('fits twelve cases on a wall of 1920 by 1080, with all that can be wrong with them', async () => {
    const viewport = { width: 1920, height: 1080 };
    const context = await board.context('watch-kyiv-duty', { viewport, locale: 'uk-UA' });
    // The one case that there is, thirteen times, each as crowded as a row can be.
    await context.route(/\/api\/v1\/cases\?/, async (route) => {
      const response = await route.fetch();
      const { cases } = (await response.json()) as { cases: { caseId: string }[] };
      const wrong = {
        level: 3,
        overdue: ['D1', 'D2', 'D3', 'D5', 'D8'],
        notTold: ['ua-mfa-duty', 'ua-general-staff-duty', 'gb-mod-duty'],
        awaiting: ['ua-mfa', 'watch-kyiv'],
        acknowledged: ['watch-brussels'],
      };
      const crowded = Array.from({ length: 13 }, (_, n) => ({ ...cases[0], caseId: `${caseId}-${n}`, ...wrong }));
      await route.fulfill({ response, json: { cases: crowded } });
    });
    const page = await board.page(context, '/wall');
    await page.locator('.wall .case').nth(11).waitFor();
    await page.locator('.wall .health li').first().waitFor();
    await shoot(page, 'wall-full');
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(1080);
    await context.close();
  }, 60_000);

  it('judges a report that waits, and holds routine notices back', async () => {
    for (const index of [1, 2]) {
      const { status } = await board.asked(watch, '/reports', {
        source: 'rumours',
        sourceReportId: `r${index}`,
        occurredAt: new Date(Date.now() - 60_000).toISOString(),
        place: { sector: 'UA-65' },
        kind: 'shelling',
        description: HOSTILE,
        standing: 'alleged',
      });
      expect([201, 202]).toContain(status);
    }
    const other = await board.context('watch-brussels-duty');
    const page = await board.page(other, '/watch');
    await page.getByRole('button', { name: 'Judge this report' }).nth(1).waitFor();
    await page.getByRole('button', { name: 'Judge this report' }).first().click();
    await page.getByLabel('What comes of it').selectOption('not-a-violation');
    await page.getByLabel('Text', { exact: true }).fill('Nothing was heard there.');
    await page.getByRole('button', { name: 'Show what will happen' }).click();
    await page.getByText('Report judged').waitFor();
    await shoot(page, 'watch-outcome');
    await page.getByRole('button', { name: 'Send' }).click();
    await sent(page);
    await page.reload();
    await page.getByText('Nothing was heard there.').first().waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Hold routine notices back' }).click();
    await page.getByLabel('Reason', { exact: true }).fill('Many at once.');
    await page.getByRole('button', { name: 'Show what will happen' }).click();
    await page.getByText('Nobody is told.').waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText(/Held back until \d/).waitFor();
    await other.close();
  }, 120_000);

  it('stands a case down by two offices in two browsers, over the text that both were shown', async () => {
    const ukraine = await board.context('ua-mfa-duty');
    const proposing = await board.page(ukraine, `/cases/${caseId}`);
    await proposing.getByRole('button', { name: 'Propose to stand down' }).click();
    await proposing.getByLabel('Text', { exact: true }).fill('Both sides report quiet since noon.');
    await proposing.getByRole('button', { name: 'Show what will happen' }).click();
    await proposing.getByText('Told of it').waitFor();
    await shoot(proposing, 'case-act');
    await proposing.getByRole('button', { name: 'Send' }).click();
    await sent(proposing);
    const britain = await board.context('gb-mod-duty');
    const signing = await board.page(britain, `/cases/${caseId}`);
    await signing.getByRole('button', { name: 'Sign p1' }).click();
    expect(await signing.getByRole('dialog').textContent()).toContain('Both sides report quiet since noon.');
    await signing.getByRole('button', { name: 'Show what will happen' }).click();
    await signing.getByRole('button', { name: 'Sign', exact: true }).click();
    await sent(signing);
    await proposing.locator('.case-state').getByText('Quiet').waitFor();
    await ukraine.close();
    await britain.close();
  }, 240_000);

  it.each(['light', 'dark'] as const)(
    'is accessible and holds its layout on every screen, %s',
    async (colorScheme) => {
      const found: string[] = [];
      for (const [width, lang] of [
        [1440, 'en-GB'],
        [390, 'uk-UA'],
      ] as const) {
        const options = { colorScheme, locale: lang, viewport: { width, height: 900 } };
        const context = await board.context('watch-kyiv-duty', options);
        for (const { name, path: pattern } of SCREENS_SHOWN) {
          const path = pattern.replace('CASE', caseId);
          const page = await board.page(context, path);
          await page.locator('main h1').waitFor();
          await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined);
          await shoot(page, `${name}-${colorScheme}-${width}`);
          expect(await page.locator('html').getAttribute('lang')).toBe(lang.slice(0, 2));
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (overflow > 0) found.push(`${path} ${width}: ${overflow} px too wide`);
          found.push(...(await axe(page)).map((fault) => `${path} ${width}: ${fault}`));
          await page.close();
        }
        await context.close();
      }
      expect(found).toEqual([]);
    },
    240_000,
  );

  it('runs nothing of 200 hostile texts, and its layout holds', async () => {
    for (const [index, text] of HOSTILE_TEXTS.entries()) {
      const { status } = await board.asked(watch, '/reports', {
        source: 'hostile',
        sourceReportId: `h${index}`,
        occurredAt: new Date(Date.now() - 60_000).toISOString(),
        place: { sector: 'UA-59', description: start(text, 200) },
        kind: start(text, 40),
        description: text,
      });
      // A busy host may say that it is kept and not decided yet.
      expect([201, 202]).toContain(status);
    }
    for (const path of ['/', '/record']) {
      const page = await board.page(watch, path);
      await page.locator('.case-link').nth(1).waitFor();
      expect(await tooWide(page)).toBe(0);
      await page.close();
    }
    const page = await board.page(watch, '/');
    await page.locator('.case-link[href*="UA-59"]').click();
    await page.locator('.violations li').first().waitFor();
    await shoot(page, 'case-hostile');
    expect(await tooWide(page)).toBe(0);
    await page.close();
  }, 240_000);

  it('checks the record in the browser, and says the same as the server', async () => {
    const page = await board.page(watch, `/cases/${caseId}#record`);
    for (const name of ['Verify in this browser', 'Verify on the server']) {
      await page.getByRole('button', { name }).click();
    }
    const verdicts = page.locator('.verdict > p');
    await verdicts.nth(1).waitFor({ timeout: 60_000 });
    expect(await verdicts.allTextContents()).toEqual(['Nothing is wrong with it.', 'Nothing is wrong with it.']);
    await shoot(page, 'case-record');
    await page.close();
  }, 240_000);

  it.each(['case', 'plan'])(
    'prints the %s on A4 in black and white',
    async (name) => {
      const page = await board.page(watch, name === 'case' ? `/cases/${caseId}` : '/plan');
      await page.locator('main h1').waitFor();
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('nav').isVisible()).toBe(false);
      // What is a tab on the screen stands on paper, each under its name.
      await page.locator('.tab-name').nth(1).waitFor();
      expect(
        await page
          .locator('.tab-name')
          .first()
          .evaluate((one) => getComputedStyle(one).color),
      ).toBe('rgb(0, 0, 0)');
      const pdf = await page.pdf({ format: 'A4', path: join(SHOTS, `${name}.pdf`) });
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      await page.close();
    },
    60_000,
  );

  it('holds at twice the size, and stays readable without colours', async () => {
    // At 200 % a window of 1440 holds 720.
    const context = await board.context('watch-kyiv-duty', {
      viewport: { width: 720, height: 450 },
      deviceScaleFactor: 2,
    });
    for (const path of ['/', `/cases/${caseId}`, '/report', '/plan']) {
      const page = await board.page(context, path);
      await page.locator('main h1').waitFor({ state: 'attached' });
      expect(await tooWide(page)).toBe(0);
      await page.close();
    }
    const page = await board.page(context, '/');
    await page.locator('.case-link').first().waitFor();
    const protocol = await context.newCDPSession(page);
    for (const type of ['achromatopsia', 'deuteranopia'] as const) {
      await protocol.send('Emulation.setEmulatedVisionDeficiency', { type });
      await shoot(page, `board-${type}`);
    }
    // Each state has a word, and a shape beside it.
    for (const badge of await page.locator('.badge').all()) {
      expect((await badge.textContent())?.trim()).not.toBe('');
      expect(await badge.locator('svg path').count()).toBe(1);
    }
    await context.close();
  }, 240_000);

  it('goes by the keyboard', async () => {
    const page = await board.page(watch, '/');
    await page.locator('.case-link').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cases/*');
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL('**/plan');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.close();
  }, 180_000);

  it('looks stale while the server is away, and lives again', async () => {
    const page = await board.page(watch, '/');
    await page.locator('.case-link').first().waitFor();
    await board.stopProgram();
    await page.locator('.stale-banner.lost').waitFor({ timeout: 40_000 });
    expect(await page.locator('.page.stale').count()).toBe(1);
    expect(await page.locator('.case .hatched').first().textContent()).toContain('computed here');
    await shoot(page, 'board-stale');
    await board.startProgram();
    await page.locator('.page:not(.stale)').waitFor({ timeout: 60_000 });
    await page.close();
  }, 180_000);

  it('ran nothing that a report brought, and asked no other host', () => {
    expect(board.faults).toEqual([]);
  });
});

/** The dialog closes, or says that what was sent is kept and waits. */
const sent = async (page: Page): Promise<void> =>
  await page
    .waitForFunction(() => !document.querySelector('dialog[open]') || document.body.textContent?.includes('It is kept'))
    .then(() => undefined);

/** So many letters, none of them cut in half. */
const start = (text: string, letters: number): string => [...text].slice(0, letters).join('');

const tooWide = async (page: Page): Promise<number> =>
  await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

/** By the protocol, not by a script tag: the page's own policy stays in force. */
async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return await page.evaluate(async (tags) => {
    const { axe: checks } = globalThis as unknown as {
      axe: { run: (o: object) => Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> };
    };
    const { violations } = await checks.run({ runOnly: tags });
    return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
  }, TAGS);
}
