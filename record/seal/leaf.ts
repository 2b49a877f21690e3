/** What one leaf of the log says: that the line of this hash stands in this stream at this number. */
import { canonicalJson } from '../canonical.js';
import { leafHash } from './merkle.js';

export interface Leaf {
  stream: string;
  seq: number;
  /** SHA-256, hex, of the line, as in `prev` of the line after it. */
  hash: string;
}

export const leafData = ({ stream, seq, hash }: Leaf): Buffer => Buffer.from(canonicalJson({ hash, seq, stream }));

export const hashOfLeaf = (leaf: Leaf): Buffer => leafHash(leafData(leaf));
