/** What a verb of the command line is, and what it may touch. */
import type { Environment } from '../config/environment.js';

/** Exit codes (INTERFACE 1). */
export const DONE = 0;
export const REFUSED = 1;
export const WRONG_USAGE = 2;
export const UNREACHABLE = 3;

export interface Surroundings {
  env: Environment;
  /** One line, or several, to standard output. */
  out: (text: string) => void;
  /** The same to standard error. */
  err: (text: string) => void;
}

export interface Verb {
  name: string;
  /** The heading in the help that it stands under. */
  group: 'Run' | 'Read' | 'Act' | 'Plans' | 'Keys and checks';
  /** What follows the name: `CASE DUTY --text TEXT [--performed INSTANT]`. */
  usage: string;
  /** One line, no full stop. */
  says: string;
  /** Further lines of its own help: options, examples. */
  more?: readonly string[];
  /** Its exit code. */
  run: (args: string[], surroundings: Surroundings) => Promise<number>;
}

/** Told on standard error with the verb's usage; exit code 2. */
export class WrongUsage extends Error {}
