/** Command lines → values, with `node:util`; what does not fit is a sentence. */
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { parseInstant } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';
import { WrongUsage } from './verb.js';

/** `text`: `--name VALUE`; `flag`: `--name`; `list`: `--name VALUE` several times. */
export type OptionKind = 'text' | 'flag' | 'list';

export class Arguments {
  private constructor(
    private readonly values: Record<string, string | boolean | (string | boolean)[] | undefined>,
    private readonly positionals: Record<string, string>,
  ) {}

  /** `names`: the positional arguments, in order; all are needed but those that end with `?`. */
  static parse(args: string[], names: readonly string[], kinds: Readonly<Record<string, OptionKind>>): Arguments {
    const options: ParseArgsConfig['options'] = {};
    for (const [name, kind] of Object.entries(kinds)) {
      options[name] = kind === 'flag' ? { type: 'boolean' } : { type: 'string', multiple: kind === 'list' };
    }
    const parsed = parse({ args, options, allowPositionals: true, strict: true });
    const [surplus] = parsed.positionals.slice(names.length);
    if (surplus !== undefined) throw new WrongUsage(`"${surplus}" is one argument too many.`);
    const positionals: Record<string, string> = {};
    names.forEach((name, index) => {
      const value = parsed.positionals[index];
      if (value !== undefined) positionals[name.replace('?', '')] = value;
      else if (!name.endsWith('?')) throw new WrongUsage(`${name} is missing.`);
    });
    return new Arguments(parsed.values, positionals);
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  needed(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new WrongUsage(`--${name} is missing.`);
    return value;
  }

  list(name: string): string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  }

  number(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d+(\.\d+)?$/.test(value)) throw new WrongUsage(`--${name} is "${value}"; a number is needed.`);
    return Number(value);
  }

  /** Any RFC 3339 instant, or `now`. */
  instant(name: string): Instant | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const at = value === 'now' ? new Date().toISOString() : parseInstant(value);
    if (at === undefined) {
      throw new WrongUsage(`--${name} is "${value}"; an instant such as 2027-03-27T20:00:00Z, or now, is needed.`);
    }
    return at;
  }

  positional(name: string): string {
    const value = this.positionals[name];
    if (value === undefined) throw new WrongUsage(`${name} is missing.`);
    return value;
  }

  optional(name: string): string | undefined {
    return this.positionals[name];
  }
}

function parse(config: ParseArgsConfig): ReturnType<typeof parseArgs> {
  try {
    return parseArgs(config);
  } catch (error) {
    // parseArgs says what is wrong in full sentences.
    if (error instanceof TypeError && 'code' in error) throw new WrongUsage(error.message);
    throw error;
  }
}
