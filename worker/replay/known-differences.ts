/**
 * Where the code of now orders otherwise than a release did, and may: each with its reason. What is entered here changes
 * no instant, no message and no decision of a running case; a difference that does needs a behaviour number instead.
 */
interface Known {
  /** Of the activity's input, in which nothing was before. */
  added: RegExp;
  because: string;
}

const KNOWN: readonly Known[] = [
  {
    added: /\.bodies\[\d+\]\.behaviours\[\d+\]$/,
    because: 'Before 0.2.0 the entry that opens a case named no behaviours; whoever reads it has them from its event.',
  },
  {
    added: /\.bodies\[\d+\]\.events\[\d+\]\.dutyId$/,
    because: 'Before 0.2.0 a recorded decision did not name its duty; the record keeps the entry that came first.',
  },
];

export const isKnown = (path: string, was: unknown): boolean =>
  was === undefined && KNOWN.some(({ added }) => added.test(path));
