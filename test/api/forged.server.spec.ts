/** Somebody who can write to the Temporal server, with nothing but its own program, against the whole product. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Stamper } from '../../api/temporal/stamp.js';
import type { Envelope } from '../../domain/case/commands.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { instant } from '../../domain/instant.js';
import { withKey } from '../../record/stamp-keys.js';
import type { StampKey } from '../../record/stamp-keys.js';
import { commandFault } from '../../record/verify-stamp.js';
import { ensureTemporal } from '../../scripts/ensure-temporal.mjs';
import { caseWorkflowId } from '../../workflows/messages.js';
import type { CaseStart } from '../../workflows/messages.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayed } from '../support/replayed.js';

const run = promisify(execFile);

let product: Product;
let story: CaseStory;
let program: string;
let workflowId: string;
let start: CaseStart;

beforeAll(async () => {
  program = await ensureTemporal();
  // The real server; slow enough for nothing to fall due meanwhile.
  product = await Product.start({ speed: 2 });
  story = await CaseStory.open(product, '+0:00');
  await story.everybodyAcknowledges('+0:00');
  workflowId = caseWorkflowId(product.settings.agreement, (await story.read()).sector);
  const handle = product.server.env.client.workflow.getHandle(workflowId);
  const [first] = (await handle.fetchHistory()).events ?? [];
  const [argument] = first?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  start = defaultPayloadConverter.fromPayload(argument as Payload);
}, 120_000);
afterAll(() => product.stop(), 60_000);

async function temporal(...words: string[]): Promise<string> {
  const { address } = product.server;
  const { stdout } = await run(program, [...words, '--address', address, '--namespace', 'default', '-o', 'json']);
  return stdout;
}

const to = (id = workflowId): string[] => ['--workflow-id', id];
const update = (name: string, ...input: string[]) =>
  temporal('workflow', 'update', 'execute', ...to(), '--name', name, ...input);
const signal = (name: string, ...input: string[]) => temporal('workflow', 'signal', ...to(), '--name', name, ...input);
const json = (value: unknown): string[] => ['--input', JSON.stringify(value)];

/** Starts a case by hand and waits for its end. */
async function startByHand(scope: string, argument: unknown): Promise<unknown> {
  const words = ['--type', 'violationCase', '--task-queue', 'holdfire', ...to(caseWorkflowId('test', scope))];
  return JSON.parse(await temporal('workflow', 'execute', ...words, ...json(argument))) as unknown;
}

const entries = async (): Promise<CaseEntryBody[]> =>
  (await product.record(`case/${story.caseId}`)).map(({ body }) => body as CaseEntryBody);

async function keys(): Promise<readonly StampKey[]> {
  return (await product.record('house')).reduce(withKey, [] as readonly StampKey[]);
}

const refusals = async (): Promise<string[]> =>
  (await entries()).flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'refused' ? [event.refusal.detail] : [])),
  );

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`There was never ${what}.`);
}

/** The n-th refusal of the case, once its record has it. */
const refusal = (nth: number): Promise<string> =>
  until(`a refusal ${nth} in the record`, async () => (await refusals())[nth - 1]);

const PERSON = {
  office: 'ua-mfa-duty',
  organisation: 'ua-mfa',
  person: 'ua-mfa-duty',
  means: 'key' as const,
  roles: [],
};

/** As the API would write it, with whatever stamp. */
const standDown = (commandId: string, stamp: string): Envelope<object> => ({
  commandId,
  actor: PERSON,
  acceptedAt: instant(Date.now()),
  stamp,
  body: { act: 'stand-down', text: 'It is quiet.', textHash: 'a'.repeat(64) },
});

/** A start that was good for this scope an hour ago. */
function earlier(): CaseStart {
  const stamper = Stamper.ofFile(join(product.folder, 'stamp.pem'));
  const id = caseWorkflowId('test', 'UA-14');
  const { started: _, ...rest } = { ...start, scope: 'UA-14', first: stamper.stamp(id, start.first) };
  return stamper.stampStart(id, rest, instant(Date.now() - 3_600_000));
}

