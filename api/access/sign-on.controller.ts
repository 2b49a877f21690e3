/** `/auth/login` and `/auth/callback`: a browser goes to the issuer and comes back with a session. */
import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem.js';
import { Reply } from '../reply.js';
import { SETTINGS, SIGN_IN } from '../tokens.js';
import type { ApiSettings } from '../tokens.js';
import { Open } from './access.guard.js';
import { cookieOf, LOGIN_COOKIE, namedCookie, SESSION_COOKIE } from './cookies.js';
import type { SignIn } from './sign-in.js';

/** A page of our own leads on: a redirect would still count as the other site's, and leave the session's cookie out. */
const DONE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Signed in</title>
<meta http-equiv="refresh" content="0;url=/"></head><body><p>Signed in. <a href="/">To the board</a></p></body></html>`;

@ApiExcludeController()
@Controller('auth')
export class SignOnController {
  constructor(
    @Inject(SIGN_IN) private readonly signIn: SignIn,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Open()
  @Get('login')
  async login(): Promise<Reply<undefined>> {
    const { url, kept } = await this.signOn.begin();
    return Reply.elsewhere(url, { 'set-cookie': namedCookie(LOGIN_COOKIE, kept, this.settings, 'Lax') });
  }

  @Open()
  @Get('callback')
  async callback(@Req() request: FastifyRequest): Promise<Reply<string>> {
    const query = /\?.*$/.exec(request.url)?.[0] ?? '';
    const subject = await this.signOn.finish(query, cookieOf(request, LOGIN_COOKIE, this.settings));
    const { cookie, caller } = this.signIn.openFor(subject);
    await this.signIn.entered(caller, 'single-sign-on');
    // The login's cookie is of no use any more, and expires by itself.
    return Reply.ok(DONE, {
      'content-type': 'text/html; charset=utf-8',
      'set-cookie': namedCookie(SESSION_COOKIE, cookie, this.settings, 'Strict'),
    });
  }

  private get signOn() {
    const { signOn } = this.signIn;
    if (!signOn) throw new Problem('not-found', 'No single sign-on is set up here; sign in with a key.');
    return signOn;
  }
}
