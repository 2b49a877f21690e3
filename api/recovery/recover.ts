/**
 * Has a case go on from its record in a new run (TRAPS P15): where its workflow was terminated, deleted or reset. No
 * rule and no instant is changed by it; what fell due meanwhile acts at once, as of its instant and with its lateness.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { attributesOf } from '../../domain/case/attributes.js';
import type { CaseState } from '../../domain/case/state.js';
import type { CaseDirectory } from '../../domain/directory/directory.js';
import type { Plan } from '../../domain/plan/plan.js';
import { HOUSE, withKey } from '../../record/stamp-keys.js';
import type { StampKey } from '../../record/stamp-keys.js';
import { VIOLATION_CASE } from '../../workflows/messages.js';
import type { CaseStart, Given } from '../../workflows/messages.js';
import type { Described } from '../case-watch/described.js';
import type { RunEvent } from '../histories/exported-history.js';
import { Problem, unavailable } from '../problem.js';
import { fetchHistory } from '../temporal/converting.js';
import { codeOf } from '../temporal/errors.js';
import { startOptions } from '../temporal/start-options.js';
import type { CaseView } from '../worlds/case-views.js';
import type { World } from '../worlds/world.js';
import { fromRecord } from './from-record.js';
import { lostCommands } from './lost-commands.js';

const DEADLINE_MS = 5000;
const HISTORY_DEADLINE_MS = 20_000;
const NOT_FOUND = 5;

/**
 * An activity of a run that is gone hears of it with its next heartbeat, stops, and records whom it has told: only
 * then is it known who is still to be told.
 */
const SETTLING_MS = 6000;

export interface Recovery {
  runId: string;
  endedRunId?: string;
  afterSeq: number;
  unsent: number;
  commands: number;
}

/**
 * What is wrong with the case's workflow.
 * @throws {Problem} where nothing is, where the case has closed, and where Temporal does not answer
 */
export async function whatIsWrong(world: World, view: CaseView): Promise<Described> {
  const { caseId, status } = view.state;
  if (status === 'closed') {
    throw new Problem('conflict', `Case ${caseId} has closed; there is nothing for it to go on with.`);
  }
  const found = await reached(() => world.watch.inspect(view));
  if (found.found === 'sound') {
    throw new Problem('conflict', `${found.detail} A case is recovered only where its workflow is lost or wrong.`);
  }
  if (found.found === 'replaced') {
    throw new Problem('conflict', `${found.detail} That workflow is not ended for it; find out whose it is.`);
  }
  return found;
}

/** @throws {Problem} where Temporal does not answer, or somebody else was faster */
export async function recover(world: World, view: CaseView, found: Described): Promise<Recovery> {
  const { workflowId, state } = view;
  const { caseId } = state;
  const events = await eventsOf(world, view, found.runId);
  if (found.running) await end(world, workflowId, found);
  const goneMs = found.running || found.closedMs === undefined ? 0 : Date.now() - found.closedMs;
  if (goneMs < SETTLING_MS) await sleep(SETTLING_MS);
  await world.views.refresh(caseId);
  const start = await startFromRecord(world, caseId, (now) => lost(world, events, now, workflowId));
  const runId = await begin(world, workflowId, start);
  const { carried, recovered } = start;
  return {
    runId,
    ...(found.running && found.runId !== undefined ? { endedRunId: found.runId } : {}),
    afterSeq: carried?.state.seq ?? 0,
    unsent: (carried?.unsent ?? []).flatMap(({ messages }) => messages).length,
    commands: recovered?.commands.length ?? 0,
  };
}

async function startFromRecord(
  world: World,
  caseId: string,
  commands: (state: CaseState) => Promise<Given[]>,
): Promise<CaseStart> {
  const { views, store } = world;
  const entries = await views.entries(caseId);
  const [first] = entries;
  const state = (await views.load(caseId))?.state;
  if (!first || state?.seq !== entries.length) throw unavailable('The record of this case is still being read.');
  const object = async (hash: string): Promise<unknown> => {
    const text = await store.getObject(hash);
    if (text === undefined) throw unavailable(`The record lacks the object ${hash}, which the case names.`);
    return JSON.parse(text) as unknown;
  };
  const opened = {
    plan: (await object(first.body.plan.hash)) as Plan,
    directory: (await object(first.body.directoryHash)) as CaseDirectory,
  };
  return fromRecord({ entries, sent: await views.outcomes(caseId), opened }, await commands(state));
}

async function lost(
  { store, views }: World,
  events: readonly RunEvent[],
  state: CaseState,
  workflowId: string,
): Promise<Given[]> {
  const keys = (await store.read(HOUSE)).reduce(withKey, [] as readonly StampKey[]);
  return lostCommands(events, state, workflowId, keys, (commandId) => views.command(commandId) !== undefined);
}

/** Of the case's last run and of the one that stands there now; none where Temporal has deleted them. */
async function eventsOf({ client }: World, { workflowId, runIds }: CaseView, now?: string): Promise<RunEvent[]> {
  const runs = [...new Set([runIds.at(-1), now])].filter((runId) => runId !== undefined && runId !== '');
  const events: RunEvent[] = [];
  for (const runId of runs) {
    const history = await reached(() =>
      client.connection.withDeadline(Date.now() + HISTORY_DEADLINE_MS, () => fetchHistory(client, workflowId, runId)),
    ).catch((error: unknown) => {
      if (codeOf(error) === NOT_FOUND) return undefined;
      throw error;
    });
    events.push(...(history?.events ?? []));
  }
  return events;
}

async function end({ client }: World, workflowId: string, { runId, detail }: Described): Promise<void> {
  await reached(() =>
    client.connection.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflow.getHandle(workflowId, runId).terminate(`Goes on from the record. ${detail}`),
    ),
  ).catch((error: unknown) => {
    // It ended by itself meanwhile.
    if (codeOf(error) !== NOT_FOUND) throw error;
  });
}

async function begin(world: World, workflowId: string, start: CaseStart): Promise<string> {
  const { client, stamper, clock } = world;
  const stamped = stamper.stampStart(workflowId, start, await clock.accept());
  const state = world.views.get(start.caseId)?.state as CaseState;
  const options = startOptions(workflowId, stamped, attributesOf(state));
  try {
    const handle = await reached(() =>
      client.connection.withDeadline(Date.now() + DEADLINE_MS, () =>
        client.workflow.start(VIOLATION_CASE, { ...options, workflowIdConflictPolicy: 'FAIL' }),
      ),
    );
    return handle.firstExecutionRunId;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw new Problem('conflict', 'Somebody else had this case go on in this very moment; look at it again.');
  }
}

async function reached<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const code = codeOf(error);
    if (code === NOT_FOUND || error instanceof WorkflowExecutionAlreadyStartedError || error instanceof Problem)
      throw error;
    throw unavailable('Temporal cannot be reached; nothing was begun. Ask again soon.', error);
  }
}
