/**
 * `npm run faults -- --model N`: N random sequences of commands through the core in virtual time, each judged by the
 * checker's model, which shares no code with it: every telling to every office at its millisecond, and no other.
 */
import { join } from 'node:path';
import { BEHAVIOURS } from '../../../domain/case/behaviours.js';
import type { BodyOf, Command, CommandOf, ReportBody } from '../../../domain/case/commands.js';
import { Play } from '../../../domain/case/play.js';
import { newCase } from '../../../domain/case/state.js';
import { packageRoot } from '../../../config/package-root.js';
import { loadDirectory } from '../../../config/plan-file.js';
import { caseDirectory } from '../../../domain/directory/directory.js';
import type { Directory } from '../../../domain/directory/directory.js';
import { instant, ms } from '../../../domain/instant.js';
import type { CaseEntryBody } from '../../../domain/case/entry-body.js';
import type { Plan } from '../../../domain/plan/plan.js';
import { parsePlan } from '../../../domain/plan/parse-plan.js';
import type { Arrival, Asked, Attempt, Verdict } from '../checker/check.mjs';
import { fastPlan } from './fast-plan.js';
import { Seeded } from './seeded.js';

const HOUR_MS = 1000;
const T0 = Date.parse('2027-03-27T20:00:00.000Z');
/** A command at an instant that has not acted waits for it. */
const SETTLE_MS = 1000;
/** Nobody looks any more; before a week of open hostilities is a pattern of its own. */
const UNTIL = T0 + 100 * HOUR_MS;
const CASE = 'M-1-20270327-abcdef';
/** A few offices of every group: whom a rule names is what matters here, not how many. */
const OFFICES = [
  ...['watch-kyiv-duty', 'ua-mfa-duty', 'ua-general-staff-duty', 'gb-mod-duty', 'us-state-duty'],
  ...['observers-vienna-duty', 'alert-network-feed'],
];
const UKRAINIAN = ['ua-general-staff-duty'];
const OTHERS = ['gb-mod-duty', 'us-state-duty'];
const SIGNERS = ['ua-mfa-duty', ...UKRAINIAN, ...OTHERS];
const ACTS = ['stand-down', 'stand-down', 'large-scale', 'continuation'] as const;

export interface ModelRun {
  sequences: number;
  commands: number;
  refused: number;
  owed: number;
  told: number;
  /** Cases that opened phase 2, 3, stood down, closed, lapsed: that the sequences get anywhere. */
  reached: Record<string, number>;
  wrong: string[];
}

/** @param check the checker's: passed in, since it is no part of what is built */
export function modelLevel(sequences: number, seed: number, check: (asked: Asked) => Verdict): ModelRun {
  const world = new ModelWorld(check);
  const run: ModelRun = { sequences: 0, commands: 0, refused: 0, owed: 0, told: 0, reached: {}, wrong: [] };
  for (; run.sequences < sequences && run.wrong.length === 0; run.sequences += 1) {
    const one = world.play(new Seeded(seed * 7_919_317 + run.sequences));
    run.commands += one.commands.length;
    run.refused += one.commands.filter(({ outcome }) => outcome === 'refused').length;
    run.owed += one.verdict.due;
    run.told += one.arrived.length;
    for (const topic of new Set(one.arrived.flatMap(({ topics }) => topics)))
      run.reached[topic] = (run.reached[topic] ?? 0) + 1;
    const faults = faultsOf(one);
    if (faults.length > 0)
      run.wrong.push(`Sequence ${run.sequences} of seed ${seed}:`, ...faults, ...one.commands.map(told));
  }
  return run;
}

const told = ({ kind, key, act, proposal, sentAt, endedAt, outcome }: Attempt): string =>
  [
    `+${sentAt - T0}`,
    endedAt > sentAt ? `to +${endedAt - T0}` : '',
    kind,
    key,
    act ?? '',
    proposal ?? '',
    outcome,
  ].join(' ');

interface Played {
  commands: Attempt[];
  arrived: Arrival[];
  verdict: Verdict;
  /** Nothing was on its way for long, and nobody slept: every telling was on time. */
  prompt: boolean;
}

function faultsOf({ verdict, prompt }: Played): string[] {
  const { lost, early, doubled, strange, notToldOfTheEnd, lateMs, latest } = verdict;
  const late = prompt && lateMs > SETTLE_MS ? [`late by ${lateMs} ms: ${latest}`] : [];
  return [
    ...lost.map((one) => `lost ${one}`),
    ...early.map((one) => `early ${one}`),
    ...doubled,
    ...strange,
    ...notToldOfTheEnd,
    ...late,
  ];
}

class ModelWorld {
  private readonly raw = fastPlan(['M-1'], HOUR_MS);
  private readonly plan: Plan;
  private readonly directory: Directory;
  private readonly forCases: ReturnType<typeof caseDirectory>;

  constructor(private readonly check: (asked: Asked) => Verdict) {
    const { plan } = parsePlan(this.raw);
    const { directory } = loadDirectory(join(packageRoot(), 'directory.example.yaml'));
    if (!plan || !directory) throw new Error('The plan or the directory has faults.');
    this.plan = plan;
    const offices = directory.offices
      .filter(({ id }) => OFFICES.includes(id))
      .map(({ delegate: _, parent: __, ...office }) => office);
    this.directory = { ...directory, offices };
    this.forCases = caseDirectory(this.directory, instant(T0));
  }

