/**
 * What a route answers, beside it and in one place: the schemas of its answers and the problems it may meet. Only for
 * the OpenAPI document; what a route does is in its controller.
 */
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { REPLY_STATUS, STATUS } from '../problem.filter.js';
import { problemDocument } from '../problem.js';
import type { ProblemCode } from '../problem.js';

export interface Answered {
  /** One sentence: what the route is for. */
  says: string;
  ok?: z.ZodType;
  created?: z.ZodType;
  nothing?: true;
  notReady?: z.ZodType;
  /** Beside those that every route may meet. */
  problems?: ProblemCode[];
}

/** Bodies that cannot be read, and what may be asked of any route. */
const ANYWHERE: ProblemCode[] = ['bad-request', 'not-acceptable', 'too-many-requests', 'internal'];
const OF_BODIES: ProblemCode[] = ['not-json', 'too-large', 'unsupported-media-type', 'invalid'];

export function Answers({ says, ok, created, nothing, notReady, problems = [] }: Answered): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: says }),
    ...(ok ? [ApiResponse({ status: REPLY_STATUS.ok, description: 'Done.', standardSchema: ok })] : []),
    ...(created
      ? [ApiResponse({ status: REPLY_STATUS.created, description: 'On record.', standardSchema: created })]
      : []),
    ...(nothing ? [ApiResponse({ status: REPLY_STATUS.nothing, description: 'Done; nothing to say.' })] : []),
    ...(notReady
      ? [ApiResponse({ status: REPLY_STATUS['not-ready'], description: 'Not ready.', standardSchema: notReady })]
      : []),
    ...problemResponses([...ANYWHERE, ...problems]),
  );
}

/** A read for whoever has a key; exercise worlds may be read without one from loopback. */
export const Reads = (says: string, ok: z.ZodType, problems: ProblemCode[] = []): MethodDecorator =>
  Answers({ says, ok, problems: ['unauthenticated', 'forbidden', 'invalid', ...problems] });

/** A read that is written as it is read, in one of these media types. */
export function Streams(
  says: string,
  content: Record<string, z.ZodType | { type: 'string'; description: string }>,
): MethodDecorator {
  const schemas = Object.entries(content).map(([type, schema]) => {
    if (!(schema instanceof z.ZodType)) return [type, { schema }];
    const { $schema: _, id: __, ...plain } = z.toJSONSchema(schema);
    return [type, { schema: plain }];
  });
  return applyDecorators(
    Answers({ says, problems: ['unauthenticated', 'forbidden', 'invalid', 'unavailable'] }),
    ApiResponse({
      status: REPLY_STATUS.ok,
      description: 'Written as it is read.',
      content: Object.fromEntries(schemas),
    }),
  );
}

const pendingCommand = z
  .object({
    commandId: z.string(),
    acceptedAt: z.string().meta({ format: 'date-time' }),
    location: z.string().describe('Where to ask what became of it'),
  })
  .meta({ id: 'PendingCommand', description: 'Durable; no worker has answered yet.' });

export const dryRunAnswer = z
  .object({
    dryRun: z.literal(true),
    allowed: z.boolean(),
    because: z.string(),
    events: z.array(z.looseObject({ type: z.string() })).describe('What would be entered in the record'),
    told: z.array(z.string()).describe('Offices that would be told at once'),
  })
  .meta({ id: 'DryRun', description: 'What would come of the command; nothing was recorded.' });

/** A command: what it answers when done, when tried out, and when no worker answers. */
export function Commands(says: string, kind: 'created' | 'ok', answer: z.ZodType): MethodDecorator {
  return applyDecorators(
    Publishes(says, kind, answer),
    ApiResponse({ status: REPLY_STATUS.accepted, description: 'Durable.', standardSchema: pendingCommand }),
  );
}

/** A command that the API itself decides and enters in the record: it waits for no worker. */
export function Publishes(says: string, kind: 'created' | 'ok', answer: z.ZodType): MethodDecorator {
  const done =
    kind === 'created'
      ? { created: answer, ok: z.union([dryRunAnswer, answer]) }
      : { ok: z.union([answer, dryRunAnswer]) };
  return applyDecorators(
    Answers({
      says,
      ...done,
      problems: [...OF_BODIES, 'unauthenticated', 'forbidden', 'not-found', 'conflict', 'gone', 'unavailable'],
    }),
    ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Same key and body: the first answer again.' }),
    ApiQuery({
      name: 'dryRun',
      required: false,
      schema: { type: 'boolean' },
      description: 'Says what would happen; records nothing.',
    }),
  );
}

function problemResponses(codes: readonly ProblemCode[]): MethodDecorator[] {
  const statuses = [...new Set(codes.map((code) => STATUS[code]))].sort((a, b) => a - b);
  return statuses.map((status) =>
    ApiResponse({
      status,
      description: codes.filter((code) => STATUS[code] === status).join(', '),
      content: { 'application/problem+json': { schema: { $ref: `#/components/schemas/${PROBLEM}` } } },
    }),
  );
}

const PROBLEM = 'Problem';

/** Named by every route; put into the document by hand, since a media type of its own takes no zod schema. */
export const problemComponent = (): Record<string, unknown> => {
  const { $schema: _, $defs, ...rest } = z.toJSONSchema(problemDocument);
  return $defs?.[PROBLEM] ?? rest;
};
