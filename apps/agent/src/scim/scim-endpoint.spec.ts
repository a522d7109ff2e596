import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Patience } from './patience.js';
import { ScimEndpoint } from './scim-endpoint.js';

let server: Server | undefined;
let endpoint: ScimEndpoint;
let pauses: number[];
const stop = new AbortController();

afterEach(async () => {
  await endpoint.close();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serve(answer: RequestListener, timeoutMs = 5_000): Promise<void> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`, timeoutMs);
}

function open(base: string, timeoutMs = 5_000): void {
  pauses = [];
  const sleep = (ms: number) => Promise.resolve(void pauses.push(ms));
  endpoint = new ScimEndpoint({
    base,
    token: 'token',
    userAgent: 'test',
    timeoutMs,
    signal: stop.signal,
    onWait() {},
    sleep,
  });
}

describe('the endpoint', () => {
  it('is sent the token, and its answers are returned, also those that refuse a request', async () => {
    await serve((request, response) => {
      expect(request.headers.authorization).toBe('Bearer token');
      const status = request.method === 'POST' ? 409 : 200;
      response.writeHead(status).end(JSON.stringify({ path: request.url }));
    });
    expect(await endpoint.send('GET', '/Users?count=0')).toEqual({
      status: 200,
      body: { path: '/scim/v2/Users?count=0' },
    });
    expect(await endpoint.send('POST', '/Users', {})).toMatchObject({ status: 409 });
    expect(pauses).toEqual([]);
  });

  it.each([
    [429, '7', 7_000],
    [503, '2', 2_000],
    [429, undefined, 1_000],
  ])('is left alone after a %i with Retry-After %s', async (status, retryAfter, least) => {
    let count = 0;
    await serve((_request, response) => {
      count += 1;
      if (count > 1) response.end('{}');
      else response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end();
    });
    expect(await endpoint.send('GET', '/Users')).toMatchObject({ status: 200 });
    expect(pauses[0]).toBeGreaterThanOrEqual(least);
  });

  it.each([
    ['never answers', undefined, 'did not answer within 0.05 s', 50],
    ['breaks the connection', 'reset', 'cannot be reached', undefined],
    ['has an error of its own', 500, 'answers 500', undefined],
  ])('that %s is given up after five tries', async (_what, how, message, timeoutMs) => {
    let count = 0;
    await serve((_request, response) => {
      count += 1;
      if (how === 'reset') response.destroy();
      else if (typeof how === 'number') response.writeHead(how).end();
    }, timeoutMs);
    await expect(endpoint.send('GET', '/Users')).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining(message) as string,
    });
    expect(count).toBe(5);
  });

  it('that sends a body without end is given up, too', async () => {
    await serve((_request, response) => void response.writeHead(200).write('{'), 50);
    await expect(endpoint.send('GET', '/Users')).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('does not get a request twice that may have been done, within one patience', async () => {
    let count = 0;
    await serve((_request, response) => {
      count += 1;
      response.destroy();
    });
    const patience = new Patience();
    for (let number = 1; number <= 4; number += 1) {
      expect(await endpoint.send('POST', '/Users', {}, { once: true, patience })).toEqual({ status: 0, body: {} });
      expect(count).toBe(number);
    }
    await expect(endpoint.send('POST', '/Users', {}, { once: true, patience })).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });

  it('that nobody listens at cannot be reached', async () => {
    open('http://127.0.0.1:1/scim/v2');
    await expect(endpoint.send('GET', '/Users')).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it.each([
    ['a redirect', 302, '', 'redirect'],
    ['a page of another program', 200, '<html>', 'no SCIM'],
    ['a refused token', 401, '{"detail":"the token is revoked"}', 'the token is revoked'],
    ['a disabled directory', 403, '<html>', 'directory is enabled'],
  ])('is told apart from %s', async (_what, status, body, message) => {
    await serve((_request, response) => response.writeHead(status, { location: '/x' }).end(body));
    await expect(endpoint.send('GET', '/Users')).rejects.toThrow(message);
  });
});
