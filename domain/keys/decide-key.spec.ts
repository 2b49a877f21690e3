import { exampleDirectory, shippedPlan } from '../../test/support/seed.js';
import type { Directory } from '../directory/directory.js';
import type { Plan } from '../plan/plan.js';
import { isUnconfirmed, issue } from './decide-key.js';
import type { AskingForKey } from './decide-key.js';
import { foldKey, NO_KEYS } from './key.js';
import type { IssuedKey, Keys, Scope } from './key.js';

const directory = exampleDirectory();
const { plan } = shippedPlan();
const ADMIN = { office: 'admin', organisation: 'operations', person: 'admin', means: 'key', roles: ['admin'] } as const;

const asking = (change: Partial<AskingForKey> = {}): AskingForKey => ({
  actor: { ...ADMIN, roles: [...ADMIN.roles] },
  directory,
  plans: [plan],
  at: '2027-03-27T20:00:00.000Z',
  command: { commandId: 'c', fingerprint: 'f' },
  ...change,
});

function issued(before: Keys, office: string, change: Partial<AskingForKey> = {}, scope: Scope = 'all'): Keys {
  const issuing = { office, scope, validFor: 1000, sha256: office };
  return foldKey(before, issue(before, issuing, asking(change)));
}

function only({ issued: keys }: Keys): IssuedKey {
  const [key] = Object.values(keys);
  if (!key) throw new Error('No key was issued.');
  return key;
}

const officeOf = (id: string, groups: string[]): Directory['offices'][number] => {
  const office = directory.offices.find((one) => one.id === id);
  if (!office) throw new Error(`No office ${id}.`);
  return { ...office, groups };
};

/** The plan with nobody of this group among its signers and proposers. */
const without = (group: string): Plan => {
  const changed = structuredClone(plan);
  for (const rule of Object.values(changed.authority)) {
    rule.signers = rule.signers.filter((one) => one !== group);
    rule.proposers = rule.proposers.filter((one) => one !== group);
  }
  return changed;
};

describe('a key that nobody has confirmed', () => {
  it('waits where its office may sign, and where it comes to sign later', () => {
    const key = only(issued(NO_KEYS, 'ua-mfa-deputy'));
    expect(isUnconfirmed(key, [plan], officeOf('ua-mfa-deputy', []))).toBe(false);
    expect(isUnconfirmed(key, [plan], officeOf('ua-mfa-deputy', ['ukraine-diplomatic']))).toBe(true);
  });

  it('waits where its office may sign under an older plan only, which running cases keep', () => {
    const plans = [without('us'), plan];
    const key = only(issued(NO_KEYS, 'us-state-duty', { plans: [without('us')] }));
    expect(isUnconfirmed(key, [without('us')], officeOf('us-state-duty', ['us']))).toBe(false);
    expect(isUnconfirmed(key, plans, officeOf('us-state-duty', ['us']))).toBe(true);
  });

  it('goes on waiting where its office may no longer sign', () => {
    const key = only(issued(NO_KEYS, 'us-state-duty'));
    expect(isUnconfirmed(key, [plan], officeOf('us-state-duty', []))).toBe(true);
  });

  it('waits for nobody where it only reads or reports', () => {
    const key = only(issued(NO_KEYS, 'us-state-duty', {}, 'report'));
    expect(isUnconfirmed(key, [plan], officeOf('us-state-duty', ['us']))).toBe(false);
  });
});

it('gets an id that no other key has, of the directory neither', () => {
  const taken = { id: 'k1', office: 'auditor', person: 'k1', sha256: 'a' };
  const change = { directory: { ...directory, keys: [taken] } };
  const keys = ['auditor', 'us-state-duty', 'us-state-head'].reduce(
    (before, office) => issued(before, office, change),
    NO_KEYS,
  );
  expect(Object.keys(keys.issued)).toEqual(['k2', 'k3', 'k4']);
});
