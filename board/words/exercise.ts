/** What the screen `/exercise` says. */
import { inBoth } from './language.js';

export const exercise = inBoth({
  en: {
    title: 'Exercise',
    notYet: 'Exercises are started from the command line.',
  },
  uk: {
    title: 'Навчання',
    notYet: 'Навчання запускають із командного рядка.',
  },
});
