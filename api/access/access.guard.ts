/** Lets in who has a key (or a session made with one); exercise worlds may be read without one from loopback. */
import { createParamDecorator, SetMetadata } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem.js';
import { CHALLENGE } from './sign-in.js';
import type { SignIn } from './sign-in.js';
import { callerOf, setCaller } from './caller.js';
import type { Caller } from './caller.js';

const OPEN = 'holdfire:open';

/** Routes that need nobody: health, metrics, documents, signing in. */
export const Open = (): ReturnType<typeof SetMetadata> => SetMetadata(OPEN, true);

const keyless = (): Problem => new Problem('unauthenticated', 'Send your key: "Authorization: Bearer KEY".', CHALLENGE);

export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly signIn: SignIn,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const routes = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(OPEN, routes)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = this.signIn.callerOf(request);
    if (!caller) throw keyless();
    setCaller(request, caller);
    if (caller.actor || request.method === 'GET' || request.method === 'HEAD') return true;
    throw keyless();
  }
}

/** The caller, for handlers behind the guard. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw keyless();
  return caller;
});
