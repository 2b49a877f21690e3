/**
 * Plays a script as its offices would: over HTTP, each with its own key, at the hour that the script says, divided by
 * the speed. It knows nothing that an office could not know, and never waits for a consequence: clocks run on.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { instant, ms } from '../domain/instant.js';
import type { Instant, Span } from '../domain/instant.js';
import { Unreachable } from './api-client.js';
import type { ApiAnswer, ApiClient } from './api-client.js';
import type { Script, Step } from './script.js';

export interface PlayOptions {
  script: Script;
  /** Every offset is divided by it, as every span of the plan is. */
  speed: number;
  /** Stands in the ids of reports and commands (`exercise-1`), so that no play is taken for a replay of another. */
  run: string;
  clientOf: (office: string) => ApiClient;
  /** When the first violation happens. */
  startAt: Instant;
  /** Every answer, as it comes. */
  onAnswer: (played: Played) => void;
  signal: AbortSignal;
}

export interface Played {
  step: Step;
  office: string;
  answer: ApiAnswer;
  /** How the answer differs from what the script expects; absent when it does not. */
  unexpected?: string;
}

/** What earlier answers said, under the names that the script gave them. */
interface Known {
  reports: Map<string, { caseId: string; violationId: string }>;
  proposals: Map<string, { caseId: string; proposalId: string; textHash: string }>;
}

interface Request {
  path: string;
  body: Record<string, unknown>;
}

/** Requests of one step in flight at once: well below what one case takes (TRAPS P4). */
const AT_ONCE = 3;
const POLL_MS = 200;
/** A command that was accepted and not answered (202) is asked after for so long; so is an API that went away. */
const ANSWER_WITHIN_MS = 30_000;

/** When something at this offset of the script happens. */
export const momentOf = (startAt: Instant, offset: Span, speed: number): Instant =>
  instant(ms(startAt) + Math.round(offset / speed));

export async function play(options: PlayOptions): Promise<void> {
  const known: Known = { reports: new Map(), proposals: new Map() };
  for (const [index, step] of options.script.steps.entries()) {
    const wait = ms(momentOf(options.startAt, step.at, options.speed)) - Date.now();
    if (!(await waited(wait, options.signal))) return;
    await playStep(options, known, step, index);
  }
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
  const waiting = [...step.by];
  const one = async (): Promise<void> => {
    for (let office = waiting.shift(); office !== undefined; office = waiting.shift()) {
      const request = requestOf(options, known, step);
      if (!request) {
        const answer = { status: 0, body: { detail: 'What this step refers to was not answered.' } };
        options.onAnswer({ step, office, answer, unexpected: 'skipped' });
        continue;
      }
      const key = `${options.run}.${index}.${office}`;
      const answer = await settled(options.clientOf(office), request, key, options.signal);
      remember(known, step, answer);
      const unexpected = differenceOf(step, answer);
      options.onAnswer({ step, office, answer, ...(unexpected === undefined ? {} : { unexpected }) });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, step.by.length) }, one));
}

/** Sends it and, where no worker has answered yet, asks what became of it. */
async function settled(client: ApiClient, request: Request, key: string, signal: AbortSignal): Promise<ApiAnswer> {
  const until = Date.now() + ANSWER_WITHIN_MS;
  const first = await answered(() => client.post(request.path, request.body, key), until, signal);
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

/** `undefined` where the script refers to something that was never answered. */
function requestOf(options: PlayOptions, known: Known, step: Step): Request | undefined {
  if ('report' in step) {
    const { as, sector, occurred, place, ...rest } = step.report;
    const occurredAt = momentOf(options.startAt, occurred, options.speed);
    const ids = { source: options.script.id, sourceReportId: `${options.run}.${as}` };
    return { path: '/reports', body: { ...ids, occurredAt, place: { sector, ...place }, ...rest } };
  }
  if ('sign' in step) {
    const proposal = known.proposals.get(step.sign);
    if (!proposal) return undefined;
    const path = `${casePath(proposal.caseId)}/proposals/${encodeURIComponent(proposal.proposalId)}/signatures`;
    return { path, body: { textHash: proposal.textHash } };
  }
  const report = known.reports.get('verify' in step ? step.verify : step.case);
  if (!report) return undefined;
  const path = casePath(report.caseId);
  if ('verify' in step) {
    const violation = encodeURIComponent(report.violationId);
    return { path: `${path}/violations/${violation}/standing`, body: { standing: 'verified', text: step.text } };
  }
  if ('acknowledge' in step) return { path: `${path}/acknowledgements`, body: { ...step.acknowledge } };
  const words = { text: step.text, ...(step.reason === undefined ? {} : { reason: step.reason }) };
  if ('propose' in step) return { path: `${path}/proposals`, body: { act: step.propose, ...words } };
  if ('decide' in step) return { path: `${path}/decisions`, body: { choice: step.decide, ...words } };
  const performedAt = momentOf(options.startAt, step.performed ?? step.at, options.speed);
  return { path: `${path}/duties/${encodeURIComponent(step.complete)}/completions`, body: { performedAt, ...words } };
}

const casePath = (caseId: string): string => `/cases/${encodeURIComponent(caseId)}`;

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
  const status = expected['status'];
  delete expected['status'];
  if (status === undefined ? answer.status >= 300 : answer.status !== status) {
    return `answered ${answer.status}: ${field(answer.body, 'detail') || JSON.stringify(answer.body)}`;
  }
  for (const [name, value] of Object.entries(expected)) {
    const got = field(answer.body, name);
    if (got !== String(value)) return `${name} is "${got}" where the script expects "${String(value)}"`;
  }
  return undefined;
}

/** A field of an answer as text; empty where there is none. */
function field(body: unknown, name: string): string {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
