/** What the sender of a command is told: derived from the events of its entry, so a replay gets the same words. */
import type { Instant } from '../instant.js';
import type { Words } from '../plan/plan.js';
import type { Refusal } from '../refused.js';
import type { ReportBody, Standing } from './commands.js';
import type { CaseEntryBody } from './entry-body.js';

export type ReportOutcome = 'opened' | 'joined' | 'corroborated' | 'revised' | 'review' | 'after-closure';

export interface Answer {
  commandId: string;
  caseId: string;
  /** The entry of the case's record that holds the command; 0 where nothing was recorded. */
  seq: number;
  refused?: Refusal;
  report?: {
    outcome: ReportOutcome;
    standing: Standing;
    violationId?: string;
    /** 0 for the first content under a key, then 1, 2 … */
    revision: number;
    /** Said `verified`; taken as credible, since verifying is always a second act by another person. */
    claimedVerified?: boolean;
  };
  proposal?: {
    proposalId: string;
    textHash?: string;
    expiresAt?: Instant;
    /** What is still needed, in words; absent once in effect. */
    needs?: Words;
    inEffectAt?: Instant;
  };
  acknowledgementId?: string;
  /** Of a completion or decision. `confirming`: a second person must confirm by `confirmBy`. */
  completion?: { completionId: string; state: string; confirmBy?: Instant };
}

/** The answer that an entry holds for the sender of its command. */
export function answerOf(caseId: string, seq: number, body: CaseEntryBody): Answer {
  const commandId = body.cause.kind === 'command' ? body.cause.commandId : '';
  const answer: Answer = { commandId, caseId, seq };
  const claimed = claimedVerified(body) ? { claimedVerified: true } : {};
  for (const event of body.events) {
    switch (event.type) {
      case 'refused':
        answer.refused = event.refusal;
        break;
      case 'violation-recorded': {
        const { standing, violationId } = event;
        const outcome = body.events.some(({ type }) => type === 'case-opened') ? 'opened' : 'joined';
        answer.report = { outcome, standing, violationId, revision: 0, ...claimed };
        break;
      }
      case 'report-attached': {
        const { standing, violationId, counts } = event;
        answer.report = { outcome: counts ? 'corroborated' : 'joined', standing, violationId, revision: 0, ...claimed };
        break;
      }
      case 'report-revised': {
        const { violationId, revision } = event;
        answer.report = { outcome: 'revised', standing: 'credible', violationId, revision };
        break;
      }
      case 'report-set-aside':
        answer.report = { outcome: 'review', standing: 'alleged', revision: 0 };
        break;
      case 'proposal-made': {
        const { proposalId, textHash, expiresAt, needs } = event;
        answer.proposal = { proposalId, textHash, expiresAt, ...(needs ? { needs } : {}) };
        break;
      }
      case 'proposal-signed': {
        const { proposalId, needs } = event;
        answer.proposal = { proposalId, ...(needs ? { needs } : {}) };
        break;
      }
      case 'proposal-took-effect':
        if (answer.proposal) answer.proposal.inEffectAt = event.at;
        break;
      case 'acknowledged':
        answer.acknowledgementId = event.acknowledgementId;
        break;
      case 'duty-completed': {
        const { completionId, state, confirmBy } = event;
        answer.completion = { completionId, state, ...(confirmBy ? { confirmBy } : {}) };
        break;
      }
      case 'decision-recorded':
        answer.completion = { completionId: event.decisionId, state: 'recorded' };
        break;
    }
  }
  return answer;
}

function claimedVerified({ cause }: CaseEntryBody): boolean {
  if (cause.kind !== 'command' || cause.command !== 'report') return false;
  return (cause.body as ReportBody).claimedVerified ?? false;
}
