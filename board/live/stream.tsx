/** One event stream for the whole page: changed cases go into what was read, heartbeats into the clock. */
import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CaseSummary } from '../../api/cases/case.schema.js';
import { hear } from './clock.js';

/** Changes within this are one reading of the counters and of the case that is open. */
const GATHER_MS = 300;
/** A browser gives up on a stream that was refused once; we do not. */
const AGAIN_MS = 2000;

export interface CaseList {
  cases: CaseSummary[];
}

export function useStream(follow: boolean): void {
  const client = useQueryClient();
  useEffect(() => (follow ? connect(client) : undefined), [client, follow]);
}

/** Answers how to end. */
function connect(client: QueryClient): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const changed = new Set<string>();
  let gather: ReturnType<typeof setTimeout> | undefined;
  const readAgain = (): void => {
    gather = undefined;
    void client.invalidateQueries({ queryKey: ['summary'] });
    for (const caseId of changed) void client.invalidateQueries({ queryKey: ['case', caseId] });
    changed.clear();
  };
  const open = (): void => {
    source = new EventSource('/api/v1/events');
    source.addEventListener('heartbeat', ({ data }) => hear((JSON.parse(data as string) as { now: string }).now));
    source.addEventListener('reset', () => void client.invalidateQueries());
    source.addEventListener('open', () => void client.invalidateQueries({ queryKey: ['cases'] }));
    source.addEventListener('case', ({ data }) => {
      const summary = JSON.parse(data as string) as CaseSummary;
      client.setQueryData<CaseList>(['cases'], (known) => known && { cases: put(known.cases, summary) });
      changed.add(summary.caseId);
      gather ??= setTimeout(readAgain, GATHER_MS);
    });
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, AGAIN_MS);
    });
  };
  open();
  return () => {
    source?.close();
    clearTimeout(retry);
    clearTimeout(gather);
  };
}

/** An older summary never replaces a newer one: a list may have been read while an event was under way. */
function put(cases: readonly CaseSummary[], summary: CaseSummary): CaseSummary[] {
  const known = cases.find(({ caseId }) => caseId === summary.caseId);
  if (!known) return [...cases, summary];
  if (known.seq > summary.seq) return [...cases];
  return cases.map((one) => (one === known ? summary : one));
}
