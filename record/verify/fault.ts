/** What a check answers with, and what it is given. */

export interface Fault {
  /** `case/UA-23-…, entry 12`, or a file. */
  where: string;
  /** A full sentence. */
  says: string;
}

export const STEPS = [
  'manifest',
  'chain',
  'seal',
  'texts',
  'objects',
  'names',
  'stamps',
  'decisions',
  'instants',
  'notices',
  'messages',
  'history',
] as const;

export type StepName = (typeof STEPS)[number] | 'replay';

export interface Checked {
  step: StepName;
  /** What was checked, in words. */
  says: string;
  faults: Fault[];
}

/** The record of a case as it is handed out: lines as they stand in the store. */
export interface CaseRecord {
  caseId: string;
  /** Of the stream `case/CASEID`. */
  entries: readonly string[];
  /** Of the stream `sent/CASEID`. */
  sent: readonly string[];
  /** Of the stream `house`, those that say which keys the API stamped with; a part of that stream, so without a chain. */
  keys: readonly string[];
  /** Plans and directories, by the hash under which the entries name them. */
  objects: Readonly<Record<string, unknown>>;
  /** Lines of the texts that lie beside the entries, by their hash. Absent in records of before. */
  texts?: Readonly<Record<string, string>>;
  /** Of the stream `erasures`, whole: which texts were erased, by whose decision. */
  erasures?: readonly string[];
}

/** What a bundle has beside it. */
export interface BundleRecord extends CaseRecord {
  /** Of the stream `histories/CASEID`. */
  histories: readonly string[];
  /** Parts of the streams of these names. */
  house: readonly string[];
  workers: readonly string[];
  publications: readonly string[];
  /** Of the streams `seal-keys`, whole, and `cosignatures`, in part. */
  sealKeys: readonly string[];
  cosignatures: readonly string[];
  /** Where the lines stand in the log; absent where the record was not sealed. */
  proof?: unknown;
  /** Temporal's histories, by the hash under which `histories/CASEID` names them. */
  runs: Readonly<Record<string, unknown>>;
  /** Messages as they were sent, by the hash under which `sent/CASEID` names them. */
  messages: Readonly<Record<string, string>>;
}
