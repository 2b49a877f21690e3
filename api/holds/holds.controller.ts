/** Holds of routine notices: short, announced, by the watch. There is no switch that stops intake. */
import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Who } from '../access/access.guard.js';
import { requirePerson } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { instantText } from '../cases/case.schema.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { otherContent } from '../commands/command-service.js';
import { allowedRun, tried } from '../commands/dry-run.js';
import type { RoutineHeld } from '../house/house-entries.js';
import { Publishes, Reads } from '../openapi/answers.js';
import { unavailable } from '../problem.js';
import { Reply } from '../reply.js';
import { HoldInput } from '../schema.js';
import { commandOf, decideHold } from './decide-hold.js';

const holdRow = z
  .object({ at: instantText, until: instantText, office: z.string(), reason: z.string() })
  .meta({ id: 'Hold' });
const holdList = z.object({
  heldUntil: instantText.optional().describe('Absent while nothing is held back'),
  holds: z.array(holdRow).describe('The newest first, at most 100'),
});

@ApiTags('holds')
@Controller('api/v1/holds')
export class HoldsController {
  @Get()
  @Reads('Holds of routine notices, the one in force and those before', holdList)
  list(@Who() caller: Caller): z.infer<typeof holdList> {
    requirePerson(caller, 'the list of holds');
    const { all, current } = caller.world.holds;
    return { ...(current ? { heldUntil: current.until } : {}), holds: all.map(rowOf) };
  }

  @Post()
  @Publishes(
    'Hold routine notices back for a while (the watch): digests and news of plans, nothing else',
    'created',
    holdRow,
  )
  async hold(
    @Asked() ask: Ask,
    @Body({ schema: HoldInput }) asked: z.output<typeof HoldInput>,
  ): Promise<Reply<object>> {
    const { world, dryRun } = ask;
    const { commandId, fingerprint } = commandOf(ask, asked);
    const before = world.holds.all.find(({ command }) => command.commandId === commandId);
    if (before && before.command.fingerprint !== fingerprint) throw otherContent();
    if (before) return Reply.created(rowOf(before));
    const at = await world.clock.accept();
    const decide = (): RoutineHeld => decideHold(world.holds.all[0], ask, at, asked);
    if (dryRun) {
      const run = tried(() => {
        decide();
        return [];
      });
      return Reply.ok(run.allowed ? allowedRun('The plan gives this right to your office.', []) : run);
    }
    const held = decide();
    const seq = await world.house.enter(held);
    if (seq === undefined) throw unavailable('The record cannot be written now; nothing is held back.');
    world.holds.note(held);
    return Reply.created(rowOf(held));
  }
}

const rowOf = ({ at, until, office, reason }: RoutineHeld): z.infer<typeof holdRow> => ({ at, until, office, reason });
