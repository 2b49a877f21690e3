/** What the screen `/people` says. */
import { inBoth } from './language.js';

export const people = inBoth({
  en: { title: 'People' },
  uk: { title: 'Служби' },
});
