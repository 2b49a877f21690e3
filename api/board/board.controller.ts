/** The page at `/` until the board is there: open cases as a table, no script, nothing from another host. */
import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { escapeHtml } from '../../domain/notice/clean.js';
import { Open } from '../access/access.guard.js';
import type { SignIn } from '../access/sign-in.js';
import { summaryOf } from '../cases/case-summary.js';
import { SIGN_IN, WORLDS } from '../tokens.js';
import type { World } from '../worlds/world.js';

@ApiExcludeController()
@Controller()
export class BoardController {
  constructor(
    @Inject(WORLDS) private readonly worlds: readonly World[],
    @Inject(SIGN_IN) private readonly signIn: SignIn,
  ) {}

  @Open()
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Req() request: FastifyRequest): string {
    const world = this.signIn.callerOf(request)?.world;
    return world ? pageOf(world) : pageWithout(this.worlds.length, this.signIn.signOn !== undefined);
  }
}

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:2rem auto;max-width:70rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.5rem;border-bottom:1px solid #8886;vertical-align:top}
td,th{font-variant-numeric:tabular-nums}.ex{border:.4rem dashed #d55e00;padding:.5rem 1rem;font-weight:700}
caption{text-align:left;font-size:1.2rem;padding:.5rem 0}.late{font-weight:700}`;

const frame = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="15"><title>${title}</title><style>${STYLE}</style></head><body>${body}
<p><a href="/api/docs">The API</a> · <a href="/health/ready">Health</a></p></body></html>`;

const pageWithout = (worlds: number, signOn: boolean): string => {
  const how = signOn ? '<a href="/auth/login">Sign in</a>, or use a key,' : 'Sign in with a key';
  return frame('Holdfire', `<h1>Holdfire</h1><p>${worlds} world(s) served. ${how} to see cases.</p>`);
};

function pageOf(world: World): string {
  const { exercise, agreement, speed } = world.settings;
  const views = world.views.soonest.list();
  const rows = views.map((view) => {
    const { caseId, sector, place, kind, status, posture, level, firstViolationAt, next, overdue } = summaryOf(view);
    const cells = [
      `<a href="/api/v1/cases/${escapeHtml(caseId)}">${escapeHtml(caseId)}</a>`,
      `${escapeHtml(sector)}<br>${escapeHtml(place ?? '')}`,
      escapeHtml(kind ?? ''),
      `${status}, phase ${posture} (highest ${level})`,
      firstViolationAt,
      next ? `${next.at}<br>${escapeHtml(next.label)}` : 'nothing',
      overdue.length > 0 ? `<span class="late">overdue: ${overdue.join(', ')}</span>` : '–',
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const head = ['Case', 'Place', 'Kind', 'Status', 'First violation (UTC)', 'Next (UTC)', 'Owed']
    .map((name) => `<th scope="col">${name}</th>`)
    .join('');
  const banner = exercise
    ? `<p class="ex">EXERCISE. Every span is divided by ${speed}; nobody outside is told.</p>`
    : '';
  const table = `<table><caption>${views.length} case(s) of ${escapeHtml(agreement)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return frame(`${exercise ? 'EXERCISE · ' : ''}Holdfire`, `${banner}<h1>Holdfire</h1>${table}`);
}
