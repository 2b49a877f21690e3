/**
 * Somebody changes the record of a case that was handed out: what is found, where, and what a folder alone cannot show.
 * The case is decided by the true core, its commands are stamped with a true key.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, Timeline, usual } from '../../test/support/timeline.js';
import { shippedPlan } from '../../test/support/seed.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import type { ProposeBody } from '../../domain/case/commands.js';
import { canonicalJson, hashOf, sha256Hex } from '../canonical.js';
import { entryLine, FIRST_PREV, lineHash, parseLine } from '../entry.js';
import type { Entry } from '../entry.js';
import { keyIdOf } from '../stamp-keys.js';
import { commandText } from '../stamp-text.js';
import { verifyBundle } from '../verify/verify-bundle.js';
import { bundleFiles } from './bundle-files.js';
import { readBundle } from './read-bundle.js';
import { writeFolder } from './write-folder.js';

const CASE = 'UA-23-test';
const WORKFLOW = 'case/test/UA-23';
const FLIPS_A_FILE = 16;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfire-bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Two phases, a stand-down and the end of a case, as the workflow would have recorded it. */
function played(): CaseEntryBody[] {
  const line = new Timeline();
  usual(line);
  line.play.advanceTo(at('+25:00'));
  const standDown: ProposeBody = { act: 'stand-down', text: 'It is quiet.', textHash: 's' };
  line.at('+26:00', 'ua-mfa-duty', 'propose', standDown);
  line.at('+27:00', 'fr-mfa-duty', 'sign', { proposalId: 'p1', textHash: 's' });
  line.acknowledgeAll('+27:01');
  line.play.advanceTo(at('+100:00'));
  return JSON.parse(JSON.stringify(line.play.entries)) as CaseEntryBody[];
}

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

const chained = (stream: string, bodies: readonly unknown[]): Entry[] => {
  let prev = FIRST_PREV;
  return bodies.map((body, index) => {
    const entry: Entry = { schema: 1, stream, seq: index + 1, prev, recordedAt: at('+0:11'), body };
    prev = lineHash(entryLine(entry));
    return entry;
  });
};

function stamped(body: CaseEntryBody, key: KeyObject): CaseEntryBody {
  const { cause } = body;
  const temporal = { namespace: 'test', workflowId: WORKFLOW, runId: 'run-1' };
  if (cause.kind !== 'command' || cause.actor.means === 'system') return { ...body, temporal };
  const stamp = sign(null, Buffer.from(commandText(WORKFLOW, cause)), key).toString('base64');
  return { ...body, temporal, cause: { ...cause, stamp } };
}

const keyEntry = (change: object = {}) =>
  chained('house', [
    {
      type: 'stamp-key',
      at: at('+0:00'),
      keyId: keyIdOf(pem),
      publicKey: pem,
      from: '1970-01-01T00:00:00.000Z',
      ...change,
    },
  ]);

const BODIES = played();

function write(change: (bodies: CaseEntryBody[]) => void = () => undefined): void {
  const line = new Timeline();
  const { plan, planRef } = shippedPlan();
  const directoryHash = hashOf(line.directory);
  const bodies = structuredClone(BODIES).map((body) => stamped({ ...body, directoryHash }, privateKey));
  const opened = bodies[0]?.events[0];
  if (opened?.type === 'case-opened') opened.directoryHash = directoryHash;
  change(bodies);
  const ids = bodies.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'told' ? event.recipients.map(({ noticeId }) => noticeId) : [])),
  );
  const outcome = { noticeIds: ids, outcome: 'delivered', attempts: 1, said: 'Taken.', at: at('+0:11') };
  const gathered = {
    caseId: CASE,
    entries: chained(`case/${CASE}`, bodies) as Entry<CaseEntryBody>[],
    sent: chained(`sent/${CASE}`, [{ outcomes: [outcome] }]),
    keys: keyEntry(),
    objects: { [planRef.hash]: JSON.parse(JSON.stringify({ ...plan })) as unknown, [directoryHash]: line.directory },
    ...{ histories: [], house: [], workers: [], publications: [], erasures: [], texts: {}, runs: {}, messages: {} },
    ...{ sealKeys: [], cosignatures: [] },
  };
  writeFolder(folder, bundleFiles(gathered));
}

/** `step: where: what`, every one. */
function found(): string[] {
  const steps = verifyBundle(readBundle(folder));
  return steps.flatMap((one) => one.faults.map(({ where, says }) => `${one.step}: ${where}: ${says}`));
}

const files = (): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
const lines = (name: string): string[] => text(name).trimEnd().split('\n');
const put = (name: string, of: readonly string[]): void =>
  writeFileSync(join(folder, name), of.map((line) => `${line}\n`).join(''));

