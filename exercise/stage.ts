/**
 * The player, kept: asks the API what is to be played, plays it, and says what was answered. A client over HTTP like
 * any other, so that an API that goes away in the middle only makes it wait; what it could not say yet it says later.
 * A script that another player left off is over: nobody knows what it had begun.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { instant } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';
import { Unreachable } from './api-client.js';
import type { ApiClient } from './api-client.js';
import { Gate } from './gate.js';
import { field } from './looks.js';
import { play } from './player.js';
import type { Played } from './player.js';
import { plannedOf } from './room.js';
import type { Script } from './script.js';

export interface Piece {
  n: number;
  script: Script;
  speed: number;
  startAt: Instant;
}

export interface StageOptions {
  /** With the key of an administrator of the exercise world. */
  client: ApiClient;
  clientOf: (office: string) => ApiClient;
  /** Everybody whom a test can reach. */
  reachable: readonly string[];
  /** One that ships. */
  scriptOf: (id: string) => Script;
  holdWorker?: (still: boolean) => void;
  /** One that was ordered begins. */
  onBegun?: (piece: Piece) => void;
  onAnswer?: (played: Played) => void;
  /** One that was ordered has ended, and how. */
  onEnded?: (piece: Piece, how: How) => void;
  /** One sentence, where the API takes something otherwise than it should. */
  say: (sentence: string) => void;
}

type How = 'played' | 'stopped' | 'interrupted';

/** Holding and stopping take as long; while nothing is played, an order is heard of a little later. */
const ASK_EVERY_MS = 250;
const IDLE_MS = 500;
const MOST_ANSWERS = 100;
/** For what was said last, when the program ends with the script. */
const LAST_WORDS_MS = 5000;

const order = z.object({
  order: z
    .object({
      n: z.number(),
      script: z.string(),
      speed: z.number(),
      startAt: z.string(),
      state: z.enum(['playing', 'held', 'stopping']),
      player: z.string(),
    })
    .optional(),
});

interface Answer {
  n: number;
  step: number;
  office: string;
  of?: string;
  status: number;
  unexpected?: string;
  at: Instant;
}

interface Playing extends Piece {
  gate: Gate;
  stop: AbortController;
}

export class Stage {
  /** Another start of the program is another player. */
  readonly player = randomUUID();
  private playing: Playing | undefined;
  /** Never begun twice, whatever the API says. */
  private readonly begun = new Set<number>();
  private announces: { script: object; startAt: Instant } | undefined;
  private answers: Answer[] = [];
  private ended: { n: number; how: How; because: string } | undefined;

  constructor(private readonly options: StageOptions) {}

  /** Until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.ask(signal);
      await sleep(this.isBusy ? ASK_EVERY_MS : IDLE_MS, undefined, { signal }).catch(() => undefined);
    }
    this.playing?.stop.abort();
  }

  /** Plays one that nobody ordered: the program's own, at its start. */
  async perform(piece: Piece, signal: AbortSignal): Promise<void> {
    this.announces = { script: plannedOf(piece.script), startAt: piece.startAt };
    await this.playAll(piece, signal);
  }

  /** Waits until the API has heard everything, for a while. */
  async lastWords(): Promise<void> {
    const until = performance.now() + LAST_WORDS_MS;
    while (this.isBusy && performance.now() < until) await sleep(ASK_EVERY_MS);
  }

  private get isBusy(): boolean {
    return this.playing !== undefined || this.answers.length > 0 || this.ended !== undefined;
  }

  private async ask(signal: AbortSignal): Promise<void> {
    const { announces, ended } = this;
    const answers = this.answers.slice(0, MOST_ANSWERS);
    // The end comes after every answer.
    const last = ended && answers.length === this.answers.length ? { ended } : {};
    const said = { player: this.player, ...(announces ? { announces } : {}), answers, ...last };
    const answer = await this.options.client.post('/exercises/player', said).catch((error: unknown) => {
      if (error instanceof Unreachable) return undefined;
      throw error;
    });
    // An API that is away, or busy, is asked again.
    if (!answer || answer.status === 429 || answer.status >= 500) return;
    this.answers = this.answers.slice(answers.length);
    if (announces === this.announces) this.announces = undefined;
    if ('ended' in last && ended === this.ended) this.ended = undefined;
    if (answer.status >= 300) {
      this.options.say(`The API does not take what was played: ${field(answer.body, 'detail')}`);
      return;
    }
    this.obey(order.parse(answer.body ?? {}).order, signal);
  }

  private obey(what: z.infer<typeof order>['order'], signal: AbortSignal): void {
    const { playing } = this;
    if (playing && what?.n === playing.n) {
      if (what.state === 'held') playing.gate.close();
      else if (what.state === 'playing') playing.gate.open();
      else playing.stop.abort();
      return;
    }
    if (!what || playing || this.ended) return;
    if (what.player !== this.player || this.begun.has(what.n)) {
      const because = 'The program that played it ended before the script did.';
      this.ended = { n: what.n, how: 'interrupted', because };
      return;
    }
    if (what.state === 'stopping') {
      this.ended = { n: what.n, how: 'stopped', because: 'It was stopped before it began.' };
      return;
    }
    this.begin({ ...what, script: this.options.scriptOf(what.script) }, signal);
  }

  private begin(piece: Piece, signal: AbortSignal): void {
    this.options.onBegun?.(piece);
    this.playAll(piece, signal).then(
      (how) => this.options.onEnded?.(piece, how),
      (error: unknown) => this.options.say(`The script ends here: ${messageOf(error)}`),
    );
  }

  private async playAll(piece: Piece, signal: AbortSignal): Promise<How> {
    const { n, script, speed, startAt } = piece;
    const playing: Playing = { ...piece, gate: new Gate(), stop: new AbortController() };
    this.playing = playing;
    this.begun.add(n);
    const { clientOf, reachable, holdWorker, onAnswer } = this.options;
    try {
      await play({
        script,
        speed,
        run: `exercise-${n}`,
        clientOf,
        reachable,
        startAt,
        gate: playing.gate,
        onAnswer: (played) => {
          onAnswer?.(played);
          this.answers.push(answerOf(n, script, played));
        },
        signal: AbortSignal.any([signal, playing.stop.signal]),
        ...(holdWorker ? { holdWorker } : {}),
      });
    } catch (error) {
      const because = `It could not be played on: ${messageOf(error)}`.slice(0, 300);
      this.ended = { n, how: 'interrupted', because };
      throw error;
    } finally {
      this.playing = undefined;
    }
    const stopped = playing.stop.signal.aborted;
    // A program that ends says nothing any more: its next start does.
    if (signal.aborted) return 'interrupted';
    const because = stopped ? 'It was stopped.' : 'The script was played to its end.';
    this.ended = { n, how: stopped ? 'stopped' : 'played', because };
    return stopped ? 'stopped' : 'played';
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function answerOf(n: number, { steps }: Script, { step, office, of, answer, unexpected }: Played): Answer {
  return {
    n,
    step: steps.indexOf(step),
    office,
    ...(of === undefined ? {} : { of }),
    status: answer.status,
    ...(unexpected === undefined ? {} : { unexpected: unexpected.slice(0, 1000) || 'otherwise' }),
    at: instant(Date.now()),
  };
}
