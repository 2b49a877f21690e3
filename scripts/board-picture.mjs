/**
 * A picture of the board for the README, from a running exercise that is read without a key:
 * `npm start -- --data DIR --speed 60 --no-exercise`, some reports, then `node scripts/board-picture.mjs [URL]`.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const url = process.argv[2] ?? 'http://127.0.0.1:8080';
const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'board.png');
const executablePath = [process.env.HOLDFIRE_CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== '' && existsSync(path),
);
const browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
const context = await browser.newContext({
  locale: 'en-GB',
  colorScheme: 'dark',
  viewport: { width: 1280, height: 720 },
});
await context.request.post(`${url}/api/v1/session`, { data: { office: 'watch-kyiv-duty' } });
const page = await context.newPage();
await page.goto(url);
await page.locator('.case-link').first().waitFor();
await page.locator('.health .badge.calm').first().waitFor();
await page.screenshot({ path: file });
await browser.close();
