/** Assembles the API: Nest on Fastify, over worlds that were opened before. Used by `main.ts` and by tests. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { AccessGuard } from './access/access.guard.js';
import { RefusalLog } from './access/refusal-log.js';
import { SessionController } from './access/session.controller.js';
import { SignIn } from './access/sign-in.js';
import { BoardController } from './board/board.controller.js';
import { CasesController } from './cases/cases.controller.js';
import { CommandService } from './commands/command-service.js';
import { CommandsController, CommandStateController } from './commands/commands.controller.js';
import { EventsController } from './events/events.controller.js';
import { HealthController } from './health/health.controller.js';
import { parseJsonBody } from './http/json-body.js';
import { RouteTable } from './http/route-table.js';
import { schemaPipe } from './http/schema.pipe.js';
import type { Log } from './log/log.js';
import { NestLogger } from './log/nest-logger.js';
import { ProblemFilter, ReplyInterceptor } from './problem.filter.js';
import { Forwarder } from './reports/forwarder.js';
import { ReportService } from './reports/report-service.js';
import { ReportsController } from './reports/reports.controller.js';
import { CLOCK, LOG, REFUSALS, ROUTES, SIGN_IN, WORLDS } from './tokens.js';
import type { Clock } from './tokens.js';
import type { World } from './worlds/world.js';
import { WorldsController } from './worlds/worlds.controller.js';

export interface ApiParts {
  worlds: readonly World[];
  /** Milliseconds since 1970: of sessions and limits. Instants of acceptance are each world's own. */
  clock: Clock;
  log: Log;
}

export interface Api {
  app: NestFastifyApplication;
  listen(port: number, host: string): Promise<string>;
  close(): Promise<void>;
}

/** Larger bodies are refused before they are read (413). */
const MOST_BYTES = 64 * 1024;

/** No scripts but the API's documentation page's own; nothing from another host; in no frame. */
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

export async function createApi({ worlds, clock, log }: ApiParts): Promise<Api> {
  const signIn = new SignIn(worlds, clock);
  const refusals = new RefusalLog(worlds, clock, log);
  const routes = new RouteTable();

  @Module({
    controllers: [
      BoardController,
      HealthController,
      SessionController,
      ReportsController,
      CasesController,
      CommandsController,
      CommandStateController,
      WorldsController,
      EventsController,
    ],
    providers: [
      CommandService,
      ReportService,
      { provide: WORLDS, useValue: worlds },
      { provide: CLOCK, useValue: clock },
      { provide: LOG, useValue: log },
      { provide: REFUSALS, useValue: refusals },
      { provide: SIGN_IN, useValue: signIn },
      { provide: ROUTES, useValue: routes },
      {
        provide: APP_GUARD,
        useFactory: (reflector: Reflector) => new AccessGuard(reflector, signIn),
        inject: [Reflector],
      },
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_INTERCEPTOR, useClass: ReplyInterceptor },
    ],
  })
  class ApiModule {}

  const app = await NestFactory.create<NestFastifyApplication>(ApiModule, adapter(routes), {
    logger: new NestLogger(log),
    bodyParser: false,
    forceCloseConnections: true,
  });
  app.useGlobalPipes(schemaPipe());
  documentAt(app, 'api/docs');
  await app.init();
  const forwarder = new Forwarder(worlds, app.get(ReportService), clock, log);
  forwarder.start();
  return {
    app,
    listen: async (port, host) => {
      await app.listen(port, host);
      return await app.getUrl();
    },
    close: async () => {
      await forwarder.stop();
      await app.close();
      for (const world of worlds) world.close();
    },
  };
}

function adapter(routes: RouteTable): FastifyAdapter {
  const fastify = new FastifyAdapter({
    bodyLimit: MOST_BYTES,
    // Slow and endless requests are cut.
    requestTimeout: 15_000,
    keepAliveTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
  });
  const instance = fastify.getInstance();
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser(/^application\/(?:[\w.+-]+\+)?json/, { parseAs: 'buffer' }, (_, bytes, done) => {
    try {
      done(null, parseJsonBody(bytes as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  instance.addHook('onRoute', ({ method, url }) => routes.add(method, url));
  instance.addHook('onRequest', (_, reply, done) => {
    void reply.headers(HEADERS);
    done();
  });
  return fastify;
}

function documentAt(app: NestFastifyApplication, path: string): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Holdfire')
    .setDescription('Deadlines of a ceasefire: reports, cases, proposals, acknowledgements, decisions.')
    .setVersion('0.1.0')
    .addBearerAuth()
    .build();
  SwaggerModule.setup(path, app, () => SwaggerModule.createDocument(app, config), {
    jsonDocumentUrl: 'api/openapi.json',
  });
}
