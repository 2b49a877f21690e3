/**
 * From decisions to messages: notices made in one step go to a recipient as one message that names each in order,
 * under the id of the first (RULES 7).
 */
import type { EventOf } from '../case/events.js';
import { isOwed, lastDecision, ownersOf, planDuty } from '../case/duties.js';
import type { CaseState } from '../case/state.js';
import { channelsOf } from '../case/tell.js';
import type { OfficeId } from '../directory/directory.js';
import { plus } from '../instant.js';
import type { DutyId, Words } from '../plan/plan.js';
import type { CaseBrief, Matter, Message, Recipient, Telling } from './matter.js';

/** Everything told by these events, as the case stands after them. */
export function telling(state: CaseState, told: readonly EventOf<'told'>[]): Telling {
  const matters = new Map<string, Matter>();
  const messages = new Map<string, Message>();
  const owes = owedBy(state);
  for (const { matter, recipients } of told) {
    matters.set(matter.id, matter);
    for (const recipient of recipients) add(state, messages, recipient, matter.id, owes);
  }
  const all = [...matters.values()];
  return { brief: brief(state), matters: all, messages: [...messages.values()], names: names(state, all, messages) };
}

/** Puts what is still unsent before what came later, so that a recipient gets one message in order. */
export function mergeTellings(unsent: readonly Telling[]): Telling | undefined {
  const last = unsent.at(-1);
  if (!last) return undefined;
  const matters = new Map(unsent.flatMap((one) => one.matters).map((matter) => [matter.id, matter]));
  const messages = new Map<string, Message>();
  for (const message of unsent.flatMap((one) => one.messages)) {
    const key = `${message.office} ${message.channel}`;
    const before = messages.get(key);
    messages.set(key, before ? join(before, message) : message);
  }
  const names = Object.assign({}, ...unsent.map((one) => one.names)) as Record<string, Words>;
  return { brief: last.brief, matters: [...matters.values()], messages: [...messages.values()], names };
}

function join(first: Message, then: Message): Message {
  return {
    ...then,
    id: first.id,
    noticeIds: [...new Set([...first.noticeIds, ...then.noticeIds])],
    matters: [...new Set([...first.matters, ...then.matters])],
    acknowledge: first.acknowledge || then.acknowledge,
    ...(first.updates === undefined ? {} : { updates: first.updates }),
  };
}

function add(
  state: CaseState,
  messages: Map<string, Message>,
  recipient: Recipient,
  matterId: string,
  owes: Map<OfficeId, DutyId[]>,
): void {
  const { office, channel, noticeId, acknowledge, updates } = recipient;
  const entry = state.directory.offices[office];
  if (!entry) return;
  const key = `${office} ${channel}`;
  const before = messages.get(key);
  if (before) {
    before.noticeIds.push(noticeId);
    if (!before.matters.includes(matterId)) before.matters.push(matterId);
    before.acknowledge ||= acknowledge;
    return;
  }
  const { name, timeZone, language, organisation } = entry;
  messages.set(key, {
    id: `${state.caseId}.${noticeId}`,
    noticeIds: [noticeId],
    office,
    recipient: { name, timeZone, language, organisation },
    channel,
    matters: [matterId],
    acknowledge,
    owes: owes.get(office) ?? [],
    lastResort: isLastResort(state, recipient),
    ...(updates === undefined ? {} : { updates: `${state.caseId}.${updates}` }),
  });
}

/** No further channel, no delegate, no parent. */
function isLastResort(state: CaseState, { office, channel, insteadOf }: Recipient): boolean {
  const entry = state.directory.offices[office];
  const more = channelsOf(state.directory, office).at(-1) !== channel;
  return !more && (insteadOf !== undefined || (entry?.delegate === undefined && entry?.parent === undefined));
}

/** Which office owes what, soonest first. */
function owedBy(state: CaseState): Map<OfficeId, DutyId[]> {
  const owed = Object.values(state.duties)
    .filter(isOwed)
    .sort((a, b) => (a.workingDueAt < b.workingDueAt ? -1 : 1));
  const found = new Map<OfficeId, DutyId[]>();
  for (const { id } of owed) {
    for (const office of ownersOf(state, id)) found.set(office, [...(found.get(office) ?? []), id]);
  }
  return found;
}

export function brief(state: CaseState): CaseBrief {
  const decides = Object.values(state.duties).findLast(({ id }) => planDuty(state, id).record === 'decision');
  const opener = state.violations[state.openerId];
  const { caseId, agreement, exercise, speed, scope, level, posture, firstViolationAt, planRef, plan } = state;
  return {
    caseId,
    agreement,
    exercise,
    speed,
    sector: scope,
    place: opener?.place.description ?? '',
    violationKind: opener?.kind ?? '',
    status: state.status === 'new' ? 'open' : state.status,
    level,
    posture,
    phaseNames: Object.fromEntries(plan.phases.map(({ phase, name }) => [phase, name])),
    firstViolationAt,
    plan: planRef,
    gates: plan.gates.flatMap(({ id, phase, condition, lapses }) => {
      const gate = state.gates[id];
      if (!gate) return [];
      const openedAt = state.phases.find((one) => one.phase === phase)?.openedAt;
      const needsDeclaration = condition.kind === 'declaration';
      const groups = plan.phases.find((one) => one.phase === phase)?.groups ?? [];
      return [
        {
          id,
          phase,
          opensAt: gate.opensAt,
          needsDeclaration,
          ...(openedAt === undefined ? {} : { openedAt }),
          ...(lapses === undefined ? {} : { lapsesAt: plus(firstViolationAt, lapses) }),
          informs: plan.groups.filter((group) => groups.includes(group.id)).map(({ name }) => name),
        },
      ];
    }),
    duties: Object.values(state.duties).map(({ id, treatyDueAt, workingDueAt, state: now, charged }) => {
      const { label, asks } = planDuty(state, id);
      return { id, label, asks, treatyDueAt, workingDueAt, state: now, charged };
    }),
    decisions: plan.parties.flatMap(({ id }) => {
      const decision = decides && lastDecision(state, id, decides.id);
      return decision ? [{ party: id, choice: decision.choice }] : [];
    }),
  };
}

/** Names of whatever the matters mention: only what is needed, since it travels with every telling. */
function names(state: CaseState, matters: readonly Matter[], messages: ReadonlyMap<string, Message>) {
  const mentioned = new Set<string>(state.decisions.map(({ party }) => party));
  for (const { facts } of matters) collect(facts, mentioned);
  for (const { office } of messages.values()) mentioned.add(office);
  const found: Record<string, Words> = {};
  for (const id of [...mentioned].sort()) {
    const name =
      state.directory.offices[id]?.name ??
      state.directory.organisations[id]?.name ??
      state.plan.parties.find((party) => party.id === id)?.name;
    if (name) found[id] = name;
  }
  return found;
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (Array.isArray(value)) for (const one of value) collect(one, into);
  else if (value !== null && typeof value === 'object') for (const one of Object.values(value)) collect(one, into);
}
