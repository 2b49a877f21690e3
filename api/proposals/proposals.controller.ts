/** Acts that need more than one person: proposed, signed, withdrawn, listed (RULES 6). */
import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Who } from '../access/access.guard.js';
import { requireReader } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { proposalsOf } from '../cases/case-document.js';
import { instantText, moved, proposalRow, wordsText } from '../cases/case.schema.js';
import type { CaseDocument } from '../cases/case.schema.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { CommandService } from '../commands/command-service.js';
import { viewOf } from '../commands/view-of.js';
import { done } from '../commands/done.schema.js';
import { Commands, Reads } from '../openapi/answers.js';
import type { Reply } from '../reply.js';
import { CaseId, ProposalId, ProposalInput, SignatureInput } from '../schema.js';
import { proposing } from './proposed-words.js';

const proposed = done
  .extend({
    proposalId: z.string(),
    textHash: z.string(),
    needs: wordsText.optional().describe('What is still needed; absent once in effect'),
    expiresAt: instantText.optional(),
    inEffectAt: instantText.optional(),
    signs: z.record(z.string(), z.unknown()).describe('What is signed: textHash is the SHA-256 of its canonical JSON'),
    preview: z.array(moved).optional().describe('Of adopt-plan: old and new of every instant of this case'),
  })
  .meta({ id: 'Proposed' });

const signed = done
  .extend({
    proposalId: z.string(),
    needs: wordsText.optional(),
    inEffectAt: instantText.optional(),
    status: z.string(),
    level: z.int(),
    posture: z.int(),
  })
  .meta({ id: 'Signed' });

const withdrawn = done.extend({ proposalId: z.string(), state: z.literal('withdrawn') }).meta({ id: 'Withdrawn' });

@ApiTags('proposals')
@Controller('api/v1/cases/:caseId/proposals')
export class ProposalsController {
  constructor(private readonly commands: CommandService) {}

  @Get()
  @Reads(
    'Proposals of a case, with their text and what is still needed',
    z.object({ proposals: z.array(proposalRow) }),
    ['not-found'],
  )
  async list(
    @Who() caller: Caller,
    @Param('caseId', { schema: CaseId }) caseId: string,
  ): Promise<{ proposals: CaseDocument['proposals'] }> {
    const { state } = await viewOf(caller.world, caseId);
    requireReader(caller, state);
    return { proposals: proposalsOf(state) };
  }

  @Post()
  @Commands('Propose an act that needs more than one person; the proposal is its first signature', 'created', proposed)
  async propose(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Body({ schema: ProposalInput }) input: ProposalInput,
  ): Promise<Reply<object>> {
    const { state } = await viewOf(ask.world, caseId);
    const { body, signs, preview } = proposing(ask.world, state, input);
    return await this.commands.give(ask, caseId, 'propose', body, {
      kind: 'created',
      body: ({ answer }) => ({ ...answer.proposal, signs, ...(preview ? { preview } : {}) }),
    });
  }

  @Post(':proposalId/signatures')
  @Commands('Sign a proposal over the text that was shown', 'ok', signed)
  async sign(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Param('proposalId', { schema: ProposalId }) proposalId: string,
    @Body({ schema: SignatureInput }) { textHash, signature }: z.output<typeof SignatureInput>,
  ): Promise<Reply<object>> {
    const body = { proposalId, textHash, ...(signature === undefined ? {} : { signature }) };
    return await this.commands.give(ask, caseId, 'sign', body, {
      kind: 'ok',
      body: ({ answer, view }) => {
        const { status, level, posture } = view.state;
        return { ...answer.proposal, status, level, posture };
      },
    });
  }

  @Delete(':proposalId')
  @Commands('Withdraw your own proposal', 'ok', withdrawn)
  async withdraw(
    @Asked() ask: Ask,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Param('proposalId', { schema: ProposalId }) proposalId: string,
  ): Promise<Reply<object>> {
    const shown = { kind: 'ok' as const, body: () => ({ proposalId, state: 'withdrawn' }) };
    return await this.commands.give(ask, caseId, 'withdraw', { proposalId }, shown);
  }
}
