/**
 * The only place with status codes: what is answered becomes a status in `ReplyInterceptor`, whatever is thrown
 * becomes a problem document (RFC 9457) here. Never a stack trace, never a 5xx for bad input.
 */
import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, Inject, Injectable } from '@nestjs/common';
import type { ArgumentsHost, CallHandler, ExceptionFilter, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import { Refused } from '../domain/refused.js';
import { RecordUnavailable } from '../record/record-store.js';
import { callerOf } from './access/caller.js';
import { addressOf } from './access/limits.js';
import type { Limits } from './access/limits.js';
import { askingOf, attemptOf } from './house/asking.js';
import type { RouteTable } from './http/route-table.js';
import type { Log } from './log/log.js';
import { Problem, unavailable } from './problem.js';
import type { ProblemCode, ProblemDocument } from './problem.js';
import { Reply } from './reply.js';
import type { ReplyKind } from './reply.js';
import { LIMITER, LOG, ROUTES, WORLDS } from './tokens.js';
import type { World } from './worlds/world.js';

export const STATUS: Record<ProblemCode, number> = {
  'not-json': 400,
  'bad-request': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  timeout: 408,
  conflict: 409,
  closed: 409,
  gone: 410,
  'too-large': 413,
  'unsupported-media-type': 415,
  invalid: 422,
  'too-many-requests': 429,
  internal: 500,
  unavailable: 503,
};

export const REPLY_STATUS: Record<ReplyKind, number> = {
  ok: 200,
  created: 201,
  accepted: 202,
  nothing: 204,
  elsewhere: 302,
  'not-ready': 503,
};

/** Refused attempts of these statuses are entries of the house's stream (RULES 6). */
const RECORDED = new Set([401, 403, 409, 410]);

const TITLES: Record<ProblemCode, string> = {
  'not-json': 'Not JSON',
  'bad-request': 'Not a request',
  unauthenticated: 'No or unknown key',
  forbidden: 'Not your right',
  'not-found': 'Not found',
  'method-not-allowed': 'Not this method',
  'not-acceptable': 'Not in this form',
  timeout: 'Took too long',
  conflict: 'Conflicts with the state',
  closed: 'The case is closed',
  gone: 'Expired, lapsed or withdrawn',
  'too-large': 'Too large',
  'unsupported-media-type': 'Not this media type',
  invalid: 'Does not fit the schema or the rules',
  'too-many-requests': 'Too many requests',
  internal: 'A fault of the server',
  unavailable: 'Not available now',
};

/** Codes for errors of Fastify and Nest, which carry a status; anything else below 500 is a request without sense. */
const CODE_OF: Record<number, ProblemCode> = {
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  408: 'timeout',
  413: 'too-large',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  503: 'unavailable',
};

const DETAILS: Partial<Record<ProblemCode, string>> = {
  'not-found': 'There is nothing here. The routes are listed at /api/docs.',
  'too-large':
    'The body is larger than 64 kB (a plan or a directory: 1 MB); send evidence by its hash, not by its content.',
  'unsupported-media-type': 'Send JSON: `Content-Type: application/json`.',
};

const MEDIA_TYPE = 'application/problem+json; charset=utf-8';

export function documentOf({ code, detail, extras }: Problem): ProblemDocument {
  return {
    type: `urn:holdfire:problem:${code}`,
    title: TITLES[code],
    status: STATUS[code],
    detail,
    code,
    ...(extras.errors && extras.errors.length > 0 ? { errors: extras.errors } : {}),
    ...extras.members,
  };
}

/** As it goes out where Nest does not reach. */
export function problemBytes(problem: Problem, entry?: number): { status: number; type: string; body: string } {
  const document = entry === undefined ? documentOf(problem) : { ...documentOf(problem), entry };
  return { status: STATUS[problem.code], type: MEDIA_TYPE, body: JSON.stringify(document) };
}

/** A whole HTTP message, for sockets on which nothing else can be said. */
export function problemMessage(problem: Problem): string {
  const { status, type, body } = problemBytes(problem);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n`;
  return `${head}Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** What was thrown, as a problem; `undefined` for a fault of ours. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof Refused) return new Problem(error.code, error.detail, { errors: error.errors });
  if (error instanceof RecordUnavailable) return unavailable('The record cannot be used now. Ask again soon.', error);
  const status = statusIn(error);
  if (status === undefined || (status >= 500 && status !== STATUS.unavailable)) return undefined;
  const code = CODE_OF[status] ?? 'bad-request';
  const detail = DETAILS[code] ?? (error instanceof Error ? error.message : TITLES[code]);
  return new Problem(code, detail, { cause: error });
}

