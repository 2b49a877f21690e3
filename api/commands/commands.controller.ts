/** `GET /commands/{commandId}`. */
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Who } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { Reads } from '../openapi/answers.js';
import { CommandId } from '../schema.js';
import { commandState } from './command-states.js';
import type { CommandState } from './command-states.js';

const state = z
  .object({
    commandId: z.string(),
    state: z.enum(['pending', 'refused', 'done']),
    acceptedAt: z.string().optional(),
    answer: z.looseObject({}).optional(),
  })
  .meta({ id: 'CommandState' });

@ApiTags('commands')
@Controller('api/v1/commands')
export class CommandsController {
  @Get(':commandId')
  @Reads('What became of a command that was accepted without an answer', state, ['not-found'])
  async state(
    @Who() { world }: Caller,
    @Param('commandId', { schema: CommandId }) commandId: string,
  ): Promise<CommandState> {
    return await commandState(world, commandId);
  }
}
