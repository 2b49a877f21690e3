/** Folds the events of a review: the workflow and the API's views do it with this one function. */
import type { ReviewEntryBody, ReviewEvent, ReviewState } from './review.js';

export function evolve(state: ReviewState, event: ReviewEvent): ReviewState {
  switch (event.type) {
    case 'report-collected': {
      const { type: _, because: __, ...report } = event;
      const contents = [...(state.reports[report.reportKey]?.contents ?? []), report.contentHash];
      return { ...state, reports: { ...state.reports, [report.reportKey]: { ...report, contents } } };
    }
    case 'report-concluded': {
      const { type: _, because: __, reportKey, commandId: ___, ...concluded } = event;
      const report = state.reports[reportKey];
      if (!report) return state;
      return { ...state, reports: { ...state.reports, [reportKey]: { ...report, concluded } } };
    }
    case 'clock-set':
      return { ...state, clock: { since: event.since, steps: event.steps } };
    case 'clock-stopped': {
      const { clock: _, ...rest } = state;
      return rest;
    }
    case 'directory-changed':
    case 'told':
    case 'refused':
      return state;
  }
}

export const applyEntry = (state: ReviewState, seq: number, { events }: ReviewEntryBody): ReviewState => ({
  ...events.reduce(evolve, state),
  seq,
});
