/** The seed plan with a short day: spans of the ladder divided, sectors of its own, and nobody asked to acknowledge. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../../config/package-root.js';
import { formatSpan, HOUR, parseSpan } from '../../../domain/instant.js';

interface Marked {
  value: unknown;
  assumed?: unknown;
}

/** What is changed of the plan; the rest passes through as it stands in the file. */
interface RawPlan {
  sectors: unknown[];
  gates: { notBefore: Marked; lapses?: Marked }[];
  duties: { due: Marked }[];
  authority: Record<string, { expiry: string }>;
  notices: Record<string, { acknowledge?: string[]; alsoFor?: { acknowledge: string[] } }>;
  timing: Record<string, Marked>;
  grace: { declaration: { duties: string } };
}

/** So long that no outage lets a proposal lapse that is to be signed. */
const PATIENT = 'PT10M';

const WHY = { en: 'A value of the fault bench.', uk: 'Значення для випробування.' };

export function writeFastPlan(file: string, sectors: readonly string[], hourMs: number): void {
  writeFileSync(file, `${JSON.stringify(fastPlan(sectors, hourMs), null, 1)}\n`);
}

/** @param hourMs how long an hour of the plan takes */
export function fastPlan(sectors: readonly string[], hourMs: number): object {
  const plan = parse(readFileSync(join(packageRoot(), 'plans', 'seed.yaml'), 'utf8')) as RawPlan;
  const scaled = (text: unknown): string => formatSpan(Math.round(((parseSpan(String(text)) ?? 0) / HOUR) * hourMs));
  plan.sectors = sectors.map((id) => ({ id, name: { en: id, uk: id }, assumed: WHY }));
  for (const gate of plan.gates) {
    gate.notBefore.value = scaled(gate.notBefore.value);
    if (gate.lapses) gate.lapses.value = scaled(gate.lapses.value);
  }
  for (const { due } of plan.duties) due.value = scaled(due.value);
  for (const act of ['stand-down', 'large-scale']) (plan.authority[act] as { expiry: string }).expiry = PATIENT;
  // The one that a single office proposes and nobody signs.
  (plan.authority['continuation'] as { expiry: string }).expiry = scaled('PT8H');
  for (const rule of Object.values(plan.notices)) {
    if (rule.acknowledge) rule.acknowledge = [];
    if (rule.alsoFor) rule.alsoFor.acknowledge = [];
  }
  const { timing } = plan;
  const set = (name: string, value: unknown): void => void Object.assign(timing[name] as Marked, { value });
  set('reminders', [scaled('PT6H')]);
  set('overdueEvery', scaled('PT4H'));
  set('overdueTimes', 1);
  set('digest', 'PT1S');
  set('movedTold', 'PT1S');
  set('quietPeriod', scaled('PT8H'));
  plan.grace.declaration.duties = scaled('PT6H');
  return plan;
}
