/** Verbs that publish: plans, the directory, and tests of its channels. */
import { readFileSync } from 'node:fs';
import type { ApiVerb } from './api-verb.js';

const publicationPath = (id: string): string => `/publications/${encodeURIComponent(id)}`;
const text = (file: string): string => readFileSync(file === '-' ? 0 : file, 'utf8');

const publish = (what: 'plan' | 'directory', path: string): ApiVerb => ({
  name: `publish ${what}`,
  says: `Propose a new version of the ${what}, for legal and an administrator to sign`,
  positionals: ['FILE'],
  more: ['  FILE                    YAML or JSON; - reads standard input'],
  request: (g) => ({ method: 'POST', path, yaml: text(g.positional('FILE')) }),
});

export const PUBLISHING: readonly ApiVerb[] = [
  publish('plan', '/plans'),
  publish('directory', '/directory'),
  {
    name: 'publish sign',
    says: 'Sign a publication whose file you have read; the second signature puts it in force',
    positionals: ['PUBLICATION'],
    shown: '--hash HASH',
    more: ['  --hash HASH             of the file that you read: "plan check" and "directory check" print it'],
    options: { hash: 'text' },
    request: (g) => ({
      method: 'POST',
      path: `${publicationPath(g.positional('PUBLICATION'))}/signatures`,
      body: { hash: g.needed('hash') },
    }),
  },
  {
    name: 'publish withdraw',
    says: 'Withdraw your own proposal to publish',
    positionals: ['PUBLICATION'],
    request: (g) => ({ method: 'DELETE', path: publicationPath(g.positional('PUBLICATION')) }),
  },
  {
    name: 'test-notice',
    says: 'Send a test over each channel of an office',
    positionals: ['OFFICE'],
    request: (g) => ({
      method: 'POST',
      path: `/directory/offices/${encodeURIComponent(g.positional('OFFICE'))}/test-notices`,
    }),
  },
];
