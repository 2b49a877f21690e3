/**
 * The checker of the fault bench bites: a whole story passes, and the same story with one mail taken away, too early,
 * once more under another id, or without its ending does not. It shares no code with the product.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { check } from './checker/check.mjs';
import type { Arrival, Attempt, Verdict } from './checker/check.mjs';

const HOUR = 3_600_000;
const T0 = Date.parse('2027-03-27T20:00:00.000Z');
const SETTLE = 1000;
const CASE = 'F-1-20270327-abcdef';

const yaml = (file: string): object => parse(readFileSync(join(__dirname, '..', '..', file), 'utf8')) as object;
const plan = yaml('plans/seed.yaml') as { notices: Record<string, { tell: string[] }> };
const directory = yaml('directory.example.yaml') as { offices: { id: string; groups?: string[]; roles?: string[] }[] };

const members = (...groups: string[]): string[] =>
  directory.offices
    .filter(({ roles = [], groups: own = [] }) => !roles.includes('machine') && own.some((one) => groups.includes(one)))
    .map(({ id }) => id);

const PHASE_1 = ['watch', 'ukraine-diplomatic', 'ukraine-military', 'diplomatic'];
const SIGNERS = ['ukraine-diplomatic', 'ukraine-military', 'diplomatic', 'coalition', 'us'];

const attempt = (one: Partial<Attempt> & Pick<Attempt, 'key' | 'kind'>, hours: number): Attempt => ({
  scope: 'F-1',
  sentAt: T0 + hours * HOUR,
  endedAt: T0 + hours * HOUR + 50,
  outcome: 'accepted',
  ...one,
});

/** A report, the coalition at 24 h, a stand-down at 30 h, closed at 102 h. */
const COMMANDS: readonly Attempt[] = [
  attempt({ key: 'r', kind: 'report', opens: true, occurredAt: T0 }, 0),
  attempt({ key: 'p', kind: 'propose', act: 'stand-down' }, 29),
  attempt({ key: 's', kind: 'sign', act: 'stand-down', proposal: 'p' }, 30),
];

let ids = 0;
const told = (topic: string, offices: readonly string[], at: number): Arrival[] =>
  offices.map((office) => {
    ids += 1;
    return { at, caseId: CASE, office, id: `${CASE}.n${ids}`, topics: [topic], channel: 'email' };
  });

function story(): Arrival[] {
  const at = (hours: number): number => T0 + hours * HOUR + SETTLE + 20;
  const watch = members('watch');
  const overdue = [
    ...told('duty-overdue', members('watch'), at(6)),
    ...told('duty-overdue', [...members('ukraine-diplomatic', 'diplomatic'), ...watch], at(24)),
    ...told('duty-overdue', [...members('ukraine-military'), ...watch], at(24)),
  ];
  const everyone = members(...PHASE_1, 'coalition', 'us', 'observers', 'legal');
  return [
    ...told('case-opened', members(...PHASE_1, 'coalition', 'us'), T0 + 100),
    ...overdue,
    ...told('phase-opened', members('coalition', ...PHASE_1, 'observers', 'legal'), at(24)),
    ...told('proposal-made', members(...SIGNERS, 'watch', 'legal'), T0 + 29 * HOUR + 100),
    ...told('stood-down', everyone, T0 + 30 * HOUR + 100),
    ...told('case-closed', everyone, at(102)),
  ];
}

const judge = (arrived: readonly Arrival[], commands: readonly Attempt[] = COMMANDS): Verdict =>
  check({ plan, directory, commands, arrived, until: T0 + 200 * HOUR });

const counts = ({ lost, early, doubled, strange, notToldOfTheEnd }: Verdict): number[] =>
  [lost, early, doubled, strange, notToldOfTheEnd].map(({ length }) => length);

const isOf = (topic: string, office: string) => (one: Arrival) => one.office === office && one.topics.includes(topic);

it('finds nothing wrong with a story as the plan has it', () => {
  const verdict = judge(story());
  expect([counts(verdict), verdict.cases, verdict.lateMs]).toEqual([[0, 0, 0, 0, 0], 1, 50]);
  expect(verdict.due).toBeGreaterThan(100);
});

it('finds a mail that is missing', () => {
  const verdict = judge(story().filter((one) => !isOf('phase-opened', 'is-mfa-duty')(one)));
  expect(counts(verdict)).toEqual([1, 0, 0, 0, 0]);
  expect(verdict.lost[0]).toContain('phase-opened is-mfa-duty');
});

it('finds a mail that came a millisecond before its instant', () => {
  const early = story().map((one) =>
    isOf('phase-opened', 'is-mfa-duty')(one) ? { ...one, at: T0 + 24 * HOUR - 1 } : one,
  );
  expect(judge(early).early).toEqual([expect.stringContaining('phase-opened is-mfa-duty: 1 ms before')]);
});

it('tells a message that comes again from one under another id', () => {
  const whole = story();
  const [one] = whole.filter(isOf('phase-opened', 'is-mfa-duty')) as [Arrival];
  const again = judge([...whole, { ...one, at: one.at + 5000 }]);
  expect([counts(again), again.repeats]).toEqual([[0, 0, 0, 0, 0], 1]);
  const doubled = judge([...whole, { ...one, at: one.at + 5000, id: `${CASE}.n9999` }]);
  expect(counts(doubled)).toEqual([0, 0, 1, 0, 0]);
});

it('finds who was told at the beginning and not at the end', () => {
  const verdict = judge(story().filter((one) => !isOf('case-closed', 'us-state-duty')(one)));
  expect([verdict.lost.length, verdict.notToldOfTheEnd]).toEqual([1, ['F-1: us-state-duty']]);
});

it('finds a phase that opened although the stand-down came before it', () => {
  const soon = COMMANDS.map((one) =>
    one.kind === 'report' ? one : { ...one, sentAt: one.sentAt - 10 * HOUR, endedAt: one.endedAt - 10 * HOUR },
  );
  const { strange } = judge(story(), soon);
  expect(strange).toEqual(expect.arrayContaining([expect.stringContaining('phase-opened is-mfa-duty')]));
});

it('finds notices of what nobody accepted, of a case that nobody reported, and a second case', () => {
  const refused = COMMANDS.map((one) => ({ ...one, outcome: 'refused' as const }));
  expect(judge(story(), refused).strange.length).toBeGreaterThan(100);
  const elsewhere = story().map((one) => ({ ...one, caseId: 'F-2-20270327-abcdef' }));
  expect(judge(elsewhere).strange).toEqual(['F-2: nobody reported anything there']);
  const [first] = story() as [Arrival];
  const second = { ...first, caseId: 'F-1-20270327-123456', id: 'F-1-20270327-123456.n1' };
  expect(judge([...story(), second]).doubled[0]).toContain('cases F-1-20270327-abcdef and F-1-20270327-123456');
});

it('measures how late the latest was, beyond the settle', () => {
  const late = story().map((one) => (isOf('phase-opened', 'is-mfa-duty')(one) ? { ...one, at: one.at + 7000 } : one));
  const verdict = judge(late);
  expect([verdict.lateMs, counts(verdict)]).toEqual([7020, [0, 0, 0, 0, 0]]);
  expect(verdict.latest).toContain('phase-opened is-mfa-duty');
});

it('imports nothing but Node and its own files', () => {
  const folder = join(__dirname, 'checker');
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  expect(files.length).toBeGreaterThanOrEqual(4);
  const imports = files.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, what]) => what),
  );
  expect(imports.filter((what) => !/^(node:|\.\/[a-z-]+\.mjs$)/.test(what ?? ''))).toEqual([]);
});
