/** `POST /reports`: the way in for people and machines. */
import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { Commands } from '../openapi/answers.js';
import type { Reply } from '../reply.js';
import { ReportInput } from '../schema.js';
import { reportAnswer } from './report-reply.js';
import { ReportService } from './report-service.js';

@ApiTags('reports')
@Controller('api/v1')
export class ReportsController {
  constructor(private readonly reports: ReportService) {}

  @Post('reports')
  @Commands('Report a violation; the same report again gets its first answer, with 200', 'created', reportAnswer)
  async report(@Asked() ask: Ask, @Body({ schema: ReportInput }) input: ReportInput): Promise<Reply<object>> {
    return await this.reports.submit(ask, input);
  }
}
