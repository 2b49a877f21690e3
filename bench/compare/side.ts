/** What the two implementations have in common for the driver: cases are numbered, and told apart by their name. */

/** The second of bare is for A/A runs: what differs between the two is noise. */
export const SIDES = ['bare', 'bare-again', 'holdfire'] as const;
export type SideName = (typeof SIDES)[number];

/** `Case 17 is open`, `stand it down`, each as its users would; all else is read from the mails and from Temporal. */
export interface Side {
  readonly name: SideName;
  /** Beyond the gate's instant a gate waits for this on purpose, milliseconds. */
  readonly settleMs: number;
  /** Processes whose cost is counted, beside the server; others after a revival. */
  pids(): Readonly<Record<string, number>>;
  /** `kill -9` of its worker. */
  killWorker(): Promise<void>;
  reviveWorker(): Promise<void>;
  /** Bytes of what it keeps beside the server. */
  recordBytes(): number;
  /** A read of a case and of a list, milliseconds; absent where there is nothing to read. */
  read?(number: number): Promise<{ caseMs: number; listMs: number }>;
  /** @returns whether it was answered with a case (201), or only as durable (202) */
  open(number: number, firstViolationAt: number): Promise<'answered' | 'durable'>;
  /** What must come before the last signature. */
  prepareStandDown(number: number): Promise<void>;
  /** The last signature, until its answer. */
  standDown(number: number): Promise<void>;
  /** The number of the case of which a mail's `X-Holdfire-Case` speaks, where it is this side's. */
  numberOf(caseId: string): number | undefined;
  workflowId(number: number): string;
  readonly namespace: string;
  stop(): Promise<void>;
}

export function numberIn(caseId: string, pattern: RegExp): number | undefined {
  const [, number] = pattern.exec(caseId) ?? [];
  return number === undefined ? undefined : Number(number);
}

export const sectorOf = (number: number): string => `S-${String(number).padStart(5, '0')}`;
