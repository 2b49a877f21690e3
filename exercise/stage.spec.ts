import { ApiClient, Unreachable } from './api-client.js';
import type { ApiAnswer, CallOptions } from './api-client.js';
import { readScript } from './script.js';
import { Stage } from './stage.js';
import type { StageOptions } from './stage.js';

const script = readScript('exercises/quiet-case.yaml');
/** All of it is over in a third of a second. */
const FAST = 1_000_000;

/** What any route answers, as far as the player reads it. */
const CASE = {
  caseId: 'c',
  violationId: 'v1',
  proposalId: 'p1',
  textHash: 'h',
  phases: [],
  duties: [],
  violations: [],
};

interface Says {
  player: string;
  announces?: { script: { id: string; steps: unknown[] }; startAt: string };
  answers: { n: number; step: number; office: string; unexpected?: string }[];
  ended?: { n: number; how: string; because: string };
}

/** The API's side of the exercise room: orders one play, keeps what is said. */
class FakeRoom extends ApiClient {
  readonly said: Says[] = [];
  order: Record<string, unknown> | undefined;
  away = false;

  constructor() {
    super('http://127.0.0.1:9');
  }

  override call(_method: string, path: string, { body }: CallOptions = {}): Promise<ApiAnswer> {
    if (path !== '/exercises/player') return Promise.resolve({ status: 200, body: CASE });
    if (this.away) return Promise.reject(new Unreachable(this.url, 'away'));
    const says = body as Says;
    this.said.push(says);
    if (says.ended) this.order = undefined;
    return Promise.resolve({ status: 200, body: this.order ? { order: this.order } : {} });
  }

  get answers(): Says['answers'] {
    return this.said.flatMap(({ answers }) => answers);
  }

  get ended(): Says['ended'] {
    return this.said.findLast(({ ended }) => ended)?.ended;
  }
}

const stop = new AbortController();
afterAll(() => stop.abort());

function staged(room: FakeRoom, more: Partial<StageOptions> = {}): Stage {
  const options = { client: room, clientOf: () => room, reachable: [], scriptOf: () => script, say: () => undefined };
  return new Stage({ ...options, ...more });
}

const PATIENCE_MS = 25_000;

async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !what() && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

const ordered = (player: string, state = 'playing', speed = FAST) => ({
  n: 3,
  script: script.id,
  speed,
  startAt: new Date().toISOString(),
  state,
  player,
});
const planned = script.steps.reduce((sum, { by }) => sum + by.length, 0);

it('plays what is ordered, says every answer once and then how it ended', async () => {
  const room = new FakeRoom();
  const stage = staged(room);
  room.order = ordered(stage.player);
  void stage.follow(stop.signal);
  await until(() => room.ended !== undefined);
  expect(room.ended).toMatchObject({ n: 3, how: 'played' });
  expect(room.answers).toHaveLength(planned);
  expect(new Set(room.answers.map(({ step, office }) => `${step} ${office}`)).size).toBe(planned);
});

it('goes on while the API is away, and says afterwards what was answered meanwhile', async () => {
  const room = new FakeRoom();
  const stage = staged(room);
  room.order = ordered(stage.player);
  void stage.follow(stop.signal);
  await until(() => room.said.length > 0);
  room.away = true;
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(room.ended).toBeUndefined();
  room.away = false;
  await until(() => room.ended !== undefined);
  expect(room.answers).toHaveLength(planned);
});

it('keeps the next inputs back while it is held, and does them when it is released', async () => {
  const room = new FakeRoom();
  const stage = staged(room);
  room.order = ordered(stage.player, 'playing', 100_000);
  void stage.follow(stop.signal);
  await until(() => room.answers.length > 0);
  room.order = { ...room.order, state: 'held' };
  await until(() => room.said.length > 6);
  const held = room.answers.length;
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(room.answers.length - held).toBeLessThanOrEqual(9);
  const still = room.answers.length;
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(room.answers).toHaveLength(still);
  room.order = { ...room.order, state: 'playing' };
  await until(() => room.ended !== undefined);
  expect(room.answers).toHaveLength(planned);
}, 180_000);

it('is stopped, and plays no further step', async () => {
  const room = new FakeRoom();
  const stage = staged(room);
  room.order = ordered(stage.player, 'playing', 10_000);
  void stage.follow(stop.signal);
  await until(() => room.answers.length > 0);
  room.order = { ...room.order, state: 'stopping' };
  await until(() => room.ended !== undefined);
  expect(room.ended).toMatchObject({ how: 'stopped' });
  expect(room.answers.length).toBeLessThan(planned);
}, 180_000);

it('says of what another player left off that it is over', async () => {
  const room = new FakeRoom();
  const stage = staged(room);
  room.order = ordered('another');
  void stage.follow(stop.signal);
  await until(() => room.ended !== undefined);
  expect(room.ended).toMatchObject({ n: 3, how: 'interrupted' });
  expect(room.answers).toEqual([]);
});

it('announces what it plays by itself', async () => {
  const room = new FakeRoom();
  const stage = staged(room);
  const following = new AbortController();
  void stage.follow(following.signal);
  await stage.perform({ n: 1, script, speed: FAST, startAt: new Date().toISOString() }, stop.signal);
  await stage.lastWords();
  following.abort();
  expect(room.said.find(({ announces }) => announces)?.announces?.script).toMatchObject({ id: script.id });
  expect(room.ended).toMatchObject({ n: 1, how: 'played' });
  expect(room.answers).toHaveLength(planned);
});
