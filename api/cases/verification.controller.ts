/** The check of a case's record, done here; whoever does not trust this host does it elsewhere, on the same lines. */
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { verifyHandedOut } from '../../record/verify/handed-out.js';
import { Who } from '../access/access.guard.js';
import { requireReader } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { viewOf } from '../commands/view-of.js';
import { Reads } from '../openapi/answers.js';
import { CaseId } from '../schema.js';

const verification = z
  .object({
    caseId: z.string(),
    ok: z.boolean(),
    steps: z.array(
      z.object({
        step: z.string(),
        says: z.string(),
        faults: z.array(z.object({ where: z.string(), says: z.string() })),
      }),
    ),
  })
  .meta({ id: 'Verification' });
export type VerificationAnswer = z.infer<typeof verification>;

@ApiTags('cases')
@Controller('api/v1/cases')
export class VerificationController {
  @Get(':caseId/verification')
  @Reads('Its record taken apart: chain, objects, stamps, every decision anew', verification, ['not-found'])
  async verify(
    @Who() caller: Caller,
    @Param('caseId', { schema: CaseId }) caseId: string,
  ): Promise<VerificationAnswer> {
    requireReader(caller, (await viewOf(caller.world, caseId)).state);
    return { caseId, ...verifyHandedOut(await caller.world.bundles.gather(caseId)) };
  }
}
