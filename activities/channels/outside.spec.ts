import { isOutside, NotOutside, outsideOnly, requireOutside } from './outside.js';

describe('an address of the open network', () => {
  test.each(['1.1.1.1', '8.8.8.8', '172.15.0.1', '172.32.0.1', '2606:4700:4700::1111', '[2a00:1450::1]'])(
    '%s is',
    (one) => expect(isOutside(one)).toBe(true),
  );

  test.each([
    ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '100.64.0.1', '192.0.2.7', '198.18.0.1', '203.0.113.9', '224.0.0.1', '255.255.255.255'],
    ...['::', '::1', '[::1]', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', 'ff02::1', '2001:db8::1'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'],
    ...['2001::1', 'localhost', 'example.org', '', '1.1.1', '0x7f.1'],
  ])('%j is not', (one) => expect(isOutside(one)).toBe(false));
});

describe('what a webhook may be sent to in production', () => {
  test.each([
    ...[
      'http://example.org/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://2130706433/',
    ],
    ...['https://0x7f.0.0.1/', 'https://0177.0.0.1/', 'https://169.254.169.254/latest', 'https://10.1/'],
  ])('%s is refused', (url) => expect(() => requireOutside(new URL(url))).toThrow(NotOutside));

  test.each(['https://example.org/', 'https://1.1.1.1/x'])('%s is taken', (url) =>
    expect(() => requireOutside(new URL(url))).not.toThrow(),
  );
});

describe('a name', () => {
  const resolving = (...answers: string[][]) => {
    let asked = 0;
    return outsideOnly((_, __, done) => {
      const addresses = answers[asked] ?? [];
      asked += 1;
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    });
  };
  const looked = (lookup: ReturnType<typeof outsideOnly>, all = false) =>
    new Promise((resolve) => lookup('example.org', { all }, (error, address) => resolve(error?.message ?? address)));

  it('is connected to where it leads outside', async () => {
    expect(await looked(resolving(['1.1.1.1', '2606:4700::1']))).toBe('1.1.1.1');
    expect(await looked(resolving(['1.1.1.1']), true)).toEqual([{ address: '1.1.1.1', family: 4 }]);
  });

  it('is not where any of its addresses is inside', async () => {
    expect(await looked(resolving(['1.1.1.1', '::ffff:127.0.0.1']))).toBe('example.org leads to ::ffff:127.0.0.1.');
    expect(await looked(resolving([]))).toBe('example.org leads to nowhere.');
  });

  it('is asked for once: the address that was judged is the one that is connected to', async () => {
    const rebinding = resolving(['1.1.1.1'], ['127.0.0.1']);
    expect(await looked(rebinding)).toBe('1.1.1.1');
    expect(await looked(rebinding)).toBe('example.org leads to 127.0.0.1.');
  });
});
