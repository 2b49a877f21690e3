/**
 * The exercise as a person sees it who has just typed `npm start`: watched from its start to its end, a captured mail
 * opened and its link followed to the acknowledgement, the next exercise started from the page, the report, the map and
 * the people afterwards; every screen in both themes.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { CHROMIUM, RunningBoard } from './running-board.js';

const SHOTS = join(__dirname, '..', '..', 'data', 'screenshots');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const PATIENT = { timeout: 120_000 };

const withChromium = CHROMIUM === undefined ? describe.skip : describe;

withChromium('the exercise room in a browser', () => {
  let board: RunningBoard;
  let watch: BrowserContext;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    board = await RunningBoard.start();
    watch = await board.context();
  }, 180_000);
  afterAll(async () => await board.stop(), 60_000);

  it('is watched from its start to its end', async () => {
    const page = await board.page(watch, '/exercise');
    await page.getByText('Playing', { exact: true }).waitFor(PATIENT);
    await page.locator('.room-cases li').first().waitFor(PATIENT);
    await page.locator('.messages > li').first().waitFor(PATIENT);
    await page.getByText('Played to its end').first().waitFor(PATIENT);
    expect(await page.locator('.now h2').textContent()).toContain('exercise-1');
    expect(await page.locator('.now').textContent()).toMatch(/(\d+) of \1 steps answered, 0 other than expected/);
    expect(await page.locator('.exercise-banner').textContent()).toContain('EXERCISE');
    await page.close();
  }, 180_000);

  it('acknowledges by the link in a captured mail', async () => {
    const reporter = await board.context('watch-brussels-duty');
    const { status } = await board.asked(reporter, '/reports', {
      source: 'us',
      sourceReportId: 'one',
      occurredAt: new Date().toISOString(),
      place: { sector: 'UA-65' },
      kind: 'shelling',
      description: '<script>alert(1)</script> https://evil.example/a/x',
    });
    expect([201, 202]).toContain(status);
    const page = await board.page(watch, '/exercise');
    const asking = page.locator('.messages > li').filter({ hasText: 'UA-65' }).last();
    await asking.waitFor(PATIENT);
    await page.getByLabel('To', { exact: true }).selectOption('ua-mfa-duty');
    await asking.locator('summary').first().click();
    const link = asking.locator('.message-text a[href^="/a/"]').first();
    const [opened] = await Promise.all([watch.waitForEvent('page'), link.click()]);
    const acknowledge = opened.locator('form button').first();
    await acknowledge.waitFor(PATIENT);
    await Promise.all([opened.waitForResponse((one) => one.request().method() === 'POST'), acknowledge.click()]);
    await opened.close();
    // By the API: its organisation is waited for no more.
    for (;;) {
      const answer = await reporter.request.get(`${board.url}/api/v1/cases?sector=UA-65`);
      const { cases } = (await answer.json()) as { cases: { awaiting: string[] }[] };
      if (cases[0] && !cases[0].awaiting.includes('ua-mfa')) break;
      await page.waitForTimeout(250);
    }
    await asking.getByText('As it was sent').first().click();
    await asking.locator('pre').last().waitFor(PATIENT);
    expect(await asking.locator('pre').last().textContent()).toContain('X-Holdfire-Exercise: true');
    expect(await page.locator('.messages a[href*="evil"]').count()).toBe(0);
    await reporter.close();
    await page.close();
  }, 180_000);

  it('starts the next one as the watch, holds, releases and stops it', async () => {
    const page = await board.page(watch, '/exercise');
    await page.getByText('You may watch.').waitFor(PATIENT);
    await page.getByLabel('Act as an office').selectOption('watch-kyiv-duty');
    await page.getByRole('button', { name: 'Act as it' }).click();
    await page.getByLabel('Script', { exact: true }).selectOption('quiet-case');
    await page.getByLabel('Speed', { exact: true }).selectOption('864');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('exercise-2 ·').waitFor(PATIENT);
    await page.getByRole('button', { name: 'Hold' }).click();
    await page.getByText('Held: the next inputs wait').waitFor(PATIENT);
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByText('Playing', { exact: true }).waitFor(PATIENT);
    await page.locator('.room-cases li').first().waitFor(PATIENT);
    await shoot(page, 'exercise-playing');
    await page.getByRole('button', { name: 'Stop the script' }).click();
    await page.locator('.now').getByText('Stopped').first().waitFor(PATIENT);
    await page.close();
  }, 180_000);

  it('follows a test notice to its outcome', async () => {
    const page = await board.page(watch, '/people');
    await page.getByLabel('Search offices').fill('gb-mod-duty');
    await page.getByRole('button', { name: /^Send a test to/ }).click();
    await page
      .locator('.test-outcome')
      .getByText(/Mail: (handed to the relay|taken)/)
      .waitFor(PATIENT);
    await shoot(page, 'people-test');
    await page.close();
  }, 180_000);

  it('shows the map as it was, by the keyboard', async () => {
    const page = await board.page(watch, '/map');
    await page.locator('.map path.region').first().waitFor(PATIENT);
    expect(await page.locator('.map path.region').count()).toBe(27);
    const slider = page.getByLabel('Time of the picture');
    await slider.focus();
    await page.keyboard.press('Home');
    for (let step = 0; step < 20; step += 1) await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Back to now' }).waitFor();
    await page.locator('.past output').getByText('UTC').waitFor();
    await page.locator('.map-and-table[aria-busy="false"]').waitFor(PATIENT);
    await page.locator('.map a').first().waitFor(PATIENT);
    await shoot(page, 'map-past');
    const link = page.locator('.map a').first();
    expect(await link.getAttribute('aria-label')).toMatch(/Oblast|Kyiv|Crimea|Sevastopol/);
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cases/*');
    await page.close();
  }, 180_000);

  it.each(['light', 'dark'] as const)(
    'is accessible and holds its layout, %s',
    async (colorScheme) => {
      const found: string[] = [];
      for (const [width, lang] of [
        [1440, 'en-GB'],
        [390, 'uk-UA'],
      ] as const) {
        const options = { colorScheme, locale: lang, viewport: { width, height: 900 } };
        const context = await board.context('watch-kyiv-duty', options);
        for (const [name, path] of [
          ['exercise', '/exercise'],
          ['after-action', '/exercise/1'],
          ['map', '/map'],
          ['people', '/people'],
        ] as const) {
          const page = await board.page(context, path);
          await page.locator('main h1').waitFor();
          await page
            .locator(name === 'map' ? '.map' : 'main table, main .messages > li')
            .first()
            .waitFor(PATIENT);
          if (name === 'exercise') {
            const last = page.locator('.messages > li').last();
            await last.waitFor(PATIENT);
            await last.locator('summary').first().click();
          }
          await shoot(page, `room-${name}-${colorScheme}-${width}`);
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

  it('prints the report on paper', async () => {
    const page = await board.page(watch, '/exercise/1');
    await page.locator('main table').first().waitFor(PATIENT);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  }, 180_000);

  it('asked no other host and ran nothing that was captured', () => {
    expect(board.faults).toEqual([]);
  });
});

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
