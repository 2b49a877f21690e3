/** Assembles the API: Nest on Fastify, over worlds that were opened before. Used by `main.ts` and by tests. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, NestFactory, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LinkKeys } from '../domain/notice/link-token.js';
import type { VerifierKey } from '../record/seal/note.js';
import { AccessGuard } from './access/access.guard.js';
import { Limits } from './access/limits.js';
import { SessionController } from './access/session.controller.js';
import { SignIn } from './access/sign-in.js';
import { SignOnController } from './access/sign-on.controller.js';
import { AcknowledgementsController } from './acknowledgements/acknowledgements.controller.js';
import { BoardController } from './board/board.controller.js';
import { CasesController } from './cases/cases.controller.js';
import { CodecController } from './codec/codec.controller.js';
import { VerificationController } from './cases/verification.controller.js';
import { CommandService } from './commands/command-service.js';
import { CommandsController } from './commands/commands.controller.js';
import { DecisionsController } from './decisions/decisions.controller.js';
import { DirectoryController } from './directory/directory.controller.js';
import { DutiesController } from './duties/duties.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { ExercisesController } from './exercises/exercises.controller.js';
import { EventsController } from './events/events.controller.js';
import { HealthController } from './health/health.controller.js';
import { RouteTable } from './http/route-table.js';
import { SchemaPipe } from './http/schema.pipe.js';
import { createServer } from './http/server.js';
import { RefusalsController } from './house/refusals.controller.js';
import { HoldsController } from './holds/holds.controller.js';
import { KeysController } from './keys/keys.controller.js';
import { LinkCommands } from './links/link-commands.js';
import { LinksController } from './links/links.controller.js';
import type { Log } from './log/log.js';
import { NestLogger } from './log/nest-logger.js';
import { setUpDocument } from './openapi/document.js';
import { AdoptionsController } from './plans/adoptions.controller.js';
import { PlansController } from './plans/plans.controller.js';
import { ProblemFilter, ReplyInterceptor } from './problem.filter.js';
import { ProposalsController } from './proposals/proposals.controller.js';
import { ErasureService } from './erasures/erasure-service.js';
import { ErasuresController } from './erasures/erasures.controller.js';
import { PublicationService } from './publications/publication-service.js';
import { PublicationsController } from './publications/publications.controller.js';
import { RecoveryController } from './recovery/recovery.controller.js';
import { Forwarder } from './reports/forwarder.js';
import { ReportService } from './reports/report-service.js';
import { ReportsController } from './reports/reports.controller.js';
import { ReviewKeeper } from './reviews/review-keeper.js';
import { ReviewService } from './reviews/review-service.js';
import { ReviewsController } from './reviews/reviews.controller.js';
import { SealsController } from './seals/seals.controller.js';
import { CLOCK, LIMITER, LINK_KEYS, LOG, ROUTES, SETTINGS, SIGN_IN, WITNESSES, WORLDS } from './tokens.js';
import type { ApiSettings, Clock } from './tokens.js';
import { ViolationsController } from './violations/violations.controller.js';
import { WhyController } from './why/why.controller.js';
import type { World } from './worlds/world.js';
import { WorldsController } from './worlds/worlds.controller.js';

export interface ApiParts {
  worlds: readonly World[];
  /** Milliseconds since 1970: of sessions and limits. Instants of acceptance are each world's own. */
  clock: Clock;
  log: Log;
  settings: ApiSettings;
  /** Verify the links in messages. */
  links: LinkKeys;
  /** Whose cosignatures are kept; absent: nobody's. */
  witnesses?: readonly VerifierKey[];
}

export interface Api {
  app: NestFastifyApplication;
  /** Every path with its methods. */
  routes: RouteTable;
  listen(port: number, host: string): Promise<string>;
  close(): Promise<void>;
}

export async function createApi({ worlds, clock, log, settings, links, witnesses = [] }: ApiParts): Promise<Api> {
  const signIn = new SignIn(worlds, clock, settings);
  const limits = new Limits(settings.limits);
  const routes = new RouteTable();

  @Module({
    controllers: [
      BoardController,
      CodecController,
      HealthController,
      SessionController,
      ReportsController,
      ReviewsController,
      CasesController,
      RefusalsController,
      VerificationController,
      RecoveryController,
      WhyController,
      ProposalsController,
      AcknowledgementsController,
      DutiesController,
      LinksController,
      DecisionsController,
      ViolationsController,
      CommandsController,
      PlansController,
      AdoptionsController,
      PublicationsController,
      ErasuresController,
      SignOnController,
      KeysController,
      HoldsController,
      DirectoryController,
      WorldsController,
      EventsController,
      ExercisesController,
      ExportsController,
      SealsController,
    ],
    providers: [
      CommandService,
      LinkCommands,
      ReportService,
      ReviewService,
      PublicationService,
      ErasureService,
      { provide: WORLDS, useValue: worlds },
      { provide: CLOCK, useValue: clock },
      { provide: LOG, useValue: log },
      { provide: SETTINGS, useValue: settings },
      { provide: SIGN_IN, useValue: signIn },
      { provide: LIMITER, useValue: limits },
      { provide: ROUTES, useValue: routes },
      { provide: LINK_KEYS, useValue: links },
      { provide: WITNESSES, useValue: witnesses },
      {
        provide: APP_GUARD,
        useFactory: (reflector: Reflector) => new AccessGuard(reflector, signIn, limits),
        inject: [Reflector],
      },
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_INTERCEPTOR, useClass: ReplyInterceptor },
    ],
  })
  class ApiModule {}

  const server = createServer({ routes, log, secure: settings.secure });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule, server, {
    logger: new NestLogger(log),
    bodyParser: false,
    forceCloseConnections: true,
  });
  app.useGlobalPipes(new SchemaPipe());
  setUpDocument(app);
  await app.init();
  const forwarder = new Forwarder(worlds, app.get(ReportService), log);
  forwarder.start();
  const keeper = new ReviewKeeper(worlds, log);
  keeper.start();
  return {
    app,
    routes,
    listen: async (port, host) => {
      await app.listen(port, host);
      return await app.getUrl();
    },
    close: async () => {
      await forwarder.stop();
      await keeper.stop();
      await app.close();
      await Promise.all(worlds.map(async (world) => await world.close()));
    },
  };
}
