/** Whether payloads are encrypted, and with which key: two hosts compare its name. The key itself is never shown. */
import { statSync } from 'node:fs';
import { codecKeysOfFile } from '../../config/codec-keys.js';
import type { Config } from '../../config/config.js';
import { well, wrong } from './finding.js';
import type { Finding } from './finding.js';

export function ofCodecKeys({ codecKeysFile, production }: Config): Finding[] {
  if (codecKeysFile === undefined) {
    return production ? [well('Payloads are not encrypted: whoever reads the Temporal server reads every case.')] : [];
  }
  const { encrypting } = codecKeysOfFile(codecKeysFile);
  const says = `Payloads are encrypted with the key ${encrypting}.`;
  const open = (statSync(codecKeysFile).mode & 0o077) !== 0;
  return [
    open ? wrong(`${says} Its file can be read by others than its owner: chmod 600 ${codecKeysFile}`) : well(says),
  ];
}
