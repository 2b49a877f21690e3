/** What the screen of people reads: the directory in full, as the API shows it. */
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { CaseDirectory } from '../../domain/directory/directory.js';
import type { DutySpan } from '../../domain/directory/duty.js';
import { get } from '../api.js';

const OFTEN_MS = 15_000;

export interface ChannelRow {
  kind: 'email' | 'webhook';
  verifiedAt?: string;
  lastTest?: { at: string; outcome: 'delivered' | 'handed-over' | 'failed' | 'unsent'; said: string };
}

export interface DutyRow {
  now: DutySpan;
  next: DutySpan[];
  gaps: DutySpan[];
}

export interface People extends CaseDirectory {
  version: number;
  reach: Record<string, ChannelRow[]>;
  duty: Record<string, DutyRow>;
}

const KEY = ['directory', 'people'];

export const usePeople = (): UseQueryResult<People> =>
  useQuery({ queryKey: KEY, refetchInterval: OFTEN_MS, queryFn: async () => await get<People>('/directory') });
