/** The commands that a random move stands for, on a case as it is now. */
import type { BodyOf, Command, CommandKind, NoticeOutcome, ProposeBody } from '../../domain/case/commands.js';
import { isOwed } from '../../domain/case/duties.js';
import type { CaseState } from '../../domain/case/state.js';
import type { CaseDirectory, OfficeId } from '../../domain/directory/directory.js';
import { earlier, plus } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { DutyId, Plan, PlanRef } from '../../domain/plan/plan.js';
import { hashOf } from '../../record/canonical.js';
import { amended } from './amended-plan.js';
import { askedReport } from './asked-report.js';
import type { Asking, Performed, Who } from './command-sequences.js';
import { awaited, ofGroups, owners, pick, quorum, signers, speakers } from './likely-offices.js';
import { shippedPlan } from './seed.js';

/** A command without its envelope, or one that was given before. */
export type Asked =
  | { [K in CommandKind]: { kind: K; office: OfficeId; person: Who['person']; body: BodyOf<K> } }[CommandKind]
  | { again: Command };

export interface Context {
  who: Who;
  /** The acceptance. */
  at: Instant;
  /** The only organisation whose members act. */
  only: string | undefined;
  given: readonly { command: Command }[];
}

const text = 'In words.';
const textHash = 'h';
const reason = text;

