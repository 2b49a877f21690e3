/** What the screens read, each under one name, so that the event stream can say what is out of date. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { CaseDocument, CaseSummary, NoticeRow } from '../api/cases/case.schema.js';
import type { MeAnswer, SummaryAnswer, TimeAnswer } from '../api/worlds/worlds.controller.js';
import type { Plan, Words } from '../domain/plan/plan.js';
import type { Office } from '../domain/directory/directory.js';
import { get } from './api.js';
import { merged } from './live/case-list.js';
import type { CaseList } from './live/case-list.js';
import { readHealth } from './health.js';
import type { Health } from './health.js';

/** What the stream does not tell of is asked for this often. */
const OFTEN_MS = 15_000;

export const useMe = (): UseQueryResult<MeAnswer> =>
  useQuery({ queryKey: ['me'], queryFn: async () => await get<MeAnswer>('/me') });

export const useTime = (): UseQueryResult<TimeAnswer> =>
  useQuery({
    queryKey: ['time'],
    refetchInterval: OFTEN_MS,
    queryFn: async () => await get<TimeAnswer>('/time'),
  });

/** The speed of the exercise; 1 in the real world, and until it is known. */
export const useSpeed = (): number => useTime().data?.speed ?? 1;

export function useCases(): UseQueryResult<CaseList> {
  const client = useQueryClient();
  return useQuery({
    queryKey: ['cases'],
    queryFn: async () => {
      const read = await everyPage();
      // What the stream said meanwhile is newer than what was read.
      const known = client.getQueryData<CaseList>(['cases'])?.cases ?? [];
      return { cases: merged(known, read) };
    },
  });
}

/** The API gives so many at once; a board of more than a few pages is read page by page. */
const PAGE = 500;
const MOST_PAGES = 20;

async function everyPage(): Promise<CaseSummary[]> {
  const cases: CaseSummary[] = [];
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await get<CaseList & { next?: string }>(`/cases?limit=${PAGE}${cursor}`);
    cases.push(...answer.cases);
    if (answer.next === undefined) break;
    cursor = `&cursor=${encodeURIComponent(answer.next)}`;
  }
  return cases;
}

/** A plan as data: of a case, its own version. */
export const usePlan = ({ id, version }: { id: string; version: number }): UseQueryResult<{ plan: Plan }> =>
  useQuery({
    queryKey: ['plan', id, version],
    staleTime: Infinity,
    queryFn: async () => await get<{ plan: Plan }>(`/plans/${id}/versions/${version}`),
  });

export const useSummary = (): UseQueryResult<SummaryAnswer> =>
  useQuery({
    queryKey: ['summary'],
    refetchInterval: OFTEN_MS,
    queryFn: async () => await get<SummaryAnswer>('/summary'),
  });

export const useCase = (caseId: string): UseQueryResult<CaseDocument> =>
  useQuery({ queryKey: ['case', caseId], queryFn: async () => await get<CaseDocument>(`/cases/${caseId}`) });

export interface TimelineEntry {
  seq: number;
  recordedAt: string;
  body: {
    at: string;
    cause: { kind: 'command'; command: string; actor: { office: string } } | { kind: 'due'; due: string };
    events: { type: string; [name: string]: unknown }[];
  };
}

export const useTimeline = (caseId: string): UseQueryResult<{ entries: TimelineEntry[] }> =>
  useQuery({
    queryKey: ['case', caseId, 'timeline'],
    queryFn: async () => await get<{ entries: TimelineEntry[] }>(`/cases/${caseId}/timeline`),
  });

export const useNotices = (caseId: string): UseQueryResult<{ notices: NoticeRow[] }> =>
  useQuery({
    queryKey: ['case', caseId, 'notices'],
    queryFn: async () => await get<{ notices: NoticeRow[] }>(`/cases/${caseId}/notices`),
  });

export interface Directory {
  offices: Record<string, Pick<Office, 'name' | 'organisation' | 'groups' | 'roles'>>;
  organisations: Record<string, { name?: Words; party?: string }>;
  reach: Record<string, { kind: string; verifiedAt?: string }[]>;
}

export const useDirectory = (): UseQueryResult<Directory> =>
  useQuery({ queryKey: ['directory'], staleTime: OFTEN_MS, queryFn: async () => await get<Directory>('/directory') });

interface SectorNames {
  sectors: { id: string; name: Words }[];
}

export const useSectors = (): UseQueryResult<SectorNames> =>
  useQuery({ queryKey: ['sectors'], staleTime: OFTEN_MS, queryFn: async () => await get<SectorNames>('/sectors') });

export const useHealth = (): UseQueryResult<Health> =>
  useQuery({ queryKey: ['health'], refetchInterval: OFTEN_MS, queryFn: readHealth });
