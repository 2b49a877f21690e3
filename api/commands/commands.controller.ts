/** Commands of a case: one route each, all translated the same way. */
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { BodyOf, OutsideCommandKind } from '../../domain/case/commands.js';
import { hashOf } from '../../record/canonical.js';
import { Who } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { Problem } from '../problem.js';
import {
  AcknowledgementInput,
  CompletionInput,
  ConfirmationInput,
  DecisionInput,
  DryRunQuery,
  ProposalInput,
  SignatureInput,
  StandingInput,
  WaiverInput,
} from '../schema.js';
import { CommandService, viewOf } from './command-service.js';
import type { Done } from './command-service.js';
import { sendReply } from './reply.js';

interface Query_ {
  dryRun?: 'true' | 'false' | undefined;
}

@ApiTags('commands')
@Controller('api/v1/cases/:caseId')
export class CommandsController {
  constructor(private readonly commands: CommandService) {}

  @Post('proposals')
  async propose(
    @Who() caller: Caller,
    @Param('caseId') caseId: string,
    @Body({ schema: ProposalInput }) input: typeof ProposalInput._output,
    @Query({ schema: DryRunQuery }) query: Query_,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { agreement, scope } = viewOf(caller.world, caseId).state;
    const { act, text, reason } = input;
    // What is signed: this object's canonical JSON (RFC 8785), and nothing that a later reader would have to look up.
    const signed = { agreement, scope, caseId, act, text };
    const body = { act, text, textHash: hashOf(signed), ...(reason === undefined ? {} : { reason }) };
    await this.send(caller, caseId, 'propose', body, query, key, reply, 201, ({ answer }) => ({
      ...answer.proposal,
      preview: { signed },
    }));
  }

  @Delete('proposals/:proposalId')
  async withdraw(
    @Who() caller: Caller,
    @Param('caseId') caseId: string,
    @Param('proposalId') proposalId: string,
    @Query({ schema: DryRunQuery }) query: Query_,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(caller, caseId, 'withdraw', { proposalId }, query, key, reply, 200, () => ({
      proposalId,
      state: 'withdrawn',
    }));
  }

  @Post('proposals/:proposalId/signatures')
  async sign(
    @Who() caller: Caller,
    @Param('caseId') caseId: string,
    @Param('proposalId') proposalId: string,
    @Body({ schema: SignatureInput }) input: typeof SignatureInput._output,
    @Query({ schema: DryRunQuery }) query: Query_,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { textHash, signature } = input;
    const body = { proposalId, textHash, ...(signature === undefined ? {} : { signature }) };
    await this.send(caller, caseId, 'sign', body, query, key, reply, 200, ({ answer, view }) => ({
      ...answer.proposal,
      caseStatus: view.state.status,
      level: view.state.level,
    }));
  }

  @Post('acknowledgements')
  async acknowledge(
    @Who() caller: Caller,
    @Param('caseId') caseId: string,
    @Body({ schema: AcknowledgementInput }) input: typeof AcknowledgementInput._output,
    @Query({ schema: DryRunQuery }) query: Query_,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if ('passTo' in input) {
      await this.send(caller, caseId, 'pass', { to: input.passTo }, query, key, reply, 201, () => ({
        passedTo: 'delegate',
      }));
      return;
    }
    const body = input.phase === undefined ? {} : { phase: input.phase };
    await this.send(caller, caseId, 'acknowledge', body, query, key, reply, 201, ({ answer }) => ({
      acknowledgementId: answer.acknowledgementId,
    }));
  }

  @Delete('acknowledgements/:acknowledgementId')
  async undo(
    @Who() caller: Caller,
    @Param('caseId') caseId: string,
    @Param('acknowledgementId') acknowledgementId: string,
    @Query({ schema: DryRunQuery }) query: Query_,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(caller, caseId, 'undoAcknowledgement', { acknowledgementId }, query, key, reply, 200, () => ({
      acknowledgementId,
      state: 'undone',
    }));
  }

