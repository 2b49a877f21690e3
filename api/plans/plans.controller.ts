/** The plans that this world knows, as data, in words, and one against another. */
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { diffPlans } from '../../domain/plan/diff-plan.js';
import { explainPlan } from '../../domain/plan/explain-plan.js';
import { Who } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { planChange } from '../cases/case.schema.js';
import { Reads } from '../openapi/answers.js';
import { DifferenceQuery, ExplanationQuery } from '../schema.js';
import { knownPlans, planVersion } from './known-plans.js';

const reference = z.object({ id: z.string(), version: z.int(), hash: z.string() });
const planList = z
  .object({
    plans: z.array(
      reference.extend({
        title: z.looseObject({}),
        source: z.string().describe('Publication and date'),
        ofNewCases: z.boolean().describe('New cases open under this version'),
      }),
    ),
  })
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
const differenceAnswer = z
  .object({
    from: reference,
    to: reference,
    differences: z.array(planChange),
  })
  .meta({ id: 'PlanDifference' });

@ApiTags('plans')
@Controller('api/v1')
export class PlansController {
  @Get('plans')
  @Reads('Plans of this world', planList)
  list(@Who() { world }: Caller): object {
    const { hash } = world.settings.planRef;
    return {
      plans: knownPlans(world).map(({ ref, plan }) => ({
        ...ref,
        title: plan.title,
        source: plan.source,
        ofNewCases: ref.hash === hash,
      })),
    };
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

  @Get('plans/:id/versions/:version/difference')
  @Reads('What another version of the plan changes, in words', differenceAnswer, ['not-found'])
  difference(
    @Who() { world }: Caller,
    @Param('id') id: string,
    @Param('version') version: string,
    @Query({ schema: DifferenceQuery }) { to }: z.output<typeof DifferenceQuery>,
  ): z.infer<typeof differenceAnswer> {
    const from = planVersion(world, id, version);
    const other = planVersion(world, id, to ?? world.settings.planRef.version);
    return { from: from.ref, to: other.ref, differences: diffPlans(from.plan, other.plan) };
  }
}
