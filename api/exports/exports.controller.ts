/** A period for historians, as CSV or JSON Lines: written as it is read, one case after the other. */
import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { CaseState } from '../../domain/case/state.js';
import { Who } from '../access/access.guard.js';
import { mayRead } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Streams } from '../openapi/answers.js';
import { Problem, unavailable } from '../problem.js';
import { ExportsQuery } from '../schema.js';
import { csvLine } from './csv.js';
import { COLUMNS, exportedRow, rowsOf } from './rows.js';
import type { Row } from './rows.js';
import type { What } from './exported.js';

/** Exports that are written at once; each reads the record as fast as its reader takes it. */
const MOST_EXPORTS = 4;

const MEDIA = { csv: 'text/csv', jsonl: 'application/jsonl' } as const;

@ApiTags('exports')
@Controller('api/v1/exports')
export class ExportsController {
  private running = 0;

  @Get()
  @Streams('A period as CSV or JSON Lines: cases, violations, notices or entries', {
    [MEDIA.csv]: { type: 'string', description: 'RFC 4180, UTF-8, with a header; no cell is a formula' },
    [MEDIA.jsonl]: exportedRow,
  })
  export(
    @Who() caller: Caller,
    @Query({ schema: ExportsQuery }) query: z.output<typeof ExportsQuery>,
    @Res() reply: FastifyReply,
  ): void {
    const { from, to, what, format } = query;
    const period = { from, to };
    if (from >= to) {
      const message = `Give an instant after ${from}; the period is from \`from\` on and before \`to\`.`;
      throw new Problem('invalid', 'The period ends before it begins.', { errors: [{ path: '/to', message }] });
    }
    if (this.running >= MOST_EXPORTS) throw unavailable('Too many exports are being written. Ask again soon.');
    this.running += 1;
    const rows = rowsOf(caller.world.views, what, period, (state: CaseState) => mayRead(caller, state));
    const lines = Readable.from(format === 'csv' ? csv(what, rows) : jsonLines(what, rows));
    lines.once('close', () => {
      this.running -= 1;
    });
    // A reader who goes away ends the reading.
    reply.raw.once('close', () => lines.destroy());
    void reply
      .type(`${MEDIA[format]}; charset=utf-8`)
      .header('content-disposition', `attachment; filename="holdfire-${what}.${format}"`)
      .send(lines);
  }
}

async function* csv(what: What, rows: AsyncIterable<Row>): AsyncGenerator<string> {
  yield csvLine(COLUMNS[what]);
  for await (const { cells } of rows) yield csvLine(cells);
}

async function* jsonLines(what: What, rows: AsyncIterable<Row>): AsyncGenerator<string> {
  for await (const { cells, whole } of rows) {
    const row = whole ?? Object.fromEntries(COLUMNS[what].map((name, index) => [name, cells[index]]));
    yield `${JSON.stringify(row)}\n`;
  }
}
