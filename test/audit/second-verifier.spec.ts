/** A verifier in another language, written from `record/FORMAT.md` alone, agrees: with what is honest and what is not. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { filesInTar } from '../../record/bundle/tar.js';
import { writeFolder } from '../../record/bundle/write-folder.js';
import { FORGERIES } from './forgeries.js';
import { seal, sealKey } from './sealed-bundle.js';
import type { Editable } from './sealed-bundle.js';

jest.setTimeout(400_000);

const PROGRAM = join(__dirname, 'verify_bundle.py');
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) process.stdout.write('The second verifier is skipped: there is no python3 on this machine.\n');

const kept = filesInTar(gunzipSync(readFileSync(join(__dirname, '..', 'bundles', 'escalated.tar.gz')))).files;
const keys = { log: [sealKey(), sealKey()], stranger: sealKey() };
const honest: Editable = seal(new Map(kept), keys.log);

function asked(files: Editable): { code: number | null; said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'holdfire-second-'));
  try {
    writeFolder(folder, files);
    const { status, stdout, stderr } = spawnSync('python3', [PROGRAM, folder], { encoding: 'utf8' });
    return { code: status, said: `${stdout}${stderr}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const withPython = hasPython ? describe : describe.skip;

withPython('a second verifier, in Python', () => {
  it('finds nothing in the honest bundle, and has checked all of it', () => {
    const { code, said } = asked(honest);
    expect(said).toMatch(
      /^ok {4}manifest: \d+ files\nok {4}chain: \d+ lines\nok {4}stamps: \d{2,} stamps\nok {4}seal: \d+ of \d+ leaves/,
    );
    expect(code).toBe(0);
  });

  /** Of what it checks; the rules of a case it does not know. */
  const ITS = [
    'an entry removed',
    'the end cut off',
    'an entry changed, the chain not mended',
    'words of a person changed',
  ];
  const ITS_TOO = [
    'sealed anew by a stranger’s key',
    'sealed anew under a retired key',
    'a file added',
    'a stamp of another command',
  ];

  it.each(FORGERIES.filter(({ name }) => [...ITS, ...ITS_TOO].includes(name)).map((one) => [one.name, one] as const))(
    'finds too: %s',
    (_, { forge }) => {
      const files: Editable = new Map([...honest].map(([name, content]) => [name, Buffer.from(content)]));
      forge(files, keys);
      expect(asked(files).code).toBe(1);
    },
  );
});
