import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryFile, planFile } from '../../test/support/plan-text.js';
import { WrongUsage } from '../verb.js';
import type { Verb } from '../verb.js';
import { directoryCheck } from './directory-check.js';
import { planCheck } from './plan-check.js';
import { planDiff } from './plan-diff.js';
import { planExplain } from './plan-explain.js';
import { planSchemaVerb } from './plan-schema.js';

const folder = mkdtempSync(join(tmpdir(), 'verbs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const faulty = join(folder, 'faulty.yaml');
writeFileSync(faulty, 'schema: 1\nid: seed\ncovres: x\n');

interface Ran {
  code: number;
  out: string;
  err: string;
}

async function run(verb: Verb, ...args: string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await verb.run(args, { env: {}, out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('plan check', () => {
  it('answers 0 and the hash for a plan without faults', async () => {
    const { code, out, err } = await run(planCheck, planFile());
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /plan seed, version \d+, hash [0-9a-f]{64}\nNo faults\. 3 phases, 2 gates, \d+ duties; \d+ values are assumed/,
    );
  });

  it('answers 1 and every fault on standard error', async () => {
    const { code, out, err } = await run(planCheck, faulty);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`${faulty}:3:1: The key "covres" is unknown here. Did you mean "covers"? (/covres)`);
    expect(err).toContain('"version" is missing');
  });

  it('checks against a directory', async () => {
    expect((await run(planCheck, planFile(), '--directory', directoryFile())).code).toBe(0);
    expect((await run(planCheck, planFile(), '--directory', faulty)).code).toBe(1);
  });

  it('answers as data', async () => {
    const { code, out, err } = await run(planCheck, faulty, '--json');
    expect([code, err]).toEqual([1, '']);
    const answer = JSON.parse(out) as { ok: boolean; faults: unknown[] };
    expect(answer.ok).toBe(false);
    expect(answer.faults).toContainEqual(
      expect.objectContaining({ path: '/covres', file: faulty, line: 3, column: 1 }),
    );
  });

  it('wants a file', async () => {
    await expect(run(planCheck)).rejects.toThrow(WrongUsage);
  });
});

describe('plan explain', () => {
  it('says the plan in words, with dates and in Ukrainian where asked', async () => {
    const { code, out } = await run(
      planExplain,
      planFile(),
      '--first-violation',
      '2027-03-27T22:00:00+02:00',
      '--lang',
      'uk',
    );
    expect(code).toBe(0);
    expect(out).toContain('Перехід G2 відкриває фазу 2');
    expect(out).toContain('+24:00  нд 28 бер. 2027 р., 20:00 UTC · Київ нд 28 бер. 2027 р., 23:00 (UTC+3)');
  });

  it('says nothing of dates where none is given', async () => {
    expect((await run(planExplain, planFile())).out).not.toContain('Dates');
  });

  it('refuses a plan with faults, and dates that cannot be', async () => {
    expect((await run(planExplain, faulty)).code).toBe(1);
    await expect(run(planExplain, planFile(), '--first-violation', 'yesterday')).rejects.toThrow(WrongUsage);
    await expect(run(planExplain, planFile(), '--accepted', '2027-03-27T20:00:00Z')).rejects.toThrow(
      'needs --first-violation',
    );
    const dates = ['--first-violation', '2027-03-27T20:00:00Z', '--accepted', '2027-03-27T19:00:00Z'];
    await expect(run(planExplain, planFile(), ...dates)).rejects.toThrow('nothing is accepted before it occurs');
    await expect(run(planExplain, planFile(), '--lang', 'de')).rejects.toThrow('en or uk is needed');
  });
});

describe('plan diff', () => {
  it('says what changes', async () => {
    const { code, out } = await run(planDiff, planFile(), planFile('literal-72h-after'));
    expect(code).toBe(0);
    expect(out).toContain('G3, opens not before: 0 hours → 72 hours');
  });

  it('says that nothing changes', async () => {
    expect((await run(planDiff, planFile(), planFile())).out).toBe('No difference but, at most, in reasons.');
  });

  it('refuses a plan with faults', async () => {
    expect((await run(planDiff, planFile(), faulty)).code).toBe(1);
  });
});

describe('directory check', () => {
  it('answers 0 and what there is', async () => {
    const { code, out } = await run(directoryCheck, directoryFile(), '--plan', planFile());
    expect(code).toBe(0);
    expect(out).toContain('No faults. 12 parties, 29 organisations, 41 offices.');
  });

  it('answers 1 and every fault', async () => {
    const { code, err } = await run(directoryCheck, faulty);
    expect(code).toBe(1);
    expect(err).toContain('"offices" is missing');
  });
});

it('prints the schemas', async () => {
  expect(JSON.parse((await run(planSchemaVerb)).out)).toMatchObject({ title: 'Holdfire plan' });
  expect(JSON.parse((await run(planSchemaVerb, '--directory')).out)).toMatchObject({ title: 'Holdfire directory' });
});
