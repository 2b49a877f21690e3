/**
 * A script as it is played in an exercise world: what the record's stream `exercises` says of it, and what these
 * entries fold to. Who plays it, and how, is not known here; a play is a plan, answers, and an end.
 */
import type { OfficeId } from '../directory/directory.js';
import type { Instant, Span } from '../instant.js';

/** One step of a script, as it is planned. */
export interface PlannedStep {
  /** Elapsed after the first violation, in the time of the plan. */
  at: Span;
  by: OfficeId[];
  /** In few words: `report shelling`. */
  what: string;
}

/** A script that can be played here. */
export interface KnownScript {
  id: string;
  title: string;
  steps: PlannedStep[];
}

/** The office that directed it; absent where the program itself did, at its start. */
export interface Director {
  office: OfficeId;
  organisation: string;
  person: string;
  /** For a repetition under the same Idempotency-Key. */
  command: { commandId: string; fingerprint: string };
}

interface OfPlay {
  at: Instant;
  /** Of `exercise-N`. */
  n: number;
}

export interface PlayBegun extends OfPlay {
  type: 'play-begun';
  script: KnownScript;
  /** Every offset of the script and every span of the plan is divided by it. */
  speed: number;
  /** When the first violation happens. */
  startAt: Instant;
  /** The player that is to play it; another one, after a restart, cannot go on in the middle. */
  player: string;
  by?: Director;
}

export type Direction = 'hold' | 'release' | 'stop';

export interface PlayDirected extends OfPlay {
  type: 'play-directed';
  what: Direction;
  by: Director;
}

/** What one step was answered for one office. */
export interface PlayAnswered extends OfPlay {
  type: 'play-answered';
  step: number;
  office: OfficeId;
  /** The office that it was about, where one step asks for several. */
  of?: OfficeId;
  /** HTTP; 0 where nothing could be asked, because what the step refers to was never answered. */
  status: number;
  /** How the answer differs from what the script expects; absent where it does not. */
  unexpected?: string;
}

/** Played to its end, stopped by somebody, or left off because the player went away. */
export type HowEnded = 'played' | 'stopped' | 'interrupted';

export interface PlayEnded extends OfPlay {
  type: 'play-ended';
  how: HowEnded;
  /** A full sentence. */
  because: string;
}

export type PlayBody = PlayBegun | PlayDirected | PlayAnswered | PlayEnded;

export type Answered = Omit<PlayAnswered, 'type' | 'n'>;

export interface PlayState {
  n: number;
  script: KnownScript;
  speed: number;
  startAt: Instant;
  begunAt: Instant;
  player: string;
  by?: Director;
  state: 'playing' | 'held' | 'stopping' | 'ended';
  answers: Answered[];
  directions: PlayDirected[];
  how?: HowEnded;
  because?: string;
  endedAt?: Instant;
}

/** Plays in their order; what is about a play that never began, or has ended, changes nothing. */
export type Plays = readonly PlayState[];

export function withPlayEntry(plays: Plays, body: PlayBody): Plays {
  if (body.type === 'play-begun') {
    const { at, n, script, speed, startAt, player, by } = body;
    const begun: PlayState = {
      n,
      script,
      speed,
      startAt,
      begunAt: at,
      player,
      state: 'playing',
      answers: [],
      directions: [],
      ...(by === undefined ? {} : { by }),
    };
    return [...plays.filter((one) => one.n !== n), begun];
  }
  return plays.map((play) => (play.n === body.n && play.state !== 'ended' ? after(play, body) : play));
}

function after(play: PlayState, body: Exclude<PlayBody, PlayBegun>): PlayState {
  switch (body.type) {
    case 'play-directed':
      return { ...play, state: directed(play.state, body.what), directions: [...play.directions, body] };
    case 'play-answered': {
      const { type: _, n: __, ...answered } = body;
      const known = play.answers.some((one) => isSame(one, answered));
      return known ? play : { ...play, answers: [...play.answers, answered] };
    }
    case 'play-ended':
      return { ...play, state: 'ended', how: body.how, because: body.because, endedAt: body.at };
    default:
      return body satisfies never;
  }
}

function directed(state: PlayState['state'], what: Direction): PlayState['state'] {
  if (state === 'stopping' || what === 'stop') return 'stopping';
  return what === 'hold' ? 'held' : 'playing';
}

/** The player says each answer until it is heard; it counts once. */
const isSame = (a: Answered, b: Answered): boolean => a.step === b.step && a.office === b.office && a.of === b.of;

/** The one that is played now, or was last. */
export const currentPlay = (plays: Plays): PlayState | undefined => plays.at(-1);
