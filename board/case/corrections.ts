/** Which entry of a case corrects which: from what both name, so that neither is read without the other. */

export interface CorrectableEntry {
  seq: number;
  body: { events: readonly { type: string; [name: string]: unknown }[] };
}

/** What was stated first, by the kind of its event, and the name that it has in the record. */
const STATED: Readonly<Record<string, string>> = {
  'violation-recorded': 'violationId',
  'violation-added': 'violationId',
  'proposal-made': 'proposalId',
  'declaration-made': 'proposalId',
  acknowledged: 'acknowledgementId',
  'duty-completed': 'completionId',
  'stood-down': 'proposalId',
};

/** What corrects it later. The proposal of a correction is named too; what counts is what it corrects. */
const CORRECTS: Readonly<Record<string, string>> = {
  'violation-voided': 'violationId',
  'violation-moved': 'violationId',
  'violations-joined': 'violationId',
  'violations-parted': 'violationId',
  'report-revised': 'violationId',
  'standing-raised': 'violationId',
  'acknowledgement-undone': 'acknowledgementId',
  'completion-unconfirmed': 'completionId',
  'proposal-withdrawn': 'proposalId',
};

/** These end the last of their kind and name another proposal, their own. */
const ENDS: Readonly<Record<string, string>> = {
  'declaration-withdrawn': 'declaration-made',
  'case-resumed': 'stood-down',
};

export interface Corrections {
  /** By the number of an entry: what it corrects. */
  corrects: ReadonlyMap<number, readonly number[]>;
  /** By the number of an entry: what corrects it. */
  correctedBy: ReadonlyMap<number, readonly number[]>;
}

/** `entries` in their order. */
export function corrections(entries: readonly CorrectableEntry[]): Corrections {
  const stated = new Map<string, number>();
  const lastOf = new Map<string, number>();
  const corrects = new Map<number, number[]>();
  const correctedBy = new Map<number, number[]>();
  const link = (seq: number, target: number | undefined): void => {
    if (target === undefined || target === seq) return;
    put(corrects, seq, target);
    put(correctedBy, target, seq);
  };
  for (const { seq, body } of entries) {
    for (const event of body.events) {
      const names = CORRECTS[event.type];
      if (names !== undefined) link(seq, stated.get(nameOf(event, names)));
      const ended = ENDS[event.type];
      if (ended !== undefined) link(seq, lastOf.get(ended));
      const states = STATED[event.type];
      if (states === undefined) continue;
      if (!stated.has(nameOf(event, states))) stated.set(nameOf(event, states), seq);
      lastOf.set(event.type, seq);
    }
  }
  return { corrects, correctedBy };
}

const nameOf = (event: Record<string, unknown>, name: string): string => `${name} ${String(event[name])}`;

function put(map: Map<number, number[]>, from: number, to: number): void {
  const known = map.get(from) ?? [];
  if (!known.includes(to)) map.set(from, [...known, to]);
}
