/** Choosing a script and its speed, and directing what is played: hold, release, stop. Nothing pauses the clocks. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ExercisesAnswer, PlayRow } from '../../api/exercises/exercise.schema.js';
import { send } from '../api.js';
import { useDirectory } from '../reads.js';
import { exercise, filled } from '../words/exercise.js';
import { useSpeaks, useWords } from '../words/language.js';
import { utc } from '../words/times.js';
import { wallSpan } from './plan-clock.js';

const HOUR = 3_600_000;
/** 72 hours in a minute, in five minutes, in an hour, and as they are. */
const SPEEDS = [4320, 864, 72, 1];

/** Sends one command after the other; the refusal's own words are shown. */
function useSending(): { sending: boolean; fault: string | undefined; command: (path: string, body: object) => void } {
  const client = useQueryClient();
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<string>();
  const command = (path: string, body: object): void => {
    setSending(true);
    setFault(undefined);
    send('POST', path, body)
      .catch((error: unknown) => setFault(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        setSending(false);
        void client.invalidateQueries();
      });
  };
  return { sending, fault, command };
}

export function Director({ room }: { room: ExercisesAnswer }): ReactNode {
  const say = useWords(exercise);
  const running = room.current !== undefined && room.current.state !== 'ended';
  return (
    <>
      <Now current={room.current} may={room.may.allowed} />
      {!running && room.may.allowed && room.player.ready && <Choose room={room} />}
      {!room.player.ready && <p role="status">{say.noPlayer}</p>}
      {!room.may.allowed && <p>{say.mayNot}</p>}
    </>
  );
}

function Now({ current, may }: { current: PlayRow | undefined; may: boolean }): ReactNode {
  const say = useWords(exercise);
  const { language } = useSpeaks();
  const { sending, fault, command } = useSending();
  if (!current) return <p>{say.none}</p>;
  const { n, script, speed, state, how, because, answered, planned, differed, startAt } = current;
  const direct = (what: string): void => command(`/exercises/current/${what}`, {});
  return (
    <section className="now" aria-labelledby="now-title">
      <h2 id="now-title">
        exercise-{n} · <bdi>{script.title}</bdi> · ×{speed}
      </h2>
      <p role="status" className="now-state">
        <b>{state === 'ended' ? say[how ?? 'interrupted'] : say[state]}</b>
        {state === 'ended' && because !== undefined && how === 'interrupted' && <span> {because}</span>}
      </p>
      <progress aria-label={say.step} value={answered} max={Math.max(planned, 1)} />
      <p>{filled(say.steps, { answered, planned, differed })}</p>
      <p className="times">
        {say.begun}: <time dateTime={startAt}>{utc(startAt, language)} UTC</time>
      </p>
      <p className="buttons">
        {may && state === 'playing' && (
          <button type="button" disabled={sending} onClick={() => direct('hold')}>
            {say.hold}
          </button>
        )}
        {may && state === 'held' && (
          <button type="button" className="primary" disabled={sending} onClick={() => direct('release')}>
            {say.release}
          </button>
        )}
        {may && (state === 'playing' || state === 'held') && (
          <button type="button" disabled={sending} onClick={() => direct('stop')}>
            {say.stop}
          </button>
        )}
        <Link href={`/exercise/${n}`}>{state === 'ended' ? say.report : say.reportSoon}</Link>
      </p>
      {fault !== undefined && <p role="alert">{fault}</p>}
    </section>
  );
}

function Choose({ room }: { room: ExercisesAnswer }): ReactNode {
  const say = useWords(exercise);
  const { language } = useSpeaks();
  const { sending, fault, command } = useSending();
  const [chosen, choose] = useState('huliaipole');
  const [speed, setSpeed] = useState(SPEEDS[0] ?? 1);
  const script = room.scripts.find(({ id }) => id === chosen) ?? room.scripts[0];
  if (!script) return null;
  const lasts = { hours: Math.ceil(script.lasts / HOUR), time: wallSpan(script.lasts / speed, language) };
  return (
    <form
      aria-labelledby="choose-title"
      onSubmit={(event) => {
        event.preventDefault();
        command('/exercises', { script: script.id, speed });
      }}
    >
      <h2 id="choose-title">{say.choose}</h2>
      <div className="pair">
        <p className="field">
          <label htmlFor="script">{say.script}</label>
          <select id="script" value={script.id} onChange={({ target }) => choose(target.value)}>
            {room.scripts.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </p>
        <p className="field">
          <label htmlFor="speed">{say.speed}</label>
          <select id="speed" value={speed} onChange={({ target }) => setSpeed(Number(target.value))}>
            {SPEEDS.map((one) => (
              <option key={one} value={one}>
                ×{one} (72 h: {wallSpan((72 * HOUR) / one, language)})
              </option>
            ))}
          </select>
        </p>
      </div>
      <p className="times">{filled(say.lasts, lasts)}</p>
      <button type="submit" className="primary" disabled={sending}>
        {sending ? say.starting : say.start}
      </button>
      {fault !== undefined && <p role="alert">{fault}</p>}
    </form>
  );
}

/** In an exercise anybody on its host takes any office, without a key. */
export function ActAs({ office }: { office: string | undefined }): ReactNode {
  const say = useWords(exercise);
  const { of } = useSpeaks();
  const { sending, fault, command } = useSending();
  const [chosen, choose] = useState('');
  const { offices = {}, organisations = {} } = useDirectory().data ?? {};
  return (
    <form
      className="act-as"
      onSubmit={(event) => {
        event.preventDefault();
        command('/session', { office: chosen });
      }}
    >
      <p className="field">
        <label htmlFor="act-as">{say.actAs}</label>
        <select id="act-as" required value={chosen} onChange={({ target }) => choose(target.value)}>
          <option value="">
            {office === undefined ? '–' : `${say.actingAs}: ${of(offices[office]?.name) || office}`}
          </option>
          {Object.entries(offices).map(([id, { name, organisation }]) => (
            <option key={id} value={id}>
              {of(organisations[organisation]?.name)}: {of(name)}
            </option>
          ))}
        </select>
      </p>
      <button type="submit" disabled={sending || chosen === ''}>
        {say.take}
      </button>
      {fault !== undefined && <p role="alert">{fault}</p>}
    </form>
  );
}
