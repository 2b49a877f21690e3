/** Sessions for browsers: a cookie instead of a key in every request. */
import { Body, Controller, Delete, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SessionInput } from '../schema.js';
import { SIGN_IN } from '../tokens.js';
import { Open } from './access.guard.js';
import { SESSION_COOKIE } from './sign-in.js';
import type { SignIn } from './sign-in.js';

@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  constructor(@Inject(SIGN_IN) private readonly signIn: SignIn) {}

  @Open()
  @Post()
  @HttpCode(201)
  open(
    @Body({ schema: SessionInput }) input: z.output<typeof SessionInput>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): object {
    const { cookie, caller } = this.signIn.open(input, request);
    const secure = request.protocol === 'https' ? '; Secure' : '';
    void reply.header('set-cookie', `${SESSION_COOKIE}=${cookie}; Path=/; HttpOnly; SameSite=Strict${secure}`);
    return {
      office: caller.actor?.office,
      world: caller.world.settings.name,
      exercise: caller.world.settings.exercise,
    };
  }

  @Open()
  @Delete()
  @HttpCode(204)
  close(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    this.signIn.close(request);
    void reply.header('set-cookie', `${SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`);
  }
}
