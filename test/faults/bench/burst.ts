/**
 * A burst of reports, with duplicates and invalid ones among them, by many callers at once: every accepted one is in a
 * case or a review once in the end, and none that was refused. How fast it was answered stands in the proof.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../../bench/flock.js';
import type { Fault } from './fault.js';
import type { Rig } from './rig.js';
import { Seeded } from './seeded.js';

export interface BurstOptions {
  reports: number;
  sectors: readonly string[];
  /** Of a source whose reports are only alleged: they open no case. */
  alleged?: boolean;
}

const CALLERS = 64;
const PATIENCE_MS = 900_000;
/** Organisations that are accredited: their reports count at once. Several, for each has a budget a minute. */
const ACCREDITED = ['alert-network-feed', 'watch-kyiv-duty', 'watch-brussels-duty', 'ua-general-staff-duty'];
const ALLEGED = ['gb-fcdo-duty', 'fr-mfa-duty', 'de-mfa-duty', 'gb-mod-duty'];

interface Sent {
  key: string;
  kind: 'new' | 'again' | 'invalid';
  office: string;
  body: object;
}

export const burst = (options: BurstOptions): Fault => ({
  name: `${options.reports} ${options.alleged ? 'alleged ' : ''}reports at once, duplicates and invalid ones among them`,
  outageMs: 2000,
  strike: async (rig) => await flood(rig, options),
});

async function flood(rig: Rig, { reports, sectors, alleged = false }: BurstOptions): Promise<string> {
  const random = new Seeded(reports);
  const queue = planned(reports, sectors, alleged ? ALLEGED : ACCREDITED, random);
  const accepted = new Map<string, string>();
  const counts: Record<string, number> = {};
  const took: number[] = [];
  const wrong: string[] = [];
  const credible: number[] = [];
  const begun = Date.now();
  const caller = async (): Promise<void> => {
    for (let one = queue.shift(); one; one = queue.shift()) {
      const since = performance.now();
      const { status, body } = await post(rig, one);
      took.push(performance.now() - since);
      counts[status] = (counts[status] ?? 0) + 1;
      // Asked again later, as a sender does.
      if (status === 503 || status === 429 || status === 0) queue.push(one);
      else if (one.kind === 'invalid' ? status !== 422 : ![200, 201, 202].includes(status))
        wrong.push(`${one.key}: ${status} ${JSON.stringify(body)}`);
      else if (one.kind !== 'invalid') accepted.set(one.key, one.office);
      if (status === 503 || status === 429 || status === 0) await sleep(1000);
    }
  };
  const among = alleged ? amongThem(rig, sectors.at(-1) ?? '', credible, () => queue.length > 0) : Promise.resolve();
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const durableMs = Date.now() - begun;
  await among;
  const inside = await arrived(rig, accepted.size, sectors, alleged);
  const doneMs = Date.now() - begun;
  if (wrong.length > 0) throw new Error(`${wrong.length} wrong answers: ${wrong.slice(0, 3).join('; ')}`);
  if (inside !== accepted.size) throw new Error(`${accepted.size} were accepted and ${inside} are there.`);
  const ms = (of: number): string => `${Math.round(percentile(took, of))} ms`;
  const said = Object.entries(counts)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ');
  const beside = alleged
    ? `; credible ones among them answered within ${Math.round(Math.max(...credible))} ms at worst of ${credible.length}`
    : '';
  return `${said}; answers p50 ${ms(50)}, p99 ${ms(99)}; ${Math.round((reports * 1000) / durableMs)} a second durable; all ${inside} there once after ${Math.round(doneMs / 1000)} s${beside}`;
}

function planned(count: number, sectors: readonly string[], offices: readonly string[], random: Seeded): Sent[] {
  const sent: Sent[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const [before] = sent.length > 0 && random.next() < 0.1 ? [random.pick(sent)] : [];
    if (before) {
      sent.push({ ...before, kind: before.kind === 'new' ? 'again' : before.kind });
      continue;
    }
    const office = random.pick(offices);
    const isInvalid = random.next() < 0.1;
    const body = {
      source: 'burst',
      sourceReportId: `b${nth}`,
      occurredAt: isInvalid ? 'yesterday' : new Date(Date.now() - Math.floor(random.between(0, 60_000))).toISOString(),
      place: { sector: random.pick(sectors) },
      kind: `kind-${nth}`,
      description: 'One of a burst.',
    };
    sent.push({ key: `${office} b${nth}`, kind: isInvalid ? 'invalid' : 'new', office, body });
  }
  return sent;
}

async function post(
  rig: Rig,
  { office, body }: Pick<Sent, 'office' | 'body'>,
): Promise<{ status: number; body: unknown }> {
  try {
    const answer = await fetch(`${rig.url}/api/v1/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${rig.keys.get(office) ?? ''}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    return { status: answer.status, body: await answer.json() };
  } catch (error) {
    return { status: 0, body: String(error) };
  }
}

/** Credible reports while the alleged ones come in: how long each waited for its answer. */
async function amongThem(rig: Rig, sector: string, took: number[], goesOn: () => boolean): Promise<void> {
  for (let nth = 0; goesOn() || nth === 0; nth += 1) {
    const since = performance.now();
    const report = {
      source: 'among',
      sourceReportId: `a${nth}`,
      occurredAt: new Date().toISOString(),
      place: { sector },
      kind: `among-${nth}`,
      description: 'A credible one.',
    };
    const { status } = await post(rig, { office: 'alert-network-feed', body: report });
    took.push(performance.now() - since);
    if (status !== 201 && status !== 202) throw new Error(`A credible report was answered ${status}.`);
    await sleep(250);
  }
}

/** Reports of the burst that stand in cases, or wait in reviews, each counted once; twice would be one too many. */
async function arrived(rig: Rig, expected: number, sectors: readonly string[], alleged: boolean): Promise<number> {
  const until = Date.now() + PATIENCE_MS;
  for (let found = 0; ; await sleep(1000)) {
    found = alleged ? await inReviews(rig) : await inCases(rig, sectors);
    if (found >= expected || Date.now() > until) return found;
  }
}

async function inCases(rig: Rig, sectors: readonly string[]): Promise<number> {
  let found = 0;
  for (const { caseId, sector } of await listed(rig)) {
    if (!sectors.includes(sector)) continue;
    const { violations } = (await read(rig, `/cases/${caseId}`)) as { violations: { reportKeys: string[] }[] };
    const keys = violations.flatMap(({ reportKeys }) => reportKeys).filter((key) => key.includes('burst'));
    found += keys.length;
  }
  return found;
}

async function inReviews(rig: Rig): Promise<number> {
  const { reviews } = (await read(rig, '/summary')) as { reviews: number };
  return reviews;
}

async function listed(rig: Rig): Promise<{ caseId: string; sector: string }[]> {
  const rows: { caseId: string; sector: string }[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = (await read(
      rig,
      `/cases?limit=500${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    )) as {
      cases: { caseId: string; sector: string }[];
      next?: string;
    };
    rows.push(...page.cases);
    cursor = page.next;
  }
  return rows;
}

/** Asked again for a while. */
async function read(rig: Rig, path: string): Promise<unknown> {
  const until = Date.now() + 60_000;
  for (;;) {
    const headers = { authorization: `Bearer ${rig.keys.get('watch-kyiv-duty') ?? ''}` };
    const answer = await fetch(`${rig.url}/api/v1${path}`, { headers, signal: AbortSignal.timeout(30_000) });
    if (answer.ok) return await answer.json();
    if (Date.now() > until) throw new Error(`${path}: ${answer.status}`);
    await sleep(1000);
  }
}
