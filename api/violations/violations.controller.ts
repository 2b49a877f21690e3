/** A violation's standing, raised by one person, and whether two are one; the rest takes two organisations (RULES 6). */
import { Body, Controller, Delete, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { CommandService } from '../commands/command-service.js';
import { viewOf } from '../commands/view-of.js';
import { done } from '../commands/done.schema.js';
import { Commands } from '../openapi/answers.js';
import { Problem } from '../problem.js';
import type { Reply } from '../reply.js';
import { CaseId, SameAsInput, StandingInput, ViolationId } from '../schema.js';

const raised = done.extend({ violationId: z.string(), standing: z.string() }).meta({ id: 'StandingRaised' });
const joined = done.extend({ violationId: z.string(), sameAs: z.string() }).meta({ id: 'ViolationsJoined' });
const parted = done.extend({ violationId: z.string() }).meta({ id: 'ViolationsParted' });

@ApiTags('violations')
@Controller('api/v1/cases/:caseId/violations/:violationId')
export class ViolationsController {
  constructor(private readonly commands: CommandService) {}

  @Post('standing')
  @Commands('Raise the standing of a violation: a second act, by another person than the reporter', 'ok', raised)
  async standing(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Param('violationId', { schema: ViolationId }) violationId: string,
    @Body({ schema: StandingInput }) { standing, text }: z.output<typeof StandingInput>,
  ): Promise<Reply<object>> {
    await viewOf(ask.world, caseId);
    if (standing !== 'verified') {
      throw new Problem(
        'conflict',
        'One person only raises a standing, here to "verified"; to lower it use void-violation.',
      );
    }
    return await this.commands.give(
      ask,
      caseId,
      'setStanding',
      { violationId, standing, text },
      {
        kind: 'ok',
        body: ({ view }) => ({ violationId, standing: view.state.violations[violationId]?.standing ?? standing }),
      },
    );
  }

  @Post('same-as')
  @Commands('Join two violations that are one event; what would lower a count takes two organisations', 'ok', joined)
  async sameAs(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Param('violationId', { schema: ViolationId }) violationId: string,
    @Body({ schema: SameAsInput }) { violationId: as, text }: z.output<typeof SameAsInput>,
  ): Promise<Reply<object>> {
    const shown = { kind: 'ok' as const, body: () => ({ violationId, sameAs: as }) };
    return await this.commands.give(ask, caseId, 'sameAs', { violationId, as, text }, shown);
  }

  @Delete('same-as')
  @Commands('Part two violations that were joined', 'ok', parted)
  async part(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Param('violationId', { schema: ViolationId }) violationId: string,
  ): Promise<Reply<object>> {
    const shown = { kind: 'ok' as const, body: () => ({ violationId }) };
    return await this.commands.give(ask, caseId, 'part', { violationId }, shown);
  }
}
