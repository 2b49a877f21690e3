/**
 * `npm run figures:board`: what the board costs, in Chromium, of the build in `dist/`. The product itself is started for
 * the first load and for the way from a command to the screen; for a thousand open cases a feed stands in its place,
 * which serves the same files and the same stream, so that what is measured is the board. Prints one JSON line a figure.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const BOARD = join(root, 'dist', 'board');
const CHROMIUM = [process.env.HOLDFIRE_CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== '' && existsSync(path),
);
const CASES = 1000;
const CHANGES_A_SECOND = 20;
const SECONDS = Number(process.argv[2] ?? 60);
const COMMANDS = 26;
/** One case a region; then each report of the same regions joins, so only the first of each is waited for. */
const SECTORS = [
  '05',
  '07',
  '09',
  '12',
  '14',
  '18',
  '21',
  '23',
  '26',
  '30',
  '32',
  '35',
  '40',
  '43',
  '46',
  '48',
  '51',
  '53',
  '56',
  '59',
  '61',
  '63',
  '65',
  '68',
  '71',
  '74',
  '77',
];

const say = (figure) => process.stdout.write(`${JSON.stringify(figure)}\n`);
const quantile = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];

if (CHROMIUM === undefined) {
  process.stderr.write('Chromium cannot be found; `apt-get install chromium` brings it.\n');
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ['--no-sandbox', '--enable-precise-memory-info'],
});
try {
  await theProduct();
  await aThousandCases();
} finally {
  await browser.close();
}

