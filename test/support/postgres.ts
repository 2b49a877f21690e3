/** PostgreSQL in tests: the server itself is `postgres-server.ts`, which runs outside Jest too. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NATIVE, PLATFORM } from './postgres-server.js';

export { asked, PostgresServer } from './postgres-server.js';
export type { PostgresOptions } from './postgres-server.js';

/** `describe` where there is a PostgreSQL; elsewhere its tests are skipped, with a sentence in the name that says why. */
export function describeWithPostgres(name: string, tests: () => void): void {
  if (existsSync(join(NATIVE, 'bin', 'postgres'))) describe(name, tests);
  else describe.skip(`${name} (skipped: there is no PostgreSQL for ${PLATFORM} among the packages)`, tests);
}
