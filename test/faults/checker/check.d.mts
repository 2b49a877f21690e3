/** @see check.mjs */
export interface Verdict {
  cases: number;
  due: number;
  arrivals: number;
  lost: string[];
  early: string[];
  doubled: string[];
  strange: string[];
  notToldOfTheEnd: string[];
  repeats: number;
  lateMs: number;
  latest: string;
}

export interface Arrival {
  at: number;
  caseId: string;
  office: string;
  id: string;
  topics: string[];
  channel: string;
}

/** One attempt to give one command; `key` is the same at every attempt. */
export interface Attempt {
  key: string;
  scope: string;
  kind: 'report' | 'propose' | 'sign';
  /** Of a report: whether it is the one that opens the case. */
  opens?: boolean;
  occurredAt?: number;
  act?: string;
  /** Of a signature: the key of the command that proposed. */
  proposal?: string;
  sentAt: number;
  endedAt: number;
  /** `none`: surely not taken; `unknown`: nothing says whether it was. */
  outcome: 'accepted' | 'refused' | 'none' | 'unknown';
}

export interface Asked {
  plan: object;
  directory: object;
  commands: readonly Attempt[];
  arrived: readonly Arrival[];
  until: number;
  toleranceMs?: number;
  scopes?: readonly string[];
  ignored?: readonly string[];
  exact?: boolean;
}

export function check(asked: Asked): Verdict;
export function checkFolder(folder: string): Verdict;
