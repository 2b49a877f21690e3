/** What was asked of this world and not allowed, the last first: for the watch, legal, auditors and administrators. */
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Who } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { instantText } from '../cases/case.schema.js';
import { Reads } from '../openapi/answers.js';
import { Problem } from '../problem.js';
import { HOUSE } from './house-entries.js';
import type { RefusedAttempt, RefusedCount } from './house-entries.js';

/** More than people read; the record itself holds all of them. */
const MOST = 500;

const refusals = z
  .object({
    refusals: z.array(
      z.object({
        seq: z.int().describe('Of the entry in the stream `house`'),
        at: instantText,
        office: z.string().optional().describe('Absent where nobody knows who asked'),
        means: z.string(),
        attempt: z.string().optional().describe('Method and route'),
        caseId: z.string().optional(),
        status: z.int().optional(),
        detail: z.string().optional(),
        count: z.int().optional().describe('Of attempts of one actor of which only the number is kept'),
      }),
    ),
  })
  .meta({ id: 'Refusals' });
export type RefusalsAnswer = z.infer<typeof refusals>;

const READERS = { groups: ['watch', 'legal'], roles: ['auditor', 'admin'] };

@ApiTags('record')
@Controller('api/v1/refusals')
export class RefusalsController {
  @Get()
  @Reads('What was refused, the last first', refusals)
  async list(@Who() { world, office }: Caller): Promise<RefusalsAnswer> {
    const may =
      office?.groups.some((group) => READERS.groups.includes(group)) === true ||
      office?.roles.some((role) => READERS.roles.includes(role)) === true;
    if (!may) throw new Problem('forbidden', 'Refusals are shown to the watch, legal, auditors and administrators.');
    const entries = await world.store.read(HOUSE);
    const found = entries.flatMap(({ seq, body }) => rowOf(seq, body as RefusedAttempt | RefusedCount));
    return { refusals: found.slice(-MOST).reverse() };
  }
}

function rowOf(seq: number, body: RefusedAttempt | RefusedCount): RefusalsAnswer['refusals'] {
  if (body.type !== 'refused' && body.type !== 'refused-count') return [];
  const { office, means } = body.asking;
  const who = { seq, means, ...(office === undefined ? {} : { office }) };
  if (body.type === 'refused-count') return [{ ...who, at: body.to, count: body.count }];
  const { at, attempt, status, detail } = body;
  const about = attempt.caseId === undefined ? {} : { caseId: attempt.caseId };
  return [{ ...who, at, attempt: `${attempt.method} ${attempt.route}`, ...about, status, detail }];
}
