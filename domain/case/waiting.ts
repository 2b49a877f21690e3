/** Asks for an acknowledgement that an organisation has not answered, and when their next step is due (RULES 7). */
import { earlier, plus } from '../instant.js';
import type { Instant } from '../instant.js';
import type { Plan } from '../plan/plan.js';
import type { Ask, Awaiting } from './state.js';

/** After `done` steps (30, 60, 90 minutes; phase 3 half); `undefined` once all are taken. */
export function nextAcknowledgementStep(
  plan: Plan,
  asked: { since: Instant; phase: number },
  done: number,
): Instant | undefined {
  const step = plan.timing.acknowledge[done];
  if (step === undefined) return undefined;
  const last = Math.max(...plan.phases.map((phase) => phase.phase));
  const divisor = asked.phase >= last ? plan.timing.acknowledgeLastPhaseDivisor : 1;
  return plus(asked.since, Math.ceil(step / divisor));
}

/** The organisation is asked, for the first time or once more; an ask that is more urgent waits no longer than it may. */
export function asked(plan: Plan, before: Awaiting | undefined, ask: Ask): Awaiting {
  const { at: since, office, phase } = ask;
  const urgent = nextAcknowledgementStep(plan, { since, phase }, 0);
  if (!before) return { since, offices: [office], step: 0, phase, ...(urgent === undefined ? {} : { nextAt: urgent }) };
  const next = reminded(before, office);
  const later = [...(before.later ?? []), ask];
  if (before.step > 0 || before.nextAt === undefined || urgent === undefined) return { ...next, later };
  return { ...next, later, nextAt: earlier(before.nextAt, urgent) };
}

/** A reminder of what the organisation was asked before asks nothing new. */
export function reminded(before: Awaiting, office: string): Awaiting {
  return before.offices.includes(office) ? before : { ...before, offices: [...before.offices, office] };
}

/** What an acknowledgement accepted `at` leaves unanswered: it covers what was sent up to then (RULES 2). */
export function unanswered(plan: Plan, awaiting: Awaiting, at: Instant): Awaiting | undefined {
  if (awaiting.since > at) return awaiting;
  return (awaiting.later ?? [])
    .filter((ask) => ask.at > at)
    .reduce<Awaiting | undefined>((left, ask) => asked(plan, left, ask), undefined);
}

/** An acknowledgement is taken back: what it had ended is awaited again, with what was asked meanwhile. */
export function again(plan: Plan, ended: Awaiting, meanwhile: Awaiting | undefined): Awaiting {
  if (!meanwhile) return ended;
  const known = ended.later ?? [];
  const asks = asksOf(meanwhile).filter(
    ({ at, office }) => !known.some((ask) => ask.at === at && ask.office === office),
  );
  return asks.reduce((awaiting, ask) => asked(plan, awaiting, ask), meanwhile.offices.reduce(reminded, ended));
}

const asksOf = ({ since, offices, phase, later = [] }: Awaiting): Ask[] => [
  ...offices.slice(0, 1).map((office) => ({ at: since, office, phase })),
  ...later,
];
