/**
 * Temporal's histories of a case's runs, held against the record by our own comparison: replay alone notices neither a
 * changed timer nor changed inputs, results and times (it compares kinds and order). What the record says stands; the
 * histories corroborate it.
 */
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { nextDue } from '../../domain/case/due.js';
import { stepsOf } from '../../domain/case/measured/step.js';
import { newCase } from '../../domain/case/state.js';
import type { CaseDirectory } from '../../domain/directory/directory.js';
import { HOUR, instant, ms, plus } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { Plan } from '../../domain/plan/plan.js';
import { asErased, ERASED } from '../../domain/erasure/erased.js';
import { isSameJson } from '../../domain/same-json.js';
import { hashOf } from '../canonical.js';
import { parseLine } from '../entry.js';
import type { Entry } from '../entry.js';
import type { BundleRecord, Checked, Fault } from './fault.js';
import { argument, eventsOf, spanOf } from './history-events.js';
import { erasedObjects } from './texts.js';
import type { HistoryEvent } from './history-events.js';

interface Exported {
  type: 'history-exported' | 'history-lost';
  runId: string;
  workflowId: string;
  events: number;
  ended: string;
  sha256: string;
  previousRunId?: string;
  nextRunId?: string;
}

/** `entries`: of the case, with their words. */
export function historiesKept(record: BundleRecord, entries: readonly Entry<CaseEntryBody>[]): Checked {
  const bodies = entries.map(({ body }) => body);
  const gone = erasedObjects(record);
  const faults: Fault[] = [];
  const exported = record.histories.map((line) => (parseLine(line) as Entry<Exported>).body);
  const kept = exported.filter(({ type }) => type === 'history-exported');
  const known = new Set(kept.map(({ sha256 }) => sha256));
  const strangers = Object.keys(record.runs).filter((hash) => !known.has(hash));
  faults.push(...strangers.map((hash) => ({ where: fileOf(hash), says: 'No entry names it.' })));
  const wakes = wakeInstants(record, bodies);
  let events = 0;
  for (const one of kept) {
    const run = record.runs[one.sha256];
    const where = fileOf(one.sha256);
    if (run === undefined) {
      if (!gone.has(one.sha256)) faults.push({ where, says: `The history of run ${one.runId} is missing.` });
      continue;
    }
    events += one.events;
    if (hashOf(run) !== one.sha256) faults.push({ where, says: 'It is not the history that its entry names.' });
    faults.push(...runFaults(record, one, run, bodies, wakes).map((says) => ({ where, says })));
  }
  faults.push(...runsWithoutHistory(record, bodies, exported));
  const says =
    kept.length === 0
      ? 'No history is here: a run’s is exported when it has ended.'
      : `${events} events of ${kept.length} runs say what the record says: commands, timers, inputs, results and times.`;
  return { step: 'history', says, faults };
}

/** Words that were erased from the record are compared with nothing. */
const isSame = (given: unknown, recorded: unknown): boolean => isSameJson(given, asErased(recorded, given, []));

const fileOf = (hash: string): string => `histories/${hash}.json.br`;

/** A closed case has every run's, or an entry that it was deleted before; while its export is under way none is owed. */
function runsWithoutHistory(record: BundleRecord, bodies: readonly CaseEntryBody[], exported: Exported[]): Fault[] {
  const closed = bodies.some(({ events }) => events.some(({ type }) => type === 'case-closed'));
  if (!closed || exported.length === 0) return [];
  const there = new Set(exported.map(({ runId }) => runId));
  const runs = new Set(
    bodies.filter(({ temporal }) => temporal.workflowId.startsWith('case/')).map(({ temporal }) => temporal.runId),
  );
  return [...runs]
    .filter((runId) => !there.has(runId))
    .map((runId) => ({ where: `histories/${record.caseId}`, says: `Nothing is said of run ${runId}.` }));
}

function runFaults(
  record: BundleRecord,
  { runId, events: count, ended }: Exported,
  run: unknown,
  bodies: readonly CaseEntryBody[],
  wakes: ReadonlySet<Instant>,
): string[] {
  const events = eventsOf(run);
  const own = bodies.filter(({ temporal }) => temporal.runId === runId);
  return [
    ...shape(events, count, ended),
    ...started(record, events, bodies),
    ...messages(events, own),
    ...recorded(record, events, bodies),
    ...results(events, own, runId),
    ...timers(events, wakes),
    ...decidedThen(events, own),
  ];
}

