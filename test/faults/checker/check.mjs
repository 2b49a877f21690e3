/**
 * The judge of the fault bench: reads the plan, the directory, the commands that were sent with their answers, and the
 * sinks; nothing of the product. Says what was lost, early, doubled, strange, told at the beginning but not at the end,
 * and how late the latest was. `node check.mjs FOLDER` prints one JSON object; ends with 1 where something is wrong.
 *
 * FOLDER holds plan.json, directory.json, commands.jsonl, mail/, webhooks.jsonl and run.json (`until`, `toleranceMs`).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { groupBy } from './group-by.mjs';
import { Expected, People, span } from './model.mjs';
import { arrivals } from './sinks.mjs';

const json = (folder, name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

export function checkFolder(folder) {
  const lines = readFileSync(join(folder, 'commands.jsonl'), 'utf8').split('\n').filter(Boolean);
  return check({
    plan: json(folder, 'plan.json'),
    directory: json(folder, 'directory.json'),
    commands: lines.map((line) => JSON.parse(line)),
    arrived: arrivals(folder),
    ...json(folder, 'run.json'),
  });
}

/**
 * `scopes`: only these cases are judged. `ignored`: nothing is said of cases whose sector begins so.
 * `exact`: one clock for everybody, so that an instant that acts before its settle is early.
 */
export function check({
  plan,
  directory,
  commands,
  arrived,
  until,
  toleranceMs = 0,
  scopes,
  ignored = [],
  exact = false,
}) {
  const people = new People(plan, directory);
  const stories = storiesOf(commands, until, toleranceMs);
  const verdict = {
    cases: 0,
    due: 0,
    arrivals: 0,
    lost: [],
    early: [],
    doubled: [],
    strange: [],
    notToldOfTheEnd: [],
    repeats: 0,
    lateMs: 0,
    latest: '',
  };
  const byScope = groupBy(
    arrived.filter(({ caseId }) => caseId !== ''),
    ({ caseId }) => scopeOf(caseId),
  );
  for (const [scope, story] of stories) {
    if (scopes && !scopes.includes(scope)) continue;
    const came = byScope.get(scope) ?? [];
    const two = [...new Set(came.map(({ caseId }) => caseId))];
    if (two.length > 1) verdict.doubled.push(`${scope}: cases ${two.join(' and ')}`);
    if (!story.report) {
      // Never accepted: nobody may hear of it.
      for (const one of came)
        verdict.strange.push(`${scope}: ${one.topics.join(' ')} to ${one.office}, and nothing was accepted`);
      continue;
    }
    verdict.cases += 1;
    judge(verdict, scope, expectedOf(plan, people, story, came), came, span(valueOf(plan.timing.settle)), exact);
  }
  // A case that nobody reported, as far as these are all that there are.
  for (const scope of byScope.keys()) {
    if (!stories.has(scope) && !ignored.some((one) => scope.startsWith(one)))
      verdict.strange.push(`${scope}: nobody reported anything there`);
  }
  return verdict;
}

const valueOf = (one) => (typeof one === 'object' ? one.value : one);

/** A case id is its sector, a day and six hexadecimal digits. */
const scopeOf = (caseId) => caseId.replace(/-\d{8}-[0-9a-f]{6}$/, '');

/** Where a signature fell onto the gate's instant both ways are right, as long as everybody is told the same. */
function expectedOf(plan, people, story, came) {
  const without = new Expected(plan, people, story, false);
  if (!without.isOpen2Free) return without;
  return came.some(({ topics }) => topics.includes('phase-opened')) ? new Expected(plan, people, story, true) : without;
}

function judge(verdict, scope, expected, came, settle, exact) {
  verdict.arrivals += came.length;
  verdict.due += expected.dues.filter(({ must }) => must).length;
  verdict.repeats += came.length - new Set(came.map(({ id, office }) => `${id} ${office}`)).size;
  const due = groupBy(expected.dues, ({ topic, office }) => `${topic} ${office}`);
  const told = tellings(came);
  for (const key of new Set([...due.keys(), ...told.keys()])) {
    compare(
      verdict,
      `${scope}: ${key}`,
      (due.get(key) ?? []).sort((a, b) => a.lo - b.lo || a.hi - b.hi),
      told.get(key) ?? [],
      settle,
      exact,
    );
  }
  if (!expected.closing || expected.closing.hi + settle >= expected.story.until) return;
  const ends = new Set(
    [...told.keys()].filter((key) => key.startsWith('case-closed ')).map((key) => key.split(' ')[1]),
  );
  for (const office of new Set(came.map((one) => one.office))) {
    if (!ends.has(office)) verdict.notToldOfTheEnd.push(`${scope}: ${office}`);
  }
}

