/** Sessions of browsers: what the cookie says, until when, and those that were ended before their time. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { instant } from '../../domain/instant.js';
import type { Clock } from '../tokens.js';
import { Sealed } from './sealed.js';

const session = z.object({
  world: z.enum(['real', 'exercise']),
  office: z.string(),
  until: z.string(),
  /** The id of the key that it was made with; absent where an exercise lets anybody take an office. */
  key: z.string().optional(),
  /** Its own: two sign-ins of one moment are two sessions. Absent in those of before 0.2.0. */
  id: z.string().optional(),
  /** Who signed in at the single sign-on, as its issuer names them. */
  subject: z.string().optional(),
});

export type Session = z.infer<typeof session>;

/** Signed out before their time; a restart forgets them, their end does not come later for it. */
const MOST_ENDED = 10_000;

export class Sessions {
  private readonly sealed: Sealed<Session>;
  private readonly ended = new Set<string>();

  constructor(
    secrets: readonly Buffer[],
    private readonly clock: Clock,
  ) {
    this.sealed = new Sealed(Buffer.concat([...secrets]), session);
  }

  write(made: Session): string {
    return this.sealed.write({ ...made, id: randomBytes(12).toString('base64url') });
  }

  read(cookie: string): Session | undefined {
    if (this.ended.has(cookie)) return undefined;
    const read = this.sealed.read(cookie);
    return read && read.until > instant(this.clock()) ? read : undefined;
  }

  end(cookie: string): void {
    // Texts that are no session would push those out that were ended.
    if (!this.read(cookie)) return;
    this.ended.add(cookie);
    for (const oldest of this.ended) {
      if (this.ended.size <= MOST_ENDED) break;
      this.ended.delete(oldest);
    }
  }
}
