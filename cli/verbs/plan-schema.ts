/** `plan schema`: the JSON Schema of plan files, for editors; `plans/plan.schema.json` is made with it. */
import { directorySchema } from '../../domain/directory/parse-directory.js';
import { planSchema } from '../../domain/plan/plan-schema.js';
import { Arguments } from '../arguments.js';
import { DONE } from '../verb.js';
import type { Verb } from '../verb.js';

export const planSchemaVerb: Verb = {
  name: 'plan schema',
  group: 'Plans',
  usage: '[--directory]',
  says: 'prints the JSON Schema of plan files for editors',
  more: ['--directory   prints that of directory files instead'],
  run: async (args, { out }) => {
    const given = Arguments.parse(args, [], { directory: 'flag', json: 'flag' });
    out(JSON.stringify(given.flag('directory') ? directorySchema() : planSchema(), null, 2));
    return DONE;
  },
};
