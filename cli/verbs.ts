/** Every verb, in the order of the help. */
import { ACTS } from './api/acts.js';
import { toVerb } from './api/api-verb.js';
import { EXERCISE_ACTS, EXERCISE_READS } from './api/exercises.js';
import { ERASING } from './api/erasing.js';
import { KEY_VERBS } from './api/keys.js';
import { PUBLISHING } from './api/publishing.js';
import { READS } from './api/reads.js';
import type { Verb } from './verb.js';
import { auditExport, auditVerify } from './verbs/audit.js';
import { directoryCheck } from './verbs/directory-check.js';
import { directoryRoster } from './verbs/directory-roster.js';
import { doctor } from './verbs/doctor.js';
import { exercise } from './verbs/exercise.js';
import { importTable } from './verbs/import-table.js';
import { keyNew } from './verbs/key-new.js';
import { planCheck } from './verbs/plan-check.js';
import { planDiff } from './verbs/plan-diff.js';
import { planExplain } from './verbs/plan-explain.js';
import { planSchemaVerb } from './verbs/plan-schema.js';
import { prepare } from './verbs/prepare.js';
import { rehearse } from './verbs/rehearse.js';
import { recordMove } from './verbs/record-move.js';
import { api, watchdog, worker } from './verbs/services.js';
import { start } from './verbs/start.js';
import { witness } from './verbs/witness.js';

export const VERBS: readonly Verb[] = [
  start,
  exercise,
  api,
  worker,
  watchdog,
  prepare,
  recordMove,
  ...READS.map((verb) => toVerb(verb, 'Read')),
  ...ACTS.map((verb) => toVerb(verb, 'Act')),
  ...EXERCISE_READS.map((verb) => toVerb(verb, 'Read')),
  ...EXERCISE_ACTS.map((verb) => toVerb(verb, 'Act')),
  importTable,
  ...PUBLISHING.map((verb) => toVerb(verb, 'Act')),
  ...ERASING.map((verb) => toVerb(verb, 'Act')),
  ...KEY_VERBS.map((verb) => toVerb(verb, 'Act')),
  planCheck,
  planExplain,
  planDiff,
  planSchemaVerb,
  rehearse,
  directoryCheck,
  directoryRoster,
  auditExport,
  auditVerify,
  witness,
  keyNew,
  doctor,
];
