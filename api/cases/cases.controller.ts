/** Reads of cases. */
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { sha256Hex } from '../../record/canonical.js';
import { Who } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { viewOf } from '../commands/command-service.js';
import { Problem, unavailable } from '../problem.js';
import { CasesQuery } from '../schema.js';
import { temporalHistories } from '../temporal/history.js';
import { bySoonest } from '../worlds/case-views.js';
import { caseDocument, noticesOf, summaryOf } from './case-view.js';

@ApiTags('cases')
@Controller('api/v1/cases')
export class CasesController {
  @Get()
  @ApiOkResponse({ description: 'Cases, soonest next instant first, none last.' })
  list(@Who() { world }: Caller, @Query({ schema: CasesQuery }) query: z.output<typeof CasesQuery>): object {
    const { status, sector, limit, cursor } = query;
    const matching = world.views
      .all()
      .filter(
        ({ state }) => (status === undefined || state.status === status) && (sector ?? state.scope) === state.scope,
      )
      .sort(bySoonest);
    const from = cursor === undefined ? 0 : matching.findIndex(({ state }) => state.caseId === fromCursor(cursor)) + 1;
    const page = matching.slice(from, from + limit);
    const last = page.at(-1);
    const more = from + limit < matching.length;
    return { cases: page.map(summaryOf), ...(more && last ? { next: toCursor(last.state.caseId) } : {}) };
  }

  @Get(':caseId')
  one(@Who() { world, actor }: Caller, @Param('caseId') caseId: string): object {
    return caseDocument(viewOf(world, caseId), actor, world.clock.now());
  }

  @Get(':caseId/timeline')
  async timeline(@Who() { world }: Caller, @Param('caseId') caseId: string): Promise<object> {
    viewOf(world, caseId);
    return { entries: await world.views.entries(caseId) };
  }

  @Get(':caseId/notices')
  async notices(@Who() { world }: Caller, @Param('caseId') caseId: string): Promise<object> {
    viewOf(world, caseId);
    return { notices: noticesOf(await world.views.entries(caseId)) };
  }

  @Get(':caseId/proposals')
  proposals(@Who() { world }: Caller, @Param('caseId') caseId: string): object {
    return { proposals: Object.values(viewOf(world, caseId).state.proposals) };
  }

  /** The Temporal history of every run as proto3 JSON, as `temporal workflow show --output json` prints it. */
  @Get(':caseId/history')
  async history(@Who() { world }: Caller, @Param('caseId') caseId: string): Promise<object> {
    const { workflowId, runIds } = viewOf(world, caseId);
    return { workflowId, runs: await temporalHistories(world.client, workflowId, runIds) };
  }

  /** First form of the bundle: entries with the plan and the directory that they name. */
  @Get(':caseId/record')
  async record(
    @Who() { world }: Caller,
    @Param('caseId') caseId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { state } = viewOf(world, caseId);
    const entries = await world.views.entries(caseId);
    const hashes = new Set(entries.flatMap(({ body }) => [body.plan.hash, body.directoryHash]));
    const objects: Record<string, unknown> = {};
    for (const hash of hashes) {
      const text = await world.store.getObject(hash);
      if (text === undefined) throw unavailable(`The record lacks the object ${hash}.`);
      objects[hash] = JSON.parse(text);
    }
    void reply.header('content-disposition', `attachment; filename="${state.caseId}.record.json"`);
    return {
      format: 'holdfire-record/1',
      caseId: state.caseId,
      entries,
      objects,
      head: await world.store.last(`case/${caseId}`),
    };
  }
}

const toCursor = (caseId: string): string =>
  Buffer.from(`${caseId}.${sha256Hex(caseId).slice(0, 8)}`).toString('base64url');

function fromCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const caseId = text.slice(0, -9);
  if (toCursor(caseId) !== cursor) {
    const message = 'Use the value of `next` of the page before.';
    throw new Problem('invalid', message, { errors: [{ path: '/cursor', message }] });
  }
  return caseId;
}
