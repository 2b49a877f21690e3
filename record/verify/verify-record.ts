/**
 * Checks the record of one case without us: the chain of its lines, the plans and directories that they name, the
 * API's stamps on the commands, every decision anew, and that whoever was told at the beginning was told at the end.
 * Pure but for SHA-256 and Ed25519; what it cannot know it says.
 */
import { follows } from '../../domain/case/behaviours.js';
import { ITSELF, OWN_COMMANDS } from '../../domain/case/commands.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import type { CaseEvent } from '../../domain/case/events.js';
import { actedEarly } from '../../domain/case/measured/early.js';
import { measuredOtherwise } from '../../domain/case/measured/instants.js';
import { stepsOf } from '../../domain/case/measured/step.js';
import { notToldOfTheEnd } from '../../domain/case/measured/told-at-the-end.js';
import { redecide } from '../../domain/case/redecide.js';
import { newCase } from '../../domain/case/state.js';
import { isSameJson } from '../../domain/same-json.js';
import type { CaseDirectory } from '../../domain/directory/directory.js';
import type { Plan } from '../../domain/plan/plan.js';
import { hashOf } from '../canonical.js';
import { parseLine, verifyChain } from '../entry.js';
import type { Entry } from '../entry.js';
import { ERASURES } from '../erasing.js';
import { keyIdOf, withKey } from '../stamp-keys.js';
import type { StampKey } from '../stamp-keys.js';
import { commandFault } from '../verify-stamp.js';
import type { CaseRecord, Checked, Fault } from './fault.js';
import { wholeEntries } from './texts.js';

/**
 * Every step in its order; where the lines cannot be read the rest is not tried. `trusted`: ids of the API's keys as the
 * reader knows them from elsewhere; absent: those that the record names itself.
 */
export function verifyRecord(record: CaseRecord, trusted?: readonly string[]): Checked[] {
  const streams = { case: `case/${record.caseId}`, sent: `sent/${record.caseId}` };
  const chain = chained(streams, record);
  if (chain.faults.length > 0) return [chain];
  const { checked: texts, entries } = wholeEntries(record, streams);
  const bodies = entries.map(({ body }) => body);
  const where = (seq: number): string => `${streams.case}, entry ${seq}`;
  return [
    chain,
    texts,
    judged('objects', streams.case, () => named(record, bodies, where)),
    judged('names', streams.case, () => called(record, bodies, where)),
    judged('stamps', streams.case, () => stamped(record, entries, where, trusted)),
    judged('decisions', streams.case, () => decided(record, entries, where)),
    judged('instants', streams.case, () => measured(record, bodies, streams.case)),
    judged('notices', streams.case, () => sentOrExplained(record, bodies, streams.case)),
  ];
}

/** What is no record of a case at all is a fault like others, and stops no other step. */
export function judged(step: Checked['step'], where: string, check: () => Checked): Checked {
  try {
    return check();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { step, says: '', faults: [{ where, says: `It is not of the form of a record: ${why.slice(0, 200)}` }] };
  }
}

type Where = (seq: number) => string;

function chained(streams: { case: string; sent: string }, { entries, sent, erasures = [] }: CaseRecord): Checked {
  const found = [verifyChain(streams.case, entries), verifyChain(streams.sent, sent), verifyChain(ERASURES, erasures)];
  const faults = found.flatMap((says) => (says === undefined ? [] : [{ where: says.split(':')[0] ?? '', says }]));
  if (entries.length === 0) faults.push({ where: streams.case, says: 'There is no entry at all.' });
  const says = `${entries.length + sent.length} lines are canonical, numbered without a gap, and each names the hash of the one before.`;
  return { step: 'chain', says, faults };
}

