/**
 * Reads a directory from raw data: every fault at once, each with its path (RFC 6901) and what would be right.
 * Whether its groups are those of a plan is asked by `checkGroups`, whether they suffice for it by
 * `plan/check-against-directory.ts`.
 */
import type { GroupId } from '../plan/plan.js';
import type { Fault } from '../refused.js';
import { didYouMean } from '../shape/did-you-mean.js';
import { newReading } from '../shape/shape.js';
import type { JsonSchema } from '../shape/shape.js';
import { checkDirectory } from './check-directory.js';
import { directoryShape } from './directory-shape.js';
import type { WrittenDirectory } from './directory-shape.js';
import type { Directory } from './directory.js';

export interface ParsedDirectory {
  /** Present when there is no fault. */
  directory?: Directory;
  faults: Fault[];
}

export function parseDirectory(raw: unknown): ParsedDirectory {
  const reading = newReading();
  const part = directoryShape.read(raw, '', reading);
  const faults = [...reading.faults, ...(part ? checkDirectory(part) : [])];
  if (faults.length > 0) return { faults };
  // Without a fault every part is there: what the shape gives back is whole.
  const written = part as WrittenDirectory;
  const keys = written.keys.map((key) => ({ ...key, person: key.person ?? key.id }));
  return { directory: { ...written, keys }, faults };
}

/** Faults for the groups that offices claim and the plan does not know. */
export function checkGroups(directory: Directory, known: readonly GroupId[]): Fault[] {
  return directory.offices.flatMap(({ groups }, office) =>
    groups.flatMap((group, index) =>
      known.includes(group)
        ? []
        : [
            {
              path: `/offices/${office}/groups/${index}`,
              message: `The plan has no group "${group}".${didYouMean(group, known)}`,
            },
          ],
    ),
  );
}

/** The JSON Schema (2020-12) of a directory file, from the same shape. */
export function directorySchema(): JsonSchema {
  const defs: Record<string, JsonSchema> = {};
  const schema = directoryShape.schema(defs);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Holdfire directory',
    ...schema,
    $defs: defs,
  };
}
