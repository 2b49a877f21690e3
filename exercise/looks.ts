/** What an answer shows, under the names that scripts use in `expect`. */
import { z } from 'zod';
import type { Step } from './script.js';

const caseDocument = z.looseObject({
  phases: z.array(
    z.looseObject({ phase: z.number(), openedAt: z.string().optional(), latenessMs: z.number().optional() }),
  ),
  duties: z.array(z.looseObject({ id: z.string(), state: z.string() })),
  violations: z.array(z.looseObject({ id: z.string(), standing: z.string() })),
});

const directory = z.looseObject({
  reach: z.record(z.string(), z.array(z.looseObject({ lastTest: z.looseObject({ outcome: z.string() }).optional() }))),
});

/** Above what a busy machine takes for a timer; never divided, as the machine is not. */
const LATE_MS = 1000;

/** Of a case its own fields, the phases that opened, those that opened `late`, the state of each duty and the standing of each violation. */
export function seenIn(step: Step, body: unknown): unknown {
  if ('reach' in step) return reachIn(directory.parse(body), step.reach);
  if (!('look' in step)) return body;
  const { phases, duties, violations, ...rest } = caseDocument.parse(body);
  return {
    ...rest,
    phases: phases.filter(({ openedAt }) => openedAt !== undefined).map(({ phase }) => phase),
    late: phases.filter(({ latenessMs = 0 }) => latenessMs > LATE_MS).map(({ phase }) => phase),
    ...Object.fromEntries(duties.map(({ id, state }) => [id, state])),
    ...Object.fromEntries(violations.map(({ id, standing }) => [id, standing])),
  };
}

const TAKEN = ['delivered', 'handed-over'];

function reachIn({ reach }: z.infer<typeof directory>, offices: 'everyone' | readonly string[]) {
  const asked = Object.entries(reach).filter(
    ([office, channels]) => channels.length > 0 && (offices === 'everyone' || offices.includes(office)),
  );
  const missed = asked.filter(
    ([, channels]) => !channels.some(({ lastTest }) => TAKEN.includes(lastTest?.outcome ?? '')),
  );
  return { reached: asked.length - missed.length, missed: missed.map(([office]) => office) };
}

/** A field of an answer as text; empty where there is none. A list as its items with commas between them. */
export function field(body: unknown, name: string): string {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  if (Array.isArray(value)) return value.map(String).join(',');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
