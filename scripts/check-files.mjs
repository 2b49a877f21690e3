/**
 * What a check of an installation in production needs and nobody else should have: the seed plan with every span
 * divided, so that 72 hours pass in minutes in the real world too, and the example's offices with keys of their own and
 * a mailbox each.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Below this processes and people cannot keep up. */
const LEAST_MS = 1000;

/** `PT24H` becomes `PT36S` at 2400; the texts around it stay as they are. */
export function writeShortPlan(root, file, speed) {
  const seed = readFileSync(join(root, 'plans', 'seed.yaml'), 'utf8');
  const short = seed.replace(/PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?(?![0-9A-Z])/g, (whole, h, m, s) => {
    const span = (Number(h ?? 0) * 3600 + Number(m ?? 0) * 60 + Number(s ?? 0)) * 1000;
    return span === 0 ? whole : `PT${Math.max(Math.ceil(span / speed), Math.min(span, LEAST_MS)) / 1000}S`;
  });
  // Nobody acknowledges within a second.
  writeFileSync(file, short.replace(/^( +|.*[ {])acknowledge: \[.*?\]/gm, '$1acknowledge: []'));
}

/** Answers the keys by office. */
export function writeDirectory(root, file) {
  const base = parse(readFileSync(join(root, 'directory.example.yaml'), 'utf8'));
  const keys = new Map(base.offices.map(({ id }) => [id, `hf_${randomBytes(32).toString('base64url')}`]));
  const offices = base.offices.map((office) => ({
    ...office,
    channels: [{ kind: 'email', address: `${office.id}@check.invalid` }, { kind: 'logbook' }],
  }));
  const { rosters: _, ...rest } = base;
  const rows = [...keys].map(([office, key]) => ({
    id: office,
    office,
    person: office,
    sha256: createHash('sha256').update(key).digest('hex'),
  }));
  writeFileSync(file, JSON.stringify({ ...rest, offices, keys: rows }), { mode: 0o600 });
  return keys;
}
