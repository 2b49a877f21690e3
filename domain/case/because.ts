/** Why something was decided: the plan's clause (or the rule of the house) and what it was decided from. */
export interface Because {
  /** Id of a gate, duty or act of the plan (`G2`), or a section of the rules (`RULES 5`). */
  clause: string;
  /** One English sentence. */
  why: string;
  inputs?: Record<string, string | number | boolean>;
}

export const because = (clause: string, why: string, inputs?: Because['inputs']): Because => ({
  clause,
  why,
  ...(inputs === undefined ? {} : { inputs }),
});
