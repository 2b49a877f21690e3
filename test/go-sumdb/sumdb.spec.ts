/**
 * Go's own code for its checksum database verifies what is made here: signed notes, cosignatures, inclusion, consistency
 * and tiles. Skipped, with a sentence, where there is no Go.
 */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { signCheckpoint } from '../../record/seal/checkpoint.js';
import { cosign } from '../../record/seal/cosignature.js';
import { leafData } from '../../record/seal/leaf.js';
import { leafHash } from '../../record/seal/merkle.js';
import { COSIGNATURE, formatNote, formatVerifierKey, parseNote, verifierOf } from '../../record/seal/note.js';
import { hashTile, tilePath, tilesOf } from '../../record/seal/tiles.js';
import { LogTree } from '../../record/seal/tree.js';

const ORIGIN = 'holdfire/ceasefire/0011223344556677';
const SIZES = [1, 2, 3, 7, 8, 255, 256, 257, 1000, 65_537, 66_000];
const LAST = SIZES.at(-1) as number;

function run(args: readonly string[], input = '') {
  // What others installed for it is found by the ordinary rules; nothing is written into the repository.
  return spawnSync('go', args, {
    cwd: __dirname,
    input,
    encoding: 'utf8',
    timeout: 240_000,
    env: { ...process.env, GOFLAGS: '-mod=readonly' },
  });
}

const hasGo = run(['version']).status === 0 && run(['mod', 'download']).status === 0;
if (!hasGo) {
  process.stdout.write(
    'Skipped: there is no Go here, or its module proxy cannot be reached; agreement with its code is not shown.\n',
  );
}

const withGo = hasGo ? describe : describe.skip;

withGo('Go’s sumdb', () => {
  it('verifies our notes, proofs and tiles', () => {
    const [key, witness] = [generateKeyPairSync('ed25519').privateKey, generateKeyPairSync('ed25519').privateKey];
    const tree = new LogTree();
    const leaves = Array.from({ length: LAST }, (_, index) =>
      leafData({
        stream: `case/UA-${index % 27}`,
        seq: index + 1,
        hash: leafHash(Buffer.of(index % 251)).toString('hex'),
      }),
    );
    for (const leaf of leaves) tree.append(leafHash(leaf));
    const checkpoints = SIZES.map((size) =>
      signCheckpoint({ origin: ORIGIN, size, root: tree.root(size), at: '2027-03-27T20:00:00.000Z' }, [key]),
    );
    const last = parseNote(checkpoints.at(-1) as string);
    const name = 'witness.example/one';
    last.signatures.push(cosign(last.text, name, witness, 1_806_000_000));
    const hex = (path: Buffer[]): string[] => path.map((hash) => hash.toString('hex'));
    const places = SIZES.flatMap((size) => [...new Set([0, size >> 1, size - 1])].map((index) => ({ index, size })));
    const pairs = SIZES.flatMap((to) => SIZES.filter((from) => from < to).map((from) => ({ from, to })));
    const input = {
      key: formatVerifierKey(verifierOf(ORIGIN, key)),
      witness: formatVerifierKey(verifierOf(name, witness, COSIGNATURE)),
      checkpoints: [...checkpoints.slice(0, -1), formatNote(last)],
      forged: (checkpoints[3] as string).replace('\n7\n', '\n8\n'),
      leaves: leaves.map((leaf) => leaf.toString()),
      inclusion: places.map(({ index, size }) => ({ index, size, path: hex(tree.inclusion(index, size)) })),
      consistency: pairs.map(({ from, to }) => ({ from, to, path: hex(tree.consistency(from, to)) })),
      tiles: Object.fromEntries(tilesOf(LAST).map((one) => [tilePath(one), hashTile(tree, one).toString('base64')])),
    };
    const { status, stdout, stderr } = run(['run', '.'], JSON.stringify(input));
    process.stdout.write(`Go’s sumdb: ${stdout.trim().split('\n').join('; ')}\n`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toHaveLength(4);
  }, 300_000);
});
