/**
 * Strict replay. The SDK's own replay compares kind, type, id and order of what a workflow orders, and no more: other
 * lengths of timers, other inputs of activities, other answers replay green (TRAPS 20). This one has the workflow's code
 * of now decide the whole history again, takes every order as the code gives it, and compares it with the recorded
 * event: lengths, inputs, time-outs, retry policies, answers of updates, search attributes, the next run's argument.
 *
 * How it is called:
 *
 *     const replayer = await openStrictReplay();                       // bundles the workflows: about two seconds
 *     const faults = await replayer.replay([{ workflowId, history }]); // one array of sentences a history; [] is good
 *
 * `history` is Temporal's own, as `fetchHistory` gives it or as `historyFromJSON` reads it from `workflows/histories/`,
 * from a bundle's `histories/*.json` or from the record; with payloads as they were before encryption. `keys` are the
 * stamp keys of its world (stream `house`, folded with `withKey`); without them no stamp is judged. The SDK logs the
 * replaying worker's life: `Runtime.install` with a quiet logger before, where that is not wanted.
 */
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import type { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import type { InjectedSinks, ReplayWorkerOptions } from '@temporalio/worker';
import { packageRoot } from '../../config/package-root.js';
import { isSameJson } from '../../domain/same-json.js';
import type { StampKey } from '../../record/stamp-keys.js';
import { bundleWorkflows } from '../bundle-workflows.js';
import type { BundledBeside } from '../bundle-workflows.js';
import { converterPath } from '../converter-path.js';
import { StampCodec } from '../stamp-codec.js';
import { isKnown } from './known-differences.js';
import { History, numberOf, orderOfCommand, orderOfEvent } from './order.js';
import type { Order } from './order.js';
import type { OrderSinks } from './report-orders.js';

type IHistory = temporal.api.history.v1.IHistory;

export interface Replayable {
  workflowId: string;
  history: IHistory;
}

export interface StrictReplayer {
  /** For each history, in order, what the code of now orders otherwise, one sentence each; `[]`: the same to the last. */
  replay(histories: readonly Replayable[], keys?: readonly StampKey[]): Promise<string[][]>;
}

/** Differences said of one history: the first one mostly brings the others. */
const MOST_SAID = 20;

/** `other`: other workflows than the product's, or with something between, for a test of this replay. */
export async function openStrictReplay(other: BundledBeside = {}): Promise<StrictReplayer> {
  const { interceptorModules = [] } = other;
  const workflowBundle = await bundleWorkflows(packageRoot(), {
    ...other,
    interceptorModules: [reporterPath(), ...interceptorModules],
  });
  return { replay: (histories, keys) => replayAll(workflowBundle, histories, keys) };
}

type Batch = Parameters<OrderSinks['strictReplay']['ordered']>[0];
interface Ordered {
  /** Number of events that the workflow's task knew: the id of its `WorkflowTaskStarted`. */
  knew: number;
  commands: Batch;
}

async function replayAll(
  workflowBundle: ReplayWorkerOptions['workflowBundle'],
  histories: readonly Replayable[],
  keys: readonly StampKey[] | undefined,
): Promise<string[][]> {
  let ordered: Ordered[] = [];
  const sinks: InjectedSinks<OrderSinks> = {
    strictReplay: {
      ordered: {
        fn: ({ historyLength: knew }, commands) => void ordered.push({ knew, commands }),
        callDuringReplay: true,
      },
    },
  };
  const payloadCodecs = keys ? [new StampCodec(() => Promise.resolve({ keys }))] : [];
  const dataConverter = { payloadConverterPath: converterPath(), payloadCodecs };
  const options = { ...(workflowBundle ? { workflowBundle } : {}), dataConverter, sinks };
  const faults: string[][] = [];
  // One after the other: the worker asks for the next history when the one before has been replayed.
  for await (const { error } of Worker.runReplayHistories(options, histories)) {
    const { history } = histories[faults.length] as Replayable;
    const differences = compare(new History(history.events ?? []), ordered);
    const said = error ? [`It does not replay at all: ${error.message}`, ...differences] : differences;
    faults.push(said.slice(0, MOST_SAID));
    ordered = [];
  }
  return faults;
}

/** Every event against the order that brings it about now, and the other way round. */
function compare(history: History, ordered: readonly Ordered[]): string[] {
  const now = ordersNow(ordered);
  const nth = numbering();
  const said: string[] = [];
  for (const event of history.events) {
    const then = orderOfEvent(event, history, nth);
    if (!then) continue;
    const at = `event ${numberOf(event.eventId)}, ${then.key}`;
    const order = now.get(then.key);
    now.delete(then.key);
    if (order) said.push(...differences(at, then, order.order));
    else said.push(`${at}: the code of now does not order it.`);
  }
  return [...said, ...unrecorded(history, now)];
}

function ordersNow(ordered: readonly Ordered[]): Map<string, { order: Order; knew: number }> {
  const nth = numbering();
  const orders = ordered.flatMap(({ knew, commands }) =>
    commands.flatMap((command) => {
      const order = orderOfCommand(command, nth);
      return order ? [{ order, knew }] : [];
    }),
  );
  return new Map(orders.map((one) => [one.order.key, one]));
}

function differences(at: string, then: Order, now: Order): string[] {
  const found = differing(then.fields, now.fields, '').filter(({ path, was }) => !isKnown(path, was));
  return found.map(({ path, was, is }) => `${at}: its ${path.slice(1)} was ${said(was)} and is ${said(is)}.`);
}

/** Parts of an order, named as in JSON paths: an input has kilobytes. */
function differing(was: unknown, is: unknown, path: string): { path: string; was: unknown; is: unknown }[] {
  if (isSameJson(was, is)) return [];
  if (!isParted(was) || !isParted(is)) return [{ path, was, is }];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.flatMap((name) =>
    differing(was[name], is[name], /^\d+$/.test(name) ? `${path}[${name}]` : `${path}.${name}`),
  );
}

const isParted = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What the code orders and no event holds: nothing, but for the last task, which the history saw no end of. */
function unrecorded(history: History, now: ReadonlyMap<string, { order: Order; knew: number }>): string[] {
  const ended = new Set(
    history.events.flatMap(({ workflowTaskCompletedEventAttributes: task }) =>
      task ? [numberOf(task.startedEventId)] : [],
    ),
  );
  return [...now.values()].flatMap(({ order: { key }, knew }) => {
    // A timer that is ended in the task that starts it never comes to the server.
    const timer = /^(?:end of )?(timer \d+)$/.exec(key)?.[1];
    const elided = timer !== undefined && now.has(timer) && now.has(`end of ${timer}`);
    return elided || !ended.has(knew) ? [] : [`${key}: the code of now orders it, and the history has none.`];
  });
}

function numbering(): (kind: string) => number {
  const counts = new Map<string, number>();
  return (kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count;
  };
}

const MOST_TEXT = 300;

const said = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'not there';
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
};

/** From the sources in the working tree, or from the compiled files where only those were shipped. */
function reporterPath(): string {
  const source = join(packageRoot(), 'worker', 'replay', 'report-orders.ts');
  return existsSync(source) ? source : join(packageRoot(), 'dist', 'worker', 'replay', 'report-orders.js');
}
