import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEVER_ABORTED, outgoingMessage } from './channel.contract.js';
import { logbookChannel } from './logbook.js';

describe('the logbook', () => {
  it('goes on as soon as its folder can be made, and after it was taken away', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'holdfire-logbook-'));
    const folder = join(parent, 'in-the-way');
    const file = join(folder, 'logbook.txt');
    const channel = logbookChannel(file);
    const write = (id: string) => channel.send(outgoingMessage({ id }), { kind: 'logbook' }, NEVER_ABORTED);
    writeFileSync(folder, '');
    expect(await write('n1')).toMatchObject({ kind: 'try-later', said: expect.stringContaining('ENOTDIR') });
    rmSync(folder);
    expect((await write('n2')).kind).toBe('delivered');
    rmSync(folder, { recursive: true });
    expect((await write('n3')).kind).toBe('delivered');
    expect(JSON.parse(readFileSync(file, 'utf8').trim())).toMatchObject({ id: 'n3' });
    rmSync(parent, { recursive: true });
  });
});
