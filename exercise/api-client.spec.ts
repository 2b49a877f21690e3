import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { ApiClient, Unreachable } from './api-client.js';

let server: Server;

async function clientOf(listener: RequestListener): Promise<ApiClient> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new ApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

describe('an API that is killed', () => {
  it('in the middle of an answer has not answered', async () => {
    const client = await clientOf((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"cases":');
      setTimeout(() => response.destroy(), 50);
    });
    await expect(client.get('/cases')).rejects.toThrow(Unreachable);
  });

  it('in the middle of the event stream gives what came, and then says that nobody answers', async () => {
    const client = await clientOf((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('id: 1\nevent: case\ndata: {}\n\n');
      setTimeout(() => response.destroy(), 50);
    });
    const got: string[] = [];
    const reading = async (): Promise<void> => {
      for await (const { event } of client.events(undefined, new AbortController().signal)) got.push(event);
    };
    await expect(reading()).rejects.toThrow(Unreachable);
    expect(got).toEqual(['case']);
  });
});
