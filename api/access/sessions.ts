/**
 * Sessions that need no memory: the cookie says who, and a MAC that only this API can make says that it is true. So
 * they outlast a restart, and any process of the API takes them.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { instant } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { Clock } from '../tokens.js';

const session = z.object({
  world: z.enum(['real', 'exercise']),
  office: z.string(),
  until: z.string(),
  /** The id of the key that it was made with; absent where an exercise lets anybody take an office. */
  key: z.string().optional(),
});

export interface Session {
  world: 'real' | 'exercise';
  office: string;
  until: Instant;
  key?: string;
}

/** Signed out before their time; a restart forgets them, their end does not come later for it. */
const MOST_ENDED = 10_000;

export class Sessions {
  private readonly secret: Buffer;
  private readonly ended = new Set<string>();

  constructor(
    secrets: readonly Buffer[],
    private readonly clock: Clock,
  ) {
    this.secret = Buffer.concat([...secrets]);
  }

  write(made: Session): string {
    const payload = Buffer.from(JSON.stringify(made)).toString('base64url');
    return `${payload}.${this.mac(payload)}`;
  }

  read(cookie: string): Session | undefined {
    const [payload = '', mac = ''] = cookie.split('.');
    if (!isSame(mac, this.mac(payload)) || this.ended.has(cookie)) return undefined;
    const { key, ...read } = session.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    if (read.until <= instant(this.clock())) return undefined;
    return key === undefined ? read : { ...read, key };
  }

  end(cookie: string): void {
    this.ended.add(cookie);
    for (const oldest of this.ended) {
      if (this.ended.size <= MOST_ENDED) break;
      this.ended.delete(oldest);
    }
  }

  private mac(payload: string): string {
    return createHmac('sha256', this.secret).update(payload).digest('base64url');
  }
}

function isSame(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
