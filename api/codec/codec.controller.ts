/**
 * Temporal's codec server (its "remote data encoding"): its pages and its `temporal` program have payloads decrypted
 * here, for people who may read every case anyway. It decrypts only: what is said to a case goes through the API.
 */
import { Body, Controller, HttpCode, Inject, Options, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Payload } from '@temporalio/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readable } from '../../codec/cipher-codec.js';
import { Open, Who } from '../access/access.guard.js';
import { requirePerson } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { CODEC_ROUTE, isTemporalPage } from '../access/origin.js';
import { Problem } from '../problem.js';
import { SETTINGS } from '../tokens.js';
import type { ApiSettings } from '../tokens.js';

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

/** As proto3 JSON writes them. */
const Payloads = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string().max(100), base64).optional(), data: base64.optional() }))
    .max(1000),
});
type Coded = z.output<typeof Payloads>['payloads'][number];

@ApiExcludeController()
@Controller(CODEC_ROUTE)
export class CodecController {
  constructor(@Inject(SETTINGS) private readonly settings: ApiSettings) {}

  /** A browser asks before it lets a page of another origin ask. */
  @Open()
  @Options()
  @HttpCode(204)
  mayAsk(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    this.allow(request, reply);
    void reply.header('access-control-allow-methods', 'POST');
    void reply.header('access-control-allow-headers', 'authorization, content-type, x-namespace');
  }

  @Post()
  @HttpCode(200)
  decode(
    @Who() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: Payloads }) { payloads }: z.output<typeof Payloads>,
  ): { payloads: Coded[] } {
    this.allow(request, reply);
    requirePerson(caller, 'what Temporal holds');
    const { codecKeys, settings } = caller.world;
    const namespace = request.headers['x-namespace'];
    if (namespace !== undefined && namespace !== settings.namespace) {
      throw new Problem('forbidden', `Your key is for the namespace ${settings.namespace}, and not for another.`);
    }
    if (!codecKeys) throw new Problem('not-found', 'Payloads are not encrypted here; there is nothing to decrypt.');
    return {
      payloads: payloads.map((coded) => {
        const plain = readable(payloadOf(coded), codecKeys);
        // What is not ours is shown as it is.
        return plain ? codedOf(plain) : coded;
      }),
    };
  }

  private allow(request: FastifyRequest, reply: FastifyReply): void {
    const { temporalUiOrigin } = this.settings;
    void reply.header('vary', 'Origin');
    if (temporalUiOrigin === undefined || !isTemporalPage(request, temporalUiOrigin)) return;
    void reply.header('access-control-allow-origin', temporalUiOrigin);
    void reply.header('access-control-allow-credentials', 'true');
  }
}

const payloadOf = ({ metadata = {}, data = '' }: Coded): Payload => ({
  metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
  data: Buffer.from(data, 'base64'),
});

const codedOf = ({ metadata, data }: Payload): Coded => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
  ),
  data: Buffer.from(data ?? []).toString('base64'),
});
