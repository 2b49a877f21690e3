import type { Comparison } from '../domain/rehearsal/compare.js';
import type { Findings } from '../domain/rehearsal/findings.js';
export function page(
  findings: Findings,
  _: { title: string; against?: { findings: Findings; comparison: Comparison } },
): string {
  return JSON.stringify(findings.plan);
}
