/**
 * Keys by which people and machines prove who they are, beside those of the directory: issued, confirmed and revoked
 * over the API, each an entry of the record's stream `keys`, and the fold of them. No entry holds a key: only the
 * SHA-256 of one.
 */
import type { Actor } from '../case/commands.js';
import type { Key, OfficeId, OrganisationId } from '../directory/directory.js';
import { DAY } from '../instant.js';
import type { Instant, Span } from '../instant.js';

/** A key is valid for at most so long. In an exercise too: keys are never divided (RULES 8). */
export const LONGEST_VALIDITY: Span = 90 * DAY;

/** `all`: whatever its office may. `report`: reports, and reads. `read`: reads only. */
export const SCOPES = ['all', 'report', 'read'] as const;
export type Scope = (typeof SCOPES)[number];

export type KeyActor = Pick<Actor, 'office' | 'organisation' | 'person' | 'means'>;

/** What was asked, for a repetition under the same Idempotency-Key. */
export interface KeyCommand {
  commandId: string;
  /** SHA-256 over what was asked. */
  fingerprint: string;
}

export type KeyBody =
  | {
      type: 'key-issued';
      at: Instant;
      command: KeyCommand;
      id: string;
      office: OfficeId;
      organisation: OrganisationId;
      person: string;
      scope: Scope;
      /** SHA-256, hex, of the key. */
      sha256: string;
      to: Instant;
      label?: string;
      /** Its office could sign when it was issued; one that could not may come to (`isUnconfirmed` in `decide-key.ts`). */
      confirmable: boolean;
      by: KeyActor;
    }
  | { type: 'key-confirmed'; at: Instant; command: KeyCommand; id: string; by: KeyActor }
  /** Of an issued key or of one of the directory. */
  | { type: 'key-revoked'; at: Instant; command: KeyCommand; id: string; by: KeyActor };

export interface IssuedKey extends Key {
  organisation: OrganisationId;
  scope: Scope;
  from: Instant;
  to: Instant;
  label?: string;
  confirmable: boolean;
  issuedBy: KeyActor;
  confirmedBy?: KeyActor;
}

export interface Keys {
  /** By id, in the order in which they were issued. */
  issued: Record<string, IssuedKey>;
  /** Since when a key counts for nothing, by its id; also of keys of the directory. */
  revoked: Record<string, Instant>;
  /** What each command asked, and the key that it was about. */
  commands: Record<string, { id: string; fingerprint: string }>;
}

export const NO_KEYS: Keys = { issued: {}, revoked: {}, commands: {} };

export function foldKey(before: Keys, body: KeyBody): Keys {
  const { id, command } = body;
  const asked = { ...before.commands, [command.commandId]: { id, fingerprint: command.fingerprint } };
  const keys = { ...before, commands: asked };
  switch (body.type) {
    case 'key-issued': {
      const { type: _, command: __, at: from, by: issuedBy, ...rest } = body;
      return { ...keys, issued: { ...keys.issued, [id]: { ...rest, from, issuedBy } } };
    }
    case 'key-confirmed': {
      const key = keys.issued[id];
      if (!key || key.confirmedBy) return keys;
      return { ...keys, issued: { ...keys.issued, [id]: { ...key, confirmedBy: body.by } } };
    }
    case 'key-revoked':
      return { ...keys, revoked: { [id]: body.at, ...keys.revoked } };
  }
}