/** As by somebody who knows the format: the manifest says what is there now. */
function manifested(): void {
  const hashes = files()
    .filter((name) => name !== 'manifest.json')
    .map((name) => [name, sha256Hex(text(name))]);
  writeFileSync(join(folder, 'manifest.json'), `${canonicalJson({ files: Object.fromEntries(hashes) as object })}\n`);
}

/** … and each line names the hash of the one before. */
function rechained(name: string, stream: string): void {
  put(
    name,
    chained(
      stream,
      lines(name).map((line) => (parseLine(line) as Entry).body),
    ).map(entryLine),
  );
  manifested();
}

const entryOf = (is: (body: CaseEntryBody) => boolean): number => {
  const index = lines('entries.jsonl').findIndex((line) => is((parseLine(line) as Entry<CaseEntryBody>).body));
  expect(index).toBeGreaterThan(0);
  return index;
};
const isGate = ({ cause }: CaseEntryBody): boolean => cause.kind === 'due' && cause.due === 'gate:G2';
const isSigned = ({ events }: CaseEntryBody): boolean => events.some(({ type }) => type === 'proposal-signed');

it('finds nothing where nobody changed anything', () => {
  write();
  expect(found()).toEqual([]);
});

it('finds one bit that was flipped, in every file, and names the file', () => {
  write();
  let flipped = 0;
  for (const name of files()) {
    const honest = readFileSync(join(folder, name));
    // Of other streams there may be no line at all.
    if (honest.length === 0) continue;
    for (let nth = 0; nth < FLIPS_A_FILE; nth += 1) {
      const changed = Buffer.from(honest);
      const byte = Math.floor((nth * honest.length) / FLIPS_A_FILE);
      changed[byte] = (changed[byte] ?? 0) ^ (1 << (nth % 8));
      writeFileSync(join(folder, name), changed);
      flipped += 1;
      const { faults } = readBundle(folder);
      expect(faults.length).toBeGreaterThan(0);
      if (name !== 'manifest.json') expect(faults.map(({ where }) => where)).toContain(name);
    }
    writeFileSync(join(folder, name), honest);
  }
  expect(flipped).toBeGreaterThanOrEqual(7 * FLIPS_A_FILE);
  expect(found()).toEqual([]);
}, 120_000);

/** Each is done by somebody who mends manifest and chain, and has not the API's key. */
const CHANGES: Record<string, { change: () => void; step: RegExp }> = {
  'an entry removed': {
    change: () => {
      put('entries.jsonl', lines('entries.jsonl').toSpliced(entryOf(isGate), 1));
      rechained('entries.jsonl', `case/${CASE}`);
    },
    step: /^decisions: case\/UA-23-test, entry \d+:/,
  },
  'two entries swapped': {
    change: () => {
      const all = lines('entries.jsonl');
      const gate = entryOf(isGate);
      put('entries.jsonl', all.toSpliced(gate, 2, all[gate + 1] ?? '', all[gate] ?? ''));
      rechained('entries.jsonl', `case/${CASE}`);
    },
    step: /^decisions: /,
  },
  'an entry said twice': {
    change: () => {
      const all = lines('entries.jsonl');
      const signed = entryOf(isSigned);
      put('entries.jsonl', all.toSpliced(signed, 0, all[signed] ?? ''));
      rechained('entries.jsonl', `case/${CASE}`);
    },
    step: /^decisions: /,
  },
  'an entry of another case put in': {
    change: () => {
      const all = lines('entries.jsonl');
      const other = parseLine(all[3] ?? '') as Entry<CaseEntryBody>;
      other.body.temporal.workflowId = 'case/test/UA-63';
      put('entries.jsonl', all.toSpliced(4, 0, entryLine(other)));
      rechained('entries.jsonl', `case/${CASE}`);
    },
    step: /^names: case\/UA-23-test, entry 5: /,
  },
  'the words of a command': {
    change: () =>
      edit(isSigned, ({ cause }) => cause.kind === 'command' && Object.assign(cause.body as object, { textHash: 'x' })),
    step: /^stamps: case\/UA-23-test, entry \d+: Of its command: its stamp is not the API’s/,
  },
  'who signed': {
    change: () => edit(isSigned, ({ cause }) => cause.kind === 'command' && (cause.actor.office = 'us-state-duty')),
    step: /^stamps: /,
  },
  'when it was accepted': {
    change: () => edit(isSigned, ({ cause }) => cause.kind === 'command' && (cause.acceptedAt = at('+25:30'))),
    step: /^stamps: /,
  },
  'a gate put earlier': {
    change: () => edit(isGate, (body) => Object.assign(body, { decidedAt: at('+23:59:59') })),
    step: /^decisions: case\/UA-23-test, entry \d+: /,
  },
  'a plan with another window': {
    change: () => {
      const name = files().find((one) => one.includes('objects') && text(one).includes('"gates"')) ?? '';
      writeFileSync(join(folder, name), text(name).replace('86400000', '86400001'));
      manifested();
    },
    step: /^objects: object [0-9a-f]{64}: /,
  },
  'the time of a key': {
    change: () => {
      put('stamp-keys.jsonl', keyEntry({ to: at('+1:00') }).map(entryLine));
      manifested();
    },
    step: /^stamps: .*by a key that was not in force/,
  },
  'a stamp of another command': {
    change: () => {
      const first = parseLine(lines('entries.jsonl')[0] ?? '') as Entry<CaseEntryBody>;
      const stamp = first.body.cause.kind === 'command' ? first.body.cause.stamp : '';
      edit(isSigned, ({ cause }) => Object.assign(cause, { stamp }));
    },
    step: /^stamps: /,
  },
  'an outcome taken out': {
    change: () => {
      put('sent.jsonl', []);
      manifested();
    },
    step: /^notices: .*what came of notice n1/,
  },
};

