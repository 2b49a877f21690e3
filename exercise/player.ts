/**
 * Plays a script as its offices would: over HTTP, each with its own key, at the hour that the script says, divided by
 * the speed. It knows nothing that an office could not know, and never waits for a consequence: clocks run on.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ms } from '../domain/instant.js';
import type { Instant, Span } from '../domain/instant.js';
import { Unreachable } from './api-client.js';
import type { Gate } from './gate.js';
import type { ApiAnswer, ApiClient } from './api-client.js';
import { field, seenIn } from './looks.js';
import { momentOf, requestsOf } from './requests.js';
import type { Known, Request } from './requests.js';
import type { Outage, Script, Step } from './script.js';

export interface PlayOptions {
  script: Script;
  /** Every offset is divided by it, as every span of the plan is. */
  speed: number;
  /** Stands in the ids of reports and commands (`exercise-1`), so that no play is taken for a replay of another. */
  run: string;
  clientOf: (office: string) => ApiClient;
  /** Everybody whom a test can reach. */
  reachable: readonly string[];
  /** When the first violation happens. */
  startAt: Instant;
  /** Every answer, as it comes. */
  onAnswer: (played: Played) => void;
  signal: AbortSignal;
  /** Keeps the next inputs back while it is closed; clocks run on. Absent: nothing holds them. */
  gate?: Gate;
  /** Stops the worker, or lets it go on; absent where nobody can: the script's outages are then left out. */
  holdWorker?: (still: boolean) => void;
}

export interface Played {
  step: Step;
  office: string;
  answer: ApiAnswer;
  /** The office that it is about, where one step asks for several. */
  of?: string;
  /** How the answer differs from what the script expects; absent when it does not. */
  unexpected?: string;
}

/** Requests of one step in flight at once: well below what one case takes (TRAPS P4). */
const AT_ONCE = 3;
const POLL_MS = 200;
/** A command that was accepted and not answered (202) is asked after for so long; so is an API that went away. */
const ANSWER_WITHIN_MS = 30_000;

export async function play(options: PlayOptions): Promise<void> {
  const outages = options.script.outages.map((outage) => suffer(options, outage));
  await playSteps(options);
  await Promise.all(outages);
}

async function suffer(options: PlayOptions, { at, until }: Outage): Promise<void> {
  const { startAt, speed, signal, holdWorker } = options;
  if (!holdWorker || !(await itsHour(options, at))) return;
  holdWorker(true);
  try {
    await waited(ms(momentOf(startAt, until, speed)) - Date.now(), signal);
  } finally {
    holdWorker(false);
  }
}

async function playSteps(options: PlayOptions): Promise<void> {
  const known: Known = { reports: new Map(), proposals: new Map() };
  for (const [index, step] of options.script.steps.entries()) {
    if (!(await itsHour(options, step.at))) return;
    await playStep(options, known, step, index);
  }
}

/** When the hour of an input has come and nothing holds it; false when the play was stopped meanwhile. */
async function itsHour({ startAt, speed, signal, gate }: PlayOptions, at: Span): Promise<boolean> {
  if (!(await waited(ms(momentOf(startAt, at, speed)) - Date.now(), signal))) return false;
  await gate?.passed(signal);
  return !signal.aborted;
}

/** False when the play was stopped meanwhile. */
async function waited(span: Span, signal: AbortSignal): Promise<boolean> {
  try {
    // A timer may fire a millisecond before the clock says so; nothing is played before its hour.
    if (span > 0) await sleep(span + 1, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return !signal.aborted;
}

async function playStep(options: PlayOptions, known: Known, step: Step, index: number): Promise<void> {
  const all = step.by.flatMap((office) => requestsOf(options, known, step).map((request) => ({ office, request })));
  const waiting = [...all];
  const one = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { office, request } = next;
      if (!request) {
        const answer = { status: 0, body: { detail: 'What this step refers to was not answered.' } };
        options.onAnswer({ step, office, answer, unexpected: 'skipped' });
        continue;
      }
      const key = `${options.run}.${index}.${office}${request.of === undefined ? '' : `.${request.of}`}`;
      const answer = await settled(options.clientOf(office), request, key, options.signal);
      remember(known, step, answer);
      const unexpected = differenceOf(step, answer);
      const of = request.of === undefined ? {} : { of: request.of };
      options.onAnswer({ step, office, answer, ...of, ...(unexpected === undefined ? {} : { unexpected }) });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, one));
}

/** Sends it and, where no worker has answered yet, asks what became of it. */
async function settled(client: ApiClient, request: Request, key: string, signal: AbortSignal): Promise<ApiAnswer> {
  const until = Date.now() + ANSWER_WITHIN_MS;
  const { path, body: asked } = request;
  const ask = async (): Promise<ApiAnswer> => await (asked ? client.post(path, asked, key) : client.get(path));
  const first = await answered(ask, until, signal);
  if (first.status !== 202) return first;
  const commandId = field(first.body, 'commandId');
  while (Date.now() < until && (await waited(POLL_MS, signal))) {
    const { body } = await answered(() => client.get(`/commands/${encodeURIComponent(commandId)}`), until, signal);
    const state = field(body, 'state');
    if (state === 'done') return { status: 200, body: flat(body) };
    if (state === 'refused') return { status: 409, body: flat(body) };
  }
  return first;
}

/** Asks again while nothing answers: the same key and body have no second effect. After `until` that is the answer. */
async function answered(ask: () => Promise<ApiAnswer>, until: number, signal: AbortSignal): Promise<ApiAnswer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      if (Date.now() >= until || !(await waited(POLL_MS, signal)))
        return { status: 503, body: { detail: error.message } };
    }
  }
}

/** The answer as a command's state tells it, in the form in which its route would have given it. */
function flat(body: unknown): unknown {
  const { answer } = laterAnswer.parse(body);
  return { ...answer, ...answer?.report, ...answer?.proposal };
}

const fields = z.record(z.string(), z.unknown()).optional();
const laterAnswer = z.object({ answer: z.looseObject({ report: fields, proposal: fields }).optional() });

function remember(known: Known, step: Step, answer: ApiAnswer): void {
  if (answer.status >= 300) return;
  const { body } = answer;
  if ('report' in step) {
    const [caseId, violationId] = [field(body, 'caseId'), field(body, 'violationId')];
    if (caseId !== '') known.reports.set(step.report.as, { caseId, violationId });
  }
  if ('propose' in step) {
    const caseId = known.reports.get(step.case)?.caseId ?? '';
    const proposalId = field(body, 'proposalId');
    if (proposalId === '') return;
    known.proposals.set(step.as, { caseId, proposalId, textHash: field(body, 'textHash') });
  }
}

function differenceOf(step: Step, answer: ApiAnswer): string | undefined {
  const expected = { ...step.expect };
  const seen = answer.status < 300 ? seenIn(step, answer.body) : answer.body;
  // Of a case that is looked at, `status` is its own.
  const status = 'look' in step ? undefined : expected['status'];
  if (!('look' in step)) delete expected['status'];
  if (status === undefined ? answer.status >= 300 : answer.status !== status) {
    return `answered ${answer.status}: ${field(answer.body, 'detail') || shortened(answer.body)}`;
  }
  for (const [name, value] of Object.entries(expected)) {
    const got = field(seen, name);
    if (got !== String(value)) return `${name} is "${got}" where the script expects "${String(value)}"`;
  }
  return undefined;
}

/** The beginning is enough to know it by. */
const shortened = (body: unknown): string => (JSON.stringify(body) ?? 'nothing').slice(0, 300);
