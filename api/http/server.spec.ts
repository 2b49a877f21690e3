import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createLog } from '../log/log.js';
import { RouteTable } from './route-table.js';
import { createServer } from './server.js';

type Line = Record<string, unknown>;

const CASE = '/api/v1/cases/UA-23-20270327-abc123/acknowledgements';
const POST = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  payload: '{"text":"Received."}',
} as const;

/** A server with one route, which logs as a service does: it knows of no request. */
function served() {
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  const fastify = createServer({ routes: new RouteTable(), log, secure: false }).getInstance();
  const answer = async (): Promise<object> => {
    log.warn({}, 'before');
    await new Promise((resolve) => setTimeout(resolve, 5));
    log.warn({}, 'after');
    return {};
  };
  fastify.post('/api/v1/cases/:caseId/acknowledgements', answer);
  fastify.get('/api/v1/time', answer);
  const said = (): Line[] => lines.map((line) => JSON.parse(line) as Line);
  return { fastify, said };
}

const idOf = ({ headers }: { headers: Record<string, unknown> }): unknown => headers['x-request-id'];

describe('lines of the log', () => {
  it('say which request they are of, and which case, from its body to its answer', async () => {
    const { fastify, said } = served();
    const request = idOf(await fastify.inject({ ...POST, url: CASE }));
    expect(request).toMatch(/^[0-9a-f-]{36}$/);
    const about = { request, caseId: 'UA-23-20270327-abc123' };
    expect(said()).toEqual([
      expect.objectContaining({ msg: 'before', ...about }),
      expect.objectContaining({ msg: 'after', ...about }),
      expect.objectContaining({ msg: 'asked', status: 200, ...about }),
    ]);
  });

  it('are never those of another request that goes on at the same time', async () => {
    const { fastify, said } = served();
    const asks = [...Array(20).keys()].map((nth) =>
      fastify.inject(
        nth % 2 === 0 ? { method: 'GET', url: '/api/v1/time' } : { ...POST, url: CASE.replace('abc', String(nth)) },
      ),
    );
    const ids = (await Promise.all(asks)).map(idOf);
    expect(new Set(ids).size).toBe(20);
    for (const [nth, request] of ids.entries()) {
      const own = said().filter((line) => line['request'] === request);
      expect(own).toHaveLength(3);
      const cases = nth % 2 === 0 ? undefined : `UA-23-20270327-${nth}123`;
      expect(own.map(({ caseId }) => caseId)).toEqual([cases, cases, cases]);
    }
  });

  it('say it also where the body comes later than its headers, over a connection that another request used', async () => {
    const { fastify, said } = served();
    await fastify.listen({ port: 0, host: '127.0.0.1' });
    const socket = connect((fastify.server.address() as AddressInfo).port, '127.0.0.1');
    let text = '';
    socket.on('data', (bytes) => (text += bytes.toString()));
    for (const [nth, end] of ['keep-alive', 'close'].entries()) {
      const head = `POST ${CASE} HTTP/1.1\r\nhost: a\r\nconnection: ${end}\r\ncontent-type: application/json\r\n`;
      socket.write(`${head}content-length: ${POST.payload.length}\r\n\r\n`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.write(POST.payload);
      while (text.split('HTTP/1.1 200').length < nth + 2) await once(socket, 'data');
    }
    // Ends once both have been answered and noted.
    await fastify.close();
    const ids = [...text.matchAll(/x-request-id: (\S+)/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(2);
    expect(said().map((line) => line['request'])).toEqual(ids.flatMap((id) => [id, id, id]));
  });

  it('take no id from the sender, and no text in the place of a case', async () => {
    const { fastify, said } = served();
    const answer = await fastify.inject({
      ...POST,
      headers: { ...POST.headers, 'request-id': 'mine', 'x-request-id': 'mine' },
      url: CASE.replace('UA-23', 'a%0Ab%20'),
    });
    expect(idOf(answer)).not.toBe('mine');
    expect(said()).toHaveLength(3);
    for (const line of said()) expect([line['request'], line['caseId']]).toEqual([idOf(answer), undefined]);
  });

  it('say the request of what is refused before anybody looks at it', async () => {
    const { fastify, said } = served();
    const refused = [
      await fastify.inject({ ...POST, url: CASE, headers: { accept: 'text/csv' } }),
      await fastify.inject({ ...POST, url: CASE, payload: '{' }),
      await fastify.inject({ method: 'GET', url: '/nowhere' }),
    ];
    expect(said().map((line) => line['request'])).toEqual(refused.map(idOf));
  });
});