  play(random: Seeded): Played {
    const commands: Attempt[] = [];
    const arrived: Arrival[] = [];
    const prompt = random.next() < 0.5;
    const planRef = { id: this.plan.id, version: this.plan.version, hash: 'h' };
    const blank = newCase(this.plan, planRef, this.forCases, 'h');
    const opening = {
      caseId: CASE,
      agreement: 'model',
      scope: 'M-1',
      exercise: false,
      speed: 1,
      planRef,
      directoryHash: 'h',
      behaviours: BEHAVIOURS,
    };
    const from = T0 + Math.floor(random.between(0, 400));
    const opener = this.command('report', 'r1', 'alert-network-feed', from, this.report(T0, 1));
    const play = Play.open(blank, opening, opener, (entry) => note(arrived, entry));
    commands.push({
      key: 'r1',
      scope: 'M-1',
      kind: 'report',
      opens: true,
      occurredAt: T0,
      sentAt: from,
      endedAt: from,
      outcome: 'accepted',
    });
    const steps = 1 + Math.floor(random.between(0, 7));
    for (let nth = 0, at = from; nth < steps; nth += 1) {
      at = Math.max(at, this.nextAt(random, at, play));
      if (at >= UNTIL - 8000) break;
      this.step(random, play, commands, at, nth, prompt);
    }
    play.advanceTo(instant(UNTIL));
    const asked = { plan: this.raw, directory: this.directory, commands, arrived, until: UNTIL, exact: true };
    return { commands, arrived, prompt, verdict: this.check(asked) };
  }

  /** Anywhen, or within milliseconds of what comes next. */
  private nextAt(random: Seeded, at: number, { state }: Play): number {
    if (random.next() < 0.7) return at + Math.floor(random.between(1, random.pick([1, 6, 24, 40]) * HOUR_MS));
    const gates = Object.values(state.gates).map(({ opensAt }) => ms(opensAt));
    const dues = Object.values(state.duties).map(({ workingDueAt }) => ms(workingDueAt));
    return random.pick([...gates, ...dues, T0 + 72 * HOUR_MS]) + random.pick([-1, 0, 1, 500, 999, 1000, 1001]);
  }

  private step(random: Seeded, play: Play, commands: Attempt[], at: number, nth: number, prompt: boolean): void {
    const lag = prompt ? 0 : random.pick([0, 0, 300, 5000]);
    const arrives = instant(Math.max(ms(play.now), at + lag));
    if (!prompt && random.next() < 0.3) play.sleepUntil(arrives);
    else play.advanceTo(arrives);
    const made = this.asked(random, play, at, nth);
    if (!made) return;
    const refusal = play.submit(made.command);
    commands.push({
      ...made.attempt,
      scope: 'M-1',
      sentAt: at,
      // What acted while it was on its way has acted.
      endedAt: Math.max(at, ms(arrives)),
      outcome: refusal ? 'refused' : 'accepted',
    });
  }

  private asked(
    random: Seeded,
    { state }: Play,
    at: number,
    nth: number,
  ): { command: Command; attempt: Pick<Attempt, 'key' | 'kind'> & Partial<Attempt> } | undefined {
    const open = Object.values(state.proposals);
    const choice = random.next();
    if (choice < 0.2) {
      // What happens after a stand-down resumes the case, which the checker does not know.
      if (state.status !== 'open') return undefined;
      const key = `r${nth + 2}`;
      return {
        command: this.command('report', key, 'alert-network-feed', at, this.report(T0 + 1, nth + 2)),
        attempt: { key, kind: 'report', opens: false, occurredAt: T0 + 1 },
      };
    }
    if (choice < 0.55 || open.length === 0) {
      const act = random.pick(ACTS);
      const key = `p${nth}`;
      const office = random.pick(act === 'large-scale' ? [...UKRAINIAN, ...OTHERS] : SIGNERS);
      const body: BodyOf<'propose'> = { act, text: 'In words.', textHash: key };
      return { command: this.command('propose', key, office, at, body), attempt: { key, kind: 'propose', act } };
    }
    const proposal = random.pick(open);
    const signers = proposal.act !== 'large-scale' ? SIGNERS : UKRAINIAN.includes(proposal.office) ? OTHERS : UKRAINIAN;
    const key = `s${nth}`;
    const body: BodyOf<'sign'> = { proposalId: proposal.id, textHash: proposal.textHash };
    const attempt = { key, kind: 'sign', act: proposal.act, proposal: proposal.textHash } as const;
    return { command: this.command('sign', key, random.pick(signers), at, body), attempt };
  }

  private report(at: number, nth: number): ReportBody {
    return {
      ...{ source: 'model', sourceReportId: String(nth), reportKey: `k${nth}`, contentHash: `c${nth}` },
      occurredAt: { earliest: instant(at), latest: instant(at) },
      place: { sector: 'M-1' },
      ...{ kind: `kind-${nth}`, description: 'Of a model.', standing: 'credible' },
    };
  }

  private command<K extends 'report' | 'propose' | 'sign'>(
    kind: K,
    commandId: string,
    office: string,
    at: number,
    body: BodyOf<K>,
  ): CommandOf<K> {
    const organisation = this.directory.offices.find(({ id }) => id === office)?.organisation ?? '';
    const actor = { office, organisation, person: office, means: 'key', roles: [] };
    const acceptedAt = instant(at);
    return { kind, commandId, actor, acceptedAt, at: acceptedAt, body } as unknown as CommandOf<K>;
  }
}

/** A mail a notice, at the moment at which it is decided: what sending adds is the bench's own business. */
function note(arrived: Arrival[], { decidedAt, events }: CaseEntryBody): void {
  for (const event of events) {
    if (event.type !== 'told') continue;
    for (const { noticeId, office, channel } of event.recipients) {
      arrived.push({
        at: ms(decidedAt),
        caseId: CASE,
        office,
        id: `${CASE}.${noticeId}`,
        topics: [event.matter.facts.topic],
        channel,
      });
    }
  }
}
