/**
 * Whether a stamp is the API's: by the public keys of the record alone, now or decades later. Compares instants of
 * acceptance, never the clock, so that it says the same of the same command whenever it is asked.
 */
import { verify } from 'node:crypto';
import type { StampKey } from './stamp-keys.js';
import { commandText, startText } from './stamp-text.js';
import type { Stamped } from './stamp-text.js';

/** RULES 3: the acceptance may follow the server's clock, which differs from the API's by so much, milliseconds. */
const CLOCKS_APART_MS = 2000;

/** The fault of a command's stamp as a sentence, or `undefined` when the API accepted exactly this for `workflowId`. */
export function commandFault(
  keys: readonly StampKey[],
  workflowId: string,
  command: Stamped & { stamp: string },
): string | undefined {
  return faultOf(keys, () => commandText(workflowId, command), command.stamp, command.acceptedAt);
}

/** The same of the argument of a case's start; `start` is the argument without its own stamp. */
export function startFault(
  keys: readonly StampKey[],
  workflowId: string,
  start: object,
  { at, stamp }: { at: string; stamp: string },
): string | undefined {
  return faultOf(keys, () => startText(workflowId, at, start), stamp, at);
}

function faultOf(keys: readonly StampKey[], text: () => string, stamp: string, at: string): string | undefined {
  if (stamp === '') return 'it carries no stamp of the API.';
  const bytes = bytesOf(text);
  if (!bytes) return 'it says what cannot be written as canonical JSON, so no stamp can be over it.';
  const signature = signatureOf(stamp);
  const signers = keys.filter(({ publicKey }) => verify(null, bytes, publicKey, signature));
  if (signers.length === 0) return 'its stamp is not the API’s for these words to this workflow.';
  return signers.some((key) => wasInForce(key, at))
    ? undefined
    : `its stamp is by a key that was not in force at ${at}.`;
}

/** By what browsers have too: the record is also checked there. */
function signatureOf(stamp: string): Uint8Array {
  try {
    return Uint8Array.from(atob(stamp), (one) => one.charCodeAt(0));
  } catch {
    // No base64: nobody's signature.
    return new Uint8Array();
  }
}

function bytesOf(text: () => string): Uint8Array | undefined {
  try {
    return new TextEncoder().encode(text());
  } catch (error) {
    // Half a surrogate pair, or nested deeper than the stack: whoever sent it, the API did not.
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function wasInForce({ from, to }: StampKey, at: string): boolean {
  const instant = Date.parse(at);
  return (
    instant >= Date.parse(from) - CLOCKS_APART_MS && (to === undefined || instant <= Date.parse(to) + CLOCKS_APART_MS)
  );
}
