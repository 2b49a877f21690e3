import { readConfig } from './read-config.js';
import { isWebhookSecret, watchdogTargets } from './watchdog-targets.js';

const SECRET = `whsec_${Buffer.alloc(32).toString('base64')}`;

describe('where the watchdog speaks', () => {
  it('reads webhooks and mailboxes, several with blanks between', () => {
    const text =
      'https://alarm.example.org/hook?x=1\n smtps://user:p%40ss@relay.example.org:465/duty%2Bnight@ops.example.org';
    expect(watchdogTargets(text, SECRET, true)).toEqual({
      targets: [
        { kind: 'webhook', url: 'https://alarm.example.org/hook?x=1', secret: SECRET },
        {
          kind: 'email',
          smtpUrl: 'smtps://user:p%40ss@relay.example.org:465',
          address: 'duty+night@ops.example.org',
        },
      ],
    });
    expect(watchdogTargets('', undefined, true)).toEqual({ targets: [] });
  });

  it.each([
    ['alarm.example.org', 'number 1 is no address'],
    ['ftp://alarm.example.org/', 'number 1 is neither webhook nor mail'],
    ['https://a.example.org smtp://relay.example.org/', 'number 2 names no mail address'],
    ['smtp://relay.example.org/a@b.c,d@e.f', 'number 1 names no mail address'],
    ['http://alarm.example.org/', 'production needs https://'],
    [Array(11).fill('https://a.example.org').join(' '), 'at most 10'],
  ])('refuses %s', (text, words) => {
    expect(watchdogTargets(text, SECRET, true)).toEqual({ fault: expect.stringContaining(words) as string });
  });

  it('refuses a webhook without a secret, and what is none', () => {
    expect(watchdogTargets('https://a.example.org', undefined, false)).toHaveProperty('fault');
    expect([SECRET, 'whsec_short', 'secret', `whsec_${'!'.repeat(40)}`].map(isWebhookSecret)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('repeats nothing of an address in a fault, for it may hold a password', () => {
    const { faults } = readConfig({ HOLDFIRE_WATCHDOG_URL: 'smtp://user:hunter2@relay.example.org/nobody' });
    expect(faults).toHaveLength(1);
    expect(faults[0]).not.toContain('hunter2');
  });
});

describe('a process that only reads the record', () => {
  const production = { NODE_ENV: 'production', HOLDFIRE_STAMP_KEY_FILE: '/nowhere', HOLDFIRE_DIRECTORY: '/nowhere' };

  it('needs no key, no directory and no public address in production', () => {
    expect(readConfig(production, {}, 'record').faults).toEqual([]);
    expect(readConfig(production).faults.length).toBeGreaterThan(2);
  });

  it('still hears of every fault of what it does read', () => {
    const { faults } = readConfig({ ...production, HOLDFIRE_WATCHDOG_BOUND: '4', HOLDFIRE_CANARY: '1' }, {}, 'record');
    expect(faults.map((one) => one.split(' ')[0])).toEqual(['HOLDFIRE_WATCHDOG_BOUND', 'HOLDFIRE_CANARY']);
  });
});
