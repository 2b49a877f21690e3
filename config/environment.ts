/**
 * Reads single variables and keeps every fault, so that all of them can be reported at once. Nothing is coerced:
 * a boolean is `true` or `false`, a number is digits. An empty value counts as absent.
 */
import { accessSync, constants, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

export class EnvironmentReader {
  readonly faults: string[] = [];

  constructor(private readonly env: Environment) {}

  /** The value as it is; absent when empty. */
  text(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === '' ? undefined : value;
  }

  /** A value that may be kept in a file instead: `NAME`, or the content of `NAME_FILE`. */
  secret(name: string): string | undefined {
    const value = this.text(name);
    const file = this.text(`${name}_FILE`);
    if (file === undefined) return value;
    if (value !== undefined) this.fault(name, `and ${name}_FILE are both set; keep one of them`);
    try {
      return readFileSync(file, 'utf8').trim();
    } catch (error) {
      this.fault(`${name}_FILE`, `names a file that cannot be read (${why(error)})`);
      return undefined;
    }
  }

  /** A whole number within bounds, both included. */
  integer(name: string, bounds: { from: number; to: number }): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= bounds.from && number <= bounds.to) return number;
    this.fault(name, `is "${value}"; a whole number from ${bounds.from} to ${bounds.to} is needed`);
    return undefined;
  }

  boolean(name: string): boolean | undefined {
    const value = this.oneOf(name, ['true', 'false']);
    return value === undefined ? undefined : value === 'true';
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const found = allowed.find((one) => one === value);
    if (found === undefined) this.fault(name, `is "${value}"; one of ${allowed.join(', ')} is needed`);
    return found;
  }

  /** Checks an address; the value is not repeated, for it may hold a password. */
  url(name: string, value: string | undefined, protocols: readonly string[]): string | undefined {
    if (value === undefined) return undefined;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value.replace(/\/+$/, '');
    const forms = protocols.map((protocol) => `${protocol}//HOST`).join(' or ');
    this.fault(name, `is no address; ${forms} is needed`);
    return undefined;
  }

  /** An absolute path of a file that can be read. */
  file(name: string, fallback?: string): string | undefined {
    const value = this.text(name) ?? fallback;
    if (value === undefined) return undefined;
    const path = resolve(value);
    try {
      accessSync(path, constants.R_OK);
    } catch (error) {
      this.fault(name, `names a file that cannot be read (${why(error)})`);
    }
    return path;
  }

  fault(name: string, sentence: string): void {
    this.faults.push(`${name} ${sentence}.`);
  }
}

function why(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return code === 'ENOENT' ? 'there is none' : code;
}
