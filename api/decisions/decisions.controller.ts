/** Each party's own decision, recorded by the organisation that speaks for it (RULES 4, D7). */
import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { BodyOf } from '../../domain/case/commands.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { CommandService } from '../commands/command-service.js';
import { done } from '../commands/done.schema.js';
import { Commands } from '../openapi/answers.js';
import type { Reply } from '../reply.js';
import { CaseId, DecisionInput, withoutUndefined } from '../schema.js';

const decided = done
  .extend({ decisionId: z.string(), party: z.string().optional(), choice: z.string(), state: z.literal('recorded') })
  .meta({ id: 'Decided' });

@ApiTags('decisions')
@Controller('api/v1/cases/:caseId/decisions')
export class DecisionsController {
  constructor(private readonly commands: CommandService) {}

  @Post()
  @Commands("Record your own party's decision", 'created', decided)
  async decide(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Body({ schema: DecisionInput }) input: z.output<typeof DecisionInput>,
  ): Promise<Reply<object>> {
    const body = withoutUndefined(input) as BodyOf<'decide'>;
    return await this.commands.give(ask, caseId, 'decide', body, {
      kind: 'created',
      body: ({ answer, view }) => {
        const decisionId = answer.completion?.completionId;
        const party = view.state.decisions.find(({ id }) => id === decisionId)?.party;
        return { decisionId, state: 'recorded', choice: input.choice, ...(party === undefined ? {} : { party }) };
      },
    });
  }
}