  @Post('duties/:dutyId/completions')
  async complete(
    @Who() caller: Caller,
    @Param('caseId') caseId: string,
    @Param('dutyId') dutyId: string,
    @Body({ schema: CompletionInput }) input: typeof CompletionInput._output,
    @Query({ schema: DryRunQuery }) query: Query_,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = plain({ dutyId, ...input }) as BodyOf<'completeDuty'>;
    await this.send(caller, caseId, 'completeDuty', body, query, key, reply, 201, ({ answer, view }) => ({
      ...answer.completion,
      duty: view.state.duties[dutyId]?.state,
    }));
  }

  @Post('completions/:completionId/confirmations')
  async confirm(
    @Who() caller: Caller,
    @Param('caseId') caseId: string,
    @Param('completionId') completionId: string,
    @Body({ schema: ConfirmationInput }) { text }: typeof ConfirmationInput._output,
    @Query({ schema: DryRunQuery }) query: Query_,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(caller, caseId, 'confirm', { completionId, text }, query, key, reply, 201, () => ({
      completionId,
    }));
  }

  @Post('duties/:dutyId/waiver')
  async waive(
    @Who() caller: Caller,
    @Param('caseId') caseId: string,
    @Param('dutyId') dutyId: string,
    @Body({ schema: WaiverInput }) { reason }: typeof WaiverInput._output,
    @Query({ schema: DryRunQuery }) query: Query_,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(caller, caseId, 'waive', { dutyId, reason }, query, key, reply, 201, () => ({
      dutyId,
      state: 'waived',
    }));
  }

  @Post('decisions')
  async decide(
    @Who() caller: Caller,
    @Param('caseId') caseId: string,
    @Body({ schema: DecisionInput }) input: typeof DecisionInput._output,
    @Query({ schema: DryRunQuery }) query: Query_,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(
      caller,
      caseId,
      'decide',
      plain(input) as BodyOf<'decide'>,
      query,
      key,
      reply,
      201,
      ({ answer, view }) => ({
        decisionId: answer.completion?.completionId,
        decision: view.state.decisions.at(-1),
      }),
    );
  }

  @Post('violations/:violationId/standing')
  async standing(
    @Who() caller: Caller,
    @Param('caseId') caseId: string,
    @Param('violationId') violationId: string,
    @Body({ schema: StandingInput }) input: typeof StandingInput._output,
    @Query({ schema: DryRunQuery }) query: Query_,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { standing, text } = input;
    if (standing !== 'verified') {
      throw new Problem(
        'conflict',
        'One person only raises a standing, here to "verified"; to lower it use void-violation.',
      );
    }
    const body = { violationId, standing, text };
    await this.send(caller, caseId, 'setStanding', body, query, key, reply, 200, ({ view }) => ({
      violation: view.state.violations[violationId],
    }));
  }

  private async send<K extends OutsideCommandKind>(
    caller: Caller,
    caseId: string,
    kind: K,
    body: BodyOf<K>,
    query: Query_,
    idempotencyKey: string | undefined,
    reply: FastifyReply,
    status: number,
    shown: (done: Extract<Done, { pending: false }>) => object,
  ): Promise<void> {
    const how = { idempotencyKey: idempotencyKey?.slice(0, 200), dryRun: query.dryRun === 'true' };
    const result = await this.commands.run(caller, caseId, kind, body, how);
    if ('dryRun' in result) return sendReply(reply, 200, result);
    if (result.pending) return sendReply(reply, 202, result.location);
    const { commandId, seq } = result.answer;
    sendReply(reply, status, { ...shown(result), caseId, commandId, seq });
  }
}

@ApiTags('commands')
@Controller('api/v1/commands')
export class CommandStateController {
  constructor(private readonly commands: CommandService) {}

  @Get(':commandId')
  @HttpCode(200)
  async state(@Who() { world }: Caller, @Param('commandId') commandId: string): Promise<object> {
    return { commandId, ...(await this.commands.state(world, commandId.slice(0, 100))) };
  }
}

/** Without keys that hold nothing: what is signed, hashed and sent has one form. */
const plain = (value: object): object => JSON.parse(JSON.stringify(value)) as object;
