/** One verb for each command and read of the exercise room: `play` orders a script, the others direct it. */
import type { ApiVerb } from './api-verb.js';

const direct = (what: 'hold' | 'release' | 'stop', says: string): ApiVerb => ({
  name: `play ${what}`,
  says,
  request: () => ({ method: 'POST', path: `/exercises/current/${what}`, body: {} }),
});

export const EXERCISE_ACTS: readonly ApiVerb[] = [
  direct('hold', "Keep the next inputs of the exercise's script back; clocks run on (the watch, administrators)"),
  direct('release', 'Let the script go on'),
  direct('stop', 'End the script; its cases go on'),
  {
    name: 'play',
    says: 'Play a script in the next exercise of the running program (the watch, administrators)',
    positionals: ['SCRIPT'],
    shown: '[--speed N]',
    options: { speed: 'text' },
    more: ['  --speed N               every span is divided by N (4320: 72 h in a minute); default: as before'],
    request: (g) => {
      const speed = g.number('speed');
      const body = { script: g.positional('SCRIPT'), ...(speed === undefined ? {} : { speed }) };
      return { method: 'POST', path: '/exercises', body };
    },
  },
];

export const EXERCISE_READS: readonly ApiVerb[] = [
  {
    name: 'exercises',
    says: 'List scripts, what is played and what was played before',
    request: () => ({ method: 'GET', path: '/exercises' }),
  },
  {
    name: 'messages',
    says: 'Show what an exercise captured: every mail and webhook',
    shown: '[--office OFFICE] [--limit N]',
    options: { office: 'text', limit: 'text' },
    request: (g) => ({
      method: 'GET',
      path: '/exercises/current/messages',
      query: { office: g.text('office'), limit: g.text('limit') },
    }),
  },
  {
    name: 'after-action',
    says: 'Show the after-action report of an exercise: the one that is played, or number N',
    positionals: ['N?'],
    request: (g) => ({
      method: 'GET',
      path: `/exercises/${encodeURIComponent(g.optional('N') ?? 'current')}/report`,
    }),
  },
];