function statusIn(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 ? status : undefined;
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOG) private readonly log: Log,
    @Inject(ROUTES) private readonly routes: RouteTable,
    @Inject(WORLDS) private readonly worlds: readonly World[],
    @Inject(LIMITER) private readonly limits: Limits,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = await this.counted(
      this.otherMethod(problemOf(error), request) ?? this.fault(error, request),
      request,
    );
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const { headers = {}, page } = problem.extras;
    const entry = await this.record(problem, request);
    if (page) {
      void reply.status(STATUS[problem.code]).headers(headers).send(page(entry));
      return;
    }
    const { status, type, body } = problemBytes(problem, entry);
    void reply.status(status).headers(headers).type(type).send(body);
  }

  /**
   * Who has no key that is known is counted by address on every route alike, so that keys are not guessed. Only what
   * was refused anyway is counted: no key that is known is kept out.
   */
  private async counted(problem: Problem, request: FastifyRequest): Promise<Problem> {
    if (problem.code !== 'unauthenticated') return problem;
    try {
      await this.limits.take('guesses', addressOf(request));
      return problem;
    } catch (error) {
      return problemOf(error) ?? this.fault(error, request);
    }
  }

  /** The answer goes out also where the record is away. */
  private async record(problem: Problem, request: FastifyRequest): Promise<number | undefined> {
    try {
      return await this.recorded(problem, request);
    } catch (error) {
      this.log.error({ err: error }, 'A refused attempt could not be entered in the record');
      return undefined;
    }
  }

  /** Refused attempts are entries of the house (RULES 6); answers the number of the entry. */
  private async recorded(problem: Problem, request: FastifyRequest): Promise<number | undefined> {
    const { code, detail, extras } = problem;
    const status = STATUS[code];
    const world = callerOf(request)?.world ?? this.worlds[0];
    if (!world || !(extras.recorded ?? RECORDED.has(status))) return undefined;
    const { command, closedCase: caseId, errors } = extras;
    const common = {
      at: world.clock.now(),
      asking: extras.asking ?? askingOf(request),
      attempt: { ...attemptOf(request), ...(extras.caseId === undefined ? {} : { caseId: extras.caseId }) },
      status,
      code,
      detail,
    };
    const attempt = command ? { ...common, command } : common;
    if (caseId !== undefined) {
      return await world.house.refused({ type: 'after-closure', ...attempt, caseId, body: request.body ?? null });
    }
    return await world.house.refused({
      type: 'refused',
      ...attempt,
      ...(errors && errors.length > 0 ? { errors } : {}),
    });
  }

  /** A path that exists with another method is 405, which the router itself does not tell apart. */
  private otherMethod(problem: Problem | undefined, request: FastifyRequest): Problem | undefined {
    if (problem?.code !== 'not-found' || !(problem.extras.cause instanceof HttpException)) return problem;
    const methods = this.routes.methodsOf(request.url);
    if (methods.length === 0) return problem;
    const allow = methods.join(', ');
    return new Problem('method-not-allowed', `This takes ${allow}.`, { headers: { allow } });
  }

  private fault(error: unknown, request: FastifyRequest): Problem {
    this.log.error(
      { err: error, method: request.method, route: request.routeOptions.url },
      'A request met a fault of ours',
    );
    return new Problem('internal', 'Something went wrong on our side; it was logged.');
  }
}

@Injectable()
export class ReplyInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((value: unknown) => {
        if (!(value instanceof Reply)) return value;
        void http.status(REPLY_STATUS[value.kind]).headers(value.headers);
        return value.body as unknown;
      }),
    );
  }
}
