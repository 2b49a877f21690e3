/**
 * How a version of the plan or the directory comes into force (RULES 6): legal and an admin over one hash, within 24
 * hours. Entries of the record's stream `publications`, and the fold of them. What is published is an object of the
 * record, named by its hash; an entry never holds addresses or keys.
 */
import type { Actor } from '../case/commands.js';
import { HOUR, plus } from '../instant.js';
import type { Instant, Span } from '../instant.js';

export type Publishable = 'plan' | 'directory';

/** RULES 6: "24 h"; in an exercise too, for it belongs to no case. */
export const PUBLICATION_EXPIRY: Span = 24 * HOUR;

/** The two whose word is needed. An office that is both gives one of them. */
export const SIDES = ['legal', 'admin'] as const;
export type Side = (typeof SIDES)[number];

export type Publisher = Pick<Actor, 'office' | 'organisation' | 'person' | 'means'>;

export interface PublicationSignature extends Publisher {
  at: Instant;
  /** Those that this office can stand for. */
  sides: Side[];
}

/** What is published, by name and by the SHA-256 of its canonical JSON. */
export interface Published {
  what: Publishable;
  hash: string;
  /** A plan's id; absent for the directory. */
  planId?: string;
  version: number;
}

export type PublicationBody =
  /** From a file, at the first start; in an exercise, whose files are made by the program, also when they change. */
  | (Published & { type: 'publication-seeded'; at: Instant; provenance: 'file' })
  | (Published & { type: 'publication-proposed'; id: string; commandId: string; by: PublicationSignature })
  /** The second signature: in force at its instant. */
  | { type: 'publication-signed'; id: string; commandId: string; hash: string; by: PublicationSignature }
  | { type: 'publication-withdrawn'; id: string; at: Instant; by: Publisher }
  /** Nobody signed in time; nothing came of it. */
  | { type: 'publication-lapsed'; id: string; at: Instant };

export interface Publication extends Published {
  id: string;
  state: 'open' | 'in-force' | 'lapsed' | 'withdrawn';
  signatures: PublicationSignature[];
  proposedAt: Instant;
  /** A signature counts strictly before it. */
  expiresAt: Instant;
}

/** A version that came into force, by signatures or from a file. */
export interface InForce extends Published {
  since: Instant;
  provenance: 'signed' | 'file';
}

export interface Publications {
  /** By id, in the order in which they were proposed. */
  proposed: Record<string, Publication>;
  /** Every version that ever came into force, in that order. */
  inForce: InForce[];
  /** What each command did, for a repetition under the same Idempotency-Key. */
  commands: Record<string, { id: string; hash: string }>;
}

export const NOTHING_PUBLISHED: Publications = { proposed: {}, inForce: [], commands: {} };

export function foldPublication(before: Publications, body: PublicationBody): Publications {
  switch (body.type) {
    case 'publication-seeded': {
      const { type: _, at, ...rest } = body;
      return { ...before, inForce: [...before.inForce, { ...rest, since: at }] };
    }
    case 'publication-proposed': {
      const { type: _, id, commandId, by, ...published } = body;
      const expiresAt = expiryOf(by.at);
      const one: Publication = { ...published, id, state: 'open', signatures: [by], proposedAt: by.at, expiresAt };
      return { ...putting(before, one), commands: { ...before.commands, [commandId]: { id, hash: body.hash } } };
    }
    case 'publication-signed':
      return signed(before, body);
    case 'publication-withdrawn':
    case 'publication-lapsed': {
      const one = before.proposed[body.id];
      const state = body.type === 'publication-lapsed' ? 'lapsed' : 'withdrawn';
      return one?.state === 'open' ? putting(before, { ...one, state }) : before;
    }
  }
}

function signed(before: Publications, body: Extract<PublicationBody, { type: 'publication-signed' }>): Publications {
  const { id, hash, by, commandId } = body;
  const one = before.proposed[id];
  if (one?.state !== 'open') return before;
  const { what, planId, version } = one;
  const now: InForce = { what, hash, version, since: by.at, provenance: 'signed' };
  return {
    ...putting(before, { ...one, state: 'in-force', signatures: [...one.signatures, by] }),
    inForce: [...before.inForce, planId === undefined ? now : { ...now, planId }],
    commands: { ...before.commands, [commandId]: { id, hash } },
  };
}

const putting = (before: Publications, one: Publication): Publications => ({
  ...before,
  proposed: { ...before.proposed, [one.id]: one },
});

const expiryOf = (at: Instant): Instant => plus(at, PUBLICATION_EXPIRY);

/** The directory that counts: the last that came into force. */
export const directoryInForce = ({ inForce }: Publications): InForce | undefined =>
  inForce.findLast(({ what }) => what === 'directory');

/** The plan of new cases: the newest version of the plan that this world began with; of one version the last. */
export function planInForce({ inForce }: Publications): InForce | undefined {
  const plans = inForce.filter(({ what }) => what === 'plan');
  const configured = plans.findLast(({ provenance }) => provenance === 'file')?.planId;
  const versions = plans.filter(({ planId }) => planId === configured);
  return versions.reduce<InForce | undefined>(
    (newest, one) => (newest === undefined || one.version >= newest.version ? one : newest),
    undefined,
  );
}
