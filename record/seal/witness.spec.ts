import { generateKeyPairSync } from 'node:crypto';
import { signCheckpoint } from './checkpoint.js';
import type { OpenedCheckpoint } from './checkpoint.js';
import { leafHash } from './merkle.js';
import { verifierOf } from './note.js';
import { LogTree } from './tree.js';
import { judge, opened, proofWanted } from './witness.js';

const ORIGIN = 'holdfire/ceasefire/0011223344556677';
const KEY = generateKeyPairSync('ed25519').privateKey;

function treeOf(size: number, from = Infinity): LogTree {
  const tree = new LogTree();
  for (let index = 0; index < size; index += 1)
    tree.append(leafHash(Buffer.from(`${index >= from ? 'other' : 'leaf'} ${index}`)));
  return tree;
}

function shown(tree: LogTree, size: number, origin = ORIGIN): OpenedCheckpoint {
  const note = signCheckpoint({ origin, size, root: tree.root(size), at: '2027-03-27T20:00:00.000Z' }, [KEY]);
  const judged = opened(note, [verifierOf(origin, KEY)]);
  if ('alarm' in judged) throw new Error(judged.alarm.says);
  return judged.good;
}

/** As the log answers: from the tree that it has. */
function judged(seen: OpenedCheckpoint | undefined, now: OpenedCheckpoint, tree: LogTree) {
  const wanted = proofWanted(seen, now);
  return judge(seen, now, wanted ? tree.consistency(wanted.from, wanted.to) : []);
}

const ours = treeOf(100);

it('a log that goes on is good, also where nothing new came', () => {
  expect(judged(undefined, shown(ours, 40), ours)).toHaveProperty('good');
  expect(judged(shown(ours, 40), shown(ours, 40), ours)).toHaveProperty('good');
  expect(judged(shown(ours, 40), shown(ours, 99), ours)).toHaveProperty('good');
  expect(judged(shown(ours, 0), shown(ours, 99), ours)).toHaveProperty('good');
});

it('shouts at a log that is shorter than it was', () => {
  expect(judged(shown(ours, 40), shown(ours, 39), ours)).toMatchObject({ alarm: { kind: 'rollback' } });
});

it('shouts at two histories: of one size, of a later one, and whatever proof is given for them', () => {
  const theirs = treeOf(100, 30);
  expect(judged(shown(ours, 40), shown(theirs, 40), theirs)).toMatchObject({ alarm: { kind: 'fork' } });
  for (const tree of [ours, theirs]) {
    expect(judged(shown(ours, 40), shown(theirs, 90), tree)).toMatchObject({ alarm: { kind: 'fork' } });
  }
  expect(judge(shown(ours, 40), shown(ours, 90), [])).toMatchObject({ alarm: { kind: 'fork' } });
  // Before they part they are one.
  expect(judged(shown(ours, 30), shown(theirs, 90), theirs)).toHaveProperty('good');
});

it('shouts at another log, and at one that nobody it believes signed', () => {
  expect(judged(shown(ours, 40), shown(ours, 40, 'another/log'), ours)).toMatchObject({ alarm: { kind: 'origin' } });
  const note = signCheckpoint({ origin: ORIGIN, size: 1, root: ours.root(1) }, [
    generateKeyPairSync('ed25519').privateKey,
  ]);
  expect(opened(note, [verifierOf(ORIGIN, KEY)])).toMatchObject({ alarm: { kind: 'signature' } });
  expect(opened('nothing', [verifierOf(ORIGIN, KEY)])).toMatchObject({ alarm: { kind: 'signature' } });
});
