/** `POST /reports`: the way in for people and machines. */
import { Body, Controller, Headers, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Get } from '@nestjs/common';
import { Who } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { sendReply } from '../commands/reply.js';
import { DryRunQuery, ReportInput } from '../schema.js';
import { ReportService } from './report-service.js';

@ApiTags('reports')
@Controller('api/v1')
export class ReportsController {
  constructor(private readonly reports: ReportService) {}

  @Post('reports')
  async report(
    @Who() caller: Caller,
    @Body({ schema: ReportInput }) input: ReportInput,
    @Query({ schema: DryRunQuery }) query: { dryRun?: 'true' | 'false' | undefined },
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const how = { idempotencyKey: idempotencyKey?.slice(0, 200), dryRun: query.dryRun === 'true' };
    const result = await this.reports.submit(caller, input, how);
    if ('dryRun' in result) return sendReply(reply, 200, result);
    if ('location' in result) return sendReply(reply, 202, result);
    sendReply(reply, result.created ? 201 : 200, result.body);
  }

  /** Reports that wait for people; their outcomes come with the next release. */
  @Get('reviews')
  reviews(@Who() { world }: Caller): object {
    return {
      reviews: world.intake.reviews().map(({ seq, body }) => {
        const { scope, acceptedAt, reason, revision, reportKey } = body;
        return { reviewId: `r${seq}`, sector: scope, acceptedAt, because: reason, revision, reportKey };
      }),
    };
  }
}
