/** Reviews: what waits for people, and what they find (RULES 5). */
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { ConcludeBody } from '../../domain/review/review.js';
import { Who } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { Commands, Reads } from '../openapi/answers.js';
import type { Reply } from '../reply.js';
import { OutcomeInput, ReviewId, ReviewsQuery, withoutUndefined } from '../schema.js';
import { reviewRows } from './review-rows.js';
import { ReviewService } from './review-service.js';
import { outcomeAnswer, reviewList } from './review.schema.js';

@ApiTags('reviews')
@Controller('api/v1/reviews')
export class ReviewsController {
  constructor(private readonly service: ReviewService) {}

  @Get()
  @Reads('Reports under review: those that wait first, by when somebody is asked next', reviewList)
  list(
    @Who() caller: Caller,
    @Query({ schema: ReviewsQuery }) { state, limit }: z.output<typeof ReviewsQuery>,
  ): z.infer<typeof reviewList> {
    const rows = reviewRows(caller).filter((row) => state === undefined || row.state === state);
    return { reviews: rows.slice(0, limit) };
  }

  @Post(':id/outcome')
  @Commands('Judge what waits in a review: an office of the watch or legal, never who reported it', 'ok', outcomeAnswer)
  async conclude(
    @Asked() ask: Ask,
    @Param('id', { schema: ReviewId }) id: string,
    @Body({ schema: OutcomeInput }) body: OutcomeInput,
  ): Promise<Reply<object>> {
    return await this.service.conclude(ask, id, withoutUndefined(body) as ConcludeBody);
  }
}
