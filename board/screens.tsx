/** Which screen stands at which address, how it is called and which key leads to it: one line a screen. */
import { lazy } from 'react';
import type { ComponentType } from 'react';
import type { Words } from '../domain/plan/plan.js';
import { BoardScreen } from './screens/board.js';

export interface ScreenOf {
  /** As the router takes it; `:id` goes to the screen as its `id`. The API serves the same addresses (`api/board`). */
  path: string;
  name: Words;
  /** After `g`; absent: no key leads there. */
  key?: string;
  /** Left out of the navigation: one comes to it from elsewhere. */
  aside?: boolean;
  Screen: ComponentType<{ id: string }>;
}

const Front: ScreenOf['Screen'] = () => <BoardScreen />;
const Wall: ScreenOf['Screen'] = () => <BoardScreen wall />;

/** In the order of the navigation. Screens come when they are opened; only the board comes with the page. */
export const SCREENS: readonly ScreenOf[] = [
  { path: '/', name: { en: 'Board', uk: 'Табло' }, key: 'b', Screen: Front },
  {
    path: '/cases/:id',
    name: { en: 'Case', uk: 'Справа' },
    aside: true,
    Screen: lazy(async () => await import('./screens/case.js')),
  },
  {
    path: '/report',
    name: { en: 'Report', uk: 'Повідомити' },
    key: 'r',
    Screen: lazy(async () => await import('./screens/report.js')),
  },
  {
    path: '/plan',
    name: { en: 'Plan', uk: 'План' },
    key: 'p',
    Screen: lazy(async () => await import('./screens/plan.js')),
  },
  {
    path: '/people',
    name: { en: 'People', uk: 'Служби' },
    key: 'o',
    Screen: lazy(async () => await import('./screens/people.js')),
  },
  {
    path: '/map',
    name: { en: 'Map', uk: 'Мапа' },
    key: 'm',
    Screen: lazy(async () => await import('./screens/map.js')),
  },
  {
    path: '/exercise',
    name: { en: 'Exercise', uk: 'Навчання' },
    key: 'e',
    Screen: lazy(async () => await import('./screens/exercise.js')),
  },
  {
    path: '/exercise/:id',
    name: { en: 'After-action report', uk: 'Звіт за підсумками' },
    aside: true,
    Screen: lazy(async () => await import('./screens/exercise-report.js')),
  },
  {
    path: '/watch',
    name: { en: 'Watch', uk: 'Чергування' },
    key: 'v',
    Screen: lazy(async () => await import('./screens/watch.js')),
  },
  {
    path: '/record',
    name: { en: 'Record', uk: 'Записи' },
    key: 'c',
    Screen: lazy(async () => await import('./screens/record.js')),
  },
  { path: '/wall', name: { en: 'Wall', uk: 'Стіна' }, key: 'w', Screen: Wall },
  {
    path: '/sign-in',
    name: { en: 'Sign in', uk: 'Увійти' },
    aside: true,
    Screen: lazy(async () => await import('./screens/sign-in.js')),
  },
];
