/** Running cases adopt a version of the plan: asked for in one act, proposed and signed for each case on its own. */
import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Refused } from '../../domain/refused.js';
import { instantText, wordsText, moved } from '../cases/case.schema.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { CommandService } from '../commands/command-service.js';
import { viewOf } from '../commands/view-of.js';
import { Answers } from '../openapi/answers.js';
import { Problem } from '../problem.js';
import { proposing } from '../proposals/proposed-words.js';
import { Reply } from '../reply.js';
import { AdoptionsInput } from '../schema.js';
import { planVersion } from './known-plans.js';

const adoption = z
  .object({
    caseId: z.string(),
    proposalId: z.string().optional(),
    textHash: z.string().optional(),
    needs: wordsText.optional().describe('What is still needed; absent once in effect'),
    expiresAt: instantText.optional(),
    preview: z.array(moved).optional().describe('Old and new of every instant of this case'),
    commandId: z.string().optional(),
    refused: z.object({ code: z.string(), detail: z.string() }).optional(),
  })
  .loose()
  .meta({ id: 'Adoption' });
type Adoption = z.infer<typeof adoption>;

const adoptions = z.object({ adoptions: z.array(adoption) }).meta({ id: 'Adoptions' });

/** Whoever has the right in no case at all is refused like anybody without a right. @throws {Problem} */
function requireOne(found: readonly Adoption[]): void {
  const [first] = found;
  if (!first?.refused || found.some(({ refused }) => refused?.code !== 'forbidden')) return;
  throw new Problem('forbidden', first.refused.detail);
}

@ApiTags('plans')
@Controller('api/v1/plans/:id/versions/:version/adoptions')
export class AdoptionsController {
  constructor(private readonly commands: CommandService) {}

  @Post()
  @Answers({
    says: 'Propose for running cases that they adopt this version; one proposal a case, each judged on its own',
    ok: adoptions,
    problems: [
      'not-json',
      'too-large',
      'unsupported-media-type',
      'invalid',
      'unauthenticated',
      'forbidden',
      'not-found',
      'conflict',
    ],
  })
  async propose(
    @Asked() ask: Ask,
    @Param('id') id: string,
    @Param('version') version: string,
    @Body({ schema: AdoptionsInput }) { cases, text, reason }: z.output<typeof AdoptionsInput>,
  ): Promise<Reply<object>> {
    const { ref } = planVersion(ask.world, id, version);
    const words = text ?? `This case adopts plan ${ref.id}, version ${ref.version}.`;
    const given = { planId: ref.id, planVersion: ref.version, text: words, ...(reason ? { reason } : {}) };
    const found: Adoption[] = [];
    for (const caseId of new Set(cases)) found.push(await this.one(ask, caseId, given));
    requireOne(found);
    return Reply.ok({ adoptions: found });
  }

  /** A refusal of one case is its own answer and stops no other. */
  private async one(
    ask: Ask,
    caseId: string,
    given: { planId: string; planVersion: number; text: string; reason?: string },
  ): Promise<Adoption> {
    try {
      const { state } = await viewOf(ask.world, caseId);
      const { body, preview } = proposing(ask.world, state, { act: 'adopt-plan', ...given });
      // Each case has a command of its own under the caller's one key.
      const { idempotencyKey: key } = ask;
      const own = key === undefined ? ask : { ...ask, idempotencyKey: `${key}/${caseId}` };
      const reply = await this.commands.give(own, caseId, 'propose', body, {
        kind: 'created',
        body: ({ answer }) => ({ ...answer.proposal, preview }),
      });
      return { caseId, ...reply.body };
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Refused)) throw error;
      const { code, detail } = error;
      return { caseId, refused: { code, detail } };
    }
  }
}
