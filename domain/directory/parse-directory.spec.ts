import * as fc from 'fast-check';
import { exampleDirectory } from '../../test/support/seed.js';
import { rawDirectory, spoilt } from '../../test/support/plan-text.js';
import { checkGroups, parseDirectory } from './parse-directory.js';

const example = rawDirectory();

const faultsOf = (path: string, value?: unknown): string[] =>
  parseDirectory(spoilt(example, path, value)).faults.map((fault) => `${fault.path}: ${fault.message}`);

const KEY = { id: 'k1', office: 'auditor', sha256: 'a'.repeat(64) };

describe('the example', () => {
  it('has no fault', () => {
    expect(parseDirectory(example).faults).toEqual([]);
  });

  it('has at least two organisations in each group, of which one speaks for the United States', () => {
    const { offices, parties, organisations } = exampleDirectory();
    const groups = [...new Set(offices.flatMap((office) => office.groups))].sort();
    expect(groups).toEqual([
      'coalition',
      'diplomatic',
      'legal',
      'observers',
      'source',
      'ukraine-diplomatic',
      'ukraine-military',
      'us',
      'watch',
    ]);
    for (const group of groups) {
      const found = new Set(
        offices.filter((office) => office.groups.includes(group)).map(({ organisation }) => organisation),
      );
      expect(found.size).toBeGreaterThanOrEqual(2);
    }
    expect(organisations.filter(({ party }) => party === 'US')).toHaveLength(2);
    expect(parties.find(({ id }) => id === 'US')?.speaks).toEqual([{ organisation: 'us-state' }]);
  });

  it('has one accredited machine, seniors, an auditor and an administrator', () => {
    const { offices, organisations } = exampleDirectory();
    const accredited = (id: string): boolean => organisations.find((one) => one.id === id)?.accredited === true;
    const ofRole = (role: string) => offices.filter(({ roles }) => roles.some((one) => one === role));
    expect(ofRole('machine').filter(({ organisation }) => accredited(organisation))).toHaveLength(1);
    expect(ofRole('senior').length).toBeGreaterThanOrEqual(2);
    expect(ofRole('auditor')).toHaveLength(1);
    expect(ofRole('admin')).toHaveLength(1);
  });

  it('reaches nobody: every address is a reserved one', () => {
    const addresses = exampleDirectory().offices.flatMap(({ channels }) =>
      channels.flatMap((channel) =>
        channel.kind === 'email' ? [channel.address] : channel.kind === 'webhook' ? [channel.url] : [],
      ),
    );
    expect(addresses.filter((address) => !/\.example\.org(\/|$)/.test(address))).toEqual([]);
  });
});

