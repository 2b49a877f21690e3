/**
 * The exercise room of a world: who plays, what is played and by whose order. The player is another process, a client
 * over HTTP (`exercise/stage.ts`): here is only what it is told and what it says. One order at a time.
 */
import type { Actor } from '../../domain/case/commands.js';
import { requireDirection, requireNoPlay } from '../../domain/exercise/direct.js';
import type { Direction, Director, KnownScript, PlayBody, PlayState } from '../../domain/exercise/play.js';
import { instant, ms } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import { Refused } from '../../domain/refused.js';
import { unavailable } from '../problem.js';
import type { World } from '../worlds/world.js';
import type { PlayerInput } from './exercise.schema.js';

/** A player asks four times a second; one that was not heard for so long is gone. */
const HEARD_WITHIN_MS = 10_000;
/** From the order to the first violation: time for the player to hear of it. */
const LEAD_MS = 1500;

const NOBODY =
  'Nobody here plays scripts now: they are played by the program that `npm start` runs. Commands and reports go on.';

type Order = { script: KnownScript; speed: number; by: Director };

export class Room {
  private heard: { player: string; at: number } | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly world: World) {}

  get playerReady(): boolean {
    return this.heard !== undefined && performance.now() - this.heard.at < HEARD_WITHIN_MS;
  }

  /** @throws {Refused} @throws {Problem} */
  requireReady(): void {
    requireNoPlay(this.world.exercises.current);
    if (!this.playerReady) throw unavailable(NOBODY);
  }

  /** The next exercise begins. @throws {Refused} @throws {Problem} */
  async begin(order: Order): Promise<void> {
    await this.inTurn(async () => {
      const before = this.said(order.by.command);
      if (before) return;
      this.requireReady();
      const { world, heard } = this;
      const at = await world.clock.accept();
      const { script, speed, by } = order;
      const { agreement: now, room } = world.settings;
      if (!room || !heard) throw unavailable(NOBODY);
      const fresh = world.views.all().some(({ state }) => state.agreement === now);
      const { n, agreement } = room.begin({ script: script.id, speed, startedAt: at, fresh });
      await world.inForce.turnTo({ agreement, speed });
      const startAt = instant(ms(at) + LEAD_MS);
      await world.exercises.append(() => {
        requireNoPlay(world.exercises.current);
        return { type: 'play-begun', at, n, script, speed, startAt, player: heard.player, by };
      });
    });
  }

  /** @throws {Refused} */
  async direct(what: Direction, by: Director): Promise<void> {
    await this.inTurn(async () => {
      if (this.said(by.command)) return;
      const at = await this.world.clock.accept();
      await this.world.exercises.append(() => {
        const { n } = requireDirection(this.world.exercises.current, what);
        return { type: 'play-directed', at, n, what, by };
      });
    });
  }

  /** What the player says; answered by what it is to do. */
  async listen(said: PlayerInput, at: Instant): Promise<PlayState | undefined> {
    this.heard = { player: said.player, at: performance.now() };
    return await this.inTurn(async () => {
      for (const body of this.entriesOf(said, at)) await this.world.exercises.append(() => body);
      const { current } = this.world.exercises;
      return current?.state === 'ended' ? undefined : current;
    });
  }

  /** Whether a command of this name had its effect before. @throws {Refused} where it was another one */
  said(command: Director['command']): boolean {
    const all = this.world.exercises.plays.flatMap(({ by, directions }) => [
      ...(by ? [by.command] : []),
      ...directions.map((one) => one.by.command),
    ]);
    const before = all.find(({ commandId }) => commandId === command.commandId);
    if (before && before.fingerprint !== command.fingerprint)
      throw new Refused('conflict', 'Another command was sent under this Idempotency-Key; choose a new one.');
    return before !== undefined;
  }

  private entriesOf({ player, announces, answers = [], ended }: PlayerInput, at: Instant): PlayBody[] {
    const { current } = this.world.exercises;
    const entries: PlayBody[] = [];
    if (announces) {
      const n = Number(this.world.settings.agreement.replace('exercise-', ''));
      const { script, startAt } = announces;
      const isKnown = current?.player === player && current.startAt === startAt;
      // What another player left off is over: nobody goes on with it.
      if (!isKnown && current && current.state !== 'ended') entries.push(interrupted(current, at));
      if (!isKnown)
        entries.push({ type: 'play-begun', at, n, script, speed: this.world.settings.speed, startAt, player });
    }
    for (const { n, of, unexpected, ...answer } of answers) {
      const play = this.world.exercises.plays.find((one) => one.n === n);
      const known = play?.answers.some(
        (one) => one.step === answer.step && one.office === answer.office && one.of === of,
      );
      if (!play || known || play.state === 'ended') continue;
      if (play.script.steps[answer.step] === undefined)
        throw new Refused('invalid', 'The script has no such step.', [{ path: '/answers', message: 'No such step.' }]);
      const rest = { ...(of === undefined ? {} : { of }), ...(unexpected === undefined ? {} : { unexpected }) };
      entries.push({ type: 'play-answered', n, ...answer, ...rest });
    }
    if (ended && this.world.exercises.plays.some(({ n, state }) => n === ended.n && state !== 'ended'))
      entries.push({ type: 'play-ended', at, ...ended });
    return entries;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.turn.then(work, work);
    this.turn = turn.catch(() => undefined);
    return await turn;
  }
}

export const interrupted = ({ n }: Pick<PlayState, 'n'>, at: Instant): PlayBody => ({
  type: 'play-ended',
  at,
  n,
  how: 'interrupted',
  because: 'The program that played it ended before the script did.',
});

export const directorOf = ({ office, organisation, person }: Actor, command: Director['command']): Director => ({
  office,
  organisation,
  person,
  command,
});
