/** Exercises: scripts, the one that is played, what its sinks caught, and the report afterwards. Exercise worlds only. */
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { afterActionOf } from '../../domain/exercise/after-action.js';
import type { AfterAction } from '../../domain/exercise/after-action.js';
import { requireDirection, requireDirector } from '../../domain/exercise/direct.js';
import type { Direction, PlayState } from '../../domain/exercise/play.js';
import { Refused } from '../../domain/refused.js';
import { Who } from '../access/access.guard.js';
import { requirePerson } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { viewOf } from '../commands/view-of.js';
import { commandIdOf, fingerprintOf } from '../commands/command-id.js';
import { allowedRun, tried } from '../commands/dry-run.js';
import { Publishes, Reads } from '../openapi/answers.js';
import { Problem } from '../problem.js';
import { Reply } from '../reply.js';
import type { World } from '../worlds/world.js';
import { Captured, inOrder } from './captured.js';
import {
  exercisesAnswer,
  MessageId,
  MessagesQuery,
  messageAnswer,
  messagesAnswer,
  orderAnswer,
  playAnswer,
  PlayerInput,
  PlayInput,
  PlayNumber,
  reportAnswer,
} from './exercise.schema.js';
import type {
  CapturedMessage,
  ExercisesAnswer,
  MessageAnswer,
  MessagesAnswer,
  OrderAnswer,
} from './exercise.schema.js';
import { playRowOf } from './play-rows.js';
import { directorOf, Room } from './room.js';

const MAY = 'Your office may direct exercises.';

@ApiTags('exercises')
@Controller('api/v1/exercises')
export class ExercisesController {
  private readonly rooms = new Map<World, Room>();
  private readonly captured = new Map<World, Captured>();

  @Get()
  @Reads('Scripts, what is played, and what was played before', exercisesAnswer)
  list(@Who() caller: Caller): ExercisesAnswer {
    const room = this.roomOf(caller);
    const { world, office } = caller;
    const { agreement, speed, room: { scripts = [] } = {} } = world.settings;
    const { current, plays } = world.exercises;
    const { allowed, because } = tried(() => {
      if (!caller.actor) throw new Refused('forbidden', 'Take an office of the watch to direct exercises.');
      requireDirector(office);
      return [];
    });
    const ready = room.playerReady;
    return {
      agreement,
      speed,
      scripts: scripts.map(({ id, title, steps }) => ({
        id,
        title,
        steps: steps.length,
        lasts: Math.max(0, ...steps.map(({ at }) => at)),
      })),
      player: { ready, detail: ready ? 'A player waits for scripts.' : 'Nobody here plays scripts now.' },
      ...(current ? { current: playRowOf(current) } : {}),
      plays: plays.map(playRowOf).reverse(),
      may: { allowed, because: allowed ? MAY : because },
    };
  }

  @Post()
  @Publishes('Play a script, in the next exercise of this world (the watch, administrators)', 'created', playAnswer)
  async begin(
    @Asked() ask: Ask,
    @Body({ schema: PlayInput }) asked: z.output<typeof PlayInput>,
  ): Promise<Reply<object>> {
    const room = this.roomOf(ask.caller);
    const { world, actor, dryRun } = ask;
    requireDirector(ask.caller.office);
    const scripts = world.settings.room?.scripts ?? [];
    const script = scripts.find(({ id }) => id === asked.script);
    if (!script) {
      const message = `There are ${scripts.map(({ id }) => id).join(', ')}.`;
      throw new Refused('invalid', 'No such script ships.', [{ path: '/script', message }]);
    }
    if (dryRun) return dryRunOf(() => room.requireReady());
    const command = { commandId: commandIdOf(ask), fingerprint: fingerprintOf('play', 'exercises', asked) };
    const speed = asked.speed ?? world.settings.speed;
    await room.begin({ script, speed, by: directorOf(actor, command) });
    return Reply.created(playRowOf(playOf(world, command.commandId)));
  }

  @Post('current/hold')
  @Publishes("Keep the script's next inputs back; clocks run on, and there is no pause", 'ok', playAnswer)
  async hold(@Asked() ask: Ask): Promise<Reply<object>> {
    return await this.direct(ask, 'hold');
  }

  @Post('current/release')
  @Publishes('Let the script go on: what it would have done meanwhile is done now', 'ok', playAnswer)
  async release(@Asked() ask: Ask): Promise<Reply<object>> {
    return await this.direct(ask, 'release');
  }

  @Post('current/stop')
  @Publishes('End the script; its cases and their clocks go on', 'ok', playAnswer)
  async stop(@Asked() ask: Ask): Promise<Reply<object>> {
    return await this.direct(ask, 'stop');
  }

  @Post('player')
  @Publishes(
    'For the player: says what was answered, and asks what is to be played (administrators)',
    'ok',
    orderAnswer,
  )
  async player(@Asked() ask: Ask, @Body({ schema: PlayerInput }) said: PlayerInput): Promise<Reply<OrderAnswer>> {
    const room = this.roomOf(ask.caller);
    if (!ask.actor.roles.includes('admin'))
      throw new Refused('forbidden', 'Scripts are played by the program itself, with the key of an administrator.');
    if (ask.dryRun) return Reply.ok({});
    const play = await room.listen(said, await ask.world.clock.accept());
    if (!play || play.state === 'ended') return Reply.ok({});
    const { n, script, speed, startAt, state, player } = play;
    return Reply.ok({ order: { n, script: script.id, speed, startAt, state, player } });
  }

