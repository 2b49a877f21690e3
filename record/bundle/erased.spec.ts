/** A case out of whose record words were erased: it verifies, says so, and holds none of them. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import type { ProposeBody } from '../../domain/case/commands.js';
import { shippedPlan } from '../../test/support/seed.js';
import { at, Timeline, usual } from '../../test/support/timeline.js';
import { canonicalJson, hashOf } from '../canonical.js';
import { entryLine } from '../entry.js';
import { ERASURES } from '../erasing.js';
import { openFolderStore } from '../folder-store.js';
import type { RecordStore } from '../record-store.js';
import { keyIdOf } from '../stamp-keys.js';
import { commandText } from '../stamp-text.js';
import { textsOf } from '../texts-of.js';
import { verifyRecord } from '../verify/verify-record.js';
import { verifyBundle } from '../verify/verify-bundle.js';
import { bundleFiles } from './bundle-files.js';
import { gather } from './gather.js';
import { readBundle } from './read-bundle.js';
import { writeFolder } from './write-folder.js';

const NAME = 'Prizvyshche';
const CASE = 'UA-23-test';
const WORKFLOW = 'case/test/UA-23';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

let folder: string;
let store: RecordStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfire-erased-'));
  store = await openFolderStore(join(folder, 'record'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function played(directoryHash: string): CaseEntryBody[] {
  const line = new Timeline();
  usual(line);
  line.play.advanceTo(at('+25:00'));
  const text = `${NAME} says that it is quiet.`;
  const standDown: ProposeBody = { act: 'stand-down', text, textHash: hashOf(text) };
  line.at('+26:00', 'ua-mfa-duty', 'propose', standDown);
  line.at('+27:00', 'fr-mfa-duty', 'sign', { proposalId: 'p1', textHash: hashOf(text) });
  line.acknowledgeAll('+27:01');
  line.play.advanceTo(at('+100:00'));
  const bodies = JSON.parse(JSON.stringify(line.play.entries)) as CaseEntryBody[];
  const opened = bodies[0]?.events[0];
  if (opened?.type === 'case-opened') opened.directoryHash = directoryHash;
  return bodies.map((body) => stamped({ ...body, directoryHash }));
}

function stamped(body: CaseEntryBody): CaseEntryBody {
  const { cause } = body;
  const temporal = { namespace: 'test', workflowId: WORKFLOW, runId: 'run-1' };
  if (cause.kind !== 'command' || cause.actor.means === 'system') return { ...body, temporal };
  const stamp = sign(null, Buffer.from(commandText(WORKFLOW, cause)), privateKey).toString('base64');
  return { ...body, temporal, cause: { ...cause, stamp } };
}

async function record(): Promise<void> {
  const { directory } = new Timeline();
  const bodies = played(hashOf(directory));
  await store.appendMany(`case/${CASE}`, 1, bodies);
  const noticeIds = bodies.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'told' ? event.recipients.map(({ noticeId }) => noticeId) : [])),
  );
  const said = `550 <${NAME}@example.org> is not known here`;
  const outcome = { noticeIds, outcome: 'failed', attempts: 1, said, at: at('+0:11') };
  await store.appendMany(`sent/${CASE}`, 1, [{ outcomes: [outcome] }]);
}

/** Every text that names it, and the proofs over them. */
async function erase(): Promise<void> {
  const texts: { stream: string; hash: string }[] = [];
  for (const stream of [`case/${CASE}`, `sent/${CASE}`]) {
    const lines = await store.texts(stream);
    const named = new Set(lines.filter(({ line }) => line.includes(NAME)).map(({ hash }) => hash));
    for (const { beside = {} } of await store.read(stream)) {
      const hashes = Object.entries(beside);
      const isNamed = hashes.some(([, hash]) => named.has(hash));
      for (const [place, hash] of hashes) if (isNamed || place.endsWith('textHash')) texts.push({ stream, hash });
    }
  }
  const by = ['legal-kyiv-duty', 'admin'].map((office) => ({ office, at: at('+101:00') }));
  const decided = await store.appendNext(ERASURES, () => ({
    type: 'erasure-decided',
    id: 'e1',
    texts,
    objects: [],
    by,
  }));
  await store.erase(decided?.seq ?? 0);
}

