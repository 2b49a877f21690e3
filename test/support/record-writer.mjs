/**
 * A process that writes to a record and says, one line each, what it was told is durable:
 * `node record-writer.mjs MODULES LOCATION many|next|erase STREAM WRITER COUNT`. Killed at any moment by its test.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, where, mode, stream, writer, count] = process.argv.slice(2);
const module = async (name) => await import(pathToFileURL(join(modules, name)).href);
const { locationOf } = await module('location.js');
const { openStore } = await module('open-store.js');
const store = await openStore(locationOf(where).location);

/** Straight to the pipe: what was said stays said when the process is killed. */
const say = (line) => writeSync(1, `${line}\n`);
const padding = 'х'.repeat(700);

say('ready');
if (mode === 'erase') {
  for (;;) await store.erase(Number(count));
} else if (mode === 'many') {
  let seq = ((await store.last(stream))?.seq ?? 0) + 1;
  for (let n = 0; n < Number(count); n += 1) {
    // The same whoever writes them, as two workers have the same decisions of a case.
    const bodies = Array.from({ length: 1 + (seq % 4) }, (_, index) => ({ n: seq + index, text: padding }));
    await store.appendMany(stream, seq, bodies);
    for (const { n: number } of bodies) say(number);
    seq += bodies.length;
  }
} else {
  for (let n = 0; n < Number(count); n += 1) {
    const entry = await store.appendNext(stream, () => ({ writer, n, text: padding }));
    say(`${entry.seq} ${writer} ${n}`);
  }
}
await store.close();