function named({ objects }: CaseRecord, bodies: readonly CaseEntryBody[], where: Where): Checked {
  const faults: Fault[] = Object.entries(objects).flatMap(([hash, object]) =>
    hashOf(object) === hash ? [] : [{ where: `object ${hash}`, says: 'It is not what its name says.' }],
  );
  for (const [index, { plan, directoryHash }] of bodies.entries()) {
    for (const hash of [plan.hash, directoryHash]) {
      if (!Object.hasOwn(objects, hash))
        faults.push({ where: where(index + 1), says: `It names ${hash}, which is missing.` });
    }
  }
  const says = `${Object.keys(objects).length} plans and directories are what their hashes say, and none is missing.`;
  return { step: 'objects', says, faults };
}

/** Whether the entries are of the case, the agreement and the scope that they are filed under. */
function called({ caseId }: CaseRecord, bodies: readonly CaseEntryBody[], where: Where): Checked {
  const faults: Fault[] = [];
  const opened = eventsOf(bodies[0]).find((event) => event.type === 'case-opened');
  if (opened?.caseId !== caseId) faults.push({ where: where(1), says: `It does not open case ${caseId}.` });
  const own = `case/${opened?.agreement ?? ''}/${opened?.scope ?? ''}`;
  const corrections = `correction/${opened?.agreement ?? ''}/${caseId}`;
  for (const [index, { temporal }] of bodies.entries()) {
    if (temporal.workflowId !== own && temporal.workflowId !== corrections) {
      faults.push({
        where: where(index + 1),
        says: `It was decided by ${temporal.workflowId}, which is another case’s.`,
      });
    }
  }
  return { step: 'names', says: `Every entry is of case ${caseId} and of its own workflow.`, faults };
}

function stamped(
  record: CaseRecord,
  entries: readonly Entry<CaseEntryBody>[],
  where: Where,
  trusted: readonly string[] | undefined,
): Checked {
  const { keys, faults } = keysOf(record);
  let checked = 0;
  let gone = 0;
  for (const [index, { body: whole, erased = [] }] of entries.entries()) {
    const { cause, temporal, behaviours, events } = whole;
    const opened = events.find((event) => event.type === 'case-opened');
    if (cause.kind !== 'command' || !follows(opened ?? { behaviours }, 2)) continue;
    if (isItsOwn(cause)) continue;
    // A stamp is over the words: it went with them.
    if (erased.some((place) => place.startsWith('/cause/'))) {
      gone += 1;
      continue;
    }
    checked += 1;
    const { commandId, actor, acceptedAt, stamp = '', body } = cause;
    const says = commandFault(keys, temporal.workflowId, { commandId, actor, acceptedAt, stamp, body });
    if (says !== undefined) faults.push({ where: where(index + 1), says: `Of its command: ${says}` });
  }
  const ids = keys.map(({ keyId }) => keyId);
  const strange = trusted ? ids.filter((id) => !trusted.includes(id)) : [];
  faults.push(...strange.map((id) => ({ where: 'stamp-keys', says: `Key ${id} is none of those that you trust.` })));
  const more = gone === 0 ? '' : ` Of ${gone} more the words were erased, and their stamps with them.`;
  const says =
    checked === 0 && gone === 0
      ? 'No command carries a stamp: the case says that it ran under the rules of the first release, which had none. Nothing here shows who sent what.'
      : `${checked} commands carry a stamp over exactly these words, by ${ids.join(', ')}${trusted ? '' : '. Whether that is the API’s key, ask those who published it'}.${more}`;
  return { step: 'stamps', says, faults };
}

/** Whatever else says of itself that it is the case's own needs a stamp like all others. */
function isItsOwn({ command, actor, stamp }: Extract<CaseEntryBody['cause'], { kind: 'command' }>): boolean {
  return !stamp && isSameJson(actor, ITSELF) && (OWN_COMMANDS as readonly string[]).includes(command);
}

function keysOf({ keys: lines }: CaseRecord): { keys: StampKey[]; faults: Fault[] } {
  const known = lines
    .map((line) => parseLine(line))
    .reduce<readonly StampKey[]>((keys, entry) => (entry ? withKey(keys, entry) : keys), []);
  const keys = known.filter(isWhole);
  const faults = known.length === keys.length ? [] : [{ where: 'stamp-keys', says: 'A key is not what its id says.' }];
  return { keys, faults };
}

