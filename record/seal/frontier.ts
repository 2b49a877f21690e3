/** The right edge of the log's tree: all that is needed to go on with it and to know its root, a few hundred bytes. */
import { EMPTY_ROOT, nodeHash } from './merkle.js';

export class Frontier {
  size = 0;
  /** Roots of the complete subtrees from the left, the greatest first. */
  private readonly roots: { leaves: number; hash: Uint8Array }[] = [];

  append(leaf: Uint8Array): void {
    this.size += 1;
    let node = { leaves: 1, hash: leaf };
    for (let last = this.roots.at(-1); last?.leaves === node.leaves; last = this.roots.at(-1)) {
      this.roots.pop();
      node = { leaves: node.leaves * 2, hash: nodeHash(last.hash, node.hash) };
    }
    this.roots.push(node);
  }

  root(): Buffer {
    let root: Buffer | undefined;
    for (const { hash } of this.roots.toReversed()) root = root ? nodeHash(hash, root) : Buffer.from(hash);
    return root ?? EMPTY_ROOT;
  }
}