function edit(is: (body: CaseEntryBody) => boolean, change: (body: CaseEntryBody) => unknown): void {
  const index = entryOf(is);
  const all = lines('entries.jsonl');
  const entry = parseLine(all[index] ?? '') as Entry<CaseEntryBody>;
  change(entry.body);
  put('entries.jsonl', all.with(index, entryLine(entry)));
  rechained('entries.jsonl', `case/${CASE}`);
}

it.each(Object.entries(CHANGES))('finds, where manifest and chain were mended: %s', (name, { change, step }) => {
  write();
  change();
  const faults = found();
  process.stdout.write(`tampering: ${name.padEnd(34)} ${(faults[0] ?? 'NOT FOUND').slice(0, 110)}\n`);
  expect(faults).toContainEqual(expect.stringMatching(step));
  expect(faults.filter((fault) => fault.startsWith('manifest') || fault.startsWith('chain'))).toEqual([]);
});

it('finds each command that is said to be the case’s own, so that it needs no stamp', () => {
  write();
  const honest = lines('entries.jsonl');
  let tried = 0;
  for (const [index, line] of honest.entries()) {
    const entry = parseLine(line) as Entry<CaseEntryBody>;
    const { cause } = entry.body;
    if (cause.kind !== 'command' || !cause.stamp) continue;
    delete cause.stamp;
    Object.assign(cause.actor, { means: 'system' });
    put('entries.jsonl', honest.with(index, entryLine(entry)));
    rechained('entries.jsonl', `case/${CASE}`);
    expect(found()).toContainEqual(expect.stringMatching(new RegExp(`^stamps: case/${CASE}, entry ${index + 1}: `)));
    tried += 1;
  }
  expect(tried).toBeGreaterThan(20);
}, 120_000);

it('finds a forger’s own key by the ids that the reader knows, and without them names the key', () => {
  const own = generateKeyPairSync('ed25519');
  const ownPem = own.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  write((bodies) => {
    for (const [index, body] of bodies.entries()) bodies[index] = stamped(body, own.privateKey);
  });
  put('stamp-keys.jsonl', keyEntry({ keyId: keyIdOf(ownPem), publicKey: ownPem }).map(entryLine));
  manifested();
  const bundle = readBundle(folder);
  const stamps = (trusted?: string[]) =>
    verifyBundle(bundle, trusted ? { trusted } : {}).find(({ step }) => step === 'stamps');
  expect(stamps()?.says).toContain(`by ${keyIdOf(ownPem)}. Whether that is the API’s key, ask`);
  expect(stamps([keyIdOf(pem)])?.faults).toMatchObject([{ where: 'stamp-keys' }]);
});

it('says of a case that claims to be of the first release that nothing shows who sent what', () => {
  write((bodies) => {
    for (const { cause, events, ...body } of bodies) {
      body.behaviours.splice(0, body.behaviours.length, 1);
      for (const event of events) if (event.type === 'case-opened') event.behaviours = [1];
      if (cause.kind === 'command') delete cause.stamp;
    }
  });
  const stamps = verifyBundle(readBundle(folder)).find(({ step }) => step === 'stamps');
  expect(stamps?.says).toMatch(/^No command carries a stamp: .*Nothing here shows who sent what\.$/);
});

it('cannot show by itself that the end was cut off: that takes a seal, or the hash in the closing notice', () => {
  write();
  put('entries.jsonl', lines('entries.jsonl').slice(0, entryOf(isGate) + 1));
  manifested();
  expect(found()).toEqual([]);
});
