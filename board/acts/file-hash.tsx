/** Evidence by its hash: the file is read here and goes nowhere. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { useState } from 'react';
import type { ReactNode } from 'react';

export function FileHash({ id, change }: { id: string; change: (value: string) => void }): ReactNode {
  const [hash, setHash] = useState('');
  const read = async (file: File | undefined): Promise<void> => {
    const found = file ? bytesToHex(sha256(new Uint8Array(await file.arrayBuffer()))) : '';
    setHash(found);
    change(file ? `${found} ${file.type}` : '');
  };
  return (
    <>
      <input id={id} type="file" onChange={({ target }) => void read(target.files?.[0])} />
      {hash !== '' && <span className="hash">{hash}</span>}
    </>
  );
}
