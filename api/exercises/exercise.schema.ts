/** What the routes of exercises take and answer. */
import { z } from 'zod';
import { instantText } from '../cases/case.schema.js';

const MOST_STEPS = 500;
const name = z.string().min(1).max(100);
const instantIn = z.iso.datetime({ precision: 3, message: 'Give an instant such as 2027-03-27T20:00:00.000Z.' });

const plannedStep = z.strictObject({
  at: z
    .number()
    .int()
    .min(0)
    .max(100 * 366 * 86_400_000)
    .describe('Milliseconds of the plan after the first violation'),
  by: z.array(name).min(1).max(200),
  what: z.string().min(1).max(300),
});

const script = z
  .strictObject({ id: name, title: z.string().min(1).max(300), steps: z.array(plannedStep).min(1).max(MOST_STEPS) })
  .meta({ id: 'ExerciseScript' });

export const HIGHEST_SPEED = 100_000;

export const PlayInput = z
  .strictObject({
    script: z.string().min(1).max(100).describe('One that `GET /exercises` lists'),
    speed: z
      .number()
      .int()
      .min(1)
      .max(HIGHEST_SPEED)
      .optional()
      .describe('Every span of the plan is divided by it; 4320: 72 hours in a minute. Default: as before'),
  })
  .meta({ id: 'ExerciseRequest' });

const answer = z.strictObject({
  n: z.number().int().min(1),
  step: z.number().int().min(0).max(MOST_STEPS),
  office: name,
  of: name.optional(),
  status: z.number().int().min(0).max(599),
  unexpected: z.string().min(1).max(1000).optional(),
  at: instantIn,
});

/** What the player says each time it asks what is to be played; everything in it may be said again. */
export const PlayerInput = z
  .strictObject({
    player: name.describe('Chosen at its start; another one cannot go on with what this one began'),
    announces: z
      .strictObject({ script, startAt: instantIn })
      .optional()
      .describe('A script that it plays without having been asked, at the start of the program'),
    answers: z.array(answer).max(200).optional(),
    ended: z
      .strictObject({
        n: z.number().int().min(1),
        how: z.enum(['played', 'stopped', 'interrupted']),
        because: z.string().min(1).max(300),
      })
      .optional(),
  })
  .meta({ id: 'PlayerSays' });
export type PlayerInput = z.output<typeof PlayerInput>;

export const PlayNumber = z.string().regex(/^(current|[1-9]\d{0,6})$/, 'Give the N of exercise-N, or `current`.');

export const MessagesQuery = z.strictObject({
  after: z.string().max(200).optional().describe('The `next` of the answer before'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  office: z.string().max(100).optional(),
});

export const MessageId = z
  .string()
  .regex(/^(mail|webhook)-\d{1,9}$/, 'A captured message is named mail-1, mail-2 … or webhook-1, webhook-2 …');

const playRow = z
  .object({
    n: z.int(),
    agreement: z.string(),
    script: z.object({ id: z.string(), title: z.string() }),
    speed: z.number(),
    startAt: instantText,
    state: z.enum(['playing', 'held', 'stopping', 'ended']),
    how: z.enum(['played', 'stopped', 'interrupted']).optional(),
    because: z.string().optional(),
    endedAt: instantText.optional(),
    endsAt: instantText.describe('When the last step is planned'),
    answered: z.int().describe('Steps answered so far, one for each office'),
    planned: z.int(),
    differed: z.int(),
    by: z.string().optional().describe('The office that started it; absent: the program, at its start'),
  })
  .meta({ id: 'Play' });
export type PlayRow = z.infer<typeof playRow>;
export const playAnswer = playRow;

export const exercisesAnswer = z
  .object({
    agreement: z.string(),
    speed: z.number(),
    scripts: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        steps: z.int(),
        lasts: z.int().describe('Milliseconds of the plan'),
      }),
    ),
    player: z.object({ ready: z.boolean(), detail: z.string() }),
    current: playRow.optional(),
    plays: z.array(playRow).describe('The newest first'),
    may: z.object({ allowed: z.boolean(), because: z.string() }).describe('Whether you may direct exercises'),
  })
  .meta({ id: 'Exercises' });
export type ExercisesAnswer = z.infer<typeof exercisesAnswer>;

const message = z
  .object({
    id: z.string(),
    kind: z.enum(['email', 'webhook']),
    at: instantText.describe('When it was captured'),
    office: z.string(),
    subject: z.string(),
    text: z.string(),
    messageId: z.string().describe('Ours; the same over retries'),
    caseId: z.string().optional(),
    requires: z.array(z.string()),
    due: instantText.optional(),
    verified: z.boolean().optional().describe('Of a webhook: its signature was good'),
    repeated: z.boolean().optional().describe('Of a webhook: this id had come before'),
  })
  .meta({ id: 'CapturedMessage' });
export type CapturedMessage = z.infer<typeof message>;

export const messagesAnswer = z
  .object({
    messages: z.array(message).describe('As they were captured, the oldest first'),
    next: z.string().optional().describe('To be given as `after`: what is captured later'),
    total: z.int().describe('Captured since this exercise began'),
  })
  .meta({ id: 'CapturedMessages' });
export type MessagesAnswer = z.infer<typeof messagesAnswer>;

export const messageAnswer = message
  .extend({
    html: z.string().optional().describe('As it was sent; never shown as a page'),
    source: z.string().describe('As it was captured'),
  })
  .meta({ id: 'CapturedMessageInFull' });
export type MessageAnswer = z.infer<typeof messageAnswer>;

export const orderAnswer = z
  .object({
    order: z
      .object({
        n: z.int(),
        script: z.string(),
        speed: z.number(),
        startAt: instantText,
        state: z.enum(['playing', 'held', 'stopping']),
        player: z.string(),
      })
      .optional()
      .describe('What is to be played now; absent: nothing'),
  })
  .meta({ id: 'PlayerOrder' });
export type OrderAnswer = z.infer<typeof orderAnswer>;

/** A fold in `domain/exercise/after-action.ts`; its parts are described there. */
export const reportAnswer = z
  .looseObject({
    n: z.int(),
    verdict: z.enum(['running', 'passed', 'failed', 'stopped', 'interrupted']),
    counts: z.record(z.string(), z.number()),
    steps: z.array(z.looseObject({})),
    cases: z.array(z.looseObject({})),
    offices: z.array(z.looseObject({})),
    missed: z.array(z.looseObject({})),
    lateness: z.looseObject({}),
  })
  .meta({ id: 'AfterAction' });
