/** The board: one page for every screen, and its files. What it shows it reads from the API like any other client. */
import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Open } from '../access/access.guard.js';
import { Problem } from '../problem.js';
import { SETTINGS } from '../tokens.js';
import type { ApiSettings } from '../tokens.js';
import { BoardFiles } from './board-files.js';

/** Every address of a screen; the script in the page knows which is which. */
const SCREENS = [
  '/',
  '/wall',
  '/sign-in',
  '/cases/:caseId',
  '/report',
  '/plan',
  '/people',
  '/exercise',
  '/exercise/:n',
  '/record',
  '/watch',
  '/map',
];

/** Stricter than the rest of the host: neither scripts nor styles within the page, and no forms sent by the browser. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Named by their content, files never change under their name. */
const FOR_EVER = 'public, max-age=31536000, immutable';

@ApiExcludeController()
@Controller()
export class BoardController {
  private readonly files: BoardFiles;

  constructor(@Inject(SETTINGS) { boardFolder }: ApiSettings) {
    this.files = new BoardFiles(boardFolder);
  }

  @Open()
  @Get(SCREENS)
  page(@Res() reply: FastifyReply): void {
    const { page } = this.files;
    if (page === undefined) throw new Problem('not-found', 'The board is not built here; run `npm run build`.');
    void reply.header('content-security-policy', POLICY).type('text/html; charset=utf-8').send(page);
  }

  @Open()
  @Get('assets/:name')
  asset(@Param('name') name: string, @Res() reply: FastifyReply): void {
    const file = this.files.asset(name);
    if (!file) throw new Problem('not-found', 'The board has no such file; load the page again.');
    void reply.header('cache-control', FOR_EVER).type(file.type).send(file.bytes);
  }
}
