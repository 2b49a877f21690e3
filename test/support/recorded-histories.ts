/** The histories that releases wrote (`workflows/histories/`), as a replay takes them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { defaultPayloadConverter } from '@temporalio/common';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { caseWorkflowId, correctionWorkflowId } from '../../workflows/messages.js';
import type { CaseStart, CorrectionStart } from '../../workflows/messages.js';
import type { Replayable } from '../../worker/replay/strict-replay.js';

export const HISTORIES = join(__dirname, '..', '..', 'workflows', 'histories');

export const HISTORY_NAMES = readdirSync(HISTORIES).filter((name) => name.endsWith('.json.gz'));

export function recordedHistory(name: string): Replayable {
  const history = historyFromJSON(JSON.parse(gunzipSync(readFileSync(join(HISTORIES, name))).toString('utf8')));
  const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
  const [argument] = started?.input?.payloads ?? [];
  if (!argument) throw new Error(`${name} holds no start.`);
  // The time-skipping server does not note the id in its history.
  const start = defaultPayloadConverter.fromPayload<CaseStart | CorrectionStart>(argument);
  const workflowId =
    'closed' in start
      ? correctionWorkflowId(start.closed.agreement, start.caseId)
      : caseWorkflowId(start.agreement, start.scope);
  return { workflowId: started?.workflowId || workflowId, history };
}