function isWhole({ keyId, publicKey }: StampKey): boolean {
  try {
    return keyIdOf(publicKey) === keyId;
  } catch {
    // No key at all: said by whoever asks.
    return false;
  }
}

function decided({ objects }: CaseRecord, entries: readonly Entry<CaseEntryBody>[], where: Where): Checked {
  const bodies = entries.map(({ body }) => body);
  const says = `${bodies.length} decisions were taken anew from the commands and the plan, and compared event by event: nothing early, nothing out of turn, quorums as the plan has them, everyone told whom the plan names.`;
  const [first] = bodies;
  const plan = first && (objects[first.plan.hash] as Plan | undefined);
  const directory = first && (objects[first.directoryHash] as CaseDirectory | undefined);
  if (!first || !plan || !directory) {
    return { step: 'decisions', says, faults: [{ where: where(1), says: 'Its plan or directory is missing.' }] };
  }
  const found = redecide(
    newCase(plan, first.plan, directory, first.directoryHash),
    bodies,
    entries.map(({ erased = [] }) => erased),
  );
  return { step: 'decisions', says, faults: found.map(({ seq, says: fault }) => ({ where: where(seq), says: fault })) };
}

/**
 * By a second rule, which knows nothing of how cases decide: where instants lie, that nothing acted early, and that
 * whoever was told was told of the end.
 */
function measured({ objects }: CaseRecord, bodies: readonly CaseEntryBody[], stream: string): Checked {
  const step = 'instants';
  const [first] = bodies;
  const plan = first && (objects[first.plan.hash] as Plan | undefined);
  const directory = first && (objects[first.directoryHash] as CaseDirectory | undefined);
  if (!first || !plan || !directory) return { step, says: '', faults: [] };
  const steps = stepsOf(newCase(plan, first.plan, directory, first.directoryHash), bodies);
  const last = steps.at(-1)?.after;
  if (last && !follows(last, 2)) {
    return { step, says: 'Not measured: the case ran under the rules of the first release.', faults: [] };
  }
  const untold = notToldOfTheEnd(steps);
  const found = [...measuredOtherwise(steps), ...actedEarly(steps), ...untold];
  const dues = bodies.flatMap(({ cause }) => (cause.kind === 'due' ? [cause.latenessMs] : []));
  const end = last?.status === 'closed' ? ' Everyone who was ever told was told of the end.' : '';
  const says = `${dues.length} instants came by themselves: each is its anchor and its window, none acted early, the latest by ${Math.max(0, ...dues)} ms.${end}`;
  return { step, says, faults: found.map((one) => ({ where: stream, says: sentence(one) })) };
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Each notice has an outcome, in the case's own entries or in those of who sent it; of a case that is open, most. */
function sentOrExplained({ sent }: CaseRecord, bodies: readonly CaseEntryBody[], stream: string): Checked {
  const events = bodies.flatMap((body) => eventsOf(body));
  const made = events.flatMap((event) =>
    event.type === 'told' ? event.recipients.map(({ noticeId }) => noticeId) : [],
  );
  const known = new Set(events.flatMap((event) => (event.type === 'notice-outcome' ? event.noticeIds : [])));
  for (const line of sent) {
    const { body } = parseLine(line) as Entry<{ outcomes: { noticeIds: string[] }[] }>;
    for (const { noticeIds } of body.outcomes) for (const id of noticeIds) known.add(id);
  }
  const closed = events.some(({ type }) => type === 'case-closed');
  const open = made.filter((id) => !known.has(id));
  const says = closed
    ? `${made.length} notices were made, and of each it is on record what came of it.`
    : `${made.length} notices were made; of ${open.length} it is not known yet what came of them, for the case is open.`;
  const faults = closed ? open.map((id) => ({ where: stream, says: `Nothing says what came of notice ${id}.` })) : [];
  return { step: 'notices', says, faults };
}

const eventsOf = (body: CaseEntryBody | undefined): CaseEvent[] => body?.events ?? [];
