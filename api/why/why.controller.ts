/** Why something happened in a case, or did not: answers from its entries, each naming the entries it rests on. */
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { why } from '../../domain/why/why.js';
import type { Sent } from '../../domain/why/answer.js';
import { sentStream } from '../../workflows/messages.js';
import { Who } from '../access/access.guard.js';
import { requireReader } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { instantText } from '../cases/case.schema.js';
import { viewOf } from '../commands/view-of.js';
import { Reads } from '../openapi/answers.js';
import { Problem } from '../problem.js';
import { CaseId, WhyQuery } from '../schema.js';

const cited = z
  .object({
    stream: z.string().describe('Of the record: case/CASE, or sent/CASE for what the channels said'),
    seq: z.int(),
    at: instantText,
    clause: z.string().describe('Of the plan (G2, D1) or the rules (RULES 5)'),
  })
  .meta({ id: 'CitedEntry' });

const whyAnswer = z
  .object({
    caseId: z.string(),
    about: z.object({
      kind: z.enum(['case', 'instant', 'phase', 'gate', 'duty', 'office', 'organisation', 'part']),
      id: z.string(),
    }),
    asOf: z.int().describe('The number of the last entry that was read'),
    sentences: z.array(z.object({ says: z.string(), cites: z.array(cited) })),
    left: z.int().describe('Sentences before these; the timeline has every entry'),
  })
  .meta({ id: 'Why', description: 'Full sentences from entries of the record only.' });

@ApiTags('cases')
@Controller('api/v1/cases')
export class WhyController {
  @Get(':caseId/why')
  @Reads('Why something happened in a case, or did not', whyAnswer, ['not-found'])
  async why(
    @Who() caller: Caller,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Query({ schema: WhyQuery }) { what, lang }: z.output<typeof WhyQuery>,
  ): Promise<z.infer<typeof whyAnswer>> {
    const { views, store } = caller.world;
    const { state } = await viewOf(caller.world, caseId);
    requireReader(caller, state);
    // What is said is as of one entry, also while more are written.
    const entries = (await views.entries(caseId)).filter(({ seq }) => seq <= state.seq);
    const [first] = entries;
    if (!first) throw new Problem('not-found', `The record has no entry of the case ${caseId}.`);
    const sent = (await store.read(sentStream(caseId))) as Sent[];
    const { about, sentences, left } = why({ begun: await views.begun(first), state, entries, sent }, what);
    return {
      caseId,
      about,
      asOf: state.seq,
      sentences: sentences.map(({ says, cites }) => ({ says: says[lang], cites })),
      left,
    };
  }
}
