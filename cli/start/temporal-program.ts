/** The official `temporal` program, found or fetched by the script that the tests use as well. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';

const script = z.object({ ensureTemporal: z.custom<(say: (sentence: string) => void) => Promise<string>>() });

/** Its path; throws one clear sentence where there is no way to get it. */
export async function temporalProgram(say: (sentence: string) => void): Promise<string> {
  const file = join(packageRoot(), 'scripts', 'ensure-temporal.mjs');
  const { ensureTemporal } = script.parse(await import(pathToFileURL(file).href));
  return ensureTemporal(say);
}
