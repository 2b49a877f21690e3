/** `POST /reports`: the way in for people and machines; `GET /reviews`: what waits for people. */
import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Who } from '../access/access.guard.js';
import { requirePerson } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { instantText } from '../cases/case.schema.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { Commands, Reads } from '../openapi/answers.js';
import type { Reply } from '../reply.js';
import { ReportInput } from '../schema.js';
import { reportAnswer, reviewIdOf } from './report-reply.js';
import { ReportService } from './report-service.js';

const reviews = z
  .object({
    reviews: z.array(
      z.object({
        reviewId: z.string(),
        sector: z.string(),
        acceptedAt: instantText,
        because: z.string(),
        revision: z.int(),
        reportKey: z.string(),
      }),
    ),
  })
  .meta({ id: 'Reviews' });

@ApiTags('reports')
@Controller('api/v1')
export class ReportsController {
  constructor(private readonly reports: ReportService) {}

  @Post('reports')
  @Commands('Report a violation; the same report again gets its first answer, with 200', 'created', reportAnswer)
  async report(@Asked() ask: Ask, @Body({ schema: ReportInput }) input: ReportInput): Promise<Reply<object>> {
    return await this.reports.submit(ask, input);
  }

  /** What comes of them comes with the next release. */
  @Get('reviews')
  @Reads('Reports that wait for people to judge them, oldest first', reviews)
  reviews(@Who() caller: Caller): z.infer<typeof reviews> {
    requirePerson(caller, 'the list of reviews');
    return {
      reviews: caller.world.intake.reviews().map((entry) => {
        const { scope: sector, acceptedAt, reason: because = '', revision, reportKey } = entry.body;
        return { reviewId: reviewIdOf(entry), sector, acceptedAt, because, revision, reportKey };
      }),
    };
  }
}
