/**
 * Every cell of role × act × own or foreign organisation × state of the case, from the plan's own table (RULES 6): what
 * the table gives is taken, everything else is refused. A new act, office or plan is in it by default.
 */
import { at, Timeline } from '../../test/support/timeline.js';
import { exampleCaseDirectory, shippedPlan } from '../../test/support/seed.js';
import { T0 } from '../../test/support/timeline.js';
import { amended } from '../../test/support/amended-plan.js';
import type { CaseOffice, OfficeId } from '../directory/directory.js';
import type { Act, GroupId, Plan, SingleAct } from '../plan/plan.js';
import { Refused } from '../refused.js';
import type { RefusalCode } from '../refused.js';
import type { Actor, BodyOf, Command, OutsideCommandKind, ProposeBody } from './commands.js';
import { OUTSIDE_COMMANDS } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import type { CaseState } from './state.js';

const { directory } = exampleCaseDirectory(T0);
const OFFICES = Object.entries(directory.offices);
const text = 'In words.';
const textHash = 'h';
const NOW = '+30:07';

type Outcome = 'taken' | RefusalCode;

interface Cell {
  name: string;
  state: CaseState;
  command: Command;
  /** Any of these; several where two refusals apply and either sentence is right. */
  expected: Outcome[];
}

const STATUSES = ['open', 'quiet', 'closed'] as const;

/** One case in each state: phases 1 and 2, declared, quiet, closed. */
function states(plan: string): Record<string, CaseState> {
  const open = new Timeline({ plan });
  open.play.advanceTo(at(NOW));
  const early = new Timeline({ plan });
  early.play.advanceTo(at('+1:07'));
  const declared = new Timeline({ plan });
  declared.play.advanceTo(at(NOW));
  signed(declared, NOW, 'large-scale', 'ua-general-staff-duty', 'gb-mod-duty');
  const quiet = new Timeline({ plan });
  quiet.play.advanceTo(at(NOW));
  signed(quiet, NOW, 'stand-down', 'ua-mfa-duty', 'fr-mfa-duty');
  const closed = new Timeline({ plan });
  closed.play.advanceTo(at('+1:07'));
  signed(closed, '+1:07', 'stand-down', 'ua-mfa-duty', 'fr-mfa-duty');
  closed.play.advanceTo(at('+80:00'));
  return {
    'phase 1': early.play.state,
    'phase 2': open.play.state,
    declared: declared.play.state,
    quiet: quiet.play.state,
    closed: closed.play.state,
  };
}

function signed(line: Timeline, when: string, act: Act, first: OfficeId, second: OfficeId): void {
  const refusal =
    line.at(when, first, 'propose', { act, text, textHash }) ??
    line.at(when, second, 'sign', { proposalId: `p${line.play.state.counters.proposal}`, textHash });
  if (refusal) throw new Error(refusal.detail);
}

const nowOf = (state: CaseState): string =>
  state.status === 'closed' ? at('+80:00') : state.level === 1 && state.status === 'open' ? at('+1:07') : at(NOW);

const actorOf = (office: OfficeId, person: string = office): Actor => ({
  office,
  organisation: directory.offices[office]?.organisation ?? '',
  person,
  means: 'key',
  roles: directory.offices[office]?.roles ?? [],
});

let counter = 0;
function commandOf<K extends OutsideCommandKind>(state: CaseState, actor: Actor, kind: K, body: BodyOf<K>): Command {
  counter += 1;
  const now = nowOf(state);
  return { kind, commandId: `c${counter}`, actor, acceptedAt: now, at: now, body } as Command;
}

