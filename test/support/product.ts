/**
 * The whole product: the API over HTTP, a worker, a record in a folder or in PostgreSQL, every channel pointed at real sinks; on a server
 * that skips time, or on the real one with every span divided. Nothing in it is a mock but the clock of the first.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Worker } from '@temporalio/worker';
import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { closeChannels, openChannels } from '../../activities/channels/registry.js';
import { createApi } from '../../api/create-api.js';
import type { Api } from '../../api/create-api.js';
import { AcceptanceClock } from '../../api/temporal/acceptance-clock.js';
import { converting, fetchHistory } from '../../api/temporal/converting.js';
import { Stamper } from '../../api/temporal/stamp.js';
import type { ApiSettings } from '../../api/tokens.js';
import { openWorld } from '../../api/worlds/world.js';
import type { CodecKeys } from '../../config/codec-keys.js';
import { linkKeysOfFile } from '../../config/link-keys.js';
import { sealKeysOfFile } from '../../config/seal-keys.js';
import type { WorldSettings } from '../../config/config.js';
import { caseDirectory } from '../../domain/directory/directory.js';
import type { Directory } from '../../domain/directory/directory.js';
import { instant, ms } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { LinkKeys } from '../../domain/notice/link-token.js';
import type { Plan, PlanRef } from '../../domain/plan/plan.js';
import { ApiClient } from '../../exercise/api-client.js';
import type { ApiAnswer } from '../../exercise/api-client.js';
import { openMailSink } from '../../exercise/mail-sink.js';
import type { MailSink } from '../../exercise/mail-sink.js';
import { openWebhookSink } from '../../exercise/webhook-sink.js';
import type { WebhookSink } from '../../exercise/webhook-sink.js';
import { exerciseDirectory, hashOfKey } from '../../exercise/world.js';
import { hashOf } from '../../record/canonical.js';
import type { Entry } from '../../record/entry.js';
import type { RecordLocation } from '../../record/location.js';
import { openStore } from '../../record/open-store.js';
import type { VerifierKey } from '../../record/seal/note.js';
import { createWorldWorker } from '../../worker/run-world.js';
import { freePort } from './free-port.js';
import { exampleDirectory, shippedPlan } from './seed.js';
import { startDevServer, startTimeSkipping } from './temporal.js';
import type { TestServer } from './temporal.js';
import { offsetFrom, spanOf, T0 } from './timeline.js';

/** Made by the build, as the workflows' bundle is. */
export const VERIFIER = join(__dirname, '..', '..', 'dist', 'verify.mjs');

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The key of an office in these tests. */
const keyOf = (office: string): string => `key-of-${office}`;

export interface ProductOptions {
  /** The name of a shipped plan, `seed` where nothing is said; or one made for a test. */
  plan?: string | Plan;
  /** In the place of the example; its channels are pointed at the sinks too. */
  directory?: Directory;
  /** Every span is divided by it, on the real server; absent: a server that skips time. */
  speed?: number;
  /** The worker keeps no case in memory: each task replays all of it, and a new worker goes on at once. Slower. */
  forgetful?: boolean;
  /** In the place of a folder of its own. */
  record?: RecordLocation;
  /** Open cases are compared with Temporal's and histories exported: only on the real server, which has lists. */
  watches?: boolean;
  /**
   * How long the API waits for the worker before it answers 202, milliseconds. By default long: a busy machine is no
   * reason to answer otherwise. Short where a test takes the worker away.
   */
  patienceMs?: number;
  /** Payloads are encrypted with these. */
  codecKeys?: CodecKeys;
  /** Where time is skipped, each minute of it would be sealed: 6000 rounds for a case of 100 hours. */
  sealEveryMs?: number;
  /** Settings of the API in the place of the usual. */
  api?: Partial<ApiSettings>;
  /** Whose cosignatures the API keeps. */
  witnesses?: readonly VerifierKey[];
}

const MINUTE = 60_000;

export class Product {
  private readonly closers: (() => unknown)[] = [];
  private readonly clients = new Map<string, ApiClient>();
  /** Where the API listens. */
  url = '';
  /** The server's time where it is moved by us, milliseconds. */
  private moved = 0;
  /** Added to the API's wall clock, milliseconds: for clocks that go wrong. */
  skew = 0;
  private worker: { ended: Promise<void>; worker: Worker } | undefined;

  private constructor(
    /** The first violation of this story. */
    readonly t0: Instant,
    readonly folder: string,
    readonly server: TestServer,
    readonly settings: WorldSettings,
    private readonly mails: MailSink,
    readonly webhooks: WebhookSink,
    private options: ProductOptions,
  ) {}

