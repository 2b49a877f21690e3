/**
 * Values that a browser keeps for this API: anybody may read them, and nobody else can make one that it takes. So the
 * API needs no memory of them, they outlast a restart, and any of its processes takes them.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';

export class Sealed<Value> {
  constructor(
    private readonly secret: Buffer,
    private readonly schema: z.ZodType<Value>,
  ) {}

  write(value: Value): string {
    const payload = Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${payload}.${this.mac(payload)}`;
  }

  /** `undefined` for every text that was not written with this secret. */
  read(text: string): Value | undefined {
    const [payload = '', mac = ''] = text.split('.');
    if (!isSame(mac, this.mac(payload))) return undefined;
    return this.schema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  }

  private mac(payload: string): string {
    return createHmac('sha256', this.secret).update(payload).digest('base64url');
  }
}

function isSame(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