export function asked(state: CaseState, asking: Asking, context: Context): Asked[] {
  const { who, at, given } = context;
  const everybody = Object.keys(state.directory.offices);
  const among = (offices: readonly OfficeId[]): OfficeId[] =>
    offices.filter((id) => context.only === undefined || state.directory.offices[id]?.organisation === context.only);
  const by = (likely: readonly OfficeId[]): OfficeId =>
    pick(who.fitting ? among(likely) : [], who.nth) ?? pick(among(everybody), who.nth) ?? '';
  const one = <K extends CommandKind>(kind: K, likely: readonly OfficeId[], body: BodyOf<K>): Asked[] => [
    { kind, office: by(likely), person: who.person, body } as Asked,
  ];
  const each = <K extends CommandKind>(kind: K, offices: readonly OfficeId[], body: BodyOf<K>): Asked[] =>
    among(offices).map((office) => ({ kind, office, person: 'own', body }) as Asked);
  /** What the case and the house say to a case; no office is behind it. */
  const house = <K extends CommandKind>(kind: K, body: BodyOf<K>): Asked[] =>
    context.only === undefined ? [{ kind, office: '', person: 'own', body } as Asked] : [];

  /** Enough offices for the act; one is enough where the plan says so. */
  const carried = (body: ProposeBody): Asked[] => {
    const [first, second] = among(quorum(state, body.act, who.nth));
    if (first === undefined || second === undefined) return [];
    const proposalId = `p${state.counters.proposal + 1}`;
    const alone = state.plan.authority[body.act].persons === 1 || body.breakGlass;
    return [...each('propose', [first], body), ...each('sign', alone ? [] : [second], { proposalId, textHash })];
  };

  switch (asking.what) {
    case 'report': {
      const office = by(ofGroups(state, state.plan.single.report));
      return [{ kind: 'report', office, person: who.person, body: askedReport(state, asking, { office, at, given }) }];
    }
    case 'propose':
      return one('propose', signers(state, asking.act), proposed(state, asking, at));
    case 'carry':
      return carried(proposed(state, asking, at));
    case 'sign': {
      const { id: proposalId = 'p0', act } = pick(Object.values(state.proposals), asking.nth) ?? {};
      return one('sign', signers(state, act), { proposalId, textHash: asking.sameText ? textHash : 'other' });
    }
    case 'withdraw': {
      const { id: proposalId = 'p0', office } = pick(Object.values(state.proposals), asking.nth) ?? {};
      return one('withdraw', office === undefined ? [] : [office], { proposalId });
    }
    case 'complete': {
      const dutyId = pick(Object.keys(state.duties), asking.nth) ?? 'D0';
      const performedAt = performed(state, dutyId, asking.performed, at);
      const evidence = asking.evidence ? [{ sha256: 'e'.repeat(64), mediaType: 'image/jpeg' }] : [];
      const outcome = asking.nth % 2 === 0 ? ('confirmed' as const) : ('disputed' as const);
      const body = { dutyId, performedAt, text, evidence, outcome, ...(asking.reason ? { reason } : {}) };
      return one('completeDuty', owners(state, dutyId), body);
    }
    case 'confirm': {
      const completions = Object.values(state.duties).flatMap((duty) => duty.completions);
      const waiting = completions.filter((completion) => completion.state === 'confirming');
      const { id: completionId = 'c0' } = pick(waiting.length > 0 ? waiting : completions, asking.nth) ?? {};
      return one('confirm', ofGroups(state, ['watch']), { completionId, text });
    }
    case 'waive': {
      const dutyId = pick(Object.keys(state.duties), asking.nth) ?? 'D0';
      return one('waive', ofGroups(state, state.plan.single.waive), { dutyId, reason });
    }
    case 'verify': {
      const violationId = pick(Object.keys(state.violations), asking.nth) ?? 'v0';
      const body = { violationId, standing: 'verified', text } as const;
      return one('setStanding', ofGroups(state, state.plan.single['raise-standing']), body);
    }
    case 'same-as': {
      const [violationId = 'v0', as = 'v0'] = [asking.nth, asking.nth >> 2].map((nth) =>
        pick(Object.keys(state.violations), nth),
      );
      return one('sameAs', ofGroups(state, state.plan.single.waive), { violationId, as, text });
    }
    case 'part': {
      const violationId = pick(Object.keys(state.violations), asking.nth) ?? 'v0';
      return one('part', ofGroups(state, state.plan.single.waive), { violationId });
    }
    case 'undo': {
      const { id: acknowledgementId = 'a0', office } = pick(state.acknowledgements.slice(-3), asking.nth) ?? {};
      return one('undoAcknowledgement', office === undefined ? [] : [office], { acknowledgementId });
    }
    case 'decide':
      return one('decide', speakers(state), { choice: asking.choice, text, ...(asking.reason ? { reason } : {}) });
    case 'acknowledge':
      return one('acknowledge', awaited(state), {});
    case 'pass':
      return one('pass', awaited(state), { to: 'delegate' });
    case 'note-cancel':
      return house('noteCancel', {});
    case 'note-foreign':
      return house('noteForeign', { channel: 'signal', name: 'x', fault: 'it is no object.' });
    case 'outcomes': {
      const pending = Object.keys(state.pending);
      const first = asking.nth % Math.max(pending.length, 1);
      const some = pending.slice(first, first + (asking.many ? 10 : 1));
      return house('noticeOutcomes', { outcomes: some.map((id) => outcome([id], asking.outcome, at)) });
    }
    case 'directory': {
      const directory = changed(state.directory, asking);
      return house('changeDirectory', { directory, hash: hashOf(directory) });
    }
    case 'repeat': {
      const again = pick(given, asking.nth)?.command;
      return again === undefined ? [] : [{ again }];
    }
    case 'all-acknowledge':
      return each('acknowledge', awaited(state), {});
    case 'all-delivered':
      return house('noticeOutcomes', { outcomes: [outcome(Object.keys(state.pending), 'delivered', at)] });
    case 'stand-down':
      return carried({ act: 'stand-down', text, textHash });
    case 'declare':
      return carried({ act: 'large-scale', text, textHash });
    case 'all-duties': {
      const owed = Object.values(state.duties).filter((duty) => isOwed(duty) && duty.parties.length === 0);
      return [
        ...each('setStanding', ofGroups(state, ['watch']).slice(0, 1), {
          violationId: 'v1',
          standing: 'verified',
          text,
        }),
        ...owed.flatMap(({ id: dutyId }) =>
          each('completeDuty', owners(state, dutyId).slice(0, 1), { dutyId, performedAt: at, text, reason }),
        ),
      ];
    }
    case 'all-positions': {
      const everyones = Object.values(state.duties).filter(({ parties }) => parties.length > 0);
      return everyones.flatMap(({ id: dutyId }) =>
        each('completeDuty', owners(state, dutyId), { dutyId, performedAt: at, text, reason }),
      );
    }
    case 'all-decide':
      return each('decide', speakers(state), { choice: 'support', text, reason });
  }
}

