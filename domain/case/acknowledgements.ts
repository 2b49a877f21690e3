/** "Received", by an office for its organisation (RULES 2 and 7): stops reminders to acknowledge, and nothing else. */
import type { OfficeId, OrganisationId } from '../directory/directory.js';
import { between, MINUTE } from '../instant.js';
import { Refused } from '../refused.js';
import { requireOffice } from './authority.js';
import { because } from './because.js';
import type { CommandOf } from './commands.js';
import type { Draft } from './draft.js';
import { isPeople, membersOf } from './members.js';
import type { Awaiting, CaseState } from './state.js';
import { channelsOf, tellOffices } from './tell.js';

/** An acknowledgement can be undone within this; never divided in an exercise (RULES 8). */
export const UNDO = 5 * MINUTE;

/** Steps of waiting, in their order (RULES 7). */
const NEXT_CHANNEL = 1;
export const DELEGATE = 2;

export function decideAcknowledge(draft: Draft, { body, actor, at }: CommandOf<'acknowledge'>): void {
  const office = requireOffice(draft.state, actor);
  const { organisation } = office;
  if (!wasTold(draft.state, organisation)) {
    throw new Refused(
      'conflict',
      'Nothing was sent to your organisation in this case; there is nothing to acknowledge.',
    );
  }
  draft.emit({
    type: 'acknowledged',
    because: because('RULES 2', 'Covers everything sent to the organisation up to its acceptance.'),
    acknowledgementId: `a${draft.state.counters.acknowledgement + 1}`,
    organisation,
    office: actor.office,
    person: actor.person,
    at,
    ...(body.phase === undefined ? {} : { phase: body.phase }),
  });
}

const wasTold = (state: CaseState, organisation: OrganisationId): boolean =>
  Object.keys(state.told).some((id) => state.directory.offices[id]?.organisation === organisation);

export function decideUndo(draft: Draft, { body, actor, at }: CommandOf<'undoAcknowledgement'>): void {
  const office = requireOffice(draft.state, actor);
  const { acknowledgementId } = body;
  const found = draft.state.acknowledgements.find(({ id }) => id === acknowledgementId);
  if (!found) throw new Refused('not-found', `This case has no acknowledgement ${acknowledgementId}.`);
  const { organisation } = found;
  if (organisation !== office.organisation) {
    throw new Refused('forbidden', 'An acknowledgement is undone by the organisation that gave it.');
  }
  if (found.undone) throw new Refused('conflict', `Acknowledgement ${acknowledgementId} was undone already.`);
  if (between(found.at, at) > UNDO) throw new Refused('gone', 'An acknowledgement can be undone for five minutes.');
  const why = because('RULES 2', 'Undone within five minutes by the organisation that gave it.');
  draft.emit({ type: 'acknowledgement-undone', because: why, acknowledgementId, organisation });
}

/** "I cannot: pass it to my deputy": the step of the delegates now. */
export function decidePass(draft: Draft, { actor }: CommandOf<'pass'>): void {
  const { organisation } = requireOffice(draft.state, actor);
  const awaiting = draft.state.awaiting[organisation];
  if (!awaiting) throw new Refused('conflict', 'Your organisation is asked for no acknowledgement now.');
  if (awaiting.step >= DELEGATE) throw new Refused('conflict', 'The delegates have been told already.');
  step(draft, organisation, awaiting, DELEGATE, true);
}

/** No acknowledgement by the next step's instant. */
export function actMissing(draft: Draft, organisation: OrganisationId): void {
  const awaiting = draft.state.awaiting[organisation];
  if (awaiting) step(draft, organisation, awaiting, awaiting.step + 1, false);
}

function step(draft: Draft, organisation: OrganisationId, awaiting: Awaiting, number: number, passed: boolean): void {
  const { since, offices: asked } = awaiting;
  const why = because('RULES 7', passed ? 'The office passed it on.' : 'No acknowledgement is on record.', { since });
  draft.emit({ type: 'acknowledgement-missing', because: why, organisation, step: number, passed });
  const facts = { topic: 'acknowledgement-missing', organisation, since, step: number, asked, passed } as const;
  tellOffices(draft, facts, why, addressees(draft.state, asked, number));
}

type Addressees = Parameters<typeof tellOffices>[3];

function addressees(state: CaseState, asked: OfficeId[], number: number): Addressees {
  if (number === NEXT_CHANNEL) {
    return asked.flatMap((office) => {
      const channel = channelsOf(state.directory, office)[1];
      return channel === undefined ? [] : [{ office, channel, acknowledge: true }];
    });
  }
  if (number === DELEGATE)
    return unique(
      state,
      asked.map((office) => state.directory.offices[office]?.delegate),
      true,
    );
  const parents = asked.map((office) => state.directory.offices[office]?.parent);
  return unique(state, [...parents, ...membersOf(state, ['watch'])], false);
}

function unique(state: CaseState, offices: (OfficeId | undefined)[], acknowledge: boolean): Addressees {
  const known = new Set(offices.filter((office) => isPeople(state, office)));
  return [...known].map((office) => ({ office, acknowledge }));
}
