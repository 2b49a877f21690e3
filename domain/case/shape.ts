/**
 * Whether a message that reached the workflow is a command at all. The API's schemas are stricter and speak to
 * people; this only keeps what comes past the API from breaking a case (TRAPS P10).
 */
import { parseInstant } from '../instant.js';
import type { BodyOf, CommandKind, Envelope } from './commands.js';

export type Check = (value: unknown) => boolean;

/** No text of a command is longer; the API allows less. */
const MOST_TEXT = 20_000;

export const text: Check = (value) => typeof value === 'string' && value.length <= MOST_TEXT;
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const flag: Check = (value) => typeof value === 'boolean';
const at: Check = (value) => typeof value === 'string' && parseInstant(value) === value;
export const oneOf =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value);
export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= 100 && value.every(check);
export const shape =
  (fields: Record<string, Check>): Check =>
  (value) =>
    isRecord(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parts that a case would stumble over; the API has parsed the rest of it. */
const isPlan: Check = shape({
  phases: Array.isArray,
  gates: Array.isArray,
  duties: Array.isArray,
  groups: Array.isArray,
  parties: Array.isArray,
  authority: isRecord,
  single: isRecord,
  notices: isRecord,
  timing: isRecord,
  reports: isRecord,
  grace: isRecord,
  completion: isRecord,
});

const evidence = optional(listOf(shape({ sha256: text, mediaType: text, uri: optional(text) })));

export const isReport: Check = shape({
  reportKey: text,
  contentHash: text,
  source: text,
  sourceReportId: text,
  occurredAt: shape({ earliest: at, latest: at }),
  observedAt: optional(at),
  place: shape({
    sector: text,
    description: optional(text),
    latitude: optional(number),
    longitude: optional(number),
  }),
  kind: text,
  description: text,
  standing: oneOf('alleged', 'credible'),
  claimedVerified: optional(flag),
  attribution: optional(text),
  corroborates: optional(text),
  evidence,
  judged: optional(
    shape({
      reviewId: text,
      outcome: oneOf('credible', 'open-case', 'duplicate'),
      class: oneOf('fresh', 'delayed', 'late'),
      by: optional(text),
    }),
  ),
});

export const isDirectoryChange: Check = shape({
  directory: shape({ parties: isRecord, organisations: isRecord, offices: isRecord }),
  hash: text,
});

const BODIES: Record<CommandKind, Check> = {
  report: isReport,
  propose: shape({
    act: oneOf(
      'large-scale',
      'withdraw-large-scale',
      'continuation',
      'stand-down',
      'withdraw-stand-down',
      'void-violation',
      'move-first-violation',
      'adopt-plan',
    ),
    text,
    textHash: text,
    reason: optional(text),
    breakGlass: optional(oneOf(true)),
    violationId: optional(text),
    occurredAt: optional(shape({ earliest: at, latest: at })),
    plan: optional(shape({ ref: shape({ id: text, version: number, hash: text }), content: isPlan })),
  }),
  sign: shape({ proposalId: text, textHash: text, signature: optional(text) }),
  withdraw: shape({ proposalId: text }),
  acknowledge: shape({ phase: optional(number) }),
  pass: shape({ to: oneOf('delegate') }),
  undoAcknowledgement: shape({ acknowledgementId: text }),
  completeDuty: shape({
    dutyId: text,
    performedAt: at,
    text,
    evidence,
    reason: optional(text),
    outcome: optional(oneOf('confirmed', 'disputed')),
  }),
  confirm: shape({ completionId: text, text }),
  waive: shape({ dutyId: text, reason: text }),
  decide: shape({ choice: oneOf('take-part', 'support', 'decline', 'needs-time'), text, reason: optional(text) }),
  setStanding: shape({ violationId: text, standing: oneOf('verified'), text }),
  sameAs: shape({ violationId: text, as: text, text }),
  part: shape({ violationId: text }),
  noticeOutcomes: shape({ outcomes: Array.isArray }),
  notePattern: shape({ violationId: text, rests: Array.isArray, latenessMs: number }),
  noteWeakened: shape({ violationId: text, cases: listOf(text) }),
  changeDirectory: isDirectoryChange,
  beginCorrections: isDirectoryChange,
  holdRoutine: shape({ until: at, office: text, reason: text }),
  weakenPattern: shape({ caseId: text, violationId: text }),
  noteCancel: isRecord,
  noteForeign: shape({ channel: text, name: text, fault: text, claimed: optional(isRecord) }),
};

const ENVELOPE = shape({
  commandId: (value) => typeof value === 'string' && value.length > 0 && value.length <= 200,
  actor: shape({
    office: text,
    organisation: text,
    person: text,
    means: oneOf('key', 'session', 'link', 'system'),
    roles: listOf(text),
  }),
  acceptedAt: at,
  stamp: text,
});

/** The fault in words, or `undefined` when `value` is an envelope of a `kind` command. */
export const envelopeFault = (kind: CommandKind, value: unknown): string | undefined =>
  messageFault(kind, BODIES[kind], value);

/** The same of any message that carries a stamp, whatever its body must be. */
export function messageFault(kind: string, body: Check, value: unknown): string | undefined {
  if (!isRecord(value)) return 'it is no object.';
  if (!ENVELOPE(value)) return 'commandId, actor, acceptedAt or stamp is missing or of another type.';
  if (!body(value['body'])) return `its body is not that of "${kind}".`;
  return undefined;
}

export function isEnvelope<K extends CommandKind>(kind: K, value: unknown): value is Envelope<BodyOf<K>> {
  return envelopeFault(kind, value) === undefined;
}
