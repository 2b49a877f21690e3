/** What the two implementations have in common for the driver: cases are numbered, and told apart by their name. */

/** `Case 17 is open`, `stand it down`, each as its users would; all else is read from the mails and from Temporal. */
export interface Side {
  readonly name: 'bare' | 'holdfire';
  /** Beyond the gate's instant a gate waits for this on purpose, milliseconds. */
  readonly settleMs: number;
  /** Processes whose cost is counted, beside the server. */
  readonly pids: Readonly<Record<string, number>>;
  /** @returns whether it was answered with a case (201), or only as durable (202) */
  open(number: number, firstViolationAt: number): Promise<'answered' | 'durable'>;
  /** What must come before the last signature. */
  prepareStandDown(number: number): Promise<void>;
  /** The last signature, until its answer. */
  standDown(number: number): Promise<void>;
  /** Whether a mail's `X-Holdfire-Case` is that of the case. */
  isOf(number: number): (caseId: string) => boolean;
  workflowId(number: number): string;
  readonly namespace: string;
  stop(): Promise<void>;
}

export const sectorOf = (number: number): string => `S-${String(number).padStart(5, '0')}`;
