/** What every answer to a command says beside its own. */
import { z } from 'zod';

export const done = z.object({
  caseId: z.string(),
  commandId: z.string().describe('GET /commands/{commandId} knows it'),
  seq: z.int().describe('The entry of the record of the case that holds it'),
});
