/** What a reader wants to know of a world beside its cases: sectors, counters, time, and who one is. */
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { DutyState } from '../../domain/case/state.js';
import { instant, ms } from '../../domain/instant.js';
import type { Instant, Span } from '../../domain/instant.js';
import { SCOPES } from '../../domain/keys/key.js';
import { SECTORS } from '../../domain/sectors.js';
import { Who } from '../access/access.guard.js';
import { requirePerson } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { instantText, wordsText } from '../cases/case.schema.js';
import { CALM, sectorStates } from '../cases/sector-states.js';
import { Reads } from '../openapi/answers.js';
import { SectorsQuery } from '../schema.js';
import type { CaseRow } from './case-views.js';
import type { World } from './world.js';

/** An instant within this is soon: what the board counts as "due soon". Divided by the speed in an exercise. */
const SOON_MS = 6 * 3600 * 1000;

const timeAnswer = z
  .object({
    now: instantText,
    exercise: z.boolean(),
    serverClockUsed: z.boolean().describe("True while this host's clock is off and the Temporal server's is used"),
    offsetMs: z.number().describe("The Temporal server's clock minus this host's"),
    speed: z.number().optional(),
    virtualNow: instantText.optional().describe('In an exercise; shown, never counted in'),
  })
  .meta({ id: 'Time' });

export type TimeAnswer = z.infer<typeof timeAnswer>;

const meAnswer = z
  .object({
    world: z.enum(['real', 'exercise']),
    exercise: z.boolean(),
    agreement: z.string(),
    reader: z.literal(true).optional().describe('Present where an exercise is read without a key'),
    office: z.string().optional(),
    name: wordsText.optional(),
    organisation: z.string().optional(),
    person: z.string().optional(),
    groups: z.array(z.string()).optional(),
    roles: z.array(z.string()).optional(),
    maySign: z.array(z.string()).optional().describe('Acts of the plan that this office may propose and sign'),
    keyUntil: z.string().optional(),
    keyScope: z.enum(SCOPES).optional(),
    unconfirmed: z.literal(true).optional().describe('The key is new: it counts for no signature yet'),
  })
  .meta({ id: 'Me' });

export type MeAnswer = z.infer<typeof meAnswer>;

const summaryAnswer = z
  .object({
    open: z.int(),
    quiet: z.int(),
    closed: z.int(),
    dueSoon: z.int().describe('Open and quiet cases whose next instant is within six hours'),
    overdue: z.int().describe('Cases in which a duty is overdue'),
    repeated: z.int().describe('Cases in which violations were found to repeat, within the span of the plan (30 days)'),
    notTold: z.int().describe('Cases of which no channel reached somebody'),
    intakePending: z.int().describe('Accepted reports that no case has yet'),
    intakePendingSince: instantText.optional().describe('When the oldest of them was accepted'),
    intakeInFlight: z.int().describe('How many reports that open a case go on at once now'),
    reviews: z.int().describe('Reports that wait for the outcome of a review'),
  })
  .meta({ id: 'Summary' });

export type SummaryAnswer = z.infer<typeof summaryAnswer>;