describe('messages that come to a case past the API', () => {
  let before: string;
  beforeAll(async () => {
    before = (await story.read()).stateHash;
  }, 180_000);
  it('have no effect without a stamp, and are kept with whom they name', async () => {
    const said = await update('propose', ...json(standDown('forged-1', '')));
    expect(said).toContain('forbidden');
    expect(await refusal(1)).toBe(
      'The update "propose", said to be of ua-mfa-duty, does not come from the API: it carries no stamp of the API.',
    );
    const [entry] = (await entries()).filter(({ events }) => events.some(({ type }) => type === 'refused'));
    expect(entry?.cause).toMatchObject({
      kind: 'command',
      command: 'noteForeign',
      actor: { means: 'system', office: '' },
      body: { claimed: { commandId: 'forged-1', office: 'ua-mfa-duty', person: 'ua-mfa-duty' } },
    });
  }, 180_000);

  it('have no effect with the stamp of another command, also as a signal', async () => {
    const [given] = (await entries()).flatMap(({ cause }) =>
      cause.kind === 'command' && cause.stamp ? [cause.stamp] : [],
    );
    await signal('proposeSignal', ...json(standDown('forged-2', given ?? '')));
    expect(await refusal(2)).toMatch(/signal "proposeSignal", .* not the API’s for these words/);
  }, 180_000);

  it('have no effect with a stamp for another case, with the fault denied', async () => {
    const stamper = Stamper.ofFile(join(product.folder, 'stamp.pem'));
    const elsewhere = stamper.stamp('case/test/UA-14', standDown('forged-3', ''));
    await update('propose', ...json({ ...elsewhere, stampFault: null }));
    expect(await refusal(3)).toMatch(/not the API’s for these words to this workflow/);
  }, 180_000);

  it('alert watch and legal at the third within ten minutes', async () => {
    await until('an alarm', async () => ((await product.announced()).length > 0 ? true : undefined));
    const mails = await until('a mail of it', async () => {
      const found = (await product.keptMails()).filter(({ text = '' }) => text.includes('past the API'));
      return found.length > 0 ? found : undefined;
    });
    expect(mails[0]?.headers.get('x-holdfire-topic')).toBe('attempts-refused');
    const alarms = (await product.record('house')).filter(
      ({ body }) => (body as { type: string }).type === 'attempts-refused',
    );
    expect(alarms).toHaveLength(1);
  }, 180_000);

  it('have no effect where they say what the API said once, to a case before this one', async () => {
    const stamper = Stamper.ofFile(join(product.folder, 'stamp.pem'));
    const old = { ...standDown('old-1', ''), acceptedAt: instant(Date.now() - 3_600_000) };
    await update('propose', ...json(stamper.stamp(workflowId, old)));
    expect(await refusal(4)).toMatch(/before this case opened/);
  }, 180_000);

  it('have no effect where they are null, nothing, or cannot be decoded', async () => {
    await update('propose', '--input', 'null');
    await signal('signSignal');
    await signal('signSignal', '--input', 'x', '--input-meta', 'encoding=binary/encrypted');
    await signal('acknowledgeSignal', '--input', '"no envelope"');
    await update('inventedUpdate', '--input', '1');
    await signal(
      'changeDirectorySignal',
      ...json({ ...standDown('forged-4', ''), body: { hash: 'x', directory: {} } }),
    );
    await refusal(10);
  }, 180_000);

  it('open no case: a start by hand ends at once, and is in the record', async () => {
    const caseId = 'forged-case';
    for (const argument of [
      { ...start, caseId },
      { ...start, first: { ...start.first, stamp: '' } },
      { ...start, behaviours: [1] },
      earlier(),
      { ...start, carried: { state: {}, unrecorded: [], unrecordedFrom: 1, unsent: [] } },
      { ...start, carried: { state: {} }, recovered: { outcomes: [], commands: [] } },
      null,
      {},
    ]) {
      const { result } = (await startByHand('UA-14', argument)) as { result: object };
      expect(result).toMatchObject({ entries: 0, refused: { code: 'forbidden' } });
    }
    const refused = await until('all starts in the record', async () => {
      const found = await product.record('workers');
      return found.length >= 8 ? found : undefined;
    });
    expect(refused.map(({ body }) => body)).toEqual(
      Array.from(
        { length: 8 },
        () => expect.objectContaining({ type: 'start-refused', workflowId: 'case/test/UA-14' }) as unknown,
      ),
    );
    const details = refused.map(({ body }) => (body as { detail: string }).detail);
    expect(details.filter((detail) => detail.includes('for a start at that time'))).toHaveLength(1);
    expect(await product.record(`case/${caseId}`)).toEqual([]);
  }, 180_000);

  it('changed nothing, all of them', async () => {
    const { stateHash, proposals, status, seq } = await story.read();
    expect({ stateHash, proposals, status }).toEqual({ stateHash: before, proposals: [], status: 'open' });
    expect(seq).toBe((await entries()).length);
  }, 180_000);
});

describe('the case itself', () => {
  it('goes on, and takes what the API gives it', async () => {
    const { body, status } = await product
      .as('ua-mfa-duty')
      .post(`/cases/${story.caseId}/proposals`, { act: 'stand-down', text: 'It is quiet.' });
    expect([status, body]).toMatchObject([201, { proposalId: 'p1' }]);
  }, 180_000);

  it('keeps the stamp of every command, good for ever by the keys of the record', async () => {
    const stamps = await keys();
    const commands = (await entries()).flatMap(({ cause, temporal: { workflowId: id } }) =>
      cause.kind === 'command' && cause.actor.means !== 'system' ? [{ ...cause, stamp: cause.stamp ?? '', id }] : [],
    );
    expect(commands.length).toBeGreaterThan(3);
    expect(commands.map((command) => commandFault(stamps, command.id, command))).toEqual(commands.map(() => undefined));
  }, 180_000);

  it('failed no workflow task, and replays to the same verdicts', async () => {
    const handle = product.server.env.client.workflow.getHandle(workflowId);
    expect(JSON.stringify(historyToJSON(await handle.fetchHistory()))).not.toContain('WORKFLOW_TASK_FAILED');
    await replayed(product, story);
  }, 180_000);
});
