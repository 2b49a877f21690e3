/** Server-Sent Events: a summary on every change of a case, a heartbeat with the server's time in between. */
import type { ServerResponse } from 'node:http';
import { Controller, Get, Headers, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { requirePerson } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Who } from '../access/access.guard.js';
import { countedBy } from '../access/limits.js';
import type { SignIn } from '../access/sign-in.js';
import { HEADERS } from '../http/headers.js';
import { Reads } from '../openapi/answers.js';
import { Problem, unavailable } from '../problem.js';
import { EventsQuery } from '../schema.js';
import { SIGN_IN } from '../tokens.js';
import type { EventHub, HubEvent } from './event-hub.js';

/** INTERFACE: at most 15 s apart. */
const HEARTBEAT_MS = 10_000;
/** Listeners at once; each costs a socket. */
const MOST_LISTENERS = 500;
/** Of one key, person or address: nobody keeps all the others out. A page of the board takes one. */
const MOST_OF_ONE = 20;
/** A listener that does not read is let go rather than kept for; it comes back with its Last-Event-ID. */
const MOST_BUFFERED = 1 << 20;

@ApiTags('events')
@Controller('api/v1/events')
export class EventsController {
  private listeners = 0;
  private readonly of = new Map<string, number>();

  constructor(@Inject(SIGN_IN) private readonly signIn: SignIn) {}

  @Get()
  @Reads('Every change of a case as it happens (Server-Sent Events)', z.string(), ['unavailable'])
  @ApiProduces('text/event-stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Goes on after it, or answers `reset`.' })
  stream(
    @Who() caller: Caller,
    @Query({ schema: EventsQuery }) { caseId }: z.output<typeof EventsQuery>,
    @Headers('last-event-id') last: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    requirePerson(caller, 'the event stream');
    if (this.listeners >= MOST_LISTENERS) throw unavailable('Too many listen to the event stream; poll instead.');
    const by = countedBy(caller, request);
    const own = this.of.get(by) ?? 0;
    if (own >= MOST_OF_ONE) throw unavailable(`You listen to the event stream ${own} times; close one of them.`);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...HEADERS,
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    if (request.method === 'HEAD') {
      raw.end();
      return;
    }
    this.listeners += 1;
    this.of.set(by, own + 1);
    const stop = follow(raw, { hub: caller.world.events, counts: () => this.counts(caller, request) }, caseId, last);
    raw.on('close', () => {
      stop();
      this.listeners -= 1;
      const left = (this.of.get(by) ?? 1) - 1;
      if (left > 0) this.of.set(by, left);
      else this.of.delete(by);
    });
  }

  /** Whose key is revoked, whose session is over, and who has left the directory hears nothing more. */
  private counts({ actor }: Caller, request: FastifyRequest): boolean {
    try {
      const now = this.signIn.callerOf(request)?.actor;
      return now?.office === actor?.office && now?.person === actor?.person;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }
}

/** Answers how to stop. */
function follow(
  raw: ServerResponse,
  { hub, counts }: { hub: EventHub; counts: () => boolean },
  caseId: string | undefined,
  last: string | undefined,
): () => void {
  const send = (event: string, id: number, data: object): void => {
    if (!counts()) raw.end();
    else if (raw.writableLength > MOST_BUFFERED) raw.destroy();
    else raw.write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const tell = (event: HubEvent): void => {
    if (caseId === undefined || event.case.caseId === caseId) send('case', event.id, event.case);
  };
  const beat = (): void => send('heartbeat', hub.lastId, { now: hub.time() });
  beat();
  if (last !== undefined && last !== '') {
    const missed = hub.since(Number(last));
    if (missed) missed.forEach(tell);
    else send('reset', hub.lastId, { now: hub.time() });
  }
  const off = hub.listen(tell);
  const timer = setInterval(beat, HEARTBEAT_MS);
  return () => {
    clearInterval(timer);
    off();
  };
}
