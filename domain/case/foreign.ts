/**
 * Messages that did not come from the API (RULES 6, deny by default): they are taken, so that they leave a trace, are
 * kept as refused, and change nothing. Who they say they are from is kept as said.
 */
import { MINUTE, plus } from '../instant.js';
import type { Span } from '../instant.js';
import { because } from './because.js';
import { follows } from './behaviours.js';
import type { BodyOf, Claim, CommandKind, CommandOf, Envelope } from './commands.js';
import type { Draft } from './draft.js';
import { envelopeFault } from './shape.js';
import type { CaseState } from './state.js';
import type { Refusal } from '../refused.js';

/** What a claim keeps of each text, and of the body. */
const MOST_TEXT = 200;
const MOST_BODY = 2000;

/** Clocks of acceptance that were set right meanwhile differ by less. */
const CLOCKS_APART: Span = 5 * MINUTE;

/** As a case notes it. */
export type Foreign = Pick<BodyOf<'noteForeign'>, 'fault' | 'claimed'>;

/** Why a message is no command that the API gave to this case, or `undefined` when it is one. */
export function foreignFault(state: CaseState, kind: CommandKind, message: Envelope<unknown>): Foreign | undefined {
  const fault = envelopeFault(kind, message);
  if (fault !== undefined) return { fault };
  if (!follows(state, 2)) return undefined;
  const unproven = message.stampFault ?? olderThanTheCase(state, kind, message);
  return unproven === undefined ? undefined : { fault: unproven, claimed: claimOf(message) };
}

/**
 * A stamp is over the workflow's id, which the cases of a scope share: what was said to one of them is true, and not
 * said to the next. A report may have waited since before, and is known by its key.
 */
function olderThanTheCase(state: CaseState, kind: CommandKind, { acceptedAt }: Envelope<unknown>): string | undefined {
  if (kind === 'report' || plus(acceptedAt, CLOCKS_APART) >= state.openedAt) return undefined;
  return `it was accepted at ${acceptedAt}, before this case opened.`;
}

/** What it says of itself, shortened. */
export function claimOf({ commandId, actor, acceptedAt, stamp, body }: Envelope<unknown>): Claim {
  const { office, organisation, person } = actor;
  return {
    commandId: beginning(commandId),
    office: beginning(office),
    organisation: beginning(organisation),
    person: beginning(person),
    acceptedAt,
    stamp: beginning(stamp),
    body: beginning(JSON.stringify(body), MOST_BODY),
  };
}

/** Half of a surrogate pair has no UTF-8 form, and would keep the entry out of the record. */
const beginning = (text: string, most = MOST_TEXT): string => text.slice(0, most).toWellFormed();

export function decideForeign(draft: Draft, { body }: CommandOf<'noteForeign'>): void {
  draft.emit({ type: 'refused', because: because('RULES 6', 'Deny by default.'), refusal: foreignRefusal(body) });
}

/** In words; nothing that the message says is proven. */
export function foreignRefusal({ channel, name, fault, claimed }: BodyOf<'noteForeign'>): Refusal {
  const detail = claimed
    ? `The ${channel} "${name}", said to be of ${claimed.office}, does not come from the API: ${fault}`
    : `A ${channel} "${name}" came past the API and makes no sense: ${fault}`;
  return { code: claimed ? 'forbidden' : 'invalid', detail };
}