function shape(events: readonly HistoryEvent[], count: number, ended: string): string[] {
  const found: string[] = [];
  if (events.length !== count) found.push(`It has ${events.length} events; its entry counts ${count}.`);
  if (events[0]?.type !== 'WORKFLOW_EXECUTION_STARTED') found.push('It does not begin with a start.');
  const last = events.at(-1);
  if (`EVENT_TYPE_${last?.type ?? ''}` !== ended)
    found.push(`It ends with ${last?.type ?? 'nothing'}; its entry says ${ended}.`);
  if (!ENDS.test(ended)) found.push(`It goes on: ${ended} is no end of a run.`);
  let latest = events[0]?.at ?? '';
  let taskBegan = latest;
  for (const [index, { id, at, type }] of events.entries()) {
    if (id !== index + 1) found.push(`Event ${index + 1} is numbered ${id}.`);
    // Servers write with clocks of their own, and when an activity began only when it has ended.
    const least = WRITTEN_AFTER_A_TASK.test(type) ? taskBegan : latest;
    if (type !== 'ACTIVITY_TASK_STARTED' && ms(at) < ms(least) - CLOCKS_MS)
      found.push(`Event ${id} (${type}) is of ${at}, before what stands before it.`);
    if (at > latest) latest = at;
    if (type === 'WORKFLOW_TASK_STARTED') taskBegan = at;
    if (Number.isNaN(Date.parse(at))) found.push(`Event ${id} (${type}) has no time.`);
  }
  return found.slice(0, MOST_OF_A_KIND);
}

const ENDS = /^EVENT_TYPE_WORKFLOW_EXECUTION_(COMPLETED|FAILED|TIMED_OUT|CANCELED|TERMINATED|CONTINUED_AS_NEW)$/;

/**
 * What comes while a task is at work the server keeps until the task has ended, and writes it behind what the task
 * decided, with the time at which it came; a task that brings an update is written, with its own times, when it has ended.
 * On a busy host that is seconds.
 */
const WRITTEN_AFTER_A_TASK =
  /^(WORKFLOW_EXECUTION_(SIGNALED|CANCEL_REQUESTED|OPTIONS_UPDATED)|ACTIVITY_TASK_(COMPLETED|FAILED|TIMED_OUT|CANCELED)|TIMER_FIRED|WORKFLOW_TASK_(SCHEDULED|STARTED))$/;

/** Of one fault a history may have hundreds that follow from it. */
const MOST_OF_A_KIND = 5;

function started(record: BundleRecord, events: readonly HistoryEvent[], bodies: readonly CaseEntryBody[]): string[] {
  const start = argument(events[0]?.attributes, ['input'], 0) as Record<string, unknown> | undefined;
  if (!start) return [];
  const found: string[] = [];
  if (start['caseId'] !== record.caseId) found.push(`It was started for case ${String(start['caseId'])}.`);
  const plans = new Set(bodies.map(({ plan }) => plan.hash));
  const { planRef, plan, directory } = start as { planRef?: { hash?: string }; plan?: unknown; directory?: unknown };
  if (!plans.has(planRef?.hash ?? '')) found.push('It was started under a plan that no entry names.');
  // It travels without the marks that say where each of its values comes from, and without the sectors that it adds,
  // which those that were started before still had.
  const published = record.objects[planRef?.hash ?? ''];
  const travelling = typeof published === 'object' ? { ...published, provenance: [] } : undefined;
  const isIt =
    travelling === undefined || isSameJson(plan, travelling) || isSameJson(plan, { ...travelling, sectors: [] });
  if (plan !== undefined && !isIt) found.push('The plan in its start is not the one that it names.');
  const directories = new Set(bodies.map(({ directoryHash }) => directoryHash));
  if (directory !== undefined && start['carried'] === undefined && !directories.has(hashOf(directory)))
    found.push('It was started with a directory that no entry names.');
  return found;
}

interface Envelope {
  commandId?: unknown;
  actor?: unknown;
  acceptedAt?: unknown;
  stamp?: unknown;
  body?: unknown;
}

