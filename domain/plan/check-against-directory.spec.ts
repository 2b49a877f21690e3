import { exampleDirectory, shippedPlan } from '../../test/support/seed.js';
import type { Directory, Office } from '../directory/directory.js';
import { checkAgainstDirectory } from './check-against-directory.js';
import type { Plan } from './plan.js';

const { plan } = shippedPlan();
const directory = exampleDirectory();

const withOffices = (change: (office: Office) => Office[]): Directory => ({
  ...directory,
  offices: directory.offices.flatMap(change),
});

const faultsOf = (one: Directory, of: Plan = plan): string[] =>
  checkAgainstDirectory(of, one).map(({ path, message }) => `${path}: ${message}`);

it.each(['seed', 'literal-72h-after', 'strict-recorded'])('the example directory suffices for %s', (name) => {
  expect(faultsOf(directory, shippedPlan(name).plan)).toEqual([]);
});

it('finds a quorum larger than the organisations that may sign', () => {
  const authority = {
    ...plan.authority,
    'adopt-plan': { ...plan.authority['adopt-plan'], signers: ['us'], persons: 3, organisations: 3 },
  };
  expect(faultsOf(directory, { ...plan, authority })).toEqual([
    '/authority/adopt-plan/organisations: "adopt-plan" needs 3 organisations, and the directory has 2 that may sign (us). ' +
      'Expected at most 2, or more signers.',
  ]);
});

it('does not count machines', () => {
  const machines = withOffices((office) => [office.groups.includes('us') ? { ...office, roles: ['machine'] } : office]);
  expect(faultsOf(machines)).toContainEqual(
    '/groups/5: No office of the directory belongs to "us", which the plan tells or asks. Expected at least one.',
  );
});

it('finds a set of signers that nobody is in', () => {
  const without = withOffices((office) => (office.groups.includes('ukraine-military') ? [] : [office]));
  expect(faultsOf(without)).toContainEqual(
    '/authority/large-scale/oneOfEach/0: "large-scale" needs a signature of ukraine-military, and the directory has no such office.',
  );
});

it('finds a group that no channel reaches', () => {
  const silent = withOffices((office) => [
    office.groups.includes('legal') ? { ...office, channels: [{ kind: 'logbook' }] } : office,
  ]);
  expect(faultsOf(silent)).toEqual([
    '/groups/7: No office of "legal" has a channel that reaches people. Expected an email or webhook for at least one.',
  ]);
});

it('asks nothing of a group that is never told: the machines', () => {
  const without = withOffices((office) => (office.groups.includes('source') ? [] : [office]));
  expect(faultsOf(without)).toEqual([]);
});

it('finds a party that cannot record its position or its decision', () => {
  const without = withOffices((office) => (office.id === 'is-mfa-duty' ? [] : [office]));
  expect(faultsOf(without)).toEqual([
    '/parties/3: IS is asked for its decision, and no organisation that speaks for it has an office in a phase.',
    '/groups/4/parties/2: IS owes D5, and no organisation of IS has an office in "coalition".',
  ]);
});

it('finds a party that the directory does not have', () => {
  const parties = [...plan.parties, { id: 'FI', name: { en: 'Finland', uk: 'Фінляндія' } }];
  expect(faultsOf(directory, { ...plan, parties })).toEqual([
    '/parties/12: The directory has no party FI, so nobody speaks for it.',
  ]);
});