/** What an act is about, where it is about something. */
function proposed(
  state: CaseState,
  { act, breakGlass, nth, shift }: Extract<Asking, { what: 'propose' | 'carry' }>,
  at: Instant,
): ProposeBody {
  const body: ProposeBody = { act, text, textHash, ...(breakGlass ? { breakGlass, reason } : {}) };
  const violation = pick(Object.values(state.violations), nth);
  const version = pick(OTHER_VERSIONS, nth);
  switch (act) {
    case 'void-violation':
      return { ...body, violationId: violation?.id ?? 'v0' };
    case 'move-first-violation': {
      const earliest = plus(violation?.occurredAt.earliest ?? at, shift);
      return { ...body, violationId: violation?.id ?? 'v0', occurredAt: { earliest, latest: earliest } };
    }
    case 'adopt-plan':
      return version ? { ...body, plan: version } : body;
    default:
      return body;
  }
}

/** Versions that a running case may be asked to adopt. */
const OTHER_VERSIONS = otherVersions();

function otherVersions(): { ref: PlanRef; content: Plan }[] {
  const shorter = amended(3, { D1: 12, G2: 20 });
  const longer = amended(4, { D1: 36, D5: 30, G2: 30 });
  const fewer = amended(5, {}).content;
  const duties = fewer.duties.filter(({ id }) => id !== 'D2' && id !== 'D4');
  const without: Plan = { ...fewer, duties };
  const { plan, planRef } = shippedPlan('literal-72h-after');
  return [
    shorter,
    longer,
    { ref: { id: fewer.id, version: 5, hash: hashOf(without) }, content: without },
    { ref: planRef, content: plan },
  ];
}

function performed(state: CaseState, dutyId: DutyId, { near, shift }: Performed, at: Instant): Instant {
  const duty = state.duties[dutyId];
  const from = {
    accepted: at,
    'first-violation': state.firstViolationAt,
    treaty: duty?.treatyDueAt ?? at,
    working: duty?.workingDueAt ?? at,
  }[near];
  return plus(near === 'treaty' || near === 'working' ? earlier(from, at) : from, shift);
}

export const outcome = (noticeIds: string[], what: NoticeOutcome['outcome'], at: Instant): NoticeOutcome => ({
  noticeIds,
  outcome: what,
  attempts: 1,
  said: 'What the provider said.',
  at,
});

/** A new version of the directory that differs in one office, party or organisation. */
function changed(directory: CaseDirectory, { change, nth }: Extract<Asking, { what: 'directory' }>): CaseDirectory {
  const { offices, parties, organisations } = directory;
  const [officeId = '', office] = pick(Object.entries(offices), nth) ?? [];
  const [organisationId = '', organisation] = pick(Object.entries(organisations), nth) ?? [];
  const { [officeId]: _, ...others } = offices;
  if (!office || !organisation) return directory;
  switch (change) {
    case 'remove':
      return { ...directory, offices: withoutMention(others, officeId) };
    case 'one-channel':
      return { ...directory, offices: { ...offices, [officeId]: { ...office, channels: ['email', 'logbook'] } } };
    case 'delegate': {
      const delegate = pick(Object.keys(others), nth * 7) ?? officeId;
      return { ...directory, offices: { ...offices, [officeId]: { ...office, delegate } } };
    }
    case 'speaker': {
      const [partyId = '', party] = pick(Object.entries(parties), nth) ?? [];
      return party
        ? { ...directory, parties: { ...parties, [partyId]: { ...party, speaks: organisationId } } }
        : directory;
    }
    case 'accredited': {
      const accredited = { ...organisation, accredited: !organisation.accredited };
      return { ...directory, organisations: { ...organisations, [organisationId]: accredited } };
    }
  }
}

/** As the parser of directories demands: nobody's delegate or parent is missing. */
function withoutMention(offices: CaseDirectory['offices'], gone: OfficeId): CaseDirectory['offices'] {
  const mended = Object.entries(offices).map(([id, { delegate, parent, ...office }]) => {
    const kept = delegate === undefined || delegate === gone ? office : { ...office, delegate };
    return [id, parent === undefined || parent === gone ? kept : { ...kept, parent }] as const;
  });
  return Object.fromEntries(mended);
}