function outcomeOf({ state, command }: Cell): Outcome {
  try {
    decide(state, command, command.at);
    return 'taken';
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

// What the table says, read here a second time and without the code under test.

function isIn(plan: Plan, { groups, organisation }: CaseOffice, wanted: readonly GroupId[]): boolean {
  const party = directory.organisations[organisation]?.party ?? '';
  return groups
    .filter((group) => wanted.includes(group))
    .some((id) => {
      const parties = plan.groups.find((group) => group.id === id)?.parties ?? [];
      return parties.length === 0 || parties.includes(party);
    });
}

const acts = ({ roles }: CaseOffice): boolean =>
  !roles.some((role) => role === 'machine' || role === 'auditor' || role === 'admin');

/** Acts that need something of the case beside its status. */
function makesSense(state: CaseState, act: Act): boolean {
  if (act === 'large-scale') return state.declaration === undefined;
  return act !== 'withdraw-large-scale' || state.declaration !== undefined;
}

function mayPropose({ plan, ...state }: CaseState, office: CaseOffice, act: Act): Outcome {
  if (state.status === 'closed') return 'closed';
  const rule = plan.authority[act];
  if (!acts(office) || !isIn(plan, office, [...rule.signers, ...rule.proposers])) return 'forbidden';
  const fits = rule.statuses.includes(state.status as (typeof STATUSES)[number]);
  return fits && makesSense({ plan, ...state }, act) ? 'taken' : 'conflict';
}

function bodyOf(state: CaseState, act: Act): ProposeBody {
  const body: ProposeBody = { act, text, textHash };
  if (act === 'void-violation') return { ...body, violationId: 'v1' };
  const occurredAt = { earliest: T0, latest: T0 };
  if (act === 'move-first-violation') return { ...body, violationId: 'v1', occurredAt };
  return act === 'adopt-plan' ? { ...body, plan: { ...amended(9, {}), content: { ...state.plan, version: 9 } } } : body;
}

function proposing(state: CaseState, where: string): Cell[] {
  const acts = Object.keys(state.plan.authority) as Act[];
  return OFFICES.flatMap(([id, office]) =>
    acts.flatMap((act): Cell[] => {
      const expected = mayPropose(state, office, act);
      const body = bodyOf(state, act);
      const { breakGlass } = state.plan.authority[act];
      const alone = expected === 'taken' && !(breakGlass && office.roles.includes('senior')) ? 'forbidden' : expected;
      const glass: ProposeBody = { ...body, breakGlass: true, reason: text };
      return [
        { name: `${id} proposes ${act} (${where})`, state, ...one(state, id, 'propose', body), expected: [expected] },
        {
          name: `${id} breaks the glass for ${act} (${where})`,
          state,
          ...one(state, id, 'propose', glass),
          expected: [alone],
        },
      ];
    }),
  );
}

const one = <K extends OutsideCommandKind>(state: CaseState, office: OfficeId, kind: K, body: BodyOf<K>) => ({
  command: commandOf(state, actorOf(office), kind, body),
});

/** A proposal of each act by each office that may make one, and what every office may do about it. */
function signing(state: CaseState, where: string): Cell[] {
  const acts = Object.keys(state.plan.authority) as Act[];
  return acts.flatMap((act) => proposers(state, act).flatMap((proposer) => signingOf(state, where, act, proposer)));
}

/** One office of each organisation, so that no pair of organisations is left out. */
function proposers(state: CaseState, act: Act): OfficeId[] {
  const may = OFFICES.filter(([, office]) => mayPropose(state, office, act) === 'taken');
  const organisations = new Set<string>();
  return may.flatMap(([id, { organisation }]) => {
    if (organisations.has(organisation)) return [];
    organisations.add(organisation);
    return [id];
  });
}

function signingOf(state: CaseState, where: string, act: Act, proposer: OfficeId): Cell[] {
  const rule = state.plan.authority[act];
  const made = decide(state, commandOf(state, actorOf(proposer), 'propose', bodyOf(state, act)), nowOf(state)).reduce(
    evolve,
    state,
  );
  const proposal = Object.values(made.proposals).at(-1);
  // What one person may do is in effect at once.
  if (!proposal || proposal.state !== 'open') return [];
  const { id: proposalId, organisation } = proposal;
  return OFFICES.flatMap(([id, office]): Cell[] => {
    const maySign = acts(office) && isIn(state.plan, office, rule.signers);
    const isOwn = office.organisation === organisation && proposal.signatures.length > 0;
    const sign = (name: string, actor: Actor, hash: string, expected: Outcome[]): Cell => ({
      name: `${name} ${act} of ${proposer} (${where})`,
      state: made,
      command: commandOf(made, actor, 'sign', { proposalId, textHash: hash }),
      expected: maySign ? expected : ['forbidden'],
    });
    const own = isOwn ? 'its own' : 'a foreign';
    return [
      sign(`${id} signs ${own}`, actorOf(id), textHash, [isOwn ? 'conflict' : 'taken']),
      sign(`${id} signs with an altered text ${own}`, actorOf(id), 'other', ['conflict']),
      sign(`the proposer with a key of ${id} signs`, actorOf(id, proposer), textHash, [
        proposal.signatures.length > 0 ? 'conflict' : 'taken',
      ]),
      sign(`${id} with a key that nobody confirmed signs`, { ...actorOf(id), unconfirmed: true }, textHash, [
        'forbidden',
      ]),
      {
        name: `${id} signs at its expiry ${act} of ${proposer} (${where})`,
        state: made,
        command: { ...commandOf(made, actorOf(id), 'sign', { proposalId, textHash }), at: proposal.expiresAt },
        expected: [maySign ? 'gone' : 'forbidden'],
      },
      {
        name: `${id} withdraws ${act} of ${proposer} (${where})`,
        state: made,
        command: commandOf(made, actorOf(id), 'withdraw', { proposalId }),
        expected: [id === proposer ? 'taken' : 'forbidden'],
      },
    ];
  });
}

/** What one person may do. */
function single(state: CaseState, where: string): Cell[] {
  const isClosed = state.status === 'closed';
  const may = (office: CaseOffice, act: SingleAct): boolean =>
    (act === 'report' || acts(office)) && isIn(state.plan, office, state.plan.single[act]);
  return OFFICES.flatMap(([id, office]): Cell[] => {
    const cell = <K extends OutsideCommandKind>(kind: K, body: BodyOf<K>, ...expected: Outcome[]): Cell => ({
      name: `${id}: ${kind} ${JSON.stringify(body).slice(0, 60)} (${where})`,
      state,
      ...one(state, id, kind, body),
      expected: isClosed ? ['closed'] : expected,
    });
    const wasTold = Object.keys(state.told).some(
      (other) => directory.offices[other]?.organisation === office.organisation,
    );
    const party = directory.organisations[office.organisation]?.party ?? '';
    const speaks = directory.parties[party]?.speaks === office.organisation && acts(office);
    const decidable = state.declaration !== undefined;
    return [
      cell('report', reportOf(id, state), may(office, 'report') ? 'taken' : 'forbidden'),
      cell(
        'setStanding',
        { violationId: 'v1', standing: 'verified', text },
        may(office, 'raise-standing') ? 'taken' : 'forbidden',
      ),
      ...Object.values(state.duties).flatMap((duty) => dutyCells(state, id, office, duty.id, cell)),
      cell('acknowledge', {}, !acts(office) ? 'forbidden' : wasTold ? 'taken' : 'conflict'),
      cell(
        'decide',
        { choice: 'support', text, reason: text },
        speaks ? (decidable ? 'taken' : 'conflict') : 'forbidden',
      ),
      cell('sameAs', { violationId: 'v1', as: 'v2', text }, may(office, 'waive') ? 'not-found' : 'forbidden'),
      cell('part', { violationId: 'v1' }, may(office, 'waive') ? 'conflict' : 'forbidden'),
    ];
  });
}

const reportOf = (office: OfficeId, state: CaseState): BodyOf<'report'> => ({
  reportKey: `${office}/x/1`,
  contentHash: 'x',
  source: 'x',
  sourceReportId: '1',
  occurredAt: { earliest: nowOf(state), latest: nowOf(state) },
  place: { sector: 'UA-23' },
  kind: 'drone-strike',
  description: text,
  standing: 'credible',
});

function dutyCells(
  state: CaseState,
  id: OfficeId,
  office: CaseOffice,
  dutyId: string,
  cell: <K extends OutsideCommandKind>(kind: K, body: BodyOf<K>, ...expected: Outcome[]) => Cell,
): Cell[] {
  const rule = state.plan.duties.find((duty) => duty.id === dutyId);
  const duty = state.duties[dutyId];
  if (!rule || !duty) throw new Error(`No duty ${dutyId}`);
  const owed = ['open', 'approaching', 'overdue', 'confirming'].includes(duty.state);
  const evidence = [{ sha256: 'e'.repeat(64), mediaType: 'image/jpeg' }];
  const body = { dutyId, performedAt: nowOf(state), text, evidence, reason: text };
  const party = directory.organisations[office.organisation]?.party ?? '';
  const completion = ((): Outcome => {
    if (!acts(office)) return 'forbidden';
    if (rule.owner === 'parties') return 'invalid';
    if (typeof rule.owner !== 'object' || !isIn(state.plan, office, rule.owner.groups)) return 'forbidden';
    if (rule.metBy === 'first-verification' || !owed) return 'conflict';
    return rule.completion === 'every' && !duty.parties.includes(party) ? 'forbidden' : 'taken';
  })();
  const mayWaive = acts(office) && isIn(state.plan, office, state.plan.single.waive);
  const waiver = mayWaive ? (rule.waivable && owed ? 'taken' : 'conflict') : 'forbidden';
  return [cell('completeDuty', body, completion), cell('waive', { dutyId, reason: text }, waiver)];
}

const PLANS = ['seed', 'literal-72h-after', 'strict-recorded'];

describe.each(PLANS)('the table of %s', (plan) => {
  const cases = Object.entries(states(plan));
  const cells = cases.flatMap(([where, state]) => [
    ...proposing(state, where),
    // Their tables are the seed's; every pair of offices is tried there.
    ...(plan === 'seed' ? signing(state, where) : []),
    ...single(state, where),
  ]);

  it(`holds in every one of its ${cells.length} cells`, () => {
    const wrong = cells.flatMap((cell) => {
      const outcome = outcomeOf(cell);
      return cell.expected.includes(outcome) ? [] : [`${cell.name}: ${outcome}, not ${cell.expected.join(' or ')}`];
    });
    expect(wrong).toEqual([]);
  });

  it('has cells of every act, every outcome and every command that people send', () => {
    const outcomes = new Set(cells.flatMap(({ expected }) => expected));
    for (const outcome of ['taken', 'forbidden', 'conflict', 'closed']) expect(outcomes).toContain(outcome);
    const taken = cells.filter(({ expected }) => expected[0] === 'taken').map(({ command }) => command);
    const proposed = new Set(taken.flatMap((command) => (command.kind === 'propose' ? [command.body.act] : [])));
    expect([...proposed].sort()).toEqual(Object.keys(shippedPlan(plan).plan.authority).sort());
    const kinds = new Set(cells.map(({ command }) => command.kind));
    const elsewhere = ['pass', 'undoAcknowledgement', 'confirm', ...(plan === 'seed' ? [] : ['sign', 'withdraw'])];
    expect(OUTSIDE_COMMANDS.filter((kind) => !kinds.has(kind) && !elsewhere.includes(kind))).toEqual([]);
  });
});
