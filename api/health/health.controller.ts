/** Whether it lives, whether it is ready and which part is not, and its metrics. */
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AggregatorRegistry, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { CaseState } from '../../domain/case/state.js';
import { instant, MINUTE, ms } from '../../domain/instant.js';
import { SEAL_KEYS } from '../../record/seal/streams.js';
import { Open } from '../access/access.guard.js';
import { WORLDS } from '../tokens.js';
import type { World } from '../worlds/world.js';

const PROBE_MS = 2000;
const LATE_OPEN_S = 5 * 60;
const LATE_QUIET_S = 65 * 60;

interface Part {
  part: string;
  ready: boolean;
  detail?: string;
}

@ApiTags('health')
@Controller()
export class HealthController {
  private readonly registry = new Registry();

  constructor(@Inject(WORLDS) private readonly worlds: readonly World[]) {
    collectDefaultMetrics({ register: this.registry });
    this.gaugeOfParts();
    const gauge = (name: string, help: string, value: (world: World) => number): void => {
      const registers = [this.registry];
      const made: Gauge = new Gauge({
        name,
        help,
        labelNames: ['world'],
        registers,
        collect: () => {
          for (const world of worlds) made.set({ world: world.settings.name }, value(world));
        },
      });
    };
    const cases = (world: World, status: string): number =>
      world.views.running().filter(({ state }) => state.status === status).length;
    gauge('holdfire_cases_open', 'Cases that are open', (world) => cases(world, 'open'));
    gauge('holdfire_cases_quiet', 'Cases in their quiet period', (world) => cases(world, 'quiet'));
    gauge('holdfire_intake_pending', 'Accepted reports that no case has yet', (world) => world.intake.pendingCount);
    gauge('holdfire_intake_pending_age_seconds', 'Age of the oldest of them', (world) =>
      ageOf(world.intake.pendingSince),
    );
    gauge(
      'holdfire_intake_in_flight_most',
      'Reports that open a case and go on at once',
      (world) => world.pace.openings.window,
    );
    gauge('holdfire_clock_offset_ms', "Temporal server's clock minus this host's", (world) => world.clock.offsetMs());
    gauge('holdfire_seal_age_seconds', 'Since the latest checkpoint of the record was signed', (world) =>
      sealAge(world),
    );
    gauge('holdfire_seal_lines', 'Lines of the record under that checkpoint', ({ seals }) => seals.latest?.size ?? 0);
    gauge('holdfire_reviews_waiting', 'Reports that wait for people to judge them', (world) =>
      world.reviews.waitingCount(),
    );
    gauge('holdfire_not_told', 'Offices that no channel reached with the last notice of an open case', (world) =>
      sum(world, ({ notTold }) => notTold.length),
    );
    gauge('holdfire_proposals_open', 'Proposals that wait for signatures', (world) =>
      sum(world, ({ proposals }) => Object.values(proposals).filter(({ state }) => state === 'open').length),
    );
    gauge(
      'holdfire_missed_instants',
      'Cases whose next instant passed more than a minute ago without an entry',
      (world) => {
        const until = instant(Date.now() - MINUTE);
        return world.views.all().filter(({ next }) => next !== undefined && next.at < until).length;
      },
    );
    gauge('holdfire_canary_age_seconds', 'Since the canary last came; 0 where it never did', (world) =>
      ageOf(world.figures.canaryAt),
    );
    gauge(
      'holdfire_overdue_duties',
      'Duties that are overdue',
      (world) =>
        world.views
          .running()
          .flatMap(({ state }) => Object.values(state.duties))
          .filter((duty) => duty.state === 'overdue').length,
    );
  }

  /** What `/health/ready` says, for alerts. */
  private gaugeOfParts(): void {
    const made: Gauge = new Gauge({
      name: 'holdfire_part_ready',
      help: '1: this part of the world answers; 0: it does not (/health/ready says why)',
      labelNames: ['world', 'part'],
      registers: [this.registry],
      collect: async () => {
        for (const world of this.worlds) {
          for (const { part, ready } of await partsOf(world)) {
            made.set({ world: world.settings.name, part: part.split(': ')[1] ?? part }, ready ? 1 : 0);
          }
        }
      },
    });
  }

  @Open()
  @Get('health/live')
  live(): object {
    return { live: true };
  }

  @Open()
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const parts = (await Promise.all(this.worlds.map(partsOf))).flat();
    const ready = parts.every((part) => part.ready);
    // The one place where a status is an answer and no problem: probes read nothing else.
    if (!ready) void reply.status(503).header('retry-after', '5');
    return { ready, parts };
  }

  @Open()
  @Get('metrics')
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    // Of each world by itself, told apart by their label.
    const ofWorlds = await Promise.all(this.worlds.map(({ figures }) => figures.registry.getMetricsAsJSON()));
    const text = [await this.registry.metrics(), await AggregatorRegistry.aggregate(ofWorlds).metrics()];
    void reply.type(this.registry.contentType).send(text.join('\n'));
  }
}

/** Seconds; 0 where nothing waits. */
const ageOf = (since: string | undefined): number =>
  since === undefined ? 0 : Math.max(0, (Date.now() - Date.parse(since)) / 1000);
const sum = (world: World, of: (state: CaseState) => number): number =>
  world.views.running().reduce((total, { state }) => total + of(state), 0);

async function partsOf(world: World): Promise<Part[]> {
  const { name, namespace } = world.settings;
  const parts = [
    // Of a stream of a few lines: in a folder the end of one is found by reading it, and probes come every few seconds.
    await part(`${name}: record`, async () => void (await world.store.last(SEAL_KEYS))),
    await part(`${name}: temporal`, async () => {
      const { connection } = world.client;
      await connection.withDeadline(Date.now() + PROBE_MS, () =>
        connection.workflowService.describeNamespace({ namespace }),
      );
    }),
  ];
  const off = world.clock.isOff();
  const detail = `This host's clock differs from the Temporal server's by ${world.clock.offsetMs()} ms; the server's is used.`;
  const late = world.watch.late();
  const watch = {
    part: `${name}: watch over open cases`,
    ready: true,
    ...(late === undefined ? {} : { detail: late }),
  };
  const unsealed = lateSeal(world);
  const seal = { part: `${name}: seal`, ready: true, ...(unsealed === undefined ? {} : { detail: unsealed }) };
  return [...parts, { part: `${name}: clock`, ready: true, ...(off ? { detail } : {}) }, watch, seal];
}

/** Seconds; not a number before the first seal. */
const sealAge = ({ seals, clock }: World): number => (ms(clock.now()) - Date.parse(seals.latest?.at ?? '')) / 1000;

/** A checkpoint is signed every minute while a case is open, every hour otherwise; some of them may be missed. */
function lateSeal(world: World): string | undefined {
  const age = sealAge(world);
  if (Number.isNaN(age)) return 'The record has no seal yet.';
  const isOpen = world.views.running().length > 0;
  if (age < (isOpen ? LATE_OPEN_S : LATE_QUIET_S)) return undefined;
  return `The record was last sealed ${Math.round(age / 60)} min ago; the worker's log says why.`;
}

async function part(name: string, probe: () => Promise<void>): Promise<Part> {
  try {
    await probe();
    return { part: name, ready: true };
  } catch (error) {
    return { part: name, ready: false, detail: (error as Error).message.slice(0, 200) };
  }
}
