/**
 * A process that writes to a record in a folder and says, one line each, what it was told is durable:
 * `node record-writer.mjs MODULES FOLDER many|next STREAM WRITER COUNT`. Killed at any moment by its test.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, folder, mode, stream, writer, count] = process.argv.slice(2);
const { openFolderStore } = await import(pathToFileURL(join(modules, 'folder-store.js')).href);
const store = await openFolderStore(folder);

/** Straight to the pipe: what was said stays said when the process is killed. */
const say = (line) => writeSync(1, `${line}\n`);
const padding = 'х'.repeat(700);

say('ready');
if (mode === 'many') {
  let seq = ((await store.last(stream))?.seq ?? 0) + 1;
  for (let n = 0; n < Number(count); n += 1) {
    const bodies = Array.from({ length: 1 + (n % 4) }, (_, index) => ({ writer, seq: seq + index, padding }));
    await store.appendMany(stream, seq, bodies);
    for (const body of bodies) say(body.seq);
    seq += bodies.length;
  }
} else {
  for (let n = 0; n < Number(count); n += 1) {
    const entry = await store.appendNext(stream, () => ({ writer, n, padding }));
    say(`${entry.seq} ${writer} ${n}`);
  }
}
await store.close();
