/** What the API answers of the log, and what it takes of witnesses. */
import { z } from 'zod';

const hash = z.string().describe('SHA-256, hex');
const instantText = z.string().meta({ format: 'date-time' });
const verifierKey = z.string().describe('NAME+KEYID+KEY, as C2SP signed-note writes it');

export const checkpointNote = z.string().describe('A signed note (C2SP): the checkpoint, and who signed it');

export const sealState = z
  .object({
    origin: z.string().describe('The name of the log'),
    size: z.int().describe('Lines of the record that are in it'),
    root: hash,
    at: instantText.optional(),
    ageMs: z.number().describe('Since the checkpoint was signed'),
    keys: z.array(
      z.object({
        key: verifierKey,
        from: z.int().describe('Index of the leaf with which it begins'),
        to: z.int().optional().describe('Of the one with which it ended'),
      }),
    ),
    checkpoint: checkpointNote,
  })
  .meta({ id: 'Seal' });

export const inclusion = z
  .object({
    stream: z.string(),
    seq: z.int(),
    hash: hash.describe('Of the line, SHA-256, hex'),
    index: z.int().describe('Of its leaf in the log'),
    size: z.int().describe('Of the log that the proof is for'),
    path: z.array(hash).describe('From below (RFC 9162, 2.1.3)'),
    checkpoint: checkpointNote,
  })
  .meta({ id: 'Inclusion' });

export const provenKeys = z
  .object({
    proof: z.object({
      checkpoint: checkpointNote,
      runs: z.array(z.object({ stream: z.string(), seq: z.int(), count: z.int(), index: z.int() })),
      hashes: z.array(hash),
    }),
    lines: z.array(z.string()).describe('The stream seal-keys'),
  })
  .meta({ id: 'ProvenKeys', description: 'record/FORMAT.md, "Seals", says how such a proof is checked.' });

export const consistency = z
  .object({ from: z.int(), to: z.int(), path: z.array(hash).describe('RFC 9162, 2.1.4') })
  .meta({ id: 'Consistency' });

export const witnessList = z
  .object({
    witnesses: z.array(
      z.object({
        name: z.string(),
        key: verifierKey,
        latest: z.object({ size: z.int(), at: instantText }).optional().describe('What it cosigned last'),
      }),
    ),
  })
  .meta({ id: 'Witnesses' });

export const cosigned = z
  .object({ witness: z.string(), size: z.int(), at: instantText })
  .meta({ id: 'Cosigned', description: 'On record.' });

export const CosignatureInput = z.strictObject({
  note: z
    .string()
    .min(1)
    .max(20_000)
    .describe('A checkpoint of this log with the signature of a witness (cosignature/v1)'),
});

const count = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const InclusionQuery = z.strictObject({
  stream: z.string().min(1).max(500),
  seq: count.pipe(z.number().min(1)),
  size: count.optional().describe('Of the tree to prove it in; default that of the latest checkpoint'),
});

export const ConsistencyQuery = z.strictObject({
  from: count,
  to: count.optional().describe('Default: the size of the latest checkpoint'),
});
