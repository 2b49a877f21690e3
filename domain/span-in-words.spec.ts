import { HOUR, MINUTE, SECOND } from './instant.js';
import { spanInWords } from './span-in-words.js';

it.each([
  [0, '0 hours'],
  [HOUR, '1 hour'],
  [24 * HOUR, '24 hours'],
  [90 * MINUTE, '1 hour 30 minutes'],
  [SECOND, '1 second'],
  [100, '100 milliseconds'],
  [168 * HOUR, '168 hours (7 × 24)'],
])('says %p in English as %p', (span, words) => {
  expect(spanInWords(span, 'en')).toBe(words);
});

it.each([
  [1, '1 година', '1 годину', '1 години'],
  [2, '2 години', '2 години', '2 годин'],
  [5, '5 годин', '5 годин', '5 годин'],
  [11, '11 годин', '11 годин', '11 годин'],
  [21, '21 година', '21 годину', '21 години'],
  [24, '24 години', '24 години', '24 годин'],
  [72, '72 години', '72 години', '72 годин'],
  [112, '112 годин', '112 годин', '112 годин'],
])('says %p hours in Ukrainian in three cases', (hours, nominative, accusative, genitive) => {
  expect(spanInWords(hours * HOUR, 'uk', 'nominative')).toBe(nominative);
  expect(spanInWords(hours * HOUR, 'uk')).toBe(accusative);
  expect(spanInWords(hours * HOUR, 'uk', 'genitive')).toBe(genitive);
});