const sectorsAnswer = z
  .object({
    at: instantText,
    sectors: z.array(
      z.object({
        id: z.string(),
        name: wordsText,
        status: z.enum(['none', 'quiet', 'open']),
        level: z.int(),
        posture: z.int(),
        overdue: z.int(),
        cases: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'Sectors' });

@ApiTags('worlds')
@Controller('api/v1')
export class WorldsController {
  @Get('time')
  @Reads("The server's time; in an exercise also its speed and virtual time", timeAnswer)
  time(@Who() { world }: Caller): z.infer<typeof timeAnswer> {
    const { exercise, speed } = world.settings;
    const now = world.clock.now();
    const sources = { serverClockUsed: world.clock.isOff(), offsetMs: world.clock.offsetMs() };
    if (!exercise) return { now, exercise, ...sources };
    return { now, exercise, speed, virtualNow: virtual(world, now, speed), ...sources };
  }

  @Get('me')
  @Reads('Who your key says you are, and what you may sign', meAnswer)
  me(@Who() { world, actor, office, key }: Caller): z.infer<typeof meAnswer> {
    const { name, exercise, agreement, plan } = world.settings;
    const here = { world: name, exercise, agreement };
    if (!actor || !office) return { ...here, reader: true };
    const maySign = Object.entries(plan.authority)
      .filter(([, rule]) => office.groups.some((group) => rule.signers.includes(group)))
      .map(([act]) => act);
    return {
      ...here,
      office: office.id,
      name: office.name,
      organisation: actor.organisation,
      person: actor.person,
      groups: [...office.groups],
      roles: [...office.roles],
      maySign,
      ...(key?.to === undefined ? {} : { keyUntil: key.to }),
      ...(key ? { keyScope: key.scope } : {}),
      ...(actor.unconfirmed ? { unconfirmed: true } : {}),
    };
  }

  @Get('summary')
  @Reads('Counters', summaryAnswer)
  summary(@Who() caller: Caller): z.infer<typeof summaryAnswer> {
    requirePerson(caller, 'the summary');
    const { world } = caller;
    const { intake, pace } = world;
    const { views } = world;
    const running = views.running();
    const now = ms(world.clock.now());
    const limit = instant(now + SOON_MS / world.settings.speed);
    // The plan of a case is in the time of its exercise already.
    const isRecent = ({ state: { repeated, plan } }: CaseRow): boolean =>
      repeated !== undefined && now - ms(repeated.at) <= plan.repetition.within;
    const open = running.filter(({ state }) => state.status !== 'quiet').length;
    return {
      open,
      quiet: running.length - open,
      closed: views.closedCount,
      dueSoon: running.filter(({ next }) => next !== undefined && next.at <= limit).length,
      overdue: running.filter(({ state }) => Object.values(state.duties).some(isOverdue)).length,
      repeated: views.all().filter(isRecent).length,
      notTold: running.filter(({ state }) => state.notTold.length > 0).length,
      intakePending: intake.pendingCount,
      ...(intake.pendingSince === undefined ? {} : { intakePendingSince: intake.pendingSince }),
      intakeInFlight: pace.openings.window,
      reviews: world.reviews.waitingCount(),
    };
  }

  @Get('sectors')
  @Reads('The worst state of each sector, now or at an instant of the past', sectorsAnswer)
  async sectors(
    @Who() caller: Caller,
    @Query({ schema: SectorsQuery }) { at }: z.output<typeof SectorsQuery>,
  ): Promise<z.infer<typeof sectorsAnswer>> {
    requirePerson(caller, 'the state of the sectors');
    const { views, clock } = caller.world;
    const states = at === undefined ? views.running().map(({ state }) => state) : await views.runningAsOf(at);
    const worst = sectorStates(states);
    return {
      at: at ?? clock.now(),
      sectors: [...SECTORS, ...caller.world.settings.plan.sectors].map(({ id, name }) => {
        const { sector: _, ...state } = worst.get(id) ?? { sector: id, ...CALM, cases: [] };
        return { id, name, ...state };
      }),
    };
  }
}

const isOverdue = ({ state }: DutyState): boolean => state === 'overdue';

/** Since the first violation of this exercise, as its script or else its cases have it, times the speed. */
function virtual(world: World, now: Instant, speed: number): Instant {
  const { agreement } = world.settings;
  const { current } = world.exercises;
  const own = world.views.all().filter(({ state }) => state.agreement === agreement);
  const played = current !== undefined && `exercise-${current.n}` === agreement ? [current.startAt] : [];
  const starts = [...own.map(({ state }): Instant => state.firstViolationAt), ...played];
  if (starts.length === 0) return now;
  const started: Span = Math.min(...starts.map(ms));
  return instant(started + (ms(now) - started) * speed);
}
