/** `plan schema`: the JSON Schema of plan files, for editors; `plans/plan.schema.json` is made with it. */
import { directorySchema } from '../../domain/directory/parse-directory.js';
import { planSchema } from '../../domain/plan/plan-schema.js';
import { mapSchema } from '../../tables/map-shape.js';
import { Arguments } from '../arguments.js';
import { DONE } from '../verb.js';
import type { Verb } from '../verb.js';

export const planSchemaVerb: Verb = {
  name: 'plan schema',
  group: 'Plans',
  usage: '[--directory | --map]',
  says: 'prints the JSON Schema of plan files for editors',
  more: [
    '--directory   prints that of directory files instead',
    '--map         prints that of maps of tables (docs/maps.md)',
  ],
  run: async (args, { out }) => {
    const given = Arguments.parse(args, [], { directory: 'flag', map: 'flag', json: 'flag' });
    const schema = given.flag('map') ? mapSchema() : given.flag('directory') ? directorySchema() : planSchema();
    out(JSON.stringify(schema, null, 2));
    return DONE;
  },
};
