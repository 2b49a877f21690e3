/** The program as people start it, in an exercise world of its own, and Chromium in front of it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { freePort } from '../support/free-port.js';

const ROOT = join(__dirname, '..', '..');

/** Where Debian and its kin put it. */
export const CHROMIUM = [process.env.HOLDFIRE_CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== '' && existsSync(path),
);

/** What is waited for comes at once on an idle machine, and late on a busy one. */
const PATIENCE_MS = 60_000;

export class RunningBoard {
  private program: ChildProcess | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'holdfire-board-'));
  /** What pages said that they should not: errors, refused by policy. */
  readonly faults: string[] = [];

  private constructor(
    readonly browser: Browser,
    private readonly port: number,
    private readonly flags: readonly string[],
  ) {}

  static async start(...flags: string[]): Promise<RunningBoard> {
    const browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
    const board = new RunningBoard(browser, await freePort(), flags);
    await board.startProgram();
    return board;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async startProgram(): Promise<void> {
    const parameters = ['dist/cli/main.js', 'start', '--data', this.folder, '--port', String(this.port), ...this.flags];
    this.program = spawn(process.execPath, parameters, { cwd: ROOT, stdio: 'ignore' });
    for (;;) {
      const answered = await fetch(`${this.url}/api/v1/me`).catch(() => undefined);
      if (answered?.ok) return;
      if (this.program.exitCode !== null) throw new Error('The program has ended.');
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  async stopProgram(): Promise<void> {
    const { program } = this;
    if (!program || program.exitCode !== null) return;
    program.kill('SIGINT');
    await once(program, 'exit');
  }

  /** A browser of its own, signed in as an office where one is named. */
  async context(office?: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({ locale: 'en-GB', ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    if (office !== undefined) {
      const { status } = await this.asked(context, '/session', { office });
      if (status !== 201) throw new Error(`Signing in as ${office} was answered ${status}.`);
    }
    return context;
  }

  async asked(context: BrowserContext, path: string, data: object): Promise<{ status: number; body: unknown }> {
    const answer = await context.request.post(`${this.url}/api/v1${path}`, { data });
    return { status: answer.status(), body: await answer.json() };
  }

  /** The case that was opened at this place, once it is there. */
  async caseAt(context: BrowserContext, place: string): Promise<string> {
    for (let waited = 0; waited < PATIENCE_MS; waited += 500) {
      const answer = await context.request.get(`${this.url}/api/v1/cases`);
      const { cases } = (await answer.json()) as { cases: { caseId: string; place?: string }[] };
      const found = cases.find((one) => one.place === place);
      if (found) return found.caseId;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(`No case was opened at ${place}.`);
  }

  async page(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (error) => this.faults.push(`${path}: ${error.message}`));
    page.on('console', (message) => {
      if (/Content Security Policy|Warning:/.test(message.text())) this.faults.push(`${path}: ${message.text()}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(this.url)) this.faults.push(`${path}: asks ${request.url()}`);
    });
    page.on('dialog', (dialog) => {
      this.faults.push(`${path}: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(this.url + path);
    return page;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.stopProgram();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
