/**
 * Messages to a case. A handler queues the command and awaits its turn; a validator judges on the state after all
 * due instants up to the command's `at`, and awaits nothing. What makes no sense is noted and changes nothing.
 */
import {
  ApplicationFailure,
  CancellationScope,
  condition,
  setDefaultSignalHandler,
  setDefaultUpdateHandler,
  setHandler,
} from '@temporalio/workflow';
import type { Answer } from '../domain/case/answer.js';
import { HOUSE_COMMANDS } from '../domain/case/commands.js';
import type { BodyOf, Envelope, HouseCommandKind, OutsideCommandKind } from '../domain/case/commands.js';
import { foreignFault } from '../domain/case/foreign.js';
import type { Foreign } from '../domain/case/foreign.js';
import { Refused } from '../domain/refused.js';
import type { CaseRun } from './case-run.js';
import { CASE_UPDATES, caseSignal, caseUpdate, houseSignal, REFUSED, viewQuery } from './messages.js';

export function setHandlers(run: CaseRun): void {
  for (const kind of CASE_UPDATES) {
    setHandler(caseUpdate(kind), (envelope) => takeUpdate(run, kind, envelope), {
      validator: (envelope) => validate(run, kind, envelope),
    });
    setHandler(caseSignal(kind), (envelope) => takeSignal(run, kind, envelope));
  }
  for (const kind of HOUSE_COMMANDS) setHandler(houseSignal(kind), (envelope) => takeSignal(run, kind, envelope));
  setHandler(viewQuery, () => run.state);
  setDefaultSignalHandler((name) => noteForeign(run, 'signal', name, UNKNOWN));
  setDefaultUpdateHandler((name) => {
    noteForeign(run, 'update', name, UNKNOWN);
    return { caseId: run.state.caseId, refused: { code: 'invalid', detail: `The case knows no update "${name}".` } };
  });
}

const UNKNOWN = { fault: 'the case knows no message of this name.' };

/**
 * Refuses only what the API gave to the case: any other message is taken, noted and has no effect, so that it leaves a
 * trace, which a rejected update would not.
 */
function validate<K extends OutsideCommandKind>(run: CaseRun, kind: K, envelope: Envelope<BodyOf<K>>): void {
  if (foreignFault(run.state, kind, envelope)) return;
  try {
    run.judge(kind, envelope);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw ApplicationFailure.create({
      type: REFUSED,
      message: error.detail,
      nonRetryable: true,
      details: [error.refusal],
    });
  }
}

async function takeUpdate<K extends OutsideCommandKind>(
  run: CaseRun,
  kind: K,
  envelope: Envelope<BodyOf<K>>,
): Promise<Answer> {
  const foreign = foreignFault(run.state, kind, envelope);
  if (foreign) {
    noteForeign(run, 'update', kind, foreign);
    const code = foreign.claimed ? 'forbidden' : 'invalid';
    const refused = { code, detail: `This is no "${kind}" command: ${foreign.fault}` } as const;
    return { commandId: '', caseId: run.state.caseId, seq: 0, refused };
  }
  run.submit(kind, envelope);
  let answer = run.answered(envelope.commandId);
  if (!answer) {
    // Handlers stand in the root scope: once Temporal's own cancel was asked for, every other wait there throws.
    await CancellationScope.nonCancellable(() => condition(() => run.answered(envelope.commandId) !== undefined));
    answer = run.answered(envelope.commandId);
  }
  return answer as Answer;
}

function takeSignal<K extends OutsideCommandKind | HouseCommandKind>(
  run: CaseRun,
  kind: K,
  envelope: Envelope<BodyOf<K>>,
): void {
  const foreign = foreignFault(run.state, kind, envelope);
  if (foreign) noteForeign(run, 'signal', `${kind}Signal`, foreign);
  else run.submit(kind, envelope);
}

/** The first of these are entries; after that they are only counted, so that a flood fills no record. */
const MOST_FOREIGN = 100;

function noteForeign(run: CaseRun, channel: string, name: string, foreign: Foreign): void {
  run.foreign += 1;
  if (run.foreign > MOST_FOREIGN) return;
  run.submitOwn('noteForeign', { channel, name: name.slice(0, 100), ...foreign });
}
