import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDirectory } from '../config/plan-file.js';
import { readScript } from './script.js';

const offices = loadDirectory('directory.example.yaml').directory?.offices.map(({ id }) => id) ?? [];
const folder = mkdtempSync(join(tmpdir(), 'holdfire-script-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each(readdirSync('exercises').filter((name) => name.endsWith('.yaml')))(
  'reads %s, and finds its offices',
  (name) => {
    const { id, steps } = readScript(join('exercises', name), offices);
    expect(`${id}.yaml`).toBe(name);
    // A script that looks at nothing and expects nothing could not fail.
    expect(steps.filter(({ expect: wanted }) => wanted !== undefined).length).toBeGreaterThan(0);
  },
);

it('refuses what names a report that is not there yet, an office without a key, a step out of its order', () => {
  const file = join(folder, 'script.yaml');
  const steps = [
    "{ at: '+2:00', by: watch-kyiv-duty, look: none, expect: { status: open } }",
    "{ at: '+1:00', by: nobody, test: [nowhere] }",
  ];
  writeFileSync(file, `schema: 1\nid: x\ntitle: x\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`);
  expect(() => readScript(file, offices)).toThrow(
    /no report "none" yet[\s\S]*comes before the step above[\s\S]*no office "nobody" has a key[\s\S]*no office "nowhere"/,
  );
});
