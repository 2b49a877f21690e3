/** Sessions for browsers: a cookie instead of a key in every request. */
import { Body, Controller, Delete, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Answers } from '../openapi/answers.js';
import { Reply } from '../reply.js';
import { SessionInput } from '../schema.js';
import { SETTINGS, SIGN_IN } from '../tokens.js';
import type { ApiSettings } from '../tokens.js';
import { Open } from './access.guard.js';
import { namedCookie, SESSION_COOKIE } from './cookies.js';
import type { SignIn } from './sign-in.js';

const signedIn = z
  .object({ office: z.string(), world: z.enum(['real', 'exercise']), exercise: z.boolean() })
  .meta({ id: 'SignedIn' });

@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    @Inject(SIGN_IN) private readonly signIn: SignIn,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Open()
  @Post()
  @Answers({
    says: 'Sign in with a key; in an exercise, on its own host, also as an office',
    created: signedIn,
    problems: ['not-json', 'unauthenticated', 'unsupported-media-type', 'too-large', 'invalid'],
  })
  async open(
    @Body({ schema: SessionInput }) input: z.output<typeof SessionInput>,
    @Req() request: FastifyRequest,
  ): Promise<Reply<z.infer<typeof signedIn>>> {
    const { cookie, caller } = this.signIn.open(input, request);
    await this.signIn.entered(caller, 'key' in input ? 'key' : 'office');
    const { name, exercise } = caller.world.settings;
    return Reply.created(
      { office: caller.actor?.office ?? '', world: name, exercise },
      { 'set-cookie': this.cookie(cookie) },
    );
  }

  @Open()
  @Delete()
  @Answers({ says: 'Sign out', nothing: true })
  close(@Req() request: FastifyRequest): Reply<undefined> {
    this.signIn.close(request);
    return Reply.nothing({ 'set-cookie': `${this.cookie('')}; Max-Age=0` });
  }

  private cookie(value: string): string {
    return namedCookie(SESSION_COOKIE, value, this.settings, 'Strict');
  }
}
