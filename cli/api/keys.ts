/** Verbs about keys that the API issues; `key new` makes one for a directory file without it. */
import type { ApiVerb } from './api-verb.js';

const keyPath = (id: string): string => `/keys/${encodeURIComponent(id)}`;

export const KEY_VERBS: readonly ApiVerb[] = [
  {
    name: 'key issue',
    says: 'Issue a key to an office (administrators); it is shown once',
    positionals: ['OFFICE'],
    shown: '[--person NAME] [--scope all|report|read] [--days N] [--label TEXT]',
    more: [
      '  --person NAME           an opaque name; two keys of one person are one person',
      '  --scope SCOPE           all, report or read; default: all, for a machine report',
      '  --days N                valid for so many days, 90 at most and by default',
      '  --label TEXT            what it is for; no name of a person',
    ],
    options: { person: 'text', scope: 'text', days: 'text', label: 'text' },
    request: (g) => ({
      method: 'POST',
      path: '/keys',
      body: {
        office: g.positional('OFFICE'),
        person: g.text('person'),
        scope: g.text('scope'),
        expiresInDays: g.number('days'),
        label: g.text('label'),
      },
    }),
  },
  {
    name: 'key confirm',
    says: 'Confirm that a new key is in the right hands: another person of its organisation, or legal',
    positionals: ['KEY'],
    request: (g) => ({ method: 'POST', path: `${keyPath(g.positional('KEY'))}/confirmations` }),
  },
  {
    name: 'key revoke',
    says: 'Revoke a key at once: an administrator, or who holds it',
    positionals: ['KEY'],
    request: (g) => ({ method: 'DELETE', path: keyPath(g.positional('KEY')) }),
  },
];
