/** The only place with rules: what comes of a command. Pure; the time is in the command. */
import { earlier, MINUTE, plus } from '../instant.js';
import type { Instant } from '../instant.js';
import { never } from '../invariant.js';
import { Refused } from '../refused.js';
import { decideAcknowledge, decidePass, decideUndo } from './acknowledgements.js';
import { requireSingle } from './authority.js';
import { because } from './because.js';
import { OWN_COMMANDS } from './commands.js';
import type { Command, CommandKind, CommandOf } from './commands.js';
import { decideComplete, decideConfirm, decideDecide, decideWaive } from './completions.js';
import { decidePart, decideSameAs } from './corrections.js';
import { isCorrection } from './after-closing.js';
import { Draft } from './draft.js';
import { meetBy } from './duties.js';
import { moveFirstViolation } from './first-violation.js';
import { decideForeign } from './foreign.js';
import type { CaseEvent } from './events.js';
import { openWaitingGates } from './gates.js';
import { decideOutcomes } from './notices.js';
import { decideNotePattern, decideNoteWeakened, decideWeakenPattern } from './patterns.js';
import { decidePropose, decideSign, decideWithdraw } from './proposals.js';
import { decideReport } from './reports.js';
import type { CaseState } from './state.js';

/**
 * The events that come of `command` on a case that is open, quiet or closed; `now` is the case's own time.
 * @throws {Refused} what the rules do not allow, with the sentence for the person who asked
 */
export function decide(state: CaseState, command: Command, now: Instant): CaseEvent[] {
  const draft = new Draft(state, command.at, now);
  if (state.status === 'closed') refuseAfterClosure(state, command);
  switch (command.kind) {
    case 'report':
      decideReport(draft, command);
      break;
    case 'propose':
      decidePropose(draft, command);
      break;
    case 'sign':
      decideSign(draft, command);
      break;
    case 'withdraw':
      decideWithdraw(draft, command);
      break;
    case 'acknowledge':
      decideAcknowledge(draft, command);
      break;
    case 'pass':
      decidePass(draft, command);
      break;
    case 'undoAcknowledgement':
      decideUndo(draft, command);
      break;
    case 'completeDuty':
      decideComplete(draft, command);
      break;
    case 'confirm':
      decideConfirm(draft, command);
      break;
    case 'waive':
      decideWaive(draft, command);
      break;
    case 'decide':
      decideDecide(draft, command);
      break;
    case 'setStanding':
      decideStanding(draft, command);
      break;
    case 'sameAs':
      decideSameAs(draft, command);
      break;
    case 'part':
      decidePart(draft, command);
      break;
    case 'noticeOutcomes':
      decideOutcomes(draft, command);
      break;
    case 'notePattern':
      decideNotePattern(draft, command);
      break;
    case 'noteWeakened':
      decideNoteWeakened(draft, command);
      break;
    case 'changeDirectory': {
      const { directory, hash } = command.body;
      const why = because('RULES 6', 'A new version of the directory is in force.');
      draft.emit({ type: 'directory-changed', because: why, directory, hash });
      break;
    }
    case 'beginCorrections': {
      const { directory, hash } = command.body;
      const why = because('RULES 8', 'Only “void-violation” may name a violation of a closed case.');
      draft.emit({ type: 'corrections-begun', because: why, directory, hash });
      break;
    }
    case 'holdRoutine':
      holdRoutine(draft, command);
      break;
    case 'weakenPattern':
      decideWeakenPattern(draft, command);
      break;
    case 'noteCancel':
      draft.emit({ type: 'cancel-noted', because: because('RULES 6', 'Temporal’s own cancel is not a stand-down.') });
      break;
    case 'noteForeign':
      decideForeign(draft, command);
      break;
    default:
      never(command);
  }
  return draft.events;
}

/** The case's own messages still count after closing: the closing notice has an outcome too. */
const ITS_OWN: readonly CommandKind[] = OWN_COMMANDS;

function refuseAfterClosure(state: CaseState, command: Command): void {
  if (ITS_OWN.includes(command.kind)) return;
  if (state.takesCorrections && isCorrection(state, command)) return;
  throw new Refused('closed', `The case closed at ${state.closedAt ?? ''}; this is kept as "after closure".`);
}

/** RULES 6: never divided in an exercise, and never longer, whoever says so. */
const LONGEST_HOLD = 30 * MINUTE;

function holdRoutine(draft: Draft, { body, at }: CommandOf<'holdRoutine'>): void {
  const until = earlier(body.until, plus(at, LONGEST_HOLD));
  const why = because('RULES 6', 'The watch holds routine notices back for a while.');
  draft.emit({ type: 'routine-held', because: why, ...body, until });
}

/** Raising a standing: always a second act, by another person (RULES 5). */
function decideStanding(draft: Draft, { body, actor, at }: CommandOf<'setStanding'>): void {
  requireSingle(draft.state, actor, 'raise-standing');
  const { violationId, standing, text } = body;
  const violation = draft.state.violations[violationId];
  if (!violation) throw new Refused('not-found', `This case has no violation ${violationId}.`);
  if (violation.reporter.person === actor.person) {
    throw new Refused('forbidden', 'Verifying is an act of another person than the one who reported.');
  }
  if (violation.standing === standing)
    throw new Refused('conflict', `Violation ${violationId} is ${standing} already.`);
  if (violation.standing === 'void') throw new Refused('conflict', `Violation ${violationId} is void.`);
  const before = draft.state;
  const why = because('RULES 6', 'A second person, of a group that may, raised it.');
  const { office, person } = actor;
  draft.emit({ type: 'standing-raised', because: why, violationId, standing, at, office, person, text });
  meetBy(draft, 'first-verification', 'The first violation of the case is verified.');
  moveFirstViolation(draft, before);
  openWaitingGates(draft);
}
