import { exampleDirectory } from '../../test/support/seed.js';
import { Timeline, usual, at as instantAt } from '../../test/support/timeline.js';
import { caseDirectory } from './directory.js';
import type { Directory, Office } from './directory.js';
import { turningPoints } from './directory-at.js';

const [BEFORE, TURN, AFTER] = ['2027-03-01T00:00:00.000Z', '2027-04-01T00:00:00.000Z', '2027-05-01T00:00:00.000Z'];

function changed(change: (office: (id: string) => Office, directory: Directory) => void): Directory {
  const directory = exampleDirectory();
  const of = (id: string): Office => {
    const office = directory.offices.find((one) => one.id === id);
    if (!office) throw new Error(`No office ${id}.`);
    return office;
  };
  change(of, directory);
  return directory;
}

const without = (directory: Directory, ...ids: string[]): Directory => ({
  ...directory,
  offices: directory.offices.filter(({ id }) => !ids.includes(id)),
});

it('has an office from its first instant until its last, which is not in it', () => {
  const directory = changed((office) => Object.assign(office('auditor'), { from: TURN, to: AFTER }));
  const there = [BEFORE, TURN, AFTER].map((at) => caseDirectory(directory, at).offices['auditor'] !== undefined);
  expect([there, turningPoints(directory)]).toEqual([
    [false, true, false],
    [TURN, AFTER],
  ]);
});

it('lets another organisation speak for a party from an instant on', () => {
  const directory = changed((_, { parties }) => {
    const uk = parties.find(({ id }) => id === 'GB');
    if (uk)
      uk.speaks = [
        { organisation: 'gb-mod', to: TURN },
        { organisation: 'gb-fcdo', from: TURN },
      ];
  });
  expect([BEFORE, TURN].map((at) => caseDirectory(directory, at).parties['GB']?.speaks)).toEqual(['gb-mod', 'gb-fcdo']);
});

it('carries neither periods nor successors of offices that are there: the hash of a case stays as it was', () => {
  const directory = changed((office) =>
    Object.assign(office('ua-mfa-duty'), { successor: 'ua-mfa-head', from: BEFORE }),
  );
  expect(caseDirectory(directory, TURN)).toEqual(caseDirectory(exampleDirectory(), TURN));
});

describe('an office that is no more', () => {
  it('is followed by its successor, else by its parent', () => {
    const earlier = changed((office) => (office('ua-mfa-duty').successor = 'ua-president-duty'));
    const now = without(earlier, 'ua-mfa-duty', 'gb-mod-duty');
    expect(caseDirectory(now, TURN, [earlier]).successors).toEqual({
      'ua-mfa-duty': 'ua-president-duty',
      'gb-mod-duty': 'gb-mod-head',
    });
  });

  it('is followed by who follows its successor, never by a machine, and by nobody where a circle leads', () => {
    const earlier = changed((office) => {
      office('ua-mfa-duty').successor = 'ua-mfa-deputy';
      office('ua-mfa-deputy').successor = 'ua-mfa-head';
      office('us-state-duty').successor = 'us-state-deputy';
      office('us-state-deputy').successor = 'us-state-duty';
      office('gb-mod-duty').successor = 'alert-network-feed';
    });
    const now = without(earlier, 'ua-mfa-duty', 'ua-mfa-deputy', 'us-state-duty', 'us-state-deputy', 'gb-mod-duty');
    const { successors } = caseDirectory(now, TURN, [earlier]);
    expect(successors).toEqual({ 'ua-mfa-duty': 'ua-mfa-head', 'ua-mfa-deputy': 'ua-mfa-head' });
  });

  it('is told no more, and its successor is told in its place (RULES 7)', () => {
    const earlier = changed((office) => (office('us-defense-duty').successor = 'us-state-head'));
    const line = new Timeline();
    usual(line);
    const now = without(earlier, 'us-defense-duty', 'us-state-duty', 'us-state-head', 'us-state-deputy');
    const directory = caseDirectory(
      { ...now, offices: [...now.offices, ...earlier.offices.filter(({ id }) => id === 'us-state-head')] },
      instantAt('+15:00'),
      [earlier],
    );
    line.at('+15:00', 'admin', 'changeDirectory', { directory, hash: 'd2' });
    line.acknowledgeAll('+18:00');
    expect(line.at('+19:00', 'ua-mfa-duty', 'propose', STAND_DOWN)).toBeUndefined();
    line.acknowledgeAll('+19:01');
    expect(line.at('+20:00', 'fr-mfa-duty', 'sign', { proposalId: 'p1', textHash: 'h' })).toBeUndefined();
    line.acknowledgeAll('+20:00:02');
    const { offices = [] } = line.told().find(({ topic }) => topic === 'stood-down') ?? {};
    expect(offices).toContain('us-state-head');
    expect(offices.filter((id) => /us-(defense|state-d)/.test(id))).toEqual([]);
  });
});

const STAND_DOWN = { act: 'stand-down', text: 'Firing has stopped.', textHash: 'h' } as const;
