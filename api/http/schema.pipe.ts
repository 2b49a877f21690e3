/** Every input through its zod schema; what does not fit is refused with the path of each fault. */
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { Refused } from '../../domain/refused.js';
import type { Fault } from '../../domain/refused.js';
import { MOST_FAULTS, pointer } from './json-body.js';

type Issue = { message: string; path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined };

const DETAIL = 'Some of what was sent does not fit; each fault is named by its path.';

export const schemaPipe = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues: readonly Issue[]) =>
      new Refused('invalid', DETAIL, issues.slice(0, MOST_FAULTS).map(faultOf)),
  });

function faultOf({ message, path = [] }: Issue): Fault {
  const steps = path.map((step) => pointer(String(typeof step === 'object' ? step.key : step)));
  return { path: steps.map((step) => `/${step}`).join(''), message: message.slice(0, 300).toWellFormed() };
}
