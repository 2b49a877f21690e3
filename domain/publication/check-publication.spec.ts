import { exampleDirectory, shippedPlan } from '../../test/support/seed.js';
import type { Directory } from '../directory/directory.js';
import { directoryFaults, planFaults } from './check-publication.js';

const NOW = '2027-03-27T20:00:00.000Z';
const LATER = '2027-06-01T00:00:00.000Z';
const { plan } = shippedPlan();

function changed(change: (directory: Directory) => void): Directory {
  const directory = exampleDirectory();
  change(directory);
  return directory;
}

const messages = (directory: Directory): string[] =>
  directoryFaults(directory, [plan], NOW).map(({ message }) => message);

it('finds nothing in the example', () => {
  expect(messages(exampleDirectory())).toEqual([]);
  expect(planFaults(plan, exampleDirectory(), NOW)).toEqual([]);
});

it('names each group that would be unreachable', () => {
  const found = messages(
    changed(({ offices }) => {
      for (const office of offices)
        office.groups = office.groups.filter((group) => group !== 'legal' && group !== 'us');
    }),
  ).join('\n');
  expect(found).toContain('No office of the directory belongs to "us"');
  expect(found).toContain('No office of the directory belongs to "legal"');
});

it('looks at every instant at which somebody’s time ends', () => {
  const ending = changed(({ offices }) => {
    for (const office of offices) if (office.groups.includes('observers')) office.to = LATER;
  });
  expect(messages(ending)).toEqual([
    expect.stringContaining(`from ${LATER}: No office of the directory belongs to "observers"`),
  ]);
});

it('counts nobody in a group of parties whose party the plan does not list there', () => {
  const moved = changed(({ offices }) => {
    for (const office of offices) if (office.groups.includes('us')) office.groups = [];
    const british = offices.find(({ id }) => id === 'gb-mod-duty');
    if (british) british.groups = ['coalition', 'us'];
  });
  expect(messages(moved).join('\n')).toContain('No office of the directory belongs to "us"');
});

it('names a group that no plan knows', () => {
  const misspelt = changed(({ offices: [office] }) => office?.groups.push('wacth'));
  expect(messages(misspelt)).toEqual([expect.stringContaining('The plan has no group "wacth".')]);
});
