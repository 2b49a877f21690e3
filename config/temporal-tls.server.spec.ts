/**
 * TLS, client certificate and API key to Temporal's frontend, by Temporal's own variables: against a real server behind a
 * TLS endpoint that wants a certificate (the development server itself has no TLS).
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { startDevServer } from '../test/support/temporal.js';
import type { TestServer } from '../test/support/temporal.js';
import { connectionOptions } from './temporal.js';

jest.setTimeout(120_000);

const TLS = join(__dirname, '..', 'test', 'support', 'tls');
const file = (name: string): string => join(TLS, name);
const pem = (name: string): Buffer => readFileSync(file(name));
const secured = { key: pem('server.key'), cert: pem('server.pem'), ca: pem('ca.pem'), ALPNProtocols: ['h2'] };

let temporal: TestServer;
let endpoint: Server;
let address: string;
const sockets = new Set<Socket>();

beforeAll(async () => {
  temporal = await startDevServer();
  const [host = '', port = ''] = temporal.address.split(':');
  endpoint = createServer({ ...secured, requestCert: true, rejectUnauthorized: true }, (socket) => {
    const behind = connect(Number(port), host);
    for (const one of [socket, behind]) {
      sockets.add(one);
      one.on('error', () => undefined);
    }
    socket.pipe(behind).pipe(socket);
  });
  endpoint.on('tlsClientError', () => undefined);
  endpoint.listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
  address = `127.0.0.1:${(endpoint.address() as AddressInfo).port}`;
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  endpoint.close();
  await temporal.stop();
});

const whole = (): Record<string, string> => ({
  TEMPORAL_ADDRESS: address,
  TEMPORAL_TLS: 'true',
  TEMPORAL_TLS_CLIENT_CERT_PATH: file('client.pem'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: file('client.key'),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: file('ca.pem'),
  TEMPORAL_TLS_SERVER_NAME: 'temporal.test',
});

/** The version that the server says. */
async function asked(env: Record<string, string>): Promise<string> {
  const connection = await Connection.connect({ ...connectionOptions(env), connectTimeout: 5000 });
  try {
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    return serverVersion ?? '';
  } finally {
    await connection.close();
  }
}

it('reaches the server with the certificate that it wants, as API and as worker', async () => {
  expect(await asked(whole())).toMatch(/^\d+\./);
  const native = await NativeConnection.connect(connectionOptions(whole()));
  expect((await native.workflowService.getSystemInfo({})).serverVersion).toMatch(/^\d+\./);
  await native.close();
});

it.each([
  ['no certificate of its own', { TEMPORAL_TLS_CLIENT_CERT_PATH: '', TEMPORAL_TLS_CLIENT_KEY_PATH: '' }],
  ['another authority', { TEMPORAL_TLS_SERVER_CA_CERT_PATH: file('other-ca.pem') }],
  ['another name of the server', { TEMPORAL_TLS_SERVER_NAME: 'elsewhere.test' }],
])('does not with %s', async (_, change) => {
  const env = Object.fromEntries(Object.entries({ ...whole(), ...change }).filter(([, value]) => value !== ''));
  await expect(asked(env)).rejects.toThrow(/./);
});

it('does not speak in the clear to a server that wants TLS', async () => {
  await expect(asked({ TEMPORAL_ADDRESS: address, TEMPORAL_TLS: 'false' })).rejects.toThrow(/./);
});

it('sends its API key, over TLS', async () => {
  const said: (string | string[] | undefined)[] = [];
  const frontend = createSecureServer(secured);
  frontend.on('sessionError', () => undefined);
  frontend.on('stream', (stream, headers) => {
    said.push(headers.authorization);
    stream.on('error', () => undefined);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    // An empty message: everything about the server is as by default.
    stream.end(Buffer.alloc(5));
  });
  frontend.listen(0, '127.0.0.1');
  await once(frontend, 'listening');
  const { TEMPORAL_TLS_CLIENT_CERT_PATH: _, TEMPORAL_TLS_CLIENT_KEY_PATH: __, ...env } = whole();
  await asked({
    ...env,
    TEMPORAL_ADDRESS: `127.0.0.1:${(frontend.address() as AddressInfo).port}`,
    TEMPORAL_API_KEY: 'a.signed.token',
  });
  expect(new Set(said)).toEqual(new Set(['Bearer a.signed.token']));
  await new Promise<void>((resolve) => frontend.close(() => resolve()));
});
