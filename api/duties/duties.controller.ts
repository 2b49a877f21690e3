/** What people owe: recorded as done, confirmed by a second person, waived with a reason (RULES 4). */
import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { BodyOf } from '../../domain/case/commands.js';
import { instantText } from '../cases/case.schema.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { CommandService } from '../commands/command-service.js';
import { done } from '../commands/done.schema.js';
import { Commands } from '../openapi/answers.js';
import type { Reply } from '../reply.js';
import {
  CaseId,
  CompletionId,
  CompletionInput,
  ConfirmationInput,
  DutyId,
  WaiverInput,
  withoutUndefined,
} from '../schema.js';

const completed = done
  .extend({
    completionId: z.string(),
    dutyId: z.string(),
    state: z.string().describe('met, met-working, met-late; or confirming until a second person has confirmed'),
    confirmBy: instantText.optional(),
    duty: z.string().describe('The state of the duty now'),
  })
  .meta({ id: 'Completed' });

const confirmed = done.extend({ completionId: z.string(), state: z.literal('confirmed') }).meta({ id: 'Confirmed' });
const waived = done.extend({ dutyId: z.string(), state: z.literal('waived') }).meta({ id: 'Waived' });

@ApiTags('duties')
@Controller('api/v1/cases/:caseId')
export class DutiesController {
  constructor(private readonly commands: CommandService) {}

  @Post('duties/:dutyId/completions')
  @Commands('Record that a duty was done', 'created', completed)
  async complete(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Param('dutyId', { schema: DutyId }) dutyId: string,
    @Body({ schema: CompletionInput }) input: z.output<typeof CompletionInput>,
  ): Promise<Reply<object>> {
    const body = withoutUndefined({ dutyId, ...input }) as BodyOf<'completeDuty'>;
    return await this.commands.give(ask, caseId, 'completeDuty', body, {
      kind: 'created',
      body: ({ answer, view }) => ({ ...answer.completion, dutyId, duty: view.state.duties[dutyId]?.state }),
    });
  }

  /** The completion's id is the case's, so the duty in the address is for the reader. */
  @Post('duties/:dutyId/completions/:completionId/confirmations')
  @Commands("Confirm another person's record of a duty", 'created', confirmed)
  async confirmOf(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Param('dutyId', { schema: DutyId }) _dutyId: string,
    @Param('completionId', { schema: CompletionId }) completionId: string,
    @Body({ schema: ConfirmationInput }) input: z.output<typeof ConfirmationInput>,
  ): Promise<Reply<object>> {
    return await this.confirm(ask, caseId, completionId, input);
  }

  /** Completions have ids of their own in a case, so the duty may be left out. */
  @Post('completions/:completionId/confirmations')
  @Commands("Confirm another person's record of a duty", 'created', confirmed)
  async confirm(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Param('completionId', { schema: CompletionId }) completionId: string,
    @Body({ schema: ConfirmationInput }) { text }: z.output<typeof ConfirmationInput>,
  ): Promise<Reply<object>> {
    const shown = { kind: 'created' as const, body: () => ({ completionId, state: 'confirmed' }) };
    return await this.commands.give(ask, caseId, 'confirm', { completionId, text }, shown);
  }

  @Post('duties/:dutyId/waiver')
  @Commands('Waive a duty that the plan lets the watch waive', 'created', waived)
  async waive(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Param('dutyId', { schema: DutyId }) dutyId: string,
    @Body({ schema: WaiverInput }) { reason }: z.output<typeof WaiverInput>,
  ): Promise<Reply<object>> {
    const shown = { kind: 'created' as const, body: () => ({ dutyId, state: 'waived' }) };
    return await this.commands.give(ask, caseId, 'waive', { dutyId, reason }, shown);
  }
}
