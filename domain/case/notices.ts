/** What came of notices (RULES 7): delivered, or another way: next channel, delegate, parent, the watch; "not told". */
import type { OfficeId } from '../directory/directory.js';
import type { Matter } from '../notice/matter.js';
import { because } from './because.js';
import { follows } from './behaviours.js';
import type { CommandOf, NoticeOutcome } from './commands.js';
import type { Draft } from './draft.js';
import { isPeople, membersOf } from './members.js';
import type { CaseState, PendingNotice } from './state.js';
import { channelsOf, tellMatter, tellOffices } from './tell.js';

export function decideOutcomes(draft: Draft, { body }: CommandOf<'noticeOutcomes'>): void {
  for (const outcome of body.outcomes) {
    const failed = outcome.outcome === 'failed' ? notices(draft, outcome) : [];
    const matters = draft.state.matters;
    const why = because('RULES 7', outcome.outcome === 'failed' ? 'The channel did not take it.' : 'It was sent.');
    draft.emit({ type: 'notice-outcome', because: why, ...outcome });
    for (const { notice, id } of failed) {
      const matter = matters[notice.matterId];
      if (matter) anotherWay(draft, id, notice, matter, outcome.said);
    }
  }
}

function notices(draft: Draft, { noticeIds }: NoticeOutcome): { id: string; notice: PendingNotice }[] {
  return noticeIds.flatMap((id) => {
    const notice = draft.state.pending[id];
    return notice ? [{ id, notice }] : [];
  });
}

function anotherWay(draft: Draft, noticeId: string, notice: PendingNotice, matter: Matter, said: string): void {
  const { office, channel, acknowledge, insteadOf } = notice;
  const channels = channelsOf(draft.state.directory, office);
  const next = channels[channels.indexOf(channel) + 1];
  if (next !== undefined && channels.includes(channel)) {
    const why = because('RULES 7', `${channel} failed; the office’s next channel is ${next}.`);
    return tellMatter(draft, matter, why, [
      { office, channel: next, acknowledge, ...(insteadOf ? { insteadOf } : {}) },
    ]);
  }
  const why = because('RULES 7', 'Every channel of this office failed.', { said });
  draft.emit({ type: 'not-told', because: why, office, noticeId });
  if (matter.facts.topic === 'not-delivered' || isOvertaken(draft.state, matter)) return;
  const successor = inPlaceOf(draft, office, insteadOf);
  if (successor !== undefined) {
    tellMatter(draft, matter, why, [{ office: successor, acknowledge, insteadOf: insteadOf ?? office }]);
    return;
  }
  const facts = { topic: 'not-delivered', office: insteadOf ?? office, about: matter.facts.topic, said } as const;
  // By another channel than the first, since the first may be what failed for everybody.
  const watch = membersOf(draft.state, ['watch']).filter((one) => one !== office);
  tellOffices(
    draft,
    facts,
    why,
    watch.map((one) => {
      const [first, second] = channelsOf(draft.state.directory, one);
      const other = second ?? first;
      return { office: one, acknowledge: false, ...(other === undefined ? {} : { channel: other }) };
    }),
  );
}

/** Who hears in another's place of a case that has closed hears that it has closed, and nothing older. */
const isOvertaken = (state: CaseState, { facts }: Matter): boolean =>
  follows(state, 2) && state.status === 'closed' && facts.topic !== 'case-closed';

/** Delegate first, then parent; nobody twice in one chain. */
function inPlaceOf(draft: Draft, office: OfficeId, insteadOf: OfficeId | undefined): OfficeId | undefined {
  const { offices, successors } = draft.state.directory;
  const gone = offices[insteadOf ?? office] ? undefined : successors?.[insteadOf ?? office];
  if (gone !== undefined) return gone === office ? undefined : gone;
  const of = offices[insteadOf ?? office];
  const [delegate, parent] = [of?.delegate, of?.parent].map((one) => (isPeople(draft.state, one) ? one : undefined));
  if (insteadOf === undefined) return delegate ?? parent;
  return office === delegate && parent !== office ? parent : undefined;
}
