/** One event stream for the whole page: changed cases go into what was read, heartbeats into the clock. */
import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CaseSummary } from '../../api/cases/case.schema.js';
import { merged } from './case-list.js';
import type { CaseList } from './case-list.js';
import { hear } from './clock.js';

/** Changes within this are drawn together: a busy minute is a few drawings a second, not hundreds. */
const DRAW_MS = 100;
/** Changes within this are one reading of the counters and of the case that is open. */
const READ_MS = 1000;
/** A browser gives up on a stream that was refused once; we do not. */
const AGAIN_MS = 2000;

export function useStream(follow: boolean): void {
  const client = useQueryClient();
  useEffect(() => (follow ? connect(client) : undefined), [client, follow]);
}

/** Answers how to end. */
function connect(client: QueryClient): () => void {
  const changed = new Map<string, CaseSummary>();
  const stale = new Set<string>();
  const draw = gathered(DRAW_MS, () => {
    const news = [...changed.values()];
    changed.clear();
    client.setQueryData<CaseList>(['cases'], (known) => known && { cases: merged(known.cases, news) });
  });
  const read = gathered(READ_MS, () => {
    void client.invalidateQueries({ queryKey: ['summary'] });
    for (const caseId of stale) void client.invalidateQueries({ queryKey: ['case', caseId] });
    stale.clear();
  });
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    source = new EventSource('/api/v1/events');
    source.addEventListener('heartbeat', ({ data }) => hear((JSON.parse(data as string) as { now: string }).now));
    source.addEventListener('reset', () => void client.invalidateQueries());
    source.addEventListener('open', () => void client.invalidateQueries({ queryKey: ['cases'] }));
    source.addEventListener('case', ({ data }) => {
      const summary = JSON.parse(data as string) as CaseSummary;
      changed.set(summary.caseId, summary);
      stale.add(summary.caseId);
      draw.soon();
      read.soon();
    });
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, AGAIN_MS);
    });
  };
  open();
  return () => {
    source?.close();
    clearTimeout(retry);
    draw.end();
    read.end();
  };
}

/** Does it once, a while after the first of several calls. */
function gathered(span: number, does: () => void): { soon: () => void; end: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    soon: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        does();
      }, span);
    },
    end: () => clearTimeout(timer),
  };
}