async function exported(name: string): Promise<string> {
  const { plan, planRef } = shippedPlan();
  const { directory } = new Timeline();
  const key = {
    type: 'stamp-key',
    at: at('+0:00'),
    keyId: keyIdOf(pem),
    publicKey: pem,
    from: '1970-01-01T00:00:00.000Z',
  };
  await store.appendNext('house', () => key);
  const out = join(folder, name);
  for (const [hash, object] of [
    [planRef.hash, plan],
    [hashOf(directory), directory],
  ] as const) {
    await store.putObject(hash, canonicalJson(JSON.parse(JSON.stringify(object))));
  }
  writeFolder(out, bundleFiles(await gather(store, CASE)));
  return out;
}

function checked(out: string): { says: Record<string, string>; faults: string[] } {
  const steps = verifyBundle(readBundle(out));
  return {
    says: Object.fromEntries(steps.map(({ step, says }) => [step, says])),
    faults: steps.flatMap((one) => one.faults.map(({ where, says }) => `${one.step}: ${where}: ${says}`)),
  };
}

/** What a search through every file finds. */
const everything = (within: string): string =>
  readdirSync(within, { recursive: true, encoding: 'utf8' })
    .map((name) => join(within, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');

test('a case with its texts verifies, whole', async () => {
  await record();
  const out = await exported('before');
  expect(everything(out)).toContain(NAME);
  expect(checked(out).faults).toEqual([]);
  expect(checked(out).says['texts']).toMatch(/^\d+ texts of people are what their hashes say\.$/);
});

test('after an erasure no file holds the name, the chain is the same, and the verifier says by whom', async () => {
  await record();
  const before = (await store.read(`case/${CASE}`)).map(entryLine);
  await erase();
  const out = await exported('after');
  expect(everything(folder)).not.toContain(NAME);
  expect((await store.read(`case/${CASE}`)).map(entryLine)).toEqual(before);
  const { says, faults } = checked(out);
  expect(faults).toEqual([]);
  expect(says['texts']).toContain('were erased by decision of erasures, entry 1 (legal-kyiv-duty and admin, 2027-');
  expect(says['stamps']).toContain('the words were erased, and their stamps with them');
});

test('a text that is taken away without a decision is missed, and one that is altered is seen', async () => {
  await record();
  const out = await exported('before');
  const manifest = join(out, 'manifest.json');
  const file = join(out, 'texts.jsonl');
  const [, second = '', ...others] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const { salt } = JSON.parse(second) as { salt: string };
  writeFileSync(file, `${[JSON.stringify({ salt, text: 'Other words' }), ...others].join('\n')}\n`);
  const { faults } = checked(out);
  expect(faults.join('\n')).toContain('is missing, and nobody decided to erase it.');
  expect(faults.filter((fault) => fault.includes('nobody decided')).length).toBeGreaterThanOrEqual(2);
  expect(faults.join('\n')).toContain('No entry names it.');
  expect(statSync(manifest).isFile()).toBe(true);
});

test('an erased record in which something else is changed is still seen through', async () => {
  await record();
  await erase();
  const entries = await store.read(`case/${CASE}`);
  const closing = entries.find(({ body }) => JSON.stringify(body).includes('"stood-down"'));
  const body = closing?.body as CaseEntryBody;
  for (const event of body.events) if (event.type === 'stood-down') event.quietUntil = at('+28:00');
  const { plan, planRef } = shippedPlan();
  const { directory } = new Timeline();
  const steps = verifyRecord({
    caseId: CASE,
    entries: relinked(
      entries.map(entryLine).map((line, index) => (entries[index] === closing ? entryLine(closing!) : line)),
    ),
    sent: [],
    keys: [],
    texts: await textsOf(store, entries),
    erasures: (await store.read(ERASURES)).map(entryLine),
    objects: { [planRef.hash]: JSON.parse(JSON.stringify(plan)) as unknown, [hashOf(directory)]: directory },
  });
  const decisions = steps.find(({ step }) => step === 'decisions');
  expect(decisions?.faults.map(({ says }) => says).join('\n')).toContain('"stood-down" says otherwise');
});

/** The chain made good again, as somebody with the whole folder could. */
function relinked(lines: readonly string[]): string[] {
  let prev = '0'.repeat(64);
  return lines.map((line) => {
    const relinkedLine = entryLine({ ...(JSON.parse(line) as Parameters<typeof entryLine>[0]), prev });
    prev = hashOf(JSON.parse(relinkedLine));
    return relinkedLine;
  });
}
