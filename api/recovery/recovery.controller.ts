/** A case whose workflow was lost goes on from its record: an operator's act, which changes no rule and no instant. */
import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Refused } from '../../domain/refused.js';
import { instantText } from '../cases/case.schema.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { commandIdOf, fingerprintOf } from '../commands/command-id.js';
import { otherContent } from '../commands/command-service.js';
import { viewOf } from '../commands/view-of.js';
import { allowedRun } from '../commands/dry-run.js';
import type { CaseRecovered } from '../house/house-entries.js';
import { Publishes } from '../openapi/answers.js';
import { unavailable } from '../problem.js';
import { Reply } from '../reply.js';
import { CaseId, RecoveryInput } from '../schema.js';
import { recover, whatIsWrong } from './recover.js';

const recovery = z
  .object({
    caseId: z.string(),
    at: instantText,
    workflowId: z.string(),
    runId: z.string().describe('The new run'),
    endedRunId: z.string().optional().describe('The wrong run that was ended for it'),
    afterSeq: z.int().describe('It goes on after this entry of its record'),
    unsent: z
      .int()
      .describe('Messages on whose outcome nothing is on record: they go out under the ids that they have'),
    commands: z.int().describe('Commands that Temporal held and the record did not: they count as of their acceptance'),
  })
  .meta({ id: 'Recovery' });

@ApiTags('cases')
@Controller('api/v1/cases')
export class RecoveryController {
  /** Recoveries under way in this process. */
  private readonly underWay = new Set<string>();

  @Post(':caseId/recovery')
  @Publishes(
    'Have a case whose workflow was ended, deleted or reset go on from its record (administrators)',
    'created',
    recovery,
  )
  async recover(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Body({ schema: RecoveryInput }) { reason }: z.output<typeof RecoveryInput>,
  ): Promise<Reply<object>> {
    const { world, actor, dryRun } = ask;
    if (!actor.roles.includes('admin')) {
      throw new Refused('forbidden', 'A case is recovered by an administrator; it changes no rule and no instant.');
    }
    const view = await viewOf(world, caseId);
    const command = { commandId: commandIdOf(ask), fingerprint: fingerprintOf('recover', caseId, { reason }) };
    const before = world.house.recoveryOf(command.commandId);
    if (before && before.command.fingerprint !== command.fingerprint) throw otherContent();
    if (before) return Reply.created(shown(before));
    const found = await whatIsWrong(world, view);
    if (dryRun) return Reply.ok(allowedRun(`${found.detail} It would go on after entry ${view.state.seq}.`, []));
    if (this.underWay.has(caseId)) throw unavailable('This case is being recovered now; look at it again soon.');
    this.underWay.add(caseId);
    try {
      const at = await world.clock.accept();
      const done = await recover(world, view, found);
      const { office, organisation, person } = actor;
      const { workflowId } = view;
      const named = { type: 'case-recovered', at, caseId, office, organisation, person, reason, workflowId } as const;
      const entered: CaseRecovered = { ...named, ...done, command };
      await world.house.enter(entered);
      return Reply.created(shown(entered));
    } finally {
      this.underWay.delete(caseId);
    }
  }
}

function shown(entered: CaseRecovered): z.infer<typeof recovery> {
  const { caseId, at, workflowId, runId, endedRunId, afterSeq, unsent, commands } = entered;
  const ended = endedRunId === undefined ? {} : { endedRunId };
  return { caseId, at, workflowId, runId, ...ended, afterSeq, unsent, commands };
}
