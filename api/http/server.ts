/** Fastify as this API wants it: limits, bodies, headers and a line in the log for every request. */
import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { LONGEST_TOKEN } from '../../domain/notice/link-token.js';
import { callerOf } from '../access/caller.js';
import { CODEC_ROUTE } from '../access/origin.js';
import { within } from '../log/about.js';
import type { About } from '../log/about.js';
import type { Log } from '../log/log.js';
import { problemBytes, problemMessage, problemOf } from '../problem.filter.js';
import { Problem } from '../problem.js';
import { acceptsJson } from './accepts.js';
import { HEADERS, OVER_TLS } from './headers.js';
import { parseJsonBody } from './json-body.js';
import type { RouteTable } from './route-table.js';
import { parseYamlBody } from './yaml-body.js';

/** Larger bodies are refused before they are read (413). */
const MOST_BYTES = 64 * 1024;

/** The only route that takes forms: its page works without a script. A form of it holds one short field. */
const LINK_ROUTE = '/a/:token';
const FORM = 'application/x-www-form-urlencoded';
const MOST_FORM_BYTES = 1024;

/** Plans and directories, which alone may be sent as YAML: as large as a file may be (`config/yaml-file.ts`). */
const MOST_BYTES_PUBLISHED = 1024 * 1024;
const YAML = /^(?:application|text)\/(?:[\w.+-]+\+)?(?:x-)?yaml/;
const JSON_ONLY = 'Send JSON: `Content-Type: application/json`. YAML is for plans and directories.';

/** A payload has 2 MiB at most in Temporal, and a third more as it is sent here; its pages send several at once. */
const MOST_BYTES_CODED = 4 * 1024 * 1024;

const isPublished = (url: string | undefined): boolean => url === '/api/v1/plans' || url === '/api/v1/directory';

export interface ServerParts {
  routes: RouteTable;
  log: Log;
  /** People reach it over TLS, which ends at a proxy or here. */
  secure: boolean;
  /** A request that is not sent within this is cut, milliseconds; its headers within two thirds of it. */
  patienceMs?: number;
}

export function createServer({ routes, log, secure, patienceMs = 15_000 }: ServerParts): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: MOST_BYTES,
    // Answers have deadlines of their own. Node looks for who is late every half minute, unless it is told otherwise.
    requestTimeout: patienceMs,
    http: { headersTimeout: (patienceMs * 2) / 3, connectionsCheckingInterval: patienceMs / 5, maxHeaderSize: 16_384 },
    keepAliveTimeout: 30_000,
    connectionTimeout: 0,
    // Of its own, also over several processes and starts; what the sender calls a request is not taken.
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: LONGEST_TOKEN },
    // An open event stream must not keep a process alive that was asked to end (TRAPS 6).
    forceCloseConnections: true,
    clientErrorHandler: refuseSocket,
    frameworkErrors: (error: Error, _: unknown, reply: unknown) => sendProblem(reply as FastifyReply, error),
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(/^application\/(?:[\w.+-]+\+)?json/, { parseAs: 'buffer' }, (_, bytes, done) => {
    try {
      done(null, parseJsonBody(bytes as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  // Another site can make a browser send a form, but not to an address that it cannot know: the token is in the path.
  fastify.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: MOST_FORM_BYTES }, (request, text, done) => {
    if (request.routeOptions.url === LINK_ROUTE) done(null, Object.fromEntries(new URLSearchParams(text as string)));
    else done(new Problem('unsupported-media-type', 'Send JSON: `Content-Type: application/json`.'));
  });
  takePublished(adapter);
  fastify.addHook('onRoute', ({ method, url }) => routes.add(method, url));
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(secure ? OVER_TLS : HEADERS).header('x-request-id', request.id);
    const fault = acceptsJson(request.url, request.headers.accept) ? undefined : notAcceptable();
    within(aboutOf(request), () => done(fault));
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    within(aboutOf(request), () => note(log, request, reply));
    done();
  });
  return adapter;
}

/** Plans and directories: as YAML too, and larger than other bodies. */
function takePublished(adapter: FastifyAdapter): void {
  const fastify = adapter.getInstance();
  fastify.addContentTypeParser(YAML, { parseAs: 'buffer' }, (request, bytes, done) => {
    try {
      if (!isPublished(request.routeOptions.url)) throw new Problem('unsupported-media-type', JSON_ONLY);
      done(null, parseYamlBody(bytes as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addHook('onRoute', (route) => {
    if (isPublished(route.url)) route.bodyLimit = MOST_BYTES_PUBLISHED;
    if (route.url === `/${CODEC_ROUTE}`) route.bodyLimit = MOST_BYTES_CODED;
  });
}

const notAcceptable = (): Problem =>
  new Problem('not-acceptable', 'This API answers JSON: send `Accept: application/json`, or nothing.');

/** As a case's id is written (INTERFACE 2); what somebody else put in its place is nobody's case. */
const CASE_ID = /^[A-Za-z0-9._-]{1,80}$/;

function aboutOf({ id, params }: FastifyRequest): About {
  const { caseId } = (params ?? {}) as { caseId?: unknown };
  return { request: id, ...(typeof caseId === 'string' && CASE_ID.test(caseId) ? { caseId } : {}) };
}

/** Who did what with which result; what was asked for by name stands in the record, not here. */
function note(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  const { method, routeOptions } = request;
  const caller = callerOf(request);
  const line = {
    method,
    route: routeOptions.url ?? '',
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime),
    world: caller?.world.settings.name,
    office: caller?.actor?.office,
  };
  // The player of exercises asks twice a second and more; what it plays is in the record.
  const isPlayer = line.route === '/api/v1/exercises/player' && reply.statusCode < 300;
  if (method === 'GET' || method === 'HEAD' || isPlayer) log.debug(line, 'read');
  else log.info(line, 'asked');
}

/** What is no HTTP at all is answered in the same form, as far as the socket lets us. */
function refuseSocket(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'timeout' : 'bad-request';
  socket.end(
    problemMessage(new Problem(code, code === 'timeout' ? 'The request took too long.' : 'This is no HTTP request.')),
  );
}

function sendProblem(reply: FastifyReply, error: unknown): void {
  const problem = problemOf(error) ?? new Problem('bad-request', 'This address cannot be read.');
  const { status, type, body } = problemBytes(problem);
  void reply.status(status).headers(HEADERS).type(type).send(body);
}
