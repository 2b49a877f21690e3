/** The plan in force, as data and in words; and the directory that it is filled with. */
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { explainPlan } from '../../domain/plan/explain-plan.js';
import { Who } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { Reads } from '../openapi/answers.js';
import { ExplanationQuery } from '../schema.js';
import { planVersion } from './known-plans.js';

const reference = z.object({ id: z.string(), version: z.int(), hash: z.string() });
const planList = z
  .object({ plans: z.array(reference.extend({ title: z.looseObject({}), source: z.looseObject({}) })) })
  .meta({ id: 'Plans' });
const planAnswer = reference.extend({ plan: z.looseObject({}) }).meta({ id: 'PlanVersion' });
const explanationAnswer = z
  .object({
    lang: z.enum(['en', 'uk']),
    explanation: z.looseObject({
      title: z.string(),
      sections: z.array(z.object({ heading: z.string(), sentences: z.array(z.string()) })),
    }),
  })
  .meta({ id: 'PlanExplanation' });
const directoryAnswer = z.looseObject({ hash: z.string() }).meta({ id: 'Directory' });

@ApiTags('plans')
@Controller('api/v1')
export class PlansController {
  @Get('plans')
  @Reads('Plans of this world', planList)
  list(@Who() { world }: Caller): object {
    const { plan, planRef } = world.settings;
    return { plans: [{ ...planRef, title: plan.title, source: plan.source }] };
  }

  @Get('plans/:id/versions/:version')
  @Reads('A plan as data; each value that is assumed is marked with its reason', planAnswer, ['not-found'])
  one(@Who() { world }: Caller, @Param('id') id: string, @Param('version') version: string): object {
    const { ref, plan } = planVersion(world, id, version);
    return { ...ref, plan };
  }

  @Get('plans/:id/versions/:version/explanation')
  @Reads('A plan in words, with a dated schedule for a given first violation', explanationAnswer, ['not-found'])
  explanation(
    @Who() { world }: Caller,
    @Param('id') id: string,
    @Param('version') version: string,
    @Query({ schema: ExplanationQuery }) { lang, firstViolationAt }: z.output<typeof ExplanationQuery>,
  ): object {
    const { plan } = planVersion(world, id, version);
    return { lang, explanation: explainPlan(plan, lang, firstViolationAt ? { firstViolationAt } : undefined) };
  }

  @Get('directory')
  @Reads('Parties, offices and kinds of channels; never keys or addresses', directoryAnswer)
  directory(@Who() { world }: Caller): object {
    return { hash: world.settings.directoryHash, ...world.settings.caseDirectory };
  }
}
