/** A verb that is one request to the API: its arguments, the request, and how the answer is shown to people. */
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { ApiClient } from '../../exercise/api-client.js';
import type { ApiAnswer, CallOptions } from '../../exercise/api-client.js';
import { Arguments } from '../arguments.js';
import type { OptionKind } from '../arguments.js';
import { DONE, REFUSED, UNREACHABLE } from '../verb.js';
import type { Surroundings, Verb } from '../verb.js';

export interface ApiRequest extends CallOptions {
  method: 'GET' | 'POST' | 'DELETE';
  /** After `/api/v1`. */
  path: string;
}

export interface ApiVerb extends Pick<Verb, 'name' | 'says' | 'more'> {
  /** In order; a name that ends with `?` may be left out. */
  positionals?: readonly string[];
  options?: Readonly<Record<string, OptionKind>>;
  /** The options as the usage line shows them. */
  shown?: string;
  request: (given: Arguments) => ApiRequest;
  /** For people; absent: the answer as YAML. */
  show?: (body: unknown) => string;
}

const COMMON: Readonly<Record<string, OptionKind>> = { json: 'flag', url: 'text' };
/** Acts may be tried out, and sent again without a second effect. */
const OF_ACTS: Readonly<Record<string, OptionKind>> = { 'dry-run': 'flag', 'idempotency-key': 'text' };

export function toVerb(api: ApiVerb, group: 'Read' | 'Act'): Verb {
  const names = api.positionals ?? [];
  const kinds = { ...COMMON, ...(group === 'Act' ? OF_ACTS : {}), ...api.options };
  const shownNames = names.map((name) => (name.endsWith('?') ? `[${name.slice(0, -1)}]` : name));
  return {
    name: api.name,
    group,
    says: api.says,
    usage: [...shownNames, api.shown].filter(Boolean).join(' '),
    ...(group === 'Act' ? { more: [...(api.more ?? []), ...ACT_HELP] } : api.more ? { more: api.more } : {}),
    run: async (args, surroundings) => {
      const given = Arguments.parse(args, names, kinds);
      const { method, path, ...options } = api.request(given);
      const answer = await clientOf(given, surroundings).call(method, path, {
        ...options,
        ...(given.flag('dry-run') ? { query: { ...options.query, dryRun: 'true' } } : {}),
        ...(given.text('idempotency-key') === undefined ? {} : { idempotencyKey: given.needed('idempotency-key') }),
      });
      return show(answer, given.flag('json'), api.show, surroundings);
    },
  };
}

const ACT_HELP = [
  '  --dry-run               says what would happen, and records nothing',
  '  --idempotency-key KEY   the same key and content again: the first answer, no second effect',
  '  --json                  the answer as it is',
];

export function clientOf(given: Arguments, { env }: Surroundings): ApiClient {
  return new ApiClient(given.text('url') ?? urlOf(env), keyOf(env));
}

export const urlOf = (env: Surroundings['env']): string => env['HOLDFIRE_URL'] || 'http://127.0.0.1:8080';

/** From the environment or a file, never from the command line: that stands in lists of processes and in histories. */
function keyOf(env: Surroundings['env']): string | undefined {
  const file = env['HOLDFIRE_KEY_FILE'];
  return env['HOLDFIRE_KEY'] || (file ? readFileSync(file, 'utf8').trim() : undefined);
}

export function show(answer: ApiAnswer, json: boolean, words: ApiVerb['show'], { out, err }: Surroundings): number {
  if (answer.status < 300) {
    if (json) out(JSON.stringify(answer.body ?? null, null, 2));
    else if (answer.status === 202) out(`Accepted and kept; no worker has answered yet.\n${plainly(answer.body)}`);
    else out((words ?? plainly)(answer.body));
    return DONE;
  }
  if (json) err(JSON.stringify(answer.body ?? null, null, 2));
  else err(problem(answer));
  return answer.status === 503 ? UNREACHABLE : REFUSED;
}

/** YAML: every field, without the brackets. */
export const plainly = (body: unknown): string => (body === undefined ? 'Done.' : stringify(body).trimEnd());

/** The problem document in words: the title, the sentence, each fault with its path. */
function problem({ status, body }: ApiAnswer): string {
  const { title, detail, errors } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const faults = (Array.isArray(errors) ? errors : []) as { path?: string; message?: string }[];
  const head = typeof detail === 'string' ? detail : typeof title === 'string' ? title : `The API answers ${status}.`;
  return [head, ...faults.map(({ path, message }) => `  ${path ?? ''}: ${message ?? ''}`)].join('\n');
}
