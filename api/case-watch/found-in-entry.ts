/** What the record's own entries tell of changes past the API: messages, a cancel, skipped time, a run that diverges. */
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { between, HOUR, instant, MINUTE, ms } from '../../domain/instant.js';
import type { Instant, Span } from '../../domain/instant.js';
import type { Disturbance } from '../../domain/notice/house-notice.js';
import type { Entry } from '../../record/entry.js';
import { WORKERS } from '../../workflows/messages.js';
import type { RunDiverged } from '../../workflows/messages.js';
import type { CaseDisturbed } from '../house/house-entries.js';
import type { CaseView } from '../worlds/case-views.js';

const CASE = 'case/';

/** A case that decides so far ahead of the API's clock was not late by a clock's error. */
const AHEAD: Span = MINUTE;

/** `latest`: the case that runs under a workflow id. */
export function foundInEntry(
  entry: Entry,
  now: Instant,
  latest: (workflowId: string) => CaseView | undefined,
): CaseDisturbed | undefined {
  const run = divergedRun(entry);
  if (run) {
    const { at, workflowId, runId, detail } = run;
    const caseId = latest(workflowId)?.state.caseId ?? '';
    return {
      type: 'case-disturbed',
      at,
      key: `${workflowId} diverged ${runId}`,
      what: 'diverged',
      caseId,
      workflowId,
      runId,
      detail,
    };
  }
  return entry.stream.startsWith(CASE) ? ofCase(entry as Entry<CaseEntryBody>, now) : undefined;
}

export function divergedRun({ stream, body }: Entry): RunDiverged | undefined {
  const run = body as Partial<RunDiverged>;
  return stream === WORKERS && run.type === 'run-diverged' ? (run as RunDiverged) : undefined;
}

function ofCase({ stream, seq, body }: Entry<CaseEntryBody>, now: Instant): CaseDisturbed | undefined {
  const caseId = stream.slice(CASE.length);
  const { workflowId, runId } = body.temporal;
  const { decidedAt: at, cause, events } = body;
  const found = (what: Disturbance, once: string, detail: string): CaseDisturbed => ({
    type: 'case-disturbed',
    at,
    key: `${caseId} ${what} ${once}`,
    what,
    caseId,
    workflowId,
    runId,
    detail,
  });
  if (cause.kind === 'command' && cause.command === 'noteCancel') {
    return found('cancelled', runId, `Entry ${seq}: Temporal's own cancel was asked for; the case goes on.`);
  }
  if (cause.kind === 'command' && cause.command === 'noteForeign') {
    // A flood is one alarm an hour; each message has its entry.
    const hour = instant(Math.floor(ms(at) / HOUR) * HOUR);
    const said = events.find((event) => event.type === 'refused')?.refusal.detail ?? '';
    return found('message', hour, `Entry ${seq}: ${said}`);
  }
  if (between(now, at) <= AHEAD) return undefined;
  return found('clock', runId, `Entry ${seq} was decided at ${at}, which has not come yet.`);
}
