/**
 * The page behind a link in a message. Opening it changes nothing, since mail scanners open links; a pressed button
 * POSTs. The token in the path is all the right there is: no cookie or key is read here, so a page of another site has
 * nothing to borrow, and without the token it does not know where to send a form to.
 */
import { Body, Controller, Get, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Instant } from '../../domain/instant.js';
import type { Language } from '../../domain/local-times.js';
import { readToken } from '../../domain/notice/link-token.js';
import type { LinkClaims, LinkKeys } from '../../domain/notice/link-token.js';
import { Open } from '../access/access.guard.js';
import { setCaller } from '../access/caller.js';
import { problemOf } from '../problem.filter.js';
import { Problem, unavailable } from '../problem.js';
import type { ProblemCode, ProblemExtras } from '../problem.js';
import { Reply } from '../reply.js';
import { LINK_KEYS, WORLDS } from '../tokens.js';
import type { World } from '../worlds/world.js';
import { LinkCommands } from './link-commands.js';
import { linkState, personOf } from './link-state.js';
import type { LinkState } from './link-state.js';
import { PAGE_HEADERS } from './page-frame.js';
import { casePageWithout, linkPage } from './page.js';
import type { LinkPage, Pressed } from './page.js';

const form = z.strictObject({ action: z.enum(['acknowledge', 'pass', 'undo']) });

/** A genuine link in its case. */
export interface OpenedLink {
  world: World;
  claims: LinkClaims;
  now: Instant;
}

/** States in which no button does anything, and how each is answered. */
const ENDED: Partial<Record<LinkState['kind'], { code: ProblemCode; detail: string }>> = {
  expired: { code: 'gone', detail: 'The link has expired.' },
  removed: { code: 'forbidden', detail: 'The office of the link is no longer in the directory of the case.' },
  closed: { code: 'closed', detail: 'The case is closed.' },
};

@ApiExcludeController()
@Controller('a')
export class LinksController {
  constructor(
    @Inject(WORLDS) private readonly worlds: readonly World[],
    @Inject(LINK_KEYS) private readonly keys: LinkKeys,
    private readonly commands: LinkCommands,
  ) {}

  @Open()
  @Get(':token')
  async look(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Reply<string>> {
    // A look is no attempt at anything: links are opened by machines, and broken by mail programs.
    const extras = { recorded: false };
    const link = await this.open(token, request, extras);
    const page = pageOf(link);
    const ended = ENDED[page.found.kind];
    if (ended) throw shown(new Problem(ended.code, ended.detail, extras), () => linkPage(page));
    return Reply.ok(linkPage(page), PAGE_HEADERS);
  }

  @Open()
  @Post(':token')
  async press(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<Reply<string>> {
    const link = await this.open(token, request, { recorded: true });
    const { claims } = link;
    const fields = form.safeParse(body);
    if (!fields.success) throw refused(link, new Problem('invalid', 'A form of this page holds one action.'));
    const { found } = pageOf(link);
    const ended = ENDED[found.kind];
    if (ended && found.kind !== 'closed') {
      throw refused(link, new Problem(ended.code, ended.detail, { caseId: claims.caseId }));
    }
    try {
      const pressed = await this.commands.give(link, found, fields.data.action);
      const html = linkPage({ ...pageOf(link), pressed });
      return pressed.kind === 'pending'
        ? Reply.accepted(html, request.url, PAGE_HEADERS)
        : Reply.ok(html, PAGE_HEADERS);
    } catch (error) {
      const problem = problemOf(error);
      throw problem ? refused(link, problem) : error;
    }
  }

  /**
   * Every text that is not the token of a case here gets one answer, so that nobody learns which cases there are.
   * @throws {Problem} with its page
   */
  private async open(token: string, request: FastifyRequest, extras: ProblemExtras): Promise<OpenedLink> {
    const language = languageOf(request);
    const claims = readToken(token, this.keys);
    const world = claims && this.worlds.find(({ settings }) => settings.name === claims.world);
    if (!world) {
      // Named by its address alone: a name from the text would let a flood of texts pass for many actors.
      const asking = { means: 'link', address: request.ip } as const;
      const problem = new Problem('not-found', 'This is no link that was made here.', { ...extras, asking });
      throw shown(problem, () => casePageWithout('foreign', language));
    }
    const { office: id, caseId } = claims;
    try {
      await world.views.refresh(caseId);
    } catch (error) {
      throw away(problemOf(error) ?? error, language);
    }
    const view = await world.views.load(caseId);
    if (!view) throw away(unavailable('The record of this case cannot be read now.'), language);
    const { organisation = '', roles = [] } = view.state.directory.offices[id] ?? {};
    setCaller(request, { world, actor: { office: id, organisation, person: personOf(id), means: 'link', roles } });
    return { world, claims, now: world.clock.now() };
  }
}

/** As the case stands now: after a button more is on record than before it. */
function pageOf({ world, claims, now }: OpenedLink): LinkPage {
  const state = world.views.get(claims.caseId)?.state;
  if (!state) throw new Error(`The view of ${claims.caseId} is gone.`);
  return { state, claims, found: linkState(state, claims, now) };
}

/** The refusal as a page; what it is and whether it is recorded stays as it was. */
function refused(link: OpenedLink, problem: Problem): Problem {
  if (problem.code === 'unavailable') {
    const { claims, world } = link;
    return away(problem, world.views.get(claims.caseId)?.state.directory.offices[claims.office]?.language ?? 'en');
  }
  const ended = ENDED[pageOf(link).found.kind] !== undefined;
  return shown(problem, (entry) => {
    const pressed: Pressed =
      problem.code === 'closed' ? { kind: 'after-closure', entry } : { kind: 'refused', detail: problem.detail };
    return linkPage({ ...pageOf(link), ...(ended && pressed.kind === 'refused' ? {} : { pressed }) });
  });
}

/** @throws what is no problem but a fault */
function away(error: unknown, language: Language): Problem {
  if (!(error instanceof Problem)) throw error;
  return shown(error, () => casePageWithout('away', language));
}

function shown({ code, detail, extras }: Problem, page: NonNullable<ProblemExtras['page']>): Problem {
  return new Problem(code, detail, { ...extras, headers: { ...extras.headers, ...PAGE_HEADERS }, page });
}

/** For a link that says nothing of its office: what the browser asks for first. */
const languageOf = ({ headers }: FastifyRequest): Language =>
  /^\s*uk\b/i.test(headers['accept-language'] ?? '') ? 'uk' : 'en';
