import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkImports } from './check-imports.mjs';

describe('the import rules', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'holdfire-imports-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const faults = (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    return checkImports(root);
  };

  test.each([
    ['the core imports nothing outside itself', 'domain/a.ts', "import { b } from '../record/b.js';", 'record/b.ts'],
    ['not even types', 'domain/a.ts', "import type { b } from '../config/b.js';", 'config/b.ts'],
    ['workflows call no activity', 'workflows/a.ts', "import { b } from '../activities/b.js';", 'activities/b.ts'],
    [
      'activities know no workflow',
      'activities/a.ts',
      "import { b } from '../workflows/index.js';",
      'workflows/index.ts',
    ],
    [
      'the worker knows their index only',
      'worker/a.ts',
      "import { b } from '../workflows/carry-out.js';",
      'workflows/carry-out.ts',
    ],
    [
      'the API runs no workflow',
      'api/a.ts',
      "export { b } from '../workflows/carry-out.js';",
      'workflows/carry-out.ts',
    ],
    ['only mains read the configuration', 'api/a.ts', "import { b } from '../config/b.js';", 'config/b.ts'],
    ['the board has no server code', 'board/a.tsx', "import { b } from '../api/b.js';", 'api/b.ts'],
    ['the record knows no API', 'record/a.ts', "const b = await import('../api/b.js');", 'api/b.ts'],
    [
      'the watchdog has no activities',
      'watchdog/a.ts',
      "import { b } from '../activities/tell.js';",
      'activities/tell.ts',
    ],
    ['the player is a client', 'exercise/a.ts', "type B = import('../api/b.js').B;", 'api/b.ts'],
    [
      'the command line writes no record',
      'cli/a.ts',
      "import { b } from '../record/folder-store.js';",
      'record/folder-store.ts',
    ],
    ['nobody imports a test', 'api/a.ts', "import { b } from '../test/support/b.js';", 'test/support/b.ts'],
  ])('%s', (_, from, text, target) => {
    const found = faults({ [from]: text, [target]: 'export const b = 1;' });
    expect(found).toEqual([expect.stringContaining(`${from}:1 → ${target}`)]);
  });

  test.each([
    ['domain/a.ts', 'node:crypto', 'Node built-ins do not exist there'],
    ['domain/a.ts', 'assert', 'Node built-ins do not exist there'],
    ['domain/a.ts', 'zod', 'only relative imports are allowed'],
    ['domain/a.ts', '@temporalio/workflow', 'only relative imports are allowed'],
    ['workflows/a.ts', 'node:fs', 'Node built-ins do not exist there'],
    ['workflows/a.ts', '@temporalio/client', 'only relative imports are allowed'],
    ['worker/a.ts', '@nestjs/common', 'NestJS lives only in api/'],
  ])('%s does not import %s', (from, name, reason) => {
    const found = faults({ [from]: `import x from '${name}';` });
    expect(found).toEqual([expect.stringContaining(`${from}:1 → ${name}`)]);
    expect(found[0]).toContain(reason);
  });

  test.each([
    ['workflows/a.ts', "import { proxyActivities } from '@temporalio/workflow';"],
    ['workflows/a.ts', "import type { B } from '../activities/b.js';"],
    ['workflows/a.ts', "import { type B } from '../activities/b.js';"],
    ['activities/a.ts', "import { b } from '../workflows/messages.js';"],
    ['worker/a.ts', "import { b } from '../workflows/index.js';"],
    ['api/main.ts', "import { b } from '../config/b.js';"],
    ['api/a.ts', "import type { B } from '../config/b.js';"],
    ['watchdog/a.ts', "import { b } from '../activities/channels/email.js';"],
    ['config/a.ts', "import { b } from '../record/canonical.js';"],
    ['domain/a.spec.ts', "import { b } from '../record/canonical.js'; import 'node:fs';"],
  ])('%s may say %s', (from, text) => {
    expect(faults({ [from]: text })).toEqual([]);
  });

  test('a circle is found and named', () => {
    const found = faults({
      'domain/a.ts': "import { b } from './b.js';",
      'domain/b.ts': "import { c } from './c.js';",
      'domain/c.ts': "import { a } from './a.js';",
    });
    expect(found).toEqual([
      'domain/a.ts → domain/b.ts → domain/c.ts → domain/a.ts: files must not import each other in a circle.',
    ]);
  });

  test('types make no circle', () => {
    const files = { 'domain/a.ts': "import { b } from './b.js';", 'domain/b.ts': "import type { A } from './a.js';" };
    expect(faults(files)).toEqual([]);
  });
});
