/** What the watchdog can find wrong: one kind a question that it asks of the record. */
import type { Instant } from '../domain/instant.js';

export type FindingKind =
  /** An instant of a case or a review has passed and the record has no trace of it. */
  | 'due'
  /** A report was accepted and no case has it. */
  | 'report'
  /** A command was answered "accepted, not yet decided" and never decided. */
  | 'command'
  /** A notice was decided and nobody knows what came of it. */
  | 'notice'
  /** The canary of the exercise namespace has written no entry. */
  | 'canary'
  /** No checkpoint of the record was signed. */
  | 'seal'
  /** The record cannot be read. */
  | 'record'
  /** An entry of the record means nothing to this release. */
  | 'entry'
  /** This host's clock and that of the record's writers differ. */
  | 'clock';

export const FINDING_KINDS: readonly FindingKind[] = [
  'due',
  'report',
  'command',
  'notice',
  'canary',
  'seal',
  'record',
  'entry',
  'clock',
];

export interface Finding {
  kind: FindingKind;
  /** What it is about; two findings of one kind never have the same. */
  subject: string;
  /** Since when it is so, by what the record says: the same after a restart. */
  since: Instant;
  /** One sentence. */
  says: string;
}
