import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDirectory, loadPlan } from '../config/plan-file.js';
import type { Directory } from '../domain/directory/directory.js';
import {
  agreementOf,
  beginPlay,
  directoryFile,
  ensureKeys,
  ensureWorld,
  exerciseDirectory,
  hashOfKey,
  keysFile,
  readWorld,
  writeDirectory,
} from './world.js';

const folder = mkdtempSync(join(tmpdir(), 'holdfire-world-'));
afterAll(() => rmSync(folder, { recursive: true }));

const base = loadDirectory('directory.example.yaml').directory as Directory;
const ports = { smtpPort: 20_025, webhookPort: 20_080 };
const keys = ensureKeys(folder, base);

describe('the exercise world', () => {
  it('gives every office a key of 256 random bits, in a file that only its owner reads', () => {
    expect(keys.map((row) => row.office)).toEqual(base.offices.map((office) => office.id));
    expect(new Set(keys.map((row) => row.key)).size).toBe(keys.length);
    for (const { key } of keys) expect(Buffer.from(key.replace(/^hf_/, ''), 'base64url')).toHaveLength(32);
    expect(statSync(keysFile(folder)).mode & 0o777).toBe(0o600);
  });

  it('has two organisations in each group, a machine, an auditor, an admin and seniors', () => {
    const groups = loadPlan('plans/seed.yaml').plan?.groups.map((group) => group.id) ?? [];
    expect(groups.length).toBeGreaterThan(0);
    for (const group of groups) {
      const organisations = keys.filter((row) => row.groups.includes(group)).map((row) => row.organisation);
      expect([group, new Set(organisations).size >= 2]).toEqual([group, true]);
    }
    for (const role of ['auditor', 'admin', 'senior', 'machine']) {
      expect(keys.some((row) => row.roles.includes(role))).toBe(true);
    }
    const accredited = base.organisations.filter((one) => one.accredited).map((one) => one.id);
    expect(keys.some((row) => row.groups.includes('source') && accredited.includes(row.organisation))).toBe(true);
  });

  it('keeps keys over restarts', () => {
    expect(ensureKeys(folder, base)).toEqual(keys);
  });

  it('holds no real contact and no key, only hashes', () => {
    const world = ensureWorld(folder, ports);
    writeDirectory(folder, exerciseDirectory(base, world, keys));
    const text = readFileSync(directoryFile(folder), 'utf8');
    expect(text).not.toContain('example.org');
    for (const { key } of keys) expect(text).not.toContain(key);
    const { directory, faults } = loadDirectory(directoryFile(folder));
    expect(faults).toEqual([]);
    expect(directory?.keys.map((key) => key.sha256)).toEqual(keys.map((row) => hashOfKey(row.key)));
    const turns = directory?.rosters?.flatMap(({ weekly, dated }) => [...weekly, ...dated]) ?? [];
    expect(turns.length).toBeGreaterThan(0);
    const channels = [...(directory?.offices ?? []), ...turns].flatMap((one) => one.channels);
    for (const channel of channels) {
      if (channel.kind === 'email') expect(channel.address).toMatch(/@exercise\.invalid$/);
      if (channel.kind === 'webhook') expect(channel.url).toMatch(/^http:\/\/127\.0\.0\.1:20080\//);
    }
  });

  it('keeps its number over restarts and takes the next when a script is played again', () => {
    const first = beginPlay(folder, ensureWorld(folder, ports), 'huliaipole', '2027-03-27T20:00:00.000Z');
    expect(agreementOf(first)).toBe('exercise-1');
    expect(agreementOf(ensureWorld(folder, ports))).toBe('exercise-1');
    const second = beginPlay(folder, ensureWorld(folder, ports), 'huliaipole', '2027-03-28T20:00:00.000Z');
    expect(agreementOf(second)).toBe('exercise-2');
  });

  it('keeps a speed that was not asked for', () => {
    ensureWorld(folder, { ...ports, speed: 100 });
    expect(ensureWorld(folder, ports).speed).toBe(100);
    expect(readWorld(folder)?.speed).toBe(100);
  });
});
