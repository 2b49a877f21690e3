/** Words that are erased from the record by decision of legal and an administrator, and what may be found to erase. */
import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { mayErase } from '../../domain/erasure/erasure.js';
import type { Erasure } from '../../domain/erasure/erasure.js';
import { Who } from '../access/access.guard.js';
import { requirePerson } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { instantText } from '../cases/case.schema.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { Publishes, Reads } from '../openapi/answers.js';
import type { Reply } from '../reply.js';
import { ErasureId, ErasureInput, PublicationSignatureInput, TextSearchInput } from '../schema.js';
import { ErasureService } from './erasure-service.js';
import { containing, withAllThatGoes } from './naming.js';

const namedText = z.object({ stream: z.string(), hash: z.string() });
const foundTexts = z
  .object({
    texts: z.array(
      namedText.extend({
        text: z.string(),
        places: z
          .array(z.object({ seq: z.int(), place: z.string() }))
          .describe('Entries that name it; none: its writer was interrupted'),
      }),
    ),
    goesWithThem: z.int().describe('Copies of the same words and proofs over them that an erasure takes along'),
    open: z.array(z.string()).describe('Cases among them that have not closed: nothing of them can be erased yet'),
  })
  .meta({ id: 'FoundTexts' });
const erasure = z
  .object({
    erasureId: z.string(),
    state: z.enum(['open', 'decided', 'withdrawn']),
    reason: z.string(),
    hash: z.string().describe('SHA-256 of the canonical JSON of {texts, objects, reason}: what is signed'),
    texts: z.array(namedText),
    objects: z.array(z.string()),
    expiresAt: instantText,
    decidedAt: instantText.optional(),
    entry: z.int().optional().describe('Of the stream `erasures`: the decision'),
    signatures: z.array(z.object({ office: z.string(), organisation: z.string(), at: instantText })),
  })
  .meta({ id: 'Erasure' });
type ErasureRow = z.infer<typeof erasure>;

@ApiTags('erasures')
@Controller('api/v1')
export class ErasuresController {
  constructor(private readonly service: ErasureService) {}

  /** Its words come in the body: an address is written into logs. */
  @Post('texts/searches')
  @Publishes('Find texts of the record that hold some words; only for who may erase them', 'ok', foundTexts)
  async search(
    @Asked() { world, actor }: Ask,
    @Body({ schema: TextSearchInput }) { containing: words }: z.output<typeof TextSearchInput>,
  ): Promise<z.infer<typeof foundTexts>> {
    mayErase({ actor, directory: world.settings.directory, at: world.clock.now(), commandId: '' });
    const texts = await containing(world.store, words);
    const all = await withAllThatGoes(world, texts);
    return { texts, goesWithThem: all.texts.length - texts.length + all.objects.length, open: all.open };
  }

  @Get('erasures')
  @Reads(
    'What was erased from the record, or is proposed to be, the newest first',
    z.object({ erasures: z.array(erasure) }),
  )
  list(@Who() caller: Caller): { erasures: ErasureRow[] } {
    requirePerson(caller, 'the list of erasures');
    return { erasures: Object.values(caller.world.erasures.state.all).map(rowOf).reverse() };
  }

  @Post('erasures')
  @Publishes('Propose to erase texts of the record; the proposal is its first signature', 'created', erasure)
  async propose(
    @Asked() ask: Ask,
    @Body({ schema: ErasureInput }) { texts, reason }: z.output<typeof ErasureInput>,
  ): Promise<Reply<object>> {
    return await this.service.propose(ask, texts, reason, rowOf);
  }

  @Post('erasures/:id/signatures')
  @Publishes(
    'Sign an erasure over the hash that was shown; with the second signature the texts are no more',
    'ok',
    erasure,
  )
  async sign(
    @Asked() ask: Ask,
    @Param('id', { schema: ErasureId }) id: string,
    @Body({ schema: PublicationSignatureInput }) { hash }: z.output<typeof PublicationSignatureInput>,
  ): Promise<Reply<object>> {
    return await this.service.sign(ask, id, hash, rowOf);
  }

  @Delete('erasures/:id')
  @Publishes('Withdraw your own proposal to erase', 'ok', erasure)
  async withdraw(@Asked() ask: Ask, @Param('id', { schema: ErasureId }) id: string): Promise<Reply<object>> {
    return await this.service.withdraw(ask, id, rowOf);
  }
}

function rowOf({ id, state, reason, hash, texts, objects, expiresAt, entry, signatures }: Erasure): ErasureRow {
  const decidedAt = state === 'decided' ? signatures.at(-1)?.at : undefined;
  return {
    erasureId: id,
    state,
    reason,
    hash,
    texts,
    objects,
    expiresAt,
    ...(decidedAt === undefined ? {} : { decidedAt }),
    ...(entry === undefined ? {} : { entry }),
    signatures: signatures.map(({ office, organisation, at }) => ({ office, organisation, at })),
  };
}
