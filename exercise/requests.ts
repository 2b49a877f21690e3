/** What a step of a script asks of the API. */
import { instant, ms } from '../domain/instant.js';
import type { Instant, Span } from '../domain/instant.js';
import type { Script, Step } from './script.js';

/** What earlier answers said, under the names that the script gave them. */
export interface Known {
  reports: Map<string, { caseId: string; violationId: string }>;
  proposals: Map<string, { caseId: string; proposalId: string; textHash: string }>;
}

export interface Request {
  path: string;
  /** Absent: it is only read. */
  body?: Record<string, unknown>;
  /** The office that it is about, where one step asks for several. */
  of?: string;
}

interface Playing {
  script: Script;
  speed: number;
  run: string;
  startAt: Instant;
  /** Everybody whom a test can reach. */
  reachable: readonly string[];
}

/** When something at this offset of the script happens. */
export const momentOf = (startAt: Instant, offset: Span, speed: number): Instant =>
  instant(ms(startAt) + Math.round(offset / speed));

/** One, or one for each office that is tested; `undefined` where the script refers to something that was never answered. */
export function requestsOf(options: Playing, known: Known, step: Step): (Request | undefined)[] {
  if (!('test' in step)) return [requestOf(options, known, step)];
  const offices = step.test === 'everyone' ? options.reachable : step.test;
  return offices.map((of) => ({ path: `/directory/offices/${encodeURIComponent(of)}/test-notices`, body: {}, of }));
}

function requestOf(options: Playing, known: Known, step: Step): Request | undefined {
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
  if ('reach' in step) return { path: '/directory' };
  if ('test' in step) return undefined;
  const report = known.reports.get('verify' in step ? step.verify : 'look' in step ? step.look : step.case);
  if (!report) return undefined;
  const path = casePath(report.caseId);
  if ('look' in step) return { path };
  if ('verify' in step) {
    const violation = encodeURIComponent(report.violationId);
    return { path: `${path}/violations/${violation}/standing`, body: { standing: 'verified', text: step.text } };
  }
  if ('acknowledge' in step) return { path: `${path}/acknowledgements`, body: { ...step.acknowledge } };
  const words = { text: step.text, ...(step.reason === undefined ? {} : { reason: step.reason }) };
  if ('propose' in step) {
    const of = step.violation === undefined ? {} : { violationId: known.reports.get(step.violation)?.violationId };
    return { path: `${path}/proposals`, body: { act: step.propose, ...words, ...of } };
  }
  if ('decide' in step) return { path: `${path}/decisions`, body: { choice: step.decide, ...words } };
  const performedAt = momentOf(options.startAt, step.performed ?? step.at, options.speed);
  return { path: `${path}/duties/${encodeURIComponent(step.complete)}/completions`, body: { performedAt, ...words } };
}

const casePath = (caseId: string): string => `/cases/${encodeURIComponent(caseId)}`;
