/** Maps from files: parsed, or every fault with its file, line and column. */
import { parseMap } from '../tables/parse-map.js';
import type { TableMap } from '../tables/map.js';
import { openYaml } from './plan-file.js';
import type { Locate } from './plan-file.js';
import type { FileFault } from './yaml-file.js';

export type LoadedMap =
  { map: TableMap; faults: []; locate: Locate } | { map?: undefined; faults: FileFault[]; locate: Locate };

export function loadMap(file: string): LoadedMap {
  const { yaml, locate } = openYaml(file);
  if (yaml.faults.length > 0) return { faults: yaml.faults, locate };
  const { map, faults } = parseMap(yaml.raw);
  return map ? { map, faults: [], locate } : { faults: locate(faults), locate };
}
