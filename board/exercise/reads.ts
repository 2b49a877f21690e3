/** What the exercise room reads. The event stream tells of cases; of plays and captured messages it does not. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type {
  CapturedMessage,
  ExercisesAnswer,
  MessageAnswer,
  MessagesAnswer,
} from '../../api/exercises/exercise.schema.js';
import type { AfterAction } from '../../domain/exercise/after-action.js';
import { get } from '../api.js';

const OFTEN_MS = 1000;
const SELDOM_MS = 5000;
const MESSAGES_MS = 1500;
/** As many as the API gives at once, and in all as many as a page can show without becoming slow. */
const AT_ONCE = 500;
const MOST = 3000;

export const useExercises = (): UseQueryResult<ExercisesAnswer> =>
  useQuery({
    queryKey: ['exercises'],
    queryFn: async () => await get<ExercisesAnswer>('/exercises'),
    refetchInterval: ({ state }) => ((state.data?.current?.state ?? 'ended') === 'ended' ? SELDOM_MS : OFTEN_MS),
  });

export interface Messages {
  /** The oldest first. */
  messages: CapturedMessage[];
  next?: string;
  total: number;
}

/** Reads on from what was read before; of another exercise, or for another reader, from the beginning. */
export function useMessages(n: number, reader: string): UseQueryResult<Messages> {
  const client = useQueryClient();
  const queryKey = ['exercise-messages', n, reader];
  return useQuery({
    queryKey,
    refetchInterval: MESSAGES_MS,
    queryFn: async () => {
      let known = client.getQueryData<Messages>(queryKey) ?? { messages: [], total: 0 };
      for (;;) {
        const after = known.next === undefined ? '' : `&after=${encodeURIComponent(known.next)}`;
        const { messages, next, total } = await get<MessagesAnswer>(
          `/exercises/current/messages?limit=${AT_ONCE}${after}`,
        );
        const all = [...known.messages, ...messages].slice(-MOST);
        known = { messages: all, total, ...(next === undefined ? {} : { next }) };
        if (messages.length < AT_ONCE) return known;
      }
    },
  });
}

export const useMessage = (id: string, wanted: boolean): UseQueryResult<MessageAnswer> =>
  useQuery({
    queryKey: ['exercise-message', id],
    enabled: wanted,
    staleTime: Infinity,
    queryFn: async () => await get<MessageAnswer>(`/exercises/current/messages/${id}`),
  });

export const useReport = (n: string): UseQueryResult<AfterAction> =>
  useQuery({
    queryKey: ['exercise-report', n],
    refetchInterval: ({ state }) => (state.data?.verdict === 'running' ? SELDOM_MS : false),
    queryFn: async () => await get<AfterAction>(`/exercises/${n}/report`),
  });
