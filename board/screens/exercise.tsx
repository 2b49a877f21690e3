/** The exercise room: a script directed on one side, everything that was captured on the other. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Captured } from '../exercise/captured.js';
import { ActAs, Director } from '../exercise/director.js';
import '../exercise/exercise.css';
import { useExercises } from '../exercise/reads.js';
import { Badge } from '../parts/badge.js';
import { Countdown } from '../parts/countdown.js';
import { ScrollTable } from '../parts/scroll-table.js';
import { useCases, useMe, useSectors, useSpeed } from '../reads.js';
import { exercise } from '../words/exercise.js';
import { useSpeaks, useWords } from '../words/language.js';
import { utc } from '../words/times.js';

export default function ExerciseScreen(): ReactNode {
  const say = useWords(exercise);
  const me = useMe().data;
  return (
    <>
      <h1>{say.title}</h1>
      {me && !me.exercise ? <p className="empty">{say.realWorld}</p> : <Room office={me?.office} />}
    </>
  );
}

function Room({ office }: { office: string | undefined }): ReactNode {
  const { say: common } = useSpeaks();
  const { data: room, isPending, error } = useExercises();
  if (isPending) return <p className="empty">{common.loading}</p>;
  if (!room)
    return (
      <p className="empty" role="alert">
        {common.failed} {error?.message}
      </p>
    );
  const { current } = room;
  const clock = { startAt: Date.parse(current?.startAt ?? ''), speed: current?.speed ?? room.speed };
  return (
    <div className="room">
      <div>
        <ActAs office={office} />
        <Director room={room} />
        <Cases agreement={room.agreement} />
        <Before room={room} />
      </div>
      <Captured key={current?.n ?? 0} n={current?.n ?? 0} clock={clock} />
    </div>
  );
}

function Cases({ agreement }: { agreement: string }): ReactNode {
  const say = useWords(exercise);
  const { say: common, of } = useSpeaks();
  const speed = useSpeed();
  const sectors = useSectors().data?.sectors ?? [];
  const own = (useCases().data?.cases ?? []).filter((one) => one.agreement === agreement);
  const nameOf = (id: string): string => of(sectors.find((one) => one.id === id)?.name) || id;
  return (
    <section aria-labelledby="room-cases">
      <h2 id="room-cases">{say.cases}</h2>
      {own.length === 0 && <p>{say.noCases}</p>}
      <ul className="room-cases">
        {own.map(({ caseId, sector, status, level, next, overdue }) => (
          <li key={caseId}>
            <Link href={`/cases/${caseId}`}>{nameOf(sector)}</Link>{' '}
            {status === 'open' ? (
              <Badge shape="diamond" tone={overdue.length > 0 ? 'alarm' : 'wait'} words={common.openCase} />
            ) : (
              <Badge shape="circle" tone="calm" words={status === 'quiet' ? common.quietCase : common.closedCase} />
            )}{' '}
            <span>
              {common.phase} {level}
            </span>{' '}
            {next && status !== 'closed' && (
              <span className="room-next">
                {next.label} <Countdown to={next.at} speed={speed} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Before({ room: { plays } }: { room: NonNullable<ReturnType<typeof useExercises>['data']> }): ReactNode {
  const say = useWords(exercise);
  const { language } = useSpeaks();
  const ended = plays.filter(({ state }) => state === 'ended');
  if (ended.length === 0) return null;
  const rows = ended.map(({ n, script, speed, startAt, how, differed }) => [
    <Link key={n} href={`/exercise/${n}`}>
      exercise-{n}
    </Link>,
    script.title,
    `×${speed}`,
    `${utc(startAt, language)} UTC`,
    say[how ?? 'interrupted'],
    String(differed),
  ]);
  return (
    <section>
      <h2>{say.plays}</h2>
      <ScrollTable
        caption={say.plays}
        head={[say.toReport, say.script, say.speed, say.begun, say.verdict, say.differed]}
        rows={rows}
      />
    </section>
  );
}
