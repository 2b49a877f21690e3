/** Hashes one after the other in one piece of memory that doubles: 32 bytes each, and no object for any of them. */
const HASH = 32;

export class HashList {
  length = 0;
  private bytes = Buffer.alloc(8 * HASH);

  push(hash: Uint8Array): void {
    const end = this.length * HASH;
    if (end === this.bytes.length) this.bytes = Buffer.concat([this.bytes, Buffer.alloc(end)]);
    this.bytes.set(hash, end);
    this.length += 1;
  }

  /** @throws {RangeError} */
  at(index: number): Buffer {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.length) throw new RangeError(`No hash ${index}.`);
    return this.slice(index, index + 1);
  }

  slice(from: number, to: number): Buffer {
    return Buffer.from(this.bytes.subarray(from * HASH, to * HASH));
  }
}
