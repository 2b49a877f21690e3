/** Every input through its zod schema; what does not fit is refused with the path of each fault. */
import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { Refused } from '../../domain/refused.js';
import type { Fault } from '../../domain/refused.js';
import { Problem } from '../problem.js';
import { MOST_FAULTS, pointer } from './json-body.js';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
}

const DETAIL = 'Some of what was sent does not fit; each fault is named by its path.';

@Injectable()
export class SchemaPipe implements PipeTransform {
  async transform(value: unknown, { schema, type }: ArgumentMetadata): Promise<unknown> {
    if (!schema || type === 'custom') return value;
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value;
    const faults = result.issues.slice(0, MOST_FAULTS).map(faultOf);
    // An address with an id that nothing can have is an address of nothing.
    if (type === 'param') throw new Problem('not-found', faults[0]?.message ?? 'There is nothing here.');
    throw new Refused('invalid', DETAIL, faults);
  }
}

function faultOf({ message, path = [] }: Issue): Fault {
  const steps = path.map((step) => pointer(String(typeof step === 'object' ? step.key : step)));
  return { path: steps.map((step) => `/${step}`).join(''), message: message.slice(0, 300).toWellFormed() };
}
