/** What `explain-plan.ts` makes of a plan: words in one language, by section. */
import type { Language } from '../local-times.js';
import type { Words } from './plan.js';
import type { Schedule } from './schedule.js';

export interface Explanation {
  language: Language;
  title: string;
  sections: { heading: string; sentences: string[] }[];
  /** Values that the report gives, and values that are ours; each with where it stands and why. */
  fromTheReport: ExplainedValue[];
  assumed: ExplainedValue[];
  /** Where a first violation was given. */
  schedule?: Schedule;
}

export interface ExplainedValue {
  /** RFC 6901, in the file. */
  path: string;
  name: string;
  /** Absent for rows: the sections have said them. */
  value?: string;
  reason: string;
}

/** A heading with its sentences, in both languages. */
export interface Section {
  heading: Words;
  sentences: Words[];
}
