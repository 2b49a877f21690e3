/** The bundle of a case that was played in virtual time: stamped with a true key, every notice with an outcome. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { OWN_COMMANDS } from '../../domain/case/commands.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { bundleFiles } from '../../record/bundle/bundle-files.js';
import type { Files } from '../../record/bundle/tar.js';
import { entryLine, FIRST_PREV, lineHash } from '../../record/entry.js';
import type { Entry } from '../../record/entry.js';
import { keyIdOf } from '../../record/stamp-keys.js';
import { commandText } from '../../record/stamp-text.js';
import type { PlayedSequence } from '../support/played-sequence.js';
import { shippedPlan } from '../support/seed.js';

const CASE = 'UA-23-test';
const WORKFLOW = 'case/test/UA-23';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

function chained<Body>(stream: string, bodies: readonly Body[]): Entry<Body>[] {
  let prev = FIRST_PREV;
  return bodies.map((body, index) => {
    const entry: Entry<Body> = {
      schema: 1,
      stream,
      seq: index + 1,
      prev,
      recordedAt: '2027-03-27T20:00:00.000Z',
      body,
    };
    prev = lineHash(entryLine(entry));
    return entry;
  });
}

function stamped(body: CaseEntryBody): CaseEntryBody {
  const { cause } = body;
  const temporal = { namespace: 'test', workflowId: WORKFLOW, runId: 'run-1' };
  const isOwn = cause.kind === 'command' && (OWN_COMMANDS as readonly string[]).includes(cause.command);
  if (cause.kind !== 'command' || (isOwn && cause.actor.means === 'system')) return { ...body, temporal };
  const stamp = sign(null, Buffer.from(commandText(WORKFLOW, cause)), privateKey).toString('base64');
  return { ...body, temporal, cause: { ...cause, stamp } };
}

export function bundleOfPlayed({ play, initial }: PlayedSequence): Files {
  const bodies = (JSON.parse(JSON.stringify(play.entries)) as CaseEntryBody[]).map(stamped);
  const noticeIds = bodies.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'told' ? event.recipients.map(({ noticeId }) => noticeId) : [])),
  );
  const outcome = { noticeIds, outcome: 'delivered', attempts: 1, said: 'Taken.', at: '2027-03-27T20:00:00.000Z' };
  const plans = ['seed', 'literal-72h-after', 'strict-recorded'].map((name) => shippedPlan(name));
  const named = new Set(bodies.map(({ plan }) => plan.hash));
  const objects: Record<string, unknown> = { [initial.directoryHash]: initial.directory };
  for (const { plan, planRef } of plans) if (named.has(planRef.hash)) objects[planRef.hash] = plan;
  for (const { events } of bodies) {
    for (const event of events) {
      if (event.type === 'directory-changed' || event.type === 'corrections-begun')
        objects[event.hash] = event.directory;
      if (event.type === 'proposal-made' && event.plan && named.has(event.plan.ref.hash))
        objects[event.plan.ref.hash] = event.plan.content;
    }
  }
  const key = { type: 'stamp-key', at: '2027-03-27T20:00:00.000Z', keyId: keyIdOf(pem), publicKey: pem };
  return bundleFiles({
    caseId: CASE,
    entries: chained(`case/${CASE}`, bodies),
    sent: chained(`sent/${CASE}`, [{ outcomes: [outcome] }]),
    keys: chained('house', [{ ...key, from: '1970-01-01T00:00:00.000Z' }]),
    objects: JSON.parse(JSON.stringify(objects)) as Record<string, unknown>,
    ...{ histories: [], house: [], workers: [], publications: [], erasures: [], texts: {}, runs: {}, messages: {} },
    ...{ sealKeys: [], cosignatures: [] },
  });
}
