import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../cli/main.js';
import { Product } from '../support/product.js';
import { T0 } from '../support/timeline.js';

const MAP = `
schema: 1
id: test
title: Events of a day
table: { delimiter: ';' }
times: { zone: Europe/Kyiv, formats: ['YYYY-MM-DD HH:mm'] }
report:
  source: list
  occurredAt: { at: '{time}' }
  sector: ['{region}']
  kind: '{what}'
  description: '{what} near {town}'
  standing: { otherwise: credible, rules: [{ standing: alleged, when: { sure: ['no'] } }] }
`;
/** T0 is 20:00 UTC on the evening before the clocks go forward, 22:00 in Kyiv. */
const DAY = T0.slice(0, 10);
const TABLE = [
  'time;region;town;what;sure',
  `${DAY} 21:50;Zaporizka oblast;Huliaipole;shelling;yes`,
  `${DAY} 21:55;Zaporizka oblast;Orikhiv;drone-strike;yes`,
  `${DAY} 21:40;Sumy;Hlukhiv;shelling;no`,
  `${DAY} 21:50;Atlantis;Poseidonis;shelling;yes`,
  `${DAY} 23:50;Sumy;Hlukhiv;shelling;yes`,
  `${DAY} 21:50;Zaporizka oblast;Huliaipole;shelling;yes`,
].join('\n');

const folder = mkdtempSync(join(tmpdir(), 'holdfire-import-'));
const [table, map, refused] = ['table.csv', 'map.yaml', 'refused.csv'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];

async function holdfire(env: Record<string, string>, ...args: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  return { code: await main(args, { env, out: say, err: say }), said: lines.join('\n') };
}

const importing = async (url: string, key: string, ...more: string[]) =>
  await holdfire(
    { HOLDFIRE_URL: url, HOLDFIRE_KEY: key },
    'import',
    table,
    '--map',
    map,
    '--refused',
    refused,
    ...more,
  );

beforeAll(() => {
  writeFileSync(table, TABLE);
  writeFileSync(map, MAP);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a table that is imported', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start();
    await product.waitUntil('+0:10');
  }, 120_000);
  afterAll(() => product.stop(), 120_000);

  /** Without the number of their entries: what came of the notices is entered meanwhile. */
  const cases = async (): Promise<unknown> => {
    const { body } = await product.as('watch-kyiv-duty').get('/cases');
    return (body as { cases: { seq: number }[] }).cases.map(({ seq: _seq, ...rest }) => rest);
  };

  it('is shown by a dry run without a server', async () => {
    const { code, said } = await importing('http://127.0.0.1:1', 'none', '--dry-run', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(said)).toMatchObject({
      dryRun: true,
      rows: 6,
      refused: 1,
      standings: { credible: 4, alleged: 1 },
      sectors: { 'UA-23': 3, 'UA-59': 2 },
    });
  });

  it('becomes reports, and what cannot be one stands in a file with line and reason', async () => {
    const { code, said } = await importing(product.url, 'key-of-alert-network-feed', '--at-once', '1', '--json');
    expect(JSON.parse(said)).toEqual({
      rows: 6,
      leftOut: 0,
      refused: 2,
      cut: 0,
      refusedRows: refused,
      reported: { opened: 1, joined: 1, review: 1 },
      knownBefore: 1,
      pending: 0,
    });
    expect(code).toBe(1);
    const [header, first, second, end] = readFileSync(refused, 'utf8').split('\r\n');
    expect(header).toBe('line,reason,time,region,town,what,sure');
    expect(first).toMatch(/^5,"""Atlantis"" names no region of Ukraine.*",[-\d]+ 21:50,Atlantis,Poseidonis,/);
    expect(second).toMatch(/^6,The violation would lie in the future.*,[-\d]+ 23:50,Sumy/);
    expect(end).toBe('');
  }, 180_000);

  it('changes nothing when it is imported again', async () => {
    const before = await cases();
    const { said } = await importing(product.url, 'key-of-alert-network-feed', '--json');
    expect(JSON.parse(said)).toMatchObject({ reported: {}, knownBefore: 4, refused: 2 });
    expect(await cases()).toEqual(before);
  }, 180_000);

  it('ends at once with a key that may not report', async () => {
    expect(await importing(product.url, 'key-of-legal-duty')).toMatchObject({ code: 1 });
    expect(await importing(product.url, 'no such key')).toMatchObject({
      code: 1,
      said: expect.stringContaining('key') as unknown,
    });
  }, 180_000);
});

describe('an API that asks to wait', () => {
  let server: Server;
  const times: number[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      times.push(performance.now());
      if (times.length === 1) response.writeHead(429, { 'retry-after': '1' });
      else response.writeHead(201);
      response.end('{"outcome":"joined"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('is asked again when it said so, and no sooner', async () => {
    const { port } = server.address() as AddressInfo;
    const { said } = await importing(`http://127.0.0.1:${port}`, 'key', '--at-once', '1');
    expect(said).toContain('The API asks to wait 1 s.');
    expect(said).toContain('Reported: 5 joined.');
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  }, 180_000);
});

it('ends with code 3 where nobody answers', async () => {
  expect((await importing('http://127.0.0.1:1', 'key')).code).toBe(3);
});
