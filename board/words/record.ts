/** What the screen `/record` says. */
import { inBoth } from './language.js';

export const record = inBoth({
  en: {
    title: 'Record',
    notYet: 'The record is read and verified from the command line.',
  },
  uk: {
    title: 'Записи',
    notYet: 'Записи читають і перевіряють із командного рядка.',
  },
});
