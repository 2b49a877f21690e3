/** How a command is asked for, whatever it is: by whom, under which Idempotency-Key, and whether only to try it out. */
import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refused } from '../../domain/refused.js';
import { actorOf, callerOf } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import type { Actor } from '../../domain/case/commands.js';
import { Problem } from '../problem.js';
import type { World } from '../worlds/world.js';

export interface Ask {
  caller: Caller;
  world: World;
  actor: Actor;
  idempotencyKey?: string;
  dryRun: boolean;
}

const query = z.strictObject({ dryRun: z.enum(['true', 'false', '']).optional() });
const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/);

export const Asked = createParamDecorator((_: unknown, context: ExecutionContext): Ask => {
  return askOf(context.switchToHttp().getRequest<FastifyRequest>());
});

export function askOf(request: Pick<FastifyRequest, 'headers' | 'query'>): Ask {
  const caller = callerOf(request as FastifyRequest);
  if (!caller) throw new Problem('unauthenticated', 'Send your key: "Authorization: Bearer KEY".');
  const asked = query.safeParse(request.query);
  if (!asked.success) throw invalid('?dryRun', 'The only parameter of a command is `dryRun`, true or false.');
  const header = request.headers['idempotency-key'];
  const dryRun = asked.data.dryRun === 'true' || asked.data.dryRun === '';
  const ask = { caller, world: caller.world, actor: actorOf(caller), dryRun };
  if (header === undefined) return ask;
  const key = idempotencyKey.safeParse(header);
  if (!key.success) throw invalid('Idempotency-Key', 'An Idempotency-Key is 1 to 200 visible ASCII characters.');
  return { ...ask, idempotencyKey: key.data };
}

const invalid = (path: string, message: string): Refused => new Refused('invalid', message, [{ path, message }]);
