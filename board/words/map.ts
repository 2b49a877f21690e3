/** What the screen `/map` says. */
import { inBoth } from './language.js';

export const map = inBoth({
  en: {
    title: 'Map',
    notYet: 'The map is not here yet.',
  },
  uk: {
    title: 'Мапа',
    notYet: 'Мапи ще немає.',
  },
});
