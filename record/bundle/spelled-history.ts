/**
 * Temporal's history as it lies in a bundle: what payloads hold in base64 stands there as text, so that people can read
 * it and it compresses. Exactly reversible: of the history as it was the record names the hash.
 */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/** What nobody's history of one run reaches (TRAPS 14: 51,200 events, 2 MiB a payload). */
const MOST_BYTES = 512 * 1024 * 1024;

/** From proto3 JSON, to brotli (RFC 7932). */
export function spelled(history: string): Buffer {
  const text = Buffer.from(JSON.stringify(mapped(JSON.parse(history), readable)));
  return brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
  });
}

/** The history as the record's object has it. @throws {Error} for what is none */
export function asItWas(file: Uint8Array): unknown {
  const text = brotliDecompressSync(file, { maxOutputLength: MOST_BYTES }).toString('utf8');
  return mapped(JSON.parse(text), encoded);
}

type Fields = Record<string, unknown>;

/** Each payload once; what is within one is its own business. */
function mapped(value: unknown, change: (payload: Fields) => Fields | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => mapped(one, change));
  const changed = 'metadata' in value ? change(value) : undefined;
  return changed ?? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, change)]));
}

/** Only what comes back byte for byte. */
function readable({ data, ...payload }: Fields): Fields | undefined {
  if (typeof data !== 'string' || 'text' in payload) return undefined;
  const text = Buffer.from(data, 'base64').toString('utf8');
  return Buffer.from(text, 'utf8').toString('base64') === data ? { ...payload, text } : undefined;
}

function encoded({ text, ...payload }: Fields): Fields | undefined {
  if (typeof text !== 'string' || 'data' in payload) return undefined;
  return { ...payload, data: Buffer.from(text, 'utf8').toString('base64') };
}
