/** The screens that the browser tests look at, in both themes, both widths and both languages: one line a screen. */
export interface ScreenShown {
  /** Of its picture. */
  name: string;
  /** `CASE` stands for the case of the test. */
  path: string;
}

export const SCREENS_SHOWN: readonly ScreenShown[] = [
  { name: 'board', path: '/' },
  { name: 'wall', path: '/wall' },
  { name: 'case', path: '/cases/CASE' },
  { name: 'report', path: '/report' },
  { name: 'plan', path: '/plan' },
  { name: 'people', path: '/people' },
  { name: 'map', path: '/map' },
  { name: 'exercise', path: '/exercise' },
  { name: 'record', path: '/record' },
  { name: 'watch', path: '/watch' },
  { name: 'sign-in', path: '/sign-in' },
];
