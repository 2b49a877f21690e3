/** Lets in who has a key (or a session made with one); exercise worlds may be read without one from loopback. */
import { createParamDecorator, SetMetadata } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem.js';
import { CHALLENGE } from './sign-in.js';
import type { SignIn } from './sign-in.js';
import { addressOf, budgetOf, countedBy } from './limits.js';
import type { Limits } from './limits.js';
import { CODEC_ROUTE } from './origin.js';
import { callerOf, setCaller } from './caller.js';
import type { Caller } from './caller.js';

const OPEN = 'holdfire:open';

const REPORTS = '/api/v1/reports';

/** Routes that need nobody: health, metrics, documents, signing in. */
export const Open = (): ReturnType<typeof SetMetadata> => SetMetadata(OPEN, true);

const keyless = (): Problem => new Problem('unauthenticated', 'Send your key: "Authorization: Bearer KEY".', CHALLENGE);

export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly signIn: SignIn,
    private readonly limits: Limits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const routes = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (this.reflector.getAllAndOverride<boolean | undefined>(OPEN, routes)) {
      const budget = budgetOf(request);
      if (budget !== 'reads') await this.limits.take(budget === 'signIns' ? budget : 'commands', addressOf(request));
      return true;
    }
    const caller = this.signIn.callerOf(request);
    if (!caller) throw keyless();
    await this.limits.take(budgetOf(request), countedBy(caller, request));
    setCaller(request, caller);
    requireScope(caller, request);
    if (caller.actor || request.method === 'GET' || request.method === 'HEAD') return true;
    throw keyless();
  }
}

/** A key does no more than it was issued for, whatever its office may. @throws {Problem} */
function requireScope({ key }: Caller, { method, routeOptions }: FastifyRequest): void {
  if (!key || key.scope === 'all' || method === 'GET' || method === 'HEAD') return;
  if (routeOptions.url === `/${CODEC_ROUTE}`) return;
  if (key.scope === 'report' && routeOptions.url === REPORTS) return;
  const does = key.scope === 'report' ? 'reports and reads' : 'reads';
  throw new Problem('forbidden', `Your key ${does}, and nothing else; ask an administrator for one that does more.`);
}

/** The caller, for handlers behind the guard. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw keyless();
  return caller;
});
