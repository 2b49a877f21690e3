/**
 * The language of exercises: who does what at which hour after the first violation. A closed list of actions, each the
 * body of one route of the API; no expressions, no conditions. `player.ts` plays it.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { HOUR, MINUTE, SECOND } from '../domain/instant.js';
import type { Span } from '../domain/instant.js';

const OFFSET = /^\+(\d{1,4}):([0-5]\d)(?::([0-5]\d))?$/;

/** `+13:00` or `+23:59:59`: elapsed time after the first violation. */
const offset = z
  .string()
  .regex(OFFSET, 'write an offset such as +13:00, in quotes')
  .transform((text): Span => {
    const [, hours = '0', minutes = '0', seconds = '0'] = OFFSET.exec(text) ?? [];
    return Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  });

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'write a name of lower-case letters, digits and hyphens');

const when = {
  at: offset,
  /** One office, or several that do the same. */
  by: z.union([name, z.array(name).min(1)]).transform((by) => (typeof by === 'string' ? [by] : by)),
  /** What the answer must contain; a difference is shown and counted. */
  expect: z.record(z.string(), z.unknown()).optional(),
};

const report = z.strictObject({
  ...when,
  report: z.strictObject({
    as: name,
    sector: z.string(),
    occurred: offset,
    kind: z.string(),
    place: z.strictObject({
      description: z.string().optional(),
      latitude: z.number().optional(),
      longitude: z.number().optional(),
    }),
    description: z.string(),
    attribution: z.string().optional(),
    standing: z.enum(['alleged', 'credible']).optional(),
  }),
});

/** Looks at a case; `expect` names what is to be seen: `status`, `level`, `phases: [1, 2]`, a duty's state (`D1: met`). */
const look = z.strictObject({ ...when, look: name, expect: z.record(z.string(), z.unknown()) });

const offices = z.union([z.literal('everyone'), z.array(name).min(1)]);

/** A test over each channel of these offices; `everyone`: all that can be reached. */
const test = z.strictObject({ ...when, test: offices });

/** How many of them took the last test over at least one channel; `expect` says `reached` and `missed`. */
const reach = z.strictObject({ ...when, reach: offices, expect: z.record(z.string(), z.unknown()) });

/** The worker stands still: what is due waits for it. Done by whoever runs the exercise, as no office could. */
const away = z.strictObject({ at: offset, worker: z.literal('away'), until: offset });

/** `case` and `verify` name a report by its `as`. */
const onCase = { ...when, case: name };

const step = z.union(
  [
    report,
    z.strictObject({ ...when, verify: name, text: z.string() }),
    z.strictObject({ ...onCase, acknowledge: z.strictObject({ phase: z.number().int().optional() }) }),
    z.strictObject({
      ...onCase,
      propose: z.string(),
      as: name,
      text: z.string(),
      reason: z.string().optional(),
      /** Of `void-violation`: the report that made it. */
      violation: name.optional(),
    }),
    z.strictObject({ ...when, sign: name }),
    z.strictObject({
      ...onCase,
      complete: z.string(),
      text: z.string(),
      performed: offset.optional(),
      reason: z.string().optional(),
    }),
    z.strictObject({ ...onCase, decide: z.string(), text: z.string(), reason: z.string().optional() }),
    look,
    test,
    reach,
  ],
  'is no step: one of report, verify, acknowledge, propose, sign, complete, decide, look, test, reach, each with its own fields, is needed',
);

const script = z.strictObject({
  schema: z.literal(1),
  id: name,
  title: z.string(),
  outages: z.array(away).max(5).default([]),
  steps: z.array(step).min(1),
});

export type Step = z.infer<typeof step>;
export type Script = z.infer<typeof script>;
export type Outage = z.infer<typeof away>;

export class ScriptFaults extends Error {
  constructor(
    file: string,
    readonly faults: string[],
  ) {
    super(`${file} cannot be played:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/** Reads a script and finds every fault at once; `offices` are those that have a key. */
export function readScript(file: string, offices?: readonly string[]): Script {
  const parsed = script.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) {
    throw new ScriptFaults(
      file,
      parsed.error.issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`),
    );
  }
  const faults = [...faultsOfNames(parsed.data), ...(offices ? faultsOfOffices(parsed.data, offices) : [])];
  if (faults.length > 0) throw new ScriptFaults(file, faults);
  return parsed.data;
}

/** Names must be given before they are used, and steps stand in the order in which they are played. */
function faultsOfNames({ steps }: Script): string[] {
  const faults: string[] = [];
  const reports = new Set<string>();
  const proposals = new Set<string>();
  steps.forEach((one, index) => {
    const before = steps[index - 1];
    if (before && before.at > one.at) faults.push(`/steps/${index}/at: comes before the step above it`);
    if ('verify' in one && !reports.has(one.verify))
      faults.push(`/steps/${index}/verify: no report "${one.verify}" yet`);
    if ('look' in one && !reports.has(one.look)) faults.push(`/steps/${index}/look: no report "${one.look}" yet`);
    if ('violation' in one && one.violation !== undefined && !reports.has(one.violation))
      faults.push(`/steps/${index}/violation: no report "${one.violation}" yet`);
    if ('case' in one && !reports.has(one.case)) faults.push(`/steps/${index}/case: no report "${one.case}" yet`);
    if ('sign' in one && !proposals.has(one.sign)) faults.push(`/steps/${index}/sign: no proposal "${one.sign}" yet`);
    if ('report' in one) reports.add(one.report.as);
    if ('propose' in one) proposals.add(one.as);
    if (('report' in one || 'propose' in one) && one.by.length > 1) faults.push(`/steps/${index}/by: one office only`);
  });
  return faults;
}

function faultsOfOffices({ steps }: Script, offices: readonly string[]): string[] {
  return steps.flatMap((one, index) => {
    const named = 'test' in one ? one.test : 'reach' in one ? one.reach : [];
    const others = named === 'everyone' ? [] : named;
    return [
      ...one.by.filter((by) => !offices.includes(by)).map((by) => `/steps/${index}/by: no office "${by}" has a key`),
      ...others.filter((other) => !offices.includes(other)).map((other) => `/steps/${index}: no office "${other}"`),
    ];
  });
}

/** A step in few words, for lists of what went as expected. */
export function nameOf(step: Step): string {
  if ('report' in step) return `report ${step.report.as}`;
  if ('propose' in step) return `propose ${step.propose} (${step.case})`;
  for (const action of ['verify', 'sign', 'look'] as const) {
    if (action in step) return `${action} ${String((step as Record<string, unknown>)[action])}`;
  }
  if ('complete' in step) return `complete ${step.complete} (${step.case})`;
  if ('decide' in step) return `decide ${step.decide} (${step.case})`;
  if ('acknowledge' in step) return `acknowledge (${step.case})`;
  return 'test' in step ? 'test notices' : 'reach';
}
