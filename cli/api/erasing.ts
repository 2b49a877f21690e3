/** Verbs by which words are erased from the record. */
import type { ApiVerb } from './api-verb.js';

const erasurePath = (id: string): string => `/erasures/${encodeURIComponent(id)}`;

export const ERASING: readonly ApiVerb[] = [
  {
    name: 'erase find',
    says: 'Find texts of the record that hold some words, with the hashes by which they are named',
    positionals: ['WORDS'],
    request: (g) => ({ method: 'POST', path: '/texts/searches', body: { containing: g.positional('WORDS') } }),
  },
  {
    name: 'erase propose',
    says: 'Propose to erase texts from the record, for legal and an administrator to sign',
    positionals: ['HASHES'],
    shown: '--reason REASON',
    more: [
      '  HASHES                  of texts, with commas: "erase find" prints them',
      '  --reason REASON         kept for ever; it must name nobody',
    ],
    options: { reason: 'text' },
    request: (g) => ({
      method: 'POST',
      path: '/erasures',
      body: { texts: g.positional('HASHES').split(','), reason: g.needed('reason') },
    }),
  },
  {
    name: 'erase sign',
    says: 'Sign an erasure that you have read; with the second signature the texts are no more',
    positionals: ['ERASURE'],
    shown: '--hash HASH',
    more: ['  --hash HASH             of what you read: "erasures" prints it'],
    options: { hash: 'text' },
    request: (g) => ({
      method: 'POST',
      path: `${erasurePath(g.positional('ERASURE'))}/signatures`,
      body: { hash: g.needed('hash') },
    }),
  },
  {
    name: 'erase withdraw',
    says: 'Withdraw your own proposal to erase',
    positionals: ['ERASURE'],
    request: (g) => ({ method: 'DELETE', path: erasurePath(g.positional('ERASURE')) }),
  },
];