  static async start(options: ProductOptions = {}): Promise<Product> {
    const { plan = 'seed', speed, directory: base = exampleDirectory() } = options;
    const folder = mkdtempSync(join(tmpdir(), 'holdfire-product-'));
    const server = speed === undefined ? await startTimeSkipping() : await startDevServer();
    const mails = await openMailSink(join(folder, 'mail'));
    const webhooks = await openWebhookSink(join(folder, 'webhooks.jsonl'), (office) => secretOf(base, office));
    const directory = withKeys(exerciseDirectory(base, sinks(mails.port, webhooks.port), []));
    const settings = {
      ...worldSettings(folder, mails.port, directory, plan, speed ?? 1),
      ...(options.record ? { record: options.record } : {}),
    };
    const t0 = speed === undefined ? T0 : instant(Date.now());
    const product = new Product(t0, folder, server, settings, mails, webhooks, options);
    if (speed === undefined) await product.moveTo(instant(ms(T0) - MINUTE));
    await product.startWorker();
    await product.startApi();
    return product;
  }

  /** `+24:00` after T0, divided by the speed. */
  at(text: string): Instant {
    return instant(ms(this.t0) + Math.round(spanOf(text) / this.settings.speed));
  }

  /** The minute next to it: the server's clock runs on from where it was moved to, on a busy machine by seconds. */
  offset(when: Instant): string {
    const span = (ms(when) - ms(this.t0)) * this.settings.speed;
    return offsetFrom(Math.round(span / MINUTE) * MINUTE);
  }