  @Get('current/messages')
  @Reads(
    'Every mail and webhook that was captured since the exercise began; with a key, those of your office',
    messagesAnswer,
  )
  async messages(
    @Who() caller: Caller,
    @Query({ schema: MessagesQuery }) { after, limit, office }: z.output<typeof MessagesQuery>,
  ): Promise<MessagesAnswer> {
    const all = (await this.messagesOf(caller)).filter((one) => office === undefined || one.office === office);
    const mark = after === undefined ? undefined : markOf(after);
    const later = mark ? all.filter((one) => inOrder(mark, one) < 0) : all;
    const messages = later.slice(0, limit);
    const last = messages.at(-1);
    const next = last ? `${last.at} ${last.id}` : after;
    return { messages, total: all.length, ...(next === undefined ? {} : { next }) };
  }

  @Get('current/messages/:id')
  @Reads('One captured message as it was sent', messageAnswer, ['not-found'])
  async message(
    @Who() caller: Caller,
    @Param('id', { schema: MessageId }) id: z.output<typeof MessageId>,
  ): Promise<MessageAnswer> {
    const mine = (await this.messagesOf(caller)).some((one) => one.id === id);
    const message = mine ? await this.capturedOf(caller.world).whole(id) : undefined;
    if (!message) throw new Problem('not-found', 'No such message was captured in this exercise, or it is not yours.');
    return message;
  }

  @Get(':n/report')
  @Reads('The after-action report: planned against done, who answered and how soon, who was missed', reportAnswer, [
    'not-found',
  ])
  async report(
    @Who() caller: Caller,
    @Param('n', { schema: PlayNumber }) n: z.output<typeof PlayNumber>,
  ): Promise<AfterAction> {
    this.roomOf(caller);
    const { views, exercises, offices } = caller.world;
    const play = n === 'current' ? exercises.current : exercises.plays.find((one) => String(one.n) === n);
    if (!play) throw new Problem('not-found', 'No script has been played under this number.');
    const own = views.all().filter(({ state }) => state.agreement === `exercise-${play.n}`);
    const cases = await Promise.all(
      own.map(async ({ state: { caseId } }) => ({
        state: (await viewOf(caller.world, caseId)).state,
        entries: (await views.entries(caseId)).map(({ body }) => body),
      })),
    );
    return afterActionOf(play, cases, (office) => offices.get(office)?.organisation);
  }

  private async direct(ask: Ask, what: Direction): Promise<Reply<object>> {
    const room = this.roomOf(ask.caller);
    const { world, actor } = ask;
    requireDirector(ask.caller.office);
    if (ask.dryRun) return dryRunOf(() => void requireDirection(world.exercises.current, what));
    const command = { commandId: commandIdOf(ask), fingerprint: fingerprintOf(what, 'exercises', {}) };
    await room.direct(what, directorOf(actor, command));
    return Reply.ok(playRowOf(playOf(world, command.commandId)));
  }

  /** RULES 8: an exercise world has all this, the real one has nothing of it. @throws {Problem} */
  private roomOf(caller: Caller): Room {
    const { world } = caller;
    if (!world.settings.exercise)
      throw new Problem('forbidden', 'Your key is of the real world; exercises are played in a world of their own.');
    requirePerson(caller, 'an exercise');
    const room = this.rooms.get(world) ?? new Room(world);
    this.rooms.set(world, room);
    return room;
  }

  private capturedOf(world: World): Captured {
    const { room } = world.settings;
    if (!room) throw new Problem('not-found', 'Nothing is captured in this world.');
    const captured = this.captured.get(world) ?? new Captured(room);
    this.captured.set(world, captured);
    return captured;
  }

  /** A message holds a link that acts for its office: with a key, an office reads what was sent to it alone. */
  private async messagesOf(caller: Caller): Promise<CapturedMessage[]> {
    this.roomOf(caller);
    const { world, key, office } = caller;
    const all = await this.capturedOf(world).since(world.exercises.current?.begunAt ?? '');
    const whole = !key || !office || office.groups.includes('watch') || readsAll(office.roles);
    return whole ? all : all.filter((one) => one.office === office.id);
  }
}

const readsAll = (roles: readonly string[]): boolean => roles.includes('admin') || roles.includes('auditor');

/** The play that this command began or directed. */
function playOf({ exercises }: World, commandId: string): PlayState {
  const play = exercises.plays.find(
    ({ by, directions }) =>
      by?.command.commandId === commandId || directions.some((one) => one.by.command.commandId === commandId),
  );
  if (!play) throw new Error(`The command ${commandId} is in no play.`);
  return play;
}

function dryRunOf(check: () => void): Reply<object> {
  const run = tried(() => {
    check();
    return [];
  });
  return Reply.ok(run.allowed ? allowedRun(MAY, []) : run);
}

/** @throws {Problem} for what no answer ever gave as `next` */
function markOf(after: string): Pick<CapturedMessage, 'at' | 'id'> {
  const [, at, id] = /^(\S{1,40}) ((?:mail|webhook)-\d{1,9})$/.exec(after) ?? [];
  if (at !== undefined && id !== undefined) return { at, id };
  const message = 'Give the `next` of the answer before.';
  throw new Problem('invalid', message, { errors: [{ path: '?after', message }] });
}