/** When each telling first arrived, by topic and office; the same message once more is a repeat and no telling. */
function tellings(came) {
  const told = new Map();
  for (const same of groupBy(came, ({ id, office }) => `${id} ${office}`).values()) {
    const counts = new Map();
    for (const { at, office, topics } of same) {
      for (const [topic, list] of groupBy(topics, (one) => one)) {
        const key = `${topic} ${office}`;
        for (let nth = counts.get(key) ?? 0; nth < list.length; nth += 1) told.set(key, [...(told.get(key) ?? []), at]);
        counts.set(key, Math.max(counts.get(key) ?? 0, list.length));
      }
    }
  }
  for (const list of told.values()) list.sort((a, b) => a - b);
  return told;
}

/** The tellings of one matter to one office against what was due, in order. */
function compare(verdict, what, due, told, settle, exact) {
  const musts = due.filter(({ must }) => must);
  if (due.length === 0) {
    verdict.strange.push(what);
    return;
  }
  if (told.length > due.length) verdict.doubled.push(`${what}: ${told.length} times, due ${due.length}`);
  if (told.length < musts.length)
    verdict.lost.push(`${what}: ${told.length} times, due ${musts.length} by ${iso(musts.at(-1).hi)}`);
  // The n-th telling is never before the n-th instant at which one could be due.
  for (const [nth, at] of told.slice(0, due.length).entries()) {
    const lo = due[nth].lo + (exact && !due[nth].command ? settle : 0);
    if (at < lo) verdict.early.push(`${what}: ${lo - at} ms before ${iso(lo)}`);
  }
  // The n-th that was owed had come when so many had come; what merely could be may have taken an earlier place.
  const spare = Math.max(0, told.length - musts.length);
  for (const [nth, { hi, command }] of musts.entries()) {
    const at = told[Math.min(nth, told.length - 1)];
    if (at === undefined || (spare > 0 && musts.length < due.length && told[nth + spare] === undefined)) continue;
    const late = at - hi - (command ? 0 : settle);
    if (late > verdict.lateMs) {
      verdict.lateMs = late;
      verdict.latest = `${what}: due ${iso(hi)}, came ${iso(at)}`;
    }
  }
}

const iso = (ms) => new Date(ms).toISOString();

/**
 * What was accepted, by case. `commands`: `{ key, scope, kind, act?, proposal?, occurredAt?, sentAt, endedAt, outcome }`,
 * one line an attempt; `outcome` is accepted, refused or unknown (no answer, or one that says nothing was decided).
 */
function storiesOf(commands, until, tolerance) {
  const stories = new Map();
  const known = [...groupBy(commands, ({ key }) => key).values()].map((attempts) => accepted(attempts, tolerance));
  for (const one of known) {
    const story = stories.get(one.scope) ?? { more: [], proposals: [], until };
    stories.set(one.scope, story);
    if (!one.when) continue;
    if (one.kind === 'report' && one.opens) story.report = { ...one.when, occurredAt: one.occurredAt };
    if (one.kind === 'report' && !one.opens) story.more.push(one.when);
    if (one.kind === 'propose') story.proposals.push({ key: one.key, act: one.act, made: one.when });
  }
  for (const one of known.filter(({ kind, when }) => kind === 'sign' && when)) {
    const proposal = stories.get(one.scope)?.proposals.find(({ key }) => key === one.proposal);
    if (proposal) proposal.signed = one.when;
  }
  return stories;
}

/** From the first attempt that can have been the one that counted to the answer that said so. */
function accepted(attempts, tolerance) {
  const sorted = [...attempts].sort((a, b) => a.sentAt - b.sentAt);
  const good = sorted.find(({ outcome }) => outcome === 'accepted');
  if (!good) return { ...sorted[0], when: undefined };
  const from = sorted.find(({ outcome }) => outcome === 'accepted' || outcome === 'unknown') ?? good;
  return { ...sorted[0], when: { lo: from.sentAt - tolerance, hi: good.endedAt + tolerance } };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const verdict = checkFolder(process.argv[2] ?? '.');
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  const { lost, early, doubled, strange, notToldOfTheEnd } = verdict;
  process.exitCode = [lost, early, doubled, strange, notToldOfTheEnd].some((list) => list.length > 0) ? 1 : 0;
}