  /** What came of a command in the end: a busy machine may answer 202, and then it is asked for until it is known. */
  async known(office: string, asked: Promise<ApiAnswer>): Promise<ApiAnswer> {
    const first = await asked;
    if (first.status !== 202) return first;
    const { commandId } = first.body as { commandId: string };
    for (;;) {
      const { body } = await this.as(office).get(`/commands/${commandId}`);
      const { state, answer } = body as { state: string; answer?: unknown };
      if (state !== 'pending') return { status: state === 'done' ? 200 : 409, body: answer };
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private get skips(): boolean {
    return this.settings.speed === 1;
  }

  /** Milliseconds since 1970 as the API's host has them. */
  private wall(): number {
    return (this.skips ? this.moved : Date.now()) + this.skew;
  }

  /** Lets time pass until `text` after T0. */
  async waitUntil(text: string): Promise<void> {
    if (this.skips) await this.moveTo(this.at(text));
    else await new Promise((resolve) => setTimeout(resolve, Math.max(0, ms(this.at(text)) - Date.now())));
  }

  /** Moves the server's clock, and holds it there: it runs on by milliseconds, the API's stands at the instant. */
  private async moveTo(when: Instant): Promise<void> {
    const { env } = this.server;
    const before = await env.currentTimeMs();
    if (ms(when) > before) await env.sleep(ms(when) - before);
    this.moved = Math.max(this.moved, ms(when));
  }

  keyOf(office: string): string {
    return keyOf(office);
  }

  /** Speaks for an office. */
  as(office: string): ApiClient {
    const client = this.clients.get(office);
    if (!client) throw new Error(`No office ${office}, or no API.`);
    return client;
  }

  get offices(): Directory['offices'] {
    return this.settings.directory.offices;
  }

  async startWorker(codecKeys = this.options.codecKeys): Promise<void> {
    const { settings, server } = this;
    const store = await openStore(settings.record);
    const { mail, logbookFile } = settings;
    const channels = openChannels({ logbookFile, ...(mail ? { mail } : {}) });
    const worker = await createWorldWorker({
      settings,
      connection: server.env.nativeConnection,
      store,
      channels,
      publicUrl: 'http://127.0.0.1:8080',
      links: this.links(),
      ...(codecKeys ? { codecKeys } : {}),
      sealKeys: sealKeysOfFile(join(this.folder, 'seal-key.pem')),
      log: SILENT,
      clock: () => this.wall() - this.skew,
      options: {
        shutdownGraceTime: '1s',
        // Below it a busy machine's worker is torn down in the middle of a task, and its thread fails.
        shutdownForceTime: '30s',
        ...(this.options.forgetful ? { maxCachedWorkflows: 0 } : {}),
      },
    });
    const run = async (): Promise<void> => {
      await worker.run();
      await closeChannels(channels);
      await store.close();
    };
    this.worker = { worker, ended: run() };
  }

  /** As in one installation: both processes read one file. */
  links(): LinkKeys {
    return linkKeysOfFile(join(this.folder, 'link-keys.txt'));
  }

  /** As an installation whose keys are changed: every process is started anew with these. */
  async startAgain(codecKeys: CodecKeys): Promise<void> {
    await this.stopWorker();
    for (const close of this.closers.splice(0)) await close();
    this.options = { ...this.options, codecKeys };
    await this.startWorker();
    await this.startApi();
  }

  /** A run's history as its workflow saw it. */
  async history(workflowId: string, runId?: string) {
    const { env } = this.server;
    const connection = env.connection;
    const store = await openStore(this.settings.record);
    const client = new Client({ connection, namespace: 'default', ...converting(this.options.codecKeys, store) });
    try {
      return await fetchHistory(client, workflowId, runId);
    } finally {
      await store.close();
    }
  }

  private codec(): { codecKeys?: CodecKeys } {
    const { codecKeys } = this.options;
    return codecKeys ? { codecKeys } : {};
  }

  async stopWorker(): Promise<void> {
    const running = this.worker;
    this.worker = undefined;
    if (!running) return;
    running.worker.shutdown();
    await running.ended;
  }

  private async startApi(): Promise<void> {
    const { settings, server, folder } = this;
    // As the API's main has it: of its own, and without retries behind its back.
    const connection = Connection.lazy({ address: server.address, interceptors: [] });
    const time = { read: async () => await server.env.currentTimeMs() };
    const wall = (): number => this.wall();
    const clock = new AcceptanceClock(wall, time, () => this.wall() - this.skew);
    const store = await openStore(settings.record);
    const convert = converting(this.options.codecKeys, store);
    const client = new Client({ connection, namespace: settings.namespace, ...convert });
    const stamper = Stamper.ofFile(join(folder, 'stamp.pem'));
    const { watches = false, patienceMs = 25_000, sealEveryMs } = this.options;
    const world = await openWorld({
      settings,
      store,
      client,
      stamper,
      clock,
      log: SILENT,
      watches,
      patienceMs,
      ...(sealEveryMs === undefined ? {} : { sealEveryMs }),
      ...this.codec(),
      verifierFile: VERIFIER,
    });
    const api: Api = await createApi({
      worlds: [world],
      clock: wall,
      log: SILENT,
      settings: { secure: false, ...this.options.api },
      links: this.links(),
      ...(this.options.witnesses ? { witnesses: this.options.witnesses } : {}),
    });
    const url = await api.listen(await freePort(), '127.0.0.1');
    this.url = url;
    for (const { id } of this.offices) this.clients.set(id, new ApiClient(url, keyOf(id)));
    this.closers.push(
      () => api.close(),
      () => store.close(),
      () => connection.close(),
    );
  }

  /** Entries of a stream of the record. */
  async record(stream: string): Promise<Entry[]> {
    const store = await openStore(this.settings.record);
    try {
      return await store.read(stream);
    } finally {
      await store.close();
    }
  }

  /** Ids of notices that belong to no case, in the order in which they went to Temporal. */
  async announced(): Promise<string[]> {
    const bodies = (await this.record('house')).map(({ body }) => body as { type: string; noticeId?: string });
    return bodies.flatMap(({ type, noticeId }) => (type === 'announced' && noticeId !== undefined ? [noticeId] : []));
  }

  /** Every mail that was kept, in the order in which it came. */
  async keptMails(): Promise<ParsedMail[]> {
    const folder = join(this.folder, 'mail');
    const files = readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .sort();
    return await Promise.all(files.map(async (file) => await simpleParser(readFileSync(join(folder, file)))));
  }

  async stop(): Promise<void> {
    for (const close of this.closers) await close();
    await this.stopWorker();
    await this.server.stop();
    await this.mails.close();
    await this.webhooks.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const sinks = (smtpPort: number, webhookPort: number) => ({
  schema: 1 as const,
  n: 1,
  speed: 1,
  smtpPort,
  webhookPort,
});

const withKeys = (directory: Directory): Directory => ({
  ...directory,
  keys: directory.offices.map(({ id }) => ({ id, office: id, person: id, sha256: hashOfKey(keyOf(id)) })),
});

function secretOf(directory: Directory, id: string): string | undefined {
  const channels = directory.offices.find((office) => office.id === id)?.channels ?? [];
  return channels.flatMap((channel) => (channel.kind === 'webhook' ? [channel.secret] : []))[0];
}

const refOf = (plan: Plan): PlanRef => ({ id: plan.id, version: plan.version, hash: hashOf(plan) });

/** A real world, so that words and spans are those of a real case; its addresses lead to the sinks all the same. */
function worldSettings(
  folder: string,
  smtpPort: number,
  directory: Directory,
  plan: string | Plan,
  speed: number,
): WorldSettings {
  const forCases = caseDirectory(directory, T0);
  return {
    name: 'real',
    exercise: false,
    agreement: 'test',
    namespace: 'default',
    speed,
    ...(typeof plan === 'string' ? shippedPlan(plan) : { plan, planRef: refOf(plan) }),
    directory,
    caseDirectory: forCases,
    directoryHash: hashOf(forCases),
    record: { kind: 'dir', path: join(folder, 'record') },
    mail: { smtpUrl: `smtp://127.0.0.1:${smtpPort}`, from: 'Holdfire <holdfire@example.org>' },
    logbookFile: join(folder, 'logbook.txt'),
    files: { plan: { path: 'plan.yaml', shipped: false }, directory: { path: 'directory.yaml', shipped: false } },
    production: false,
  };
}
