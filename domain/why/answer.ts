/** Answers to "why": full sentences, each with the entries of the record from which it is said. */
import type { NoticeOutcome } from '../case/commands.js';
import type { CaseEntryBody } from '../case/entry-body.js';
import type { CaseState } from '../case/state.js';
import type { Instant } from '../instant.js';
import type { Words } from '../plan/plan.js';

/** An entry of a case's stream, as far as an answer needs it. */
export interface Written {
  stream: string;
  seq: number;
  body: CaseEntryBody;
}

/** An entry of what the channels said, by whoever sent (`sent/CASE`); the case's own entry of it follows. */
export interface Sent {
  stream: string;
  seq: number;
  body: { outcomes: NoticeOutcome[] };
}

/** All that is asked: the entries of one case from the first, and the case before and after them. */
export interface Asked {
  begun: CaseState;
  state: CaseState;
  entries: readonly Written[];
  sent: readonly Sent[];
}

export interface Cited {
  stream: string;
  seq: number;
  /** The instant that counts for the entry. */
  at: Instant;
  /** Of the plan or the rules: why it was decided. */
  clause: string;
}

export interface Sentence {
  says: Words;
  cites: Cited[];
}

export type AboutKind = 'case' | 'instant' | 'phase' | 'gate' | 'duty' | 'office' | 'organisation' | 'part';

export interface Answered {
  about: { kind: AboutKind; id: string };
  sentences: Sentence[];
  /** Sentences before these, of which only the number is said. */
  left: number;
}

/** Sentences of one answer; of more the last are kept. The timeline has every entry. */
export const MOST_SENTENCES = 500;

export function cite({ stream, seq, body }: Written, clause?: string): Cited {
  return { stream, seq, at: body.at, clause: clause ?? body.events[0]?.because.clause ?? '' };
}

export const saying = (en: string, uk: string, ...cites: Cited[]): Sentence => ({ says: { en, uk }, cites });
