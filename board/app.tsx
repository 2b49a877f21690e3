/** The frame of every page: who reads, which world, whether it is live; and which screen stands at which address. */
import { lazy, Suspense } from 'react';
import type { ReactNode } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { ApiProblem } from './api.js';
import { useStream } from './live/stream.js';
import { useLiveness, useStale } from './live/stale.js';
import { Clocks } from './parts/clocks.js';
import { ExerciseBanner } from './parts/exercise-banner.js';
import { HealthStrip } from './parts/health-strip.js';
import { StaleBanner } from './parts/stale-banner.js';
import { useKeys } from './parts/keys.js';
import { Reader } from './parts/reader.js';
import { Sound } from './parts/sound.js';
import { Failed, Nothing, Reading } from './parts/states.js';
import { useMe } from './reads.js';
import { SCREENS } from './screens.js';
import { useSpeaks } from './words/language.js';

const SignIn = lazy(async () => await import('./screens/sign-in.js'));

export function App(): ReactNode {
  const me = useMe();
  const known = me.data !== undefined;
  useStream(known);
  const [path] = useLocation();
  if (me.isPending) return <Reading />;
  const keyless = me.error instanceof ApiProblem && me.error.status === 401;
  return (
    <Frame wall={path === '/wall'} known={known}>
      <Suspense fallback={<Reading />}>
        {known ? <Screens /> : keyless ? <SignIn /> : <Failed error={me.error} again={() => void me.refetch()} />}
      </Suspense>
    </Frame>
  );
}

function Screens(): ReactNode {
  const { say } = useSpeaks();
  return (
    <Switch>
      {SCREENS.map(({ path, Screen }) => (
        <Route key={path} path={path}>
          {({ id = '' }: { id?: string }) => <Screen key={id} id={id} />}
        </Route>
      ))}
      <Route>
        <Nothing title={say.notFound}>
          <Link href="/">{say.toBoard}</Link>
        </Nothing>
      </Route>
    </Switch>
  );
}

function Frame({ wall, known, children }: { wall: boolean; known: boolean; children: ReactNode }): ReactNode {
  const exercise = useMe().data?.exercise ?? false;
  const stale = useStale();
  const { say } = useSpeaks();
  const help = useKeys();
  return (
    <div className={`page${exercise ? ' exercise' : ''}${stale ? ' stale' : ''}${wall ? ' wall' : ''}`}>
      <a className="skip" href="#content">
        {say.skip}
      </a>
      {exercise && <ExerciseBanner />}
      {known && <Alive />}
      <header>
        {!wall && <Navigation />}
        <div className="under">
          <Clocks />
          {known && <Sound />}
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer>{known && <HealthStrip />}</footer>
      {help}
    </div>
  );
}

function Alive(): ReactNode {
  return <StaleBanner liveness={useLiveness()} />;
}

function Navigation(): ReactNode {
  const { of } = useSpeaks();
  const [at] = useLocation();
  return (
    <div className="top">
      <Link href="/" className="name">
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path d="M3 20V14h6v6M9 20V9h6v11M15 20V4h6v16" />
        </svg>
        Holdfire
      </Link>
      <nav aria-label="Holdfire">
        {SCREENS.filter(({ aside }) => !aside).map(({ path, name }) => (
          <Link key={path} href={path} aria-current={at === path ? 'page' : undefined}>
            {of(name)}
          </Link>
        ))}
      </nav>
      <Reader />
    </div>
  );
}
