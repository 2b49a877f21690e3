/** Versions of the plan and the directory: published by legal and an administrator over one hash (RULES 6). */
import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { publicationNeeds } from '../../domain/publication/decide-publication.js';
import type { Publication } from '../../domain/publication/publication.js';
import { Who } from '../access/access.guard.js';
import { requirePerson } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { instantText, wordsText } from '../cases/case.schema.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { Publishes, Reads } from '../openapi/answers.js';
import type { Reply } from '../reply.js';
import { DirectoryFile, PlanFile, PublicationId, PublicationSignatureInput } from '../schema.js';
import { PublicationService } from './publication-service.js';

const publication = z
  .object({
    publicationId: z.string(),
    what: z.enum(['plan', 'directory']),
    planId: z.string().optional(),
    version: z.int(),
    hash: z.string().describe('SHA-256 of its canonical JSON, as `holdfire plan check` and `directory check` print it'),
    state: z.enum(['open', 'in-force', 'lapsed', 'withdrawn']),
    needs: wordsText.optional().describe('What is still needed; absent once nothing is'),
    proposedAt: instantText,
    expiresAt: instantText,
    inForceAt: instantText.optional(),
    signatures: z.array(
      z.object({ office: z.string(), organisation: z.string(), at: instantText, sides: z.array(z.string()) }),
    ),
  })
  .meta({ id: 'Publication' });
type PublicationRow = z.infer<typeof publication>;

@ApiTags('publications')
@Controller('api/v1')
export class PublicationsController {
  constructor(private readonly service: PublicationService) {}

  @Post('plans')
  @ApiConsumes('application/json', 'application/yaml')
  @Publishes('Propose a new version of a plan; the proposal is its first signature', 'created', publication)
  async plan(@Asked() ask: Ask, @Body({ schema: PlanFile }) body: unknown): Promise<Reply<object>> {
    return await this.service.proposePlan(ask, body, rowOf);
  }

  @Post('directory')
  @ApiConsumes('application/json', 'application/yaml')
  @Publishes('Propose a new version of the directory; the proposal is its first signature', 'created', publication)
  async directory(@Asked() ask: Ask, @Body({ schema: DirectoryFile }) body: unknown): Promise<Reply<object>> {
    return await this.service.proposeDirectory(ask, body, rowOf);
  }

  @Get('publications')
  @Reads('What was proposed to be published, the newest first', z.object({ publications: z.array(publication) }))
  list(@Who() caller: Caller): { publications: PublicationRow[] } {
    requirePerson(caller, 'the list of publications');
    return { publications: Object.values(caller.world.publications.state.proposed).map(rowOf).reverse() };
  }

  @Post('publications/:id/signatures')
  @Publishes(
    'Sign a publication over the hash that was shown; with the second signature it is in force',
    'ok',
    publication,
  )
  async sign(
    @Asked() ask: Ask,
    @Param('id', { schema: PublicationId }) id: string,
    @Body({ schema: PublicationSignatureInput }) { hash }: z.output<typeof PublicationSignatureInput>,
  ): Promise<Reply<object>> {
    return await this.service.sign(ask, id, hash, rowOf);
  }

  @Delete('publications/:id')
  @Publishes('Withdraw your own proposal to publish', 'ok', publication)
  async withdraw(@Asked() ask: Ask, @Param('id', { schema: PublicationId }) id: string): Promise<Reply<object>> {
    return await this.service.withdraw(ask, id, rowOf);
  }
}

function rowOf(one: Publication): PublicationRow {
  const { id, what, planId, version, hash, state, signatures, proposedAt, expiresAt } = one;
  const needs = publicationNeeds(one);
  const last = signatures.at(-1);
  return {
    publicationId: id,
    what,
    ...(planId === undefined ? {} : { planId }),
    version,
    hash,
    state,
    ...(needs === undefined ? {} : { needs }),
    proposedAt,
    expiresAt,
    ...(state === 'in-force' && last ? { inForceAt: last.at } : {}),
    signatures: signatures.map(({ office, organisation, at, sides }) => ({ office, organisation, at, sides })),
  };
}
