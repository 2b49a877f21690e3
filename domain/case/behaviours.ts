/**
 * Numbered rule changes, pinned in a case when it opens, so that a case that runs under older rules goes on under
 * them. Each has a number, a paragraph of reason and the version that brought it; none is ever renumbered.
 *
 * 1 (0.1.0): the rules of the first release.
 */
export const BEHAVIOURS = [1] as const;
