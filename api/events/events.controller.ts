/** Server-Sent Events: a summary on every change of a case, a heartbeat with the server's time in between. */
import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Who } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { summaryOf } from '../cases/case-view.js';
import { unavailable } from '../problem.js';
import { EventsQuery } from '../schema.js';
import type { CaseView } from '../worlds/case-views.js';

const HEARTBEAT_MS = 10_000;
/** Listeners at once; each costs a socket. */
const MOST_LISTENERS = 500;
/** A reader that does not read is let go rather than buffered for. */
const MOST_BUFFERED = 1 << 20;

@ApiTags('events')
@Controller('api/v1/events')
export class EventsController {
  private listeners = 0;

  @Get()
  stream(
    @Who() { world }: Caller,
    @Query({ schema: EventsQuery }) { caseId }: z.output<typeof EventsQuery>,
    @Headers('last-event-id') last: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    if (this.listeners >= MOST_LISTENERS) throw unavailable('Too many listeners to the event stream; poll instead.');
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    this.listeners += 1;
    const send = (event: string, data: object, id?: number): void => {
      if (raw.writableLength > MOST_BUFFERED) raw.destroy();
      else raw.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
    };
    const beat = (): void => send('heartbeat', { now: world.clock.now() });
    const onChange = (view: CaseView): void => {
      if (caseId === undefined || view.state.caseId === caseId) send('case', summaryOf(view), world.views.changeNumber);
    };
    // Events between a lost connection and this one are not replayed: the reader is told to read anew.
    if (last !== undefined && Number(last) !== world.views.changeNumber)
      send('reset', { changes: world.views.changeNumber });
    beat();
    const off = world.views.onChange(onChange);
    const timer = setInterval(beat, HEARTBEAT_MS);
    request.raw.on('close', () => {
      clearInterval(timer);
      off();
      this.listeners -= 1;
    });
  }
}
