/** What the screen of the watch reads; the stream tells nothing of it, so it is asked for again. */
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReviewRow } from '../../api/reviews/review.schema.js';
import type { Plan } from '../../domain/plan/plan.js';
import { get } from '../api.js';

const OFTEN_MS = 15_000;

export interface HoldList {
  heldUntil?: string;
  holds: { at: string; until: string; office: string; reason: string }[];
}

export const useReviews = (): UseQueryResult<{ reviews: ReviewRow[] }> =>
  useQuery({
    queryKey: ['reviews'],
    refetchInterval: OFTEN_MS,
    queryFn: async () => await get<{ reviews: ReviewRow[] }>('/reviews'),
  });

export const useHolds = (): UseQueryResult<HoldList> =>
  useQuery({ queryKey: ['holds'], refetchInterval: OFTEN_MS, queryFn: async () => await get<HoldList>('/holds') });

interface Known {
  id: string;
  version: number;
  ofNewCases: boolean;
}

/** The plan of cases that open now, for the names of its groups. */
export function usePlanInForce(): Plan | undefined {
  const plans = useQuery({ queryKey: ['plans'], queryFn: async () => await get<{ plans: Known[] }>('/plans') });
  const { id = '', version = 0 } = plans.data?.plans.find(({ ofNewCases }) => ofNewCases) ?? {};
  const read = useQuery({
    queryKey: ['plan', id, version],
    enabled: id !== '',
    staleTime: Infinity,
    queryFn: async () => await get<{ plan: Plan }>(`/plans/${id}/versions/${version}`),
  });
  return read.data?.plan;
}
