/**
 * Checks the API's stamps on what comes to a case, outside the workflow's sandbox (it has no cryptography) and without
 * an event of history: a message whose stamp is bad reaches its handler with `stampFault`, which says why.
 *
 * It never throws for what a message says: a throw here fails every workflow task of the case (TRAPS P10). It throws
 * only while no key is known, or while the record is away and no key of before verifies a stamp: then it cannot be
 * judged, and the task is tried again until it can, rather than calling an honest command forged.
 *
 * The same message is judged alike at every replay: keys are never removed, and they are compared with `acceptedAt`.
 * A key is in the record before the API stamps with it, and the end of one before its follower's first stamp, so
 * whatever comes into the record later changes no verdict that was given.
 */
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import { PLAIN } from '../codec/cipher-codec.js';
import { ms } from '../domain/instant.js';
import type { StampKey } from '../record/stamp-keys.js';
import type { Stamped } from '../record/stamp-text.js';
import { commandFault, startFault } from '../record/verify-stamp.js';
import type { KnownKeys } from './stamp-keys.js';

type Fields = Record<string, unknown>;

/** The deepest message of the API is a plan, with a dozen levels; what is deeper would overflow whoever walks it. */
const MOST_LEVELS = 50;

/** As the payload converter marks what it cannot read: handlers keep it as a message that makes no sense. */
const TOO_DEEP = { holdfireUndecodable: `it is nested deeper than ${MOST_LEVELS} levels.` };

/** Other APIs are started anew within this, and clocks differ by less. */
const TURNING_ON_MS = 10 * 60_000;

export class StampCodec implements PayloadCodec {
  /** `known` answers the keys that the record holds now, and rejects where none is known. */
  constructor(private readonly known: () => Promise<KnownKeys>) {}

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return await Promise.resolve(payloads);
  }

  async decode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    // Only what others gave to a workflow: arguments of its start, its updates and its signals.
    if (context?.type !== 'workflow') return payloads;
    return await Promise.all(payloads.map(async (payload) => await this.judged(payload, context.workflowId)));
  }

  private async judged(payload: Payload, workflowId: string): Promise<Payload> {
    const value = fieldsOf(payload);
    if (!value) return payload;
    if (isDeeper(value, MOST_LEVELS)) return withValue(payload, TOO_DEEP);
    const { stampFault: _, ...said } = value;
    const fault =
      (await this.faultOf(said, workflowId)) ?? (isPlain(payload) ? await this.faultOfPlain(said) : undefined);
    if (fault === undefined && !('stampFault' in value)) return payload;
    return withValue(payload, fault === undefined ? said : { ...said, stampFault: fault });
  }

  private async faultOf(value: Fields, workflowId: string): Promise<string | undefined> {
    if (isStamped(value)) return await this.verified((keys) => commandFault(keys, workflowId, value));
    const { first, started, ...rest } = value;
    const recovered = 'recovered' in value;
    // A case that continues as new carries its state; that only the case itself can have started it, it checks.
    if (first === undefined || ('carried' in value && !recovered)) return undefined;
    if (!isRecord(first) || !isStamped(first)) return 'its first report is no command of the API.';
    if (!isRecord(started) || !isText(started['at']) || !isText(started['stamp']))
      return 'it carries no stamp of the API.';
    const { at, stamp } = started as { at: string; stamp: string };
    // Of a case that goes on from its record the start alone is judged: the first release stamped no report.
    return await this.verified(
      (keys) =>
        (recovered ? undefined : commandFault(keys, workflowId, first)) ??
        startFault(keys, workflowId, { ...rest, first }, { at, stamp }),
    );
  }

  /** In the clear, though the API encrypted everything by then: somebody who had read it sent it. */
  private async faultOfPlain(value: Fields): Promise<string | undefined> {
    const { encryptedSince } = await this.known();
    const at = isStamped(value) ? value.acceptedAt : isRecord(value['started']) ? value['started']['at'] : undefined;
    if (encryptedSince === undefined || !isText(at)) return undefined;
    if (ms(at) < ms(encryptedSince) + TURNING_ON_MS) return undefined;
    return `it came unencrypted at ${at}, and the API encrypts since ${encryptedSince}.`;
  }

  /** With keys of before alone a good stamp is good, and a bad one is not called so: its key may be newer. */
  private async verified(faultBy: (keys: readonly StampKey[]) => string | undefined): Promise<string | undefined> {
    const { keys, away } = await this.known();
    const fault = faultBy(keys);
    if (fault !== undefined && away) throw away;
    return fault;
  }
}

const isPlain = ({ metadata }: Payload): boolean => metadata?.[PLAIN] !== undefined;

/** `undefined` for what is no JSON object: the converter and the handlers say what is wrong with it. */
function fieldsOf(payload: Payload): Fields | undefined {
  try {
    // By the converter that the workflow uses: nothing is read there that was not read here.
    const value = defaultPayloadConverter.fromPayload<unknown>(payload);
    return isRecord(value) && !ArrayBuffer.isView(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const withValue = (payload: Payload, value: object): Payload => ({
  ...payload,
  data: new TextEncoder().encode(JSON.stringify(value)),
});

function isStamped(value: Fields): value is Fields & Stamped & { stamp: string } {
  const { commandId, actor, acceptedAt, stamp } = value;
  return isText(commandId) && isRecord(actor) && isText(acceptedAt) && isText(stamp) && 'body' in value;
}

const isText = (value: unknown): value is string => typeof value === 'string';

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1));
}
