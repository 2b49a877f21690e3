/**
 * Numbered rule changes, pinned in a case when it opens, so that a case that runs under older rules goes on under
 * them. Each has a number, a paragraph of reason and the version that brought it; none is ever renumbered.
 *
 * 1 (0.1.0): the rules of the first release.
 *
 * 2 (0.2.0): a message counts only with a valid stamp of the API; every act of RULES 6, resumption (RULES 8), the
 * pattern, prolonged hostilities and lateness above a week (RULES 5). A case that opened before goes on without them:
 * its plan says nothing of whom to tell, and what was refused in its history stays refused.
 */
export const BEHAVIOURS: readonly number[] = [1, 2];

/** What a case runs under whose start says nothing: it was started by the first release. */
export const FIRST_BEHAVIOURS: readonly number[] = [1];

/** Whether a numbered rule change applies to this case. */
export const follows = (state: { behaviours: readonly number[] }, behaviour: number): boolean =>
  state.behaviours.includes(behaviour);