/** First load with a processor four times slower, and events from the answer of a command to the drawn row. */
async function theProduct() {
  const folder = mkdtempSync(join(tmpdir(), 'holdfire-figures-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const parameters = [
    'dist/cli/main.js',
    'start',
    '--data',
    folder,
    '--port',
    String(port),
    '--no-exercise',
    '--speed',
    '60',
  ];
  const program = spawn(process.execPath, parameters, { cwd: root, stdio: 'ignore' });
  try {
    while (!(await fetch(`${url}/api/v1/me`).catch(() => undefined))?.ok) await pause(250);
    const context = await browser.newContext({ locale: 'en-GB' });
    await context.request.post(`${url}/api/v1/session`, { data: { office: 'watch-kyiv-duty' } });
    await report(context, url, 0);
    await firstLoad(context, url);
    await toTheScreen(context, url);
    await context.close();
  } finally {
    program.kill('SIGINT');
    if (program.exitCode === null) await once(program, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function firstLoad(context, url) {
  const times = [];
  let bytes = 0;
  for (let run = 0; run < 5; run += 1) {
    const page = await context.newPage();
    const protocol = await context.newCDPSession(page);
    await protocol.send('Network.setCacheDisabled', { cacheDisabled: true });
    await protocol.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    const loaded = new Set();
    page.on('request', (request) => loaded.add(new URL(request.url()).pathname));
    const start = performance.now();
    await page.goto(url);
    await page.locator('.case-link').first().waitFor();
    times.push(performance.now() - start);
    bytes = [...loaded]
      .filter((path) => path === '/' || path.startsWith('/assets/'))
      .map((path) => gzipSync(readFileSync(join(BOARD, path === '/' ? 'index.html' : path))).length)
      .reduce((sum, length) => sum + length, 0);
    await page.close();
  }
  say({ figure: 'first load, gzip', kB: Math.round(bytes / 102.4) / 10 });
  say({
    figure: 'a case can be pressed, 4 times slower processor',
    medianMs: Math.round(quantile(times, 0.5)),
    worstMs: Math.round(Math.max(...times)),
  });
}

async function toTheScreen(context, url) {
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('.case-link').first().waitFor();
  const took = [];
  for (let nth = 1; nth <= COMMANDS; nth += 1) {
    const { body, at } = await report(context, url, nth);
    await page.waitForFunction(
      (id) => document.querySelector(`.case-link[href="/cases/${id}"]`) !== null,
      body.caseId,
      { polling: 'raf' },
    );
    took.push(performance.now() - at);
  }
  say({
    figure: 'from the answer of a command to its row',
    commands: took.length,
    p50Ms: Math.round(quantile(took, 0.5)),
    p99Ms: Math.round(quantile(took, 0.99)),
  });
  await page.close();
}

async function report(context, url, nth) {
  const sector = `UA-${SECTORS[nth % SECTORS.length]}`;
  const data = {
    source: 'figures',
    sourceReportId: `r${nth}`,
    occurredAt: new Date(Date.now() - 1000).toISOString(),
    place: { sector, description: `Place ${nth}` },
    kind: 'shelling',
    description: 'Written by a measurement.',
  };
  const answer = await context.request.post(`${url}/api/v1/reports`, { data });
  return { body: await answer.json(), at: performance.now() };
}

/** The board alone, with as many open cases and changes as it must bear. */
async function aThousandCases() {
  const feed = await openFeed();
  const page = await browser.newPage();
  await page.goto(feed.url);
  await page.locator('.case-link').first().waitFor();
  await pause(3000);
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Performance.enable');
  await page.evaluate(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) =>
      globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({ entryTypes: ['longtask'] });
  });
  const heap = async () => {
    await protocol.send('HeapProfiler.collectGarbage');
    return (await protocol.send('Runtime.getHeapUsage')).usedSize;
  };
  const script = async () => {
    const { metrics } = await protocol.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ScriptDuration').value * 1000;
  };
  feed.begin();
  await pause(5000);
  const before = { heap: await heap(), script: await script(), sent: feed.sent() };
  await page.evaluate(() => void (globalThis.longTasks.length = 0));
  await pause(SECONDS * 1000);
  const after = { script: await script(), sent: feed.sent() };
  const long = await page.evaluate(() => globalThis.longTasks);
  const grown = (await heap()) - before.heap;
  const updates = after.sent - before.sent;
  say({
    figure: `${CASES} open cases, ${CHANGES_A_SECOND} changes a second`,
    seconds: SECONDS,
    updates,
    scriptMsAnUpdate: Math.round(((after.script - before.script) / updates) * 100) / 100,
    tasksOver50Ms: long.length,
    longestMs: Math.round(Math.max(0, ...long)),
    heapMB: Math.round(before.heap / 104_857.6) / 10,
    heapGrownKB: Math.round(grown / 1024),
  });
  await page.close();
  feed.close();
}

async function openFeed() {
  const cases = Array.from({ length: CASES }, (_, index) => summary(index));
  const listeners = new Set();
  let sent = 0;
  let timer;
  const answers = {
    '/api/v1/me': () => ({
      world: 'real',
      exercise: false,
      agreement: 'a',
      office: 'watch',
      name: { en: 'Watch', uk: 'Чергові' },
    }),
    '/api/v1/time': () => ({ now: now(), exercise: false, serverClockUsed: false, offsetMs: 0 }),
    '/api/v1/summary': () => ({
      open: CASES,
      quiet: 0,
      closed: 0,
      dueSoon: 0,
      overdue: 0,
      repeated: 0,
      notTold: 0,
      intakePending: 0,
      reviews: 0,
    }),
    '/api/v1/sectors': () => ({ at: now(), sectors: [] }),
    '/api/v1/directory': () => ({ offices: {}, organisations: {}, reach: {} }),
    '/health/ready': () => ({ ready: true, parts: [] }),
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/api/v1/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: heartbeat\ndata: ${JSON.stringify({ now: now() })}\n\n`);
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
    } else if (pathname === '/api/v1/cases') {
      const from = Number(searchParams.get('cursor') ?? 0);
      const next = from + 500 < CASES ? { next: String(from + 500) } : {};
      response.end(JSON.stringify({ cases: cases.slice(from, from + 500), ...next }));
    } else if (answers[pathname]) response.end(JSON.stringify(answers[pathname]()));
    else file(pathname, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tell = (text) => listeners.forEach((response) => response.write(text));
  const beats = setInterval(() => tell(`event: heartbeat\ndata: ${JSON.stringify({ now: now() })}\n\n`), 5000);
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    sent: () => sent,
    begin: () => {
      timer = setInterval(() => {
        const index = Math.floor(Math.random() * CASES);
        sent += 1;
        cases[index] = { ...summary(index), seq: cases[index].seq + 1, awaiting: sent % 2 === 0 ? [] : ['one', 'two'] };
        tell(`event: case\nid: ${sent}\ndata: ${JSON.stringify(cases[index])}\n\n`);
      }, 1000 / CHANGES_A_SECOND);
    },
    close: () => {
      clearInterval(timer);
      clearInterval(beats);
      server.closeAllConnections();
      server.close();
    },
  };
}

function file(pathname, response) {
  const name = pathname.startsWith('/assets/') ? pathname.slice('/assets/'.length) : undefined;
  const path = name === undefined ? join(BOARD, 'index.html') : join(BOARD, 'assets', name);
  if (name !== undefined && !readdirSync(join(BOARD, 'assets')).includes(name)) return response.writeHead(404).end();
  const types = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.html': 'text/html' };
  return response.writeHead(200, { 'content-type': types[extname(path)] }).end(readFileSync(path));
}

function summary(index) {
  const words = { en: 'Coalition convened', uk: 'Коаліцію скликано' };
  const due = {
    at: new Date(Date.now() + (1 + Math.random() * 70) * 3_600_000).toISOString(),
    kind: 'duty',
    id: 'D4',
    label: words.en,
    words,
  };
  return {
    caseId: `UA-23-case-${index}`,
    exercise: false,
    agreement: 'a',
    sector: 'UA-23',
    place: `Place ${index}`,
    kind: 'shelling',
    status: 'open',
    level: 1 + (index % 3),
    posture: 1 + (index % 3),
    firstViolationAt: new Date(Date.now() - (index % 70) * 3_600_000).toISOString(),
    recurrence: 1,
    flags: [],
    seq: 1,
    plan: { id: 'seed', version: 1, hash: '' },
    next: due,
    due,
    phaseName: { en: 'Coalition', uk: 'Коаліція' },
    overdue: [],
    owed: ['D4'],
    awaiting: ['one', 'two'],
    acknowledged: ['three'],
    notTold: [],
    openedAt: now(),
  };
}

function now() {
  return new Date().toISOString();
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
