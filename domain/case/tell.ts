/** Who is told (RULES 7): turns a matter and the plan's routing into recipients. What they read is `notice/wording`. */
import type { CaseDirectory, ChannelKind, OfficeId } from '../directory/directory.js';
import type { Facts, Matter, Recipient } from '../notice/matter.js';
import type { Act, Audience, DutyId, NoticeRule } from '../plan/plan.js';
import type { Because } from './because.js';
import type { Draft } from './draft.js';
import { ownersOf } from './duties.js';
import { membersOf } from './members.js';
import type { CaseState } from './state.js';

export interface TellContext {
  dutyId?: DutyId;
  phase?: number;
  act?: Act;
  reporter?: OfficeId;
  /** The posture that counts, where the event itself changes it. */
  posture?: number;
  signers?: OfficeId[];
  joined?: OfficeId[];
}

/** Makes the matter and tells everyone whom the plan's table names for its topic. */
export function tell(draft: Draft, facts: Facts, why: Because, context: TellContext = {}): void {
  const rule = draft.state.plan.notices[facts.topic];
  const also = alsoFor(rule, context.act);
  const offices = resolve(draft.state, [...rule.tell, ...also.tell], context);
  // Nobody can acknowledge in a case that is closed.
  const asks = draft.state.status === 'closed' ? [] : [...rule.acknowledge, ...also.acknowledge];
  const asked = new Set(resolve(draft.state, asks, context));
  tellOffices(
    draft,
    facts,
    why,
    offices.map((office) => ({ office, acknowledge: asked.has(office) })),
  );
}

interface Addressee {
  office: OfficeId;
  acknowledge: boolean;
  channel?: ChannelKind;
  insteadOf?: OfficeId;
}

export function tellOffices(draft: Draft, facts: Facts, why: Because, addressees: readonly Addressee[]): void {
  const { counters } = draft.state;
  const matter: Matter = { id: `m${counters.matter + 1}`, facts, because: why, madeAt: draft.now };
  tellMatter(draft, matter, why, addressees);
}

/** Tells a matter that was made before to others (another channel, a delegate). */
export function tellMatter(draft: Draft, matter: Matter, why: Because, addressees: readonly Addressee[]): void {
  if (addressees.length === 0) return;
  const { state } = draft;
  const recipients = addressees.map(({ office, acknowledge, channel, insteadOf }, index): Recipient => {
    const updates = state.told[office];
    return {
      noticeId: `n${state.counters.notice + 1 + index}`,
      office,
      channel: channel ?? channelsOf(state.directory, office)[0] ?? 'logbook',
      acknowledge,
      ...(updates === undefined ? {} : { updates }),
      ...(insteadOf === undefined ? {} : { insteadOf }),
    };
  });
  const older = matter.madeAt < draft.now ? { at: draft.now } : {};
  draft.emit({ type: 'told', because: why, matter, recipients, ...older });
}

/** The channels that reach people, in the office's order; the logbook is written beside them and reaches nobody. */
export function channelsOf(directory: CaseDirectory, office: OfficeId): ChannelKind[] {
  return (directory.offices[office]?.channels ?? []).filter((kind) => kind !== 'logbook');
}

function alsoFor(rule: NoticeRule, act: Act | undefined): Pick<NoticeRule, 'tell' | 'acknowledge'> {
  const applies = rule.alsoFor !== undefined && act !== undefined && rule.alsoFor.acts.includes(act);
  return applies && rule.alsoFor ? rule.alsoFor : { tell: [], acknowledge: [] };
}

function resolve(state: CaseState, audiences: readonly Audience[], context: TellContext): OfficeId[] {
  const { offices: there, successors = {} } = state.directory;
  const found = audiences.flatMap((audience) => one(state, audience, context));
  // Who was told and is no more: the successor, else the parent (RULES 7).
  const offices = new Set(found.map((id) => (there[id] ? id : (successors[id] ?? id))));
  return [...offices].filter((id) => {
    const office = there[id];
    return office !== undefined && !office.roles.includes('machine');
  });
}

function one(state: CaseState, audience: Audience, context: TellContext): OfficeId[] {
  const phase = context.phase ?? 0;
  switch (audience) {
    case '@posture':
      return ofPhases(state, (number) => number <= (context.posture ?? state.posture) && isOpen(state, number));
    case '@told':
      return Object.keys(state.told);
    case '@owners':
      return owners(state, context.dutyId);
    case '@reporter':
      return context.reporter === undefined ? [] : [context.reporter];
    case '@signers':
      return context.act === undefined
        ? []
        : [...membersOf(state, state.plan.authority[context.act].signers), ...(context.signers ?? [])];
    case '@phase':
      return ofPhases(state, (number) => number === phase);
    case '@earlier-phases':
      return ofPhases(state, (number) => number < phase);
    case '@opened-phases':
      return ofPhases(state, (number) => isOpen(state, number));
    case '@joined':
      return context.joined ?? [];
    default:
      return membersOf(state, [audience]);
  }
}

const isOpen = (state: CaseState, phase: number): boolean => state.phases.some((opened) => opened.phase === phase);

function ofPhases(state: CaseState, which: (phase: number) => boolean): OfficeId[] {
  const groups = state.plan.phases.filter(({ phase }) => which(phase)).flatMap((phase) => phase.groups);
  return membersOf(state, groups);
}

function owners(state: CaseState, dutyId: DutyId | undefined): OfficeId[] {
  if (dutyId !== undefined) return ownersOf(state, dutyId);
  return Object.values(state.duties)
    .filter(({ state: now }) => now === 'open' || now === 'approaching' || now === 'overdue')
    .flatMap(({ id }) => ownersOf(state, id));
}
