/** One thing that the doctor looked at, in a sentence. */
export interface Finding {
  well: boolean;
  says: string;
}

export const well = (says: string): Finding => ({ well: true, says });
export const wrong = (says: string): Finding => ({ well: false, says });

/** Things of one kind: one sentence where all is well, else one for each that is not. */
export const unless = (faults: readonly string[], says: string): Finding[] =>
  faults.length === 0 ? [well(says)] : faults.map(wrong);
