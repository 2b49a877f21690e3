/** The worst state of each sector, now or at an instant of the past. */
import type { CaseState } from '../../domain/case/state.js';

export interface SectorState {
  sector: string;
  status: 'none' | 'quiet' | 'open';
  level: number;
  posture: number;
  overdue: number;
  cases: string[];
}

export const CALM = { status: 'none', level: 0, posture: 0, overdue: 0, cases: [] } as const;

const WORSE: SectorState['status'][] = ['none', 'quiet', 'open'];

export function sectorStates(states: readonly CaseState[]): Map<string, SectorState> {
  const worst = new Map<string, SectorState>();
  for (const { scope: sector, level, posture, status, caseId, duties } of states) {
    if (status === 'closed' || status === 'new') continue;
    const before = worst.get(sector) ?? { sector, ...CALM, cases: [] };
    worst.set(sector, {
      sector,
      status: WORSE.indexOf(status) > WORSE.indexOf(before.status) ? status : before.status,
      level: Math.max(level, before.level),
      posture: Math.max(posture, before.posture),
      overdue: before.overdue + Object.values(duties).filter((duty) => duty.state === 'overdue').length,
      cases: [...before.cases, caseId],
    });
  }
  return worst;
}
