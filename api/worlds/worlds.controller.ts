/** What a reader wants to know of a world beside its cases: plans, directory, sectors, time, counters, who I am. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { explainPlan } from '../../domain/plan/explain-plan.js';
import { instant, ms } from '../../domain/instant.js';
import { SECTORS } from '../../domain/sectors.js';
import { Who } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { sectorStates, soon, summaryOf } from '../cases/case-view.js';
import { Problem } from '../problem.js';
import { ExplanationQuery, SectorsQuery } from '../schema.js';
import { CLOCK } from '../tokens.js';
import type { Clock } from '../tokens.js';
import { CaseViews } from './case-views.js';
import type { World } from './world.js';

@ApiTags('worlds')
@Controller('api/v1')
export class WorldsController {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  @Get('plans')
  plans(@Who() { world }: Caller): object {
    const { plan, planRef } = world.settings;
    return { plans: [{ ...planRef, title: plan.title, source: plan.source }] };
  }

  @Get('plans/:id/versions/:version')
  plan(@Who() { world }: Caller, @Param('id') id: string, @Param('version') version: string): object {
    return { ...world.settings.planRef, plan: requirePlan(world, id, version) };
  }

  @Get('plans/:id/versions/:version/explanation')
  explanation(
    @Who() { world }: Caller,
    @Param('id') id: string,
    @Param('version') version: string,
    @Query({ schema: ExplanationQuery }) query: z.output<typeof ExplanationQuery>,
  ): object {
    const plan = requirePlan(world, id, version);
    const { lang, firstViolationAt } = query;
    return { lang, explanation: explainPlan(plan, lang, firstViolationAt ? { firstViolationAt } : undefined) };
  }

  /** Parties, offices and kinds of channels; never keys or addresses. */
  @Get('directory')
  directory(@Who() { world }: Caller): object {
    return { hash: world.settings.directoryHash, ...world.settings.caseDirectory };
  }

  @Get('time')
  time(@Who() { world }: Caller): object {
    const { exercise, speed } = world.settings;
    const now = world.clock.now();
    const sources = { serverClockUsed: world.clock.isOff(), offsetMs: world.clock.offsetMs() };
    if (!exercise) return { now, exercise, ...sources };
    // Virtual time is shown, nothing is counted in it: since the first case of this exercise, times the speed.
    const started = world.views
      .all()
      .map(({ state }) => state.firstViolationAt)
      .sort()[0];
    const virtualNow = started === undefined ? now : instant(ms(started) + (ms(now) - ms(started)) * speed);
    return { now, exercise, speed, virtualNow, ...sources };
  }

  @Get('me')
  me(@Who() { world, actor, office, key }: Caller): object {
    const { name, exercise, agreement } = world.settings;
    const person = actor &&
      office && { office: office.id, name: office.name, groups: office.groups, roles: office.roles };
    const may = Object.entries(world.settings.plan.authority)
      .filter(([, rule]) => office?.groups.some((group) => rule.signers.includes(group)))
      .map(([act]) => act);
    return {
      world: name,
      exercise,
      agreement,
      ...(person
        ? { ...person, organisation: actor.organisation, person: actor.person, maySign: may }
        : { reader: true }),
      ...(key?.to === undefined ? {} : { keyUntil: key.to }),
    };
  }

  @Get('summary')
  summary(@Who() { world }: Caller): object {
    const all = world.views.all().map(summaryOf);
    const limit = soon(world.clock.now(), world.settings.speed);
    const live = all.filter(({ status }) => status !== 'closed');
    return {
      open: all.filter(({ status }) => status === 'open').length,
      quiet: all.filter(({ status }) => status === 'quiet').length,
      closed: all.length - live.length,
      dueSoon: live.filter(({ next }) => next !== undefined && next.at <= limit).length,
      overdue: live.filter(({ overdue }) => overdue.length > 0).length,
      notTold: live.filter(({ notTold }) => notTold.length > 0).length,
      intakePending: world.intake.pending().length,
      reviews: world.intake.reviews().length,
    };
  }

  @Get('sectors')
  async sectors(
    @Who() { world }: Caller,
    @Query({ schema: SectorsQuery }) { at }: z.output<typeof SectorsQuery>,
  ): Promise<object> {
    const views = at === undefined ? world.views.all() : await viewsAsOf(world, at);
    const states = new Map(sectorStates(views).map((state) => [state.sector, state]));
    const quiet = { level: 0, posture: 0, status: 'none', cases: 0 };
    const now = instant(this.clock());
    return {
      at: at ?? now,
      sectors: SECTORS.map(({ id, name }) => ({ id, name, ...(states.get(id) ?? { sector: id, ...quiet }) })),
    };
  }
}

function requirePlan(world: World, id: string, version: string) {
  const { plan, planRef } = world.settings;
  if (planRef.id === id && String(planRef.version) === version) return plan;
  throw new Problem(
    'not-found',
    `There is no plan ${id.slice(0, 60)} version ${version.slice(0, 10)}; GET /api/v1/plans lists them.`,
  );
}

/** The past, from the entries decided until then. */
async function viewsAsOf(world: World, at: string) {
  const views = world.views.all().filter(({ state }) => state.openedAt <= at);
  return await Promise.all(
    views.map(async (view) => CaseViews.asOf(view, await world.views.entries(view.state.caseId), at)),
  );
}
