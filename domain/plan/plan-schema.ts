/** The JSON Schema (2020-12) of a plan file, for editors: made from the same shape that the parser reads with. */
import type { JsonSchema } from '../shape/shape.js';
import { planShape } from './plan-shape.js';

export function planSchema(): JsonSchema {
  const defs: Record<string, JsonSchema> = {};
  const schema = planShape.schema(defs);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Holdfire plan',
    description: 'See docs/plan-language.md.',
    ...schema,
    $defs: defs,
  };
}
