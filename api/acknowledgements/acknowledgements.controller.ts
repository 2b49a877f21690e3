/** "Received", by an office for its organisation; undone within five minutes; or passed on to the deputy. */
import { Body, Controller, Delete, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { CommandService } from '../commands/command-service.js';
import { done } from '../commands/done.schema.js';
import { Commands } from '../openapi/answers.js';
import type { Reply } from '../reply.js';
import { AcknowledgementId, AcknowledgementInput, CaseId } from '../schema.js';

const acknowledged = z
  .union([done.extend({ acknowledgementId: z.string() }), done.extend({ passedTo: z.literal('delegate') })])
  .meta({ id: 'Acknowledged' });

const undone = done.extend({ acknowledgementId: z.string(), state: z.literal('undone') }).meta({ id: 'Undone' });

@ApiTags('acknowledgements')
@Controller('api/v1/cases/:caseId/acknowledgements')
export class AcknowledgementsController {
  constructor(private readonly commands: CommandService) {}

  @Post()
  @Commands('Say "received" for your organisation, or pass it on to the deputy', 'created', acknowledged)
  async acknowledge(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Body({ schema: AcknowledgementInput }) input: z.output<typeof AcknowledgementInput>,
  ): Promise<Reply<object>> {
    if ('passTo' in input) {
      const shown = { kind: 'created' as const, body: () => ({ passedTo: 'delegate' }) };
      return await this.commands.give(ask, caseId, 'pass', { to: input.passTo }, shown);
    }
    const body = input.phase === undefined ? {} : { phase: input.phase };
    return await this.commands.give(ask, caseId, 'acknowledge', body, {
      kind: 'created',
      body: ({ answer }) => ({ acknowledgementId: answer.acknowledgementId }),
    });
  }

  @Delete(':acknowledgementId')
  @Commands('Take an acknowledgement back, within five minutes', 'ok', undone)
  async undo(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Param('acknowledgementId', { schema: AcknowledgementId }) acknowledgementId: string,
  ): Promise<Reply<object>> {
    const shown = { kind: 'ok' as const, body: () => ({ acknowledgementId, state: 'undone' }) };
    return await this.commands.give(ask, caseId, 'undoAcknowledgement', { acknowledgementId }, shown);
  }
}