describe('faults', () => {
  it.each([
    [
      '/offices/0/organisation',
      'watch-kiev',
      '/offices/0/organisation: The organisation "watch-kiev" does not exist. Did you mean "watch-kyiv"?',
    ],
    [
      '/offices/0/delegate',
      'watch-kyiv-deputi',
      '/offices/0/delegate: The office "watch-kyiv-deputi" does not exist. Did you mean "watch-kyiv-deputy"?',
    ],
    ['/offices/0/parent', 'nobody-at-all', '/offices/0/parent: The office "nobody-at-all" does not exist.'],
    [
      '/offices/0/parent',
      'watch-kyiv-duty',
      '/offices/0/parent: watch-kyiv-duty cannot be asked in its own place. Name another office.',
    ],
    [
      '/offices/0/timeZone',
      'Europe/Kyjiv',
      '/offices/0/timeZone: Expected a time zone by its IANA name such as Europe/Kyiv, found "Europe/Kyjiv".',
    ],
    [
      '/offices/0/timeZone',
      '+03:00',
      '/offices/0/timeZone: Expected a time zone by its IANA name such as Europe/Kyiv, found "+03:00".',
    ],
    ['/offices/0/language', 'de', '/offices/0/language: Expected one of en, uk, found "de".'],
    [
      '/offices/0/channels',
      [],
      '/offices/0/channels: Expected a list of channels with at least one, found an empty list.',
    ],
    [
      '/offices/0/channels/0/address',
      'duty',
      '/offices/0/channels/0/address: Expected a mail address such as duty@example.org, found "duty".',
    ],
    [
      '/offices/0/channels/0/kind',
      'fax',
      '/offices/0/channels/0/kind: Expected "kind" to be email or webhook or logbook, found "fax". Known: email, webhook, logbook.',
    ],
    [
      '/offices/0/channels/2',
      { kind: 'email', address: 'a@example.org' },
      '/offices/0/channels/2: A second email channel: an office has one of each kind.',
    ],
    ['/offices/0/groups', ['watch', 'watch'], '/offices/0/groups/1: "watch" stands twice in this list. Keep it once.'],
    [
      '/offices/0/roles',
      ['machine', 'senior'],
      '/offices/0/roles: A machine reports and does nothing else: it has no other role.',
    ],
    [
      '/offices/1/id',
      'watch-kyiv-duty',
      '/offices/1/id: "watch-kyiv-duty" is given twice, first at /offices/0. Give each its own.',
    ],
    ['/organisations/2/party', 'UK', '/organisations/2/party: The party "UK" does not exist.'],
    [
      '/parties/0/speaks',
      [],
      '/parties/0/speaks: Expected a list of organisations that speak for it with at least one, found an empty list.',
    ],
    [
      '/parties/0/speaks/0/organisation',
      'us-state',
      '/parties/0/speaks/0/organisation: us-state speaks for UA and belongs to US. Set its party to UA.',
    ],
    [
      '/keys',
      [{ ...KEY, office: 'auditr' }],
      '/keys/0/office: The office "auditr" does not exist. Did you mean "auditor"?',
    ],
    [
      '/keys',
      [{ ...KEY, from: '2027-02-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }],
      '/keys/0/to: "to" is not after "from" (2027-02-01T00:00:00.000Z).',
    ],
    [
      '/keys',
      [KEY, { ...KEY, id: 'k2' }],
      `/keys/1/sha256: "${'a'.repeat(64)}" is given twice, first at /keys/0. Give each its own.`,
    ],
    ['/ofices', [], '/ofices: The key "ofices" is unknown here. Did you mean "offices"?'],
  ])('%s cannot be %p', (path, value, fault) => {
    const faults = faultsOf(path, value);
    expect(faults.map((one) => one.slice(0, fault.length))).toContain(fault);
  });

  it.each([
    'http://hook.example.org/x',
    'ftp://hook.example.org',
    'https://user:pass@hook.example.org/',
    'https://',
    'hook',
  ])('a webhook is not called at %p', (url) => {
    expect(faultsOf('/offices/0/channels/1/url', url)).toEqual([
      expect.stringContaining('/offices/0/channels/1/url: Expected an address that starts with https://'),
    ]);
  });

  it.each([
    'http://127.0.0.1:9000/hook',
    'http://localhost/hook',
    'http://[::1]:9000',
    'https://hook.example.org:8443/a?b=c',
  ])('a webhook is called at %p', (url) => {
    expect(faultsOf('/offices/0/channels/1/url', url)).toEqual([]);
  });

  it('lets one organisation at an instant speak for a party', () => {
    const until = { organisation: 'ua-mfa', to: '2027-01-01T00:00:00Z' };
    const after = { organisation: 'ua-president', from: '2027-01-01T00:00:00Z' };
    expect(faultsOf('/parties/0/speaks', [until, after])).toEqual([]);
    expect(faultsOf('/parties/0/speaks', [{ organisation: 'ua-mfa' }, after])).toEqual([
      '/parties/0/speaks/1: ua-mfa speaks for UA at the same time. Set "from" and "to" so that one organisation does.',
    ]);
  });

  it('never throws, whatever stands in a file', () => {
    const paths = [
      '/parties/0',
      '/parties/0/speaks',
      '/offices',
      '/offices/3/channels/0',
      '/organisations/1',
      '/keys',
      '/version',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const { directory, faults } = parseDirectory(spoilt(example, path, value));
        expect(directory === undefined).toBe(faults.length > 0);
      }),
    );
  });
});

it('lets no key be valid for more than 90 days', () => {
  const from = '2027-01-01T00:00:00.000Z';
  expect(faultsOf('/keys', [{ ...KEY, from, to: '2027-04-01T00:00:00.000Z' }])).toEqual([]);
  expect(faultsOf('/keys', [{ ...KEY, from, to: '2027-04-01T00:00:00.001Z' }])).toEqual([
    '/keys/0/to: A key is valid for at most 90 days. Set "to" nearer to "from".',
  ]);
});

it('gives a key without a person its own', () => {
  const { directory } = parseDirectory(spoilt(example, '/keys', [KEY]));
  expect(directory?.keys).toEqual([{ ...KEY, person: 'k1' }]);
});

it('finds groups that the plan does not have', () => {
  expect(
    checkGroups(exampleDirectory(), [
      'watch',
      'ukraine-diplomatic',
      'ukraine-military',
      'diplomatic',
      'coalition',
      'us',
      'observer',
      'source',
    ]),
  ).toContainEqual({
    path: '/offices/33/groups/0',
    message: 'The plan has no group "observers". Did you mean "observer"?',
  });
});