/** Commands of this run, by what brought them: the start, a signal, an accepted update. */
function envelopes(events: readonly HistoryEvent[]): Map<string, { id: number; envelope: Envelope }> {
  const found = new Map<string, { id: number; envelope: Envelope }>();
  const add = (id: number, given: unknown): void => {
    const envelope = given as Envelope | undefined;
    if (typeof envelope?.commandId === 'string' && !found.has(envelope.commandId))
      found.set(envelope.commandId, { id, envelope });
  };
  for (const { id, type, attributes } of events) {
    if (type === 'WORKFLOW_EXECUTION_STARTED') {
      const start = argument(attributes, ['input'], 0) as Record<string, unknown> | undefined;
      if (start?.['carried'] === undefined) add(id, start?.['first']);
      const recovered = start?.['recovered'] as { commands?: { envelope: unknown }[] } | undefined;
      for (const { envelope } of recovered?.commands ?? []) add(id, envelope);
    }
    if (type === 'WORKFLOW_EXECUTION_SIGNALED') add(id, argument(attributes, ['input'], 0));
    if (type === 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED')
      add(id, argument(attributes, ['acceptedRequest', 'input', 'args'], 0));
  }
  return found;
}

/** Each stamped command of the run came by a message of its history, and says what the message said. */
function messages(events: readonly HistoryEvent[], own: readonly CaseEntryBody[]): string[] {
  const given = envelopes(events);
  return own.flatMap(({ cause }) => {
    if (cause.kind !== 'command' || !cause.stamp) return [];
    const { commandId, actor, acceptedAt, stamp, body } = cause;
    const one = given.get(commandId);
    if (!one) return [`No event brought command ${commandId}, which the record has of this run.`];
    const { envelope, id } = one;
    const same =
      isSame(envelope.actor, actor) &&
      envelope.acceptedAt === acceptedAt &&
      (envelope.stamp === stamp || stamp === ERASED) &&
      isSame(envelope.body, body);
    return same ? [] : [`Event ${id} brought command ${commandId} otherwise than the record has it.`];
  });
}

const RECORDS: Readonly<Record<string, number>> = { recordEntries: 0, tell: 1 };

/** What its activities were given to record is what stands there; what they were given to tell, the record tells. */
function recorded(record: BundleRecord, events: readonly HistoryEvent[], bodies: readonly CaseEntryBody[]): string[] {
  const told = new Map(
    bodies.flatMap(({ events: all }) =>
      all.flatMap((event) =>
        event.type === 'told'
          ? event.recipients.map(
              ({ noticeId, office, channel }) => [noticeId, { office, channel, matter: event.matter }] as const,
            )
          : [],
      ),
    ),
  );
  return events.flatMap(({ id, type, attributes }) => {
    if (type !== 'ACTIVITY_TASK_SCHEDULED') return [];
    const name = (attributes['activityType'] as { name?: string } | undefined)?.name ?? '';
    const found: string[] = [];
    const batch = argument(attributes, ['input'], RECORDS[name] ?? -1) as Batch | undefined;
    if (batch && batch.stream !== `case/${record.caseId}`)
      found.push(`Event ${id} records into ${String(batch.stream)}.`);
    for (const [index, body] of (batch?.bodies ?? []).entries()) {
      const seq = Number(batch?.firstSeq) + index;
      const there = bodies[seq - 1];
      if (!there || !isSame(body, there))
        found.push(`Event ${id} (${name}) has entry ${seq} otherwise than the record.`);
    }
    if (name === 'tell') found.push(...tellings(id, argument(attributes, ['input'], 0), told, record.caseId));
    return found;
  });
}

interface Batch {
  stream?: unknown;
  firstSeq?: unknown;
  bodies?: unknown[];
}

type Told = ReadonlyMap<string, { office: string; channel: string; matter: { id: string } }>;

function tellings(id: number, given: unknown, told: Told, caseId: string): string[] {
  const telling = given as
    | {
        brief?: { caseId?: string };
        matters?: { id: string }[];
        messages?: { noticeIds: string[]; office: string; channel: string }[];
      }
    | undefined;
  if (!telling) return [];
  const found = telling.brief?.caseId === caseId ? [] : [`Event ${id} tells of case ${telling.brief?.caseId ?? ''}.`];
  const matters = new Map([...told.values()].map(({ matter }) => [matter.id, matter]));
  for (const matter of telling.matters ?? []) {
    if (!isSame(matter, matters.get(matter.id)))
      found.push(`Event ${id} tells ${matter.id} otherwise than the record.`);
  }
  for (const { noticeIds, office, channel } of telling.messages ?? []) {
    for (const noticeId of noticeIds) {
      const should = told.get(noticeId);
      if (should?.office !== office || should.channel !== channel)
        found.push(`Event ${id} sends notice ${noticeId} to ${office} by ${channel}, which the record does not.`);
    }
  }
  return found;
}

interface Outcome {
  outcome?: string;
}

/** What came of notices is in the case as the activities answered. */
function results(events: readonly HistoryEvent[], own: readonly CaseEntryBody[], runId: string): string[] {
  const answered = events.flatMap(({ id, type, attributes }) => {
    const result = type === 'ACTIVITY_TASK_COMPLETED' ? argument(attributes, ['result'], 0) : undefined;
    const { outcomes } = (result ?? {}) as { outcomes?: Outcome[] };
    const final = (Array.isArray(outcomes) ? outcomes : []).filter(({ outcome }) => outcome !== 'unsent');
    return final.length > 0 ? [{ id, outcomes: final }] : [];
  });
  const noted = own.flatMap(({ cause }) =>
    cause.kind === 'command' && cause.command === 'noticeOutcomes' && cause.commandId.startsWith(`own-${runId}-`)
      ? [{ commandId: cause.commandId, outcomes: (cause.body as { outcomes: Outcome[] }).outcomes }]
      : [],
  );
  const strange = answered.filter(({ outcomes }) => !noted.some((one) => isSame(outcomes, one.outcomes)));
  const alone = noted.filter(({ outcomes }) => !answered.some((one) => isSame(one.outcomes, outcomes)));
  const ends = events.at(-1)?.type === 'WORKFLOW_EXECUTION_COMPLETED';
  return [
    ...(ends ? strange.map(({ id }) => `Event ${id} answers what came of notices; no entry says the same.`) : []),
    ...alone.map(({ commandId }) => `No activity answered what the record has in ${commandId}.`),
  ];
}

/** The longest that a run waits for what is under way when it is to end; and an hour for the agreement's count. */
const SETTLING_MS = 5000;

/** Every instant for which the case may have slept, by its record. */
function wakeInstants({ objects }: BundleRecord, bodies: readonly CaseEntryBody[]): Set<Instant> {
  const [first] = bodies;
  const plan = first && (objects[first.plan.hash] as Plan | undefined);
  const directory = first && (objects[first.directoryHash] as CaseDirectory | undefined);
  if (!first || !plan || !directory) return new Set();
  return new Set(
    stepsOf(newCase(plan, first.plan, directory, first.directoryHash), bodies).flatMap(({ after }) => {
      const due = nextDue(after);
      const wakes = due ? [plus(due.at, after.plan.timing.settle)] : [];
      return after.closedAt === undefined ? wakes : [...wakes, plus(after.closedAt, HOUR)];
    }),
  );
}

/** One millisecond: what was due had come already. */
function timers(events: readonly HistoryEvent[], wakes: ReadonlySet<Instant>): string[] {
  const lengths = new Map<string, { at: Instant; span: number }>();
  let now = events[0]?.at ?? '';
  return events.flatMap(({ id, at, type, attributes }) => {
    if (type === 'WORKFLOW_TASK_STARTED') now = at;
    const timerId = String(attributes['timerId']);
    if (type === 'TIMER_STARTED') {
      const span = spanOf(attributes['startToFireTimeout']);
      lengths.set(timerId, { at, span });
      const until = instant(ms(now) + span);
      const known = wakes.has(until) || span === 1 || span === SETTLING_MS;
      return known ? [] : [`Event ${id} sleeps until ${until}, which is no instant of the case.`];
    }
    const armed = type === 'TIMER_FIRED' ? lengths.get(timerId) : undefined;
    if (type === 'TIMER_FIRED' && !armed) return [`Event ${id} is of a timer that was not started.`];
    return armed && ms(at) < ms(armed.at) + armed.span - CLOCKS_MS
      ? [`Event ${id} says that a timer of ${armed.span} ms went off after ${ms(at) - ms(armed.at)} ms.`]
      : [];
  });
}

/** Servers write the two events with clocks of their own. */
const CLOCKS_MS = 1000;

/** A case decides at the time of a workflow task of its own. */
function decidedThen(events: readonly HistoryEvent[], own: readonly CaseEntryBody[]): string[] {
  const tasks = new Set(events.filter(({ type }) => type === 'WORKFLOW_TASK_STARTED').map(({ at }) => at));
  const strange = own.filter(({ decidedAt }) => !tasks.has(decidedAt));
  return strange
    .slice(0, MOST_OF_A_KIND)
    .map(({ decidedAt }) => `The record has a decision of ${decidedAt}; no task of this run is of then.`);
}
