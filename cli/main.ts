#!/usr/bin/env node
/** The program `holdfire`: finds the verb, runs it, and turns what went wrong into a sentence and an exit code. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Unreachable } from '../exercise/api-client.js';
import { helpOf, overview } from './help.js';
import { DONE, REFUSED, UNREACHABLE, WRONG_USAGE, WrongUsage } from './verb.js';
import type { Surroundings, Verb } from './verb.js';
import { VERBS } from './verbs.js';

const processSurroundings: Surroundings = {
  env: process.env,
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
};

/** Runs one command line (without `node` and the program's name) and answers the exit code. */
export async function main(args: readonly string[], surroundings: Surroundings = processSurroundings): Promise<number> {
  const { verb, rest } = find(args);
  if (!verb) return withoutVerb(args, surroundings);
  if (rest.includes('--help') || rest.includes('-h')) {
    surroundings.out(helpOf(verb));
    return DONE;
  }
  try {
    return await verb.run(rest, surroundings);
  } catch (error) {
    return explain(error, verb, surroundings);
  }
}

/** The longest name that fits: `plan check FILE` is the verb `plan check`. */
function find(args: readonly string[]): { verb?: Verb; rest: string[] } {
  for (const words of [2, 1]) {
    const verb = VERBS.find((one) => one.name === args.slice(0, words).join(' '));
    if (verb) return { verb, rest: args.slice(words) };
  }
  return { rest: [...args] };
}

function withoutVerb(args: readonly string[], { out, err }: Surroundings): number {
  const [first] = args;
  if (first === '--help' || first === '-h' || first === 'help') {
    out(overview(VERBS));
    return DONE;
  }
  const alike = VERBS.filter((verb) => first !== undefined && verb.name.startsWith(first.slice(0, 3)));
  if (first === undefined) err(overview(VERBS));
  else {
    const hint = alike.length > 0 ? ` Did you mean ${alike.map((verb) => verb.name).join(' or ')}?` : '';
    err(`There is no verb "${first}".${hint} "holdfire --help" lists them all.`);
  }
  return WRONG_USAGE;
}

function explain(error: unknown, verb: Verb, { err }: Surroundings): number {
  if (error instanceof WrongUsage) {
    err(`${error.message}\n\nUsage: holdfire ${verb.name} ${verb.usage}`.trimEnd());
    return WRONG_USAGE;
  }
  if (error instanceof Unreachable) {
    err(`${error.message} Is Holdfire running ("npm start"), and is HOLDFIRE_URL right?`);
    return UNREACHABLE;
  }
  err(error instanceof Error ? error.message : String(error));
  return REFUSED;
}

/** Run as a program, also through the link that npm makes for `bin`; not when imported. */
const program = process.argv[1];
if (program !== undefined && realpathSync(program) === fileURLToPath(import.meta.url)) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
