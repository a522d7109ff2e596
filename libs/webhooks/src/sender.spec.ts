import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AddressPolicy, type AddressPolicyOptions } from './address-policy.js';
import { Sender, type SenderOptions } from './sender.js';

// A throw-away key and a self-signed certificate for localhost, valid until 2126.
const CERT = `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUU70N/YcQVuVujzHqsr/ZKvozKk4wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjA1MTI0NVoYDzIxMjYxMDI5
MDUxMjQ1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARfXwhva689F8BxU9jwcYeaGsnFPgrA6MhAqGw+fGCnoE49yaMSNx0w
q94IxtwgrEv2cUiyn9D0uFfRidM7STWCo2kwZzAdBgNVHQ4EFgQU/nmICcdysIGf
a/GSkWnluTZMYFAwHwYDVR0jBBgwFoAU/nmICcdysIGfa/GSkWnluTZMYFAwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgI+Hx/gaTvn6+vM2lSZmK1z6pyQT/jTRoroqqy7aXgi8CID18O/RrGeBI
+2z+PJxtVRqVa2UdG9E1OJzf8eLFoFXx
-----END CERTIFICATE-----`;
const KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIB3CPki3PkNuW5W+Z8VMaWrx6iBPHgGSk94AyW6JmKv1oAoGCCqGSM49
AwEHoUQDQgAEX18Ib2uvPRfAcVPY8HGHmhrJxT4KwOjIQKhsPnxgp6BOPcmjEjcd
MKveCMbcIKxL9nFIsp/Q9LhX0YnTO0k1gg==
-----END EC PRIVATE KEY-----`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  vi.unstubAllEnvs();
});

async function listen(server: Server | TcpServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function receiver(listener: RequestListener) {
  const server = createServer(listener);
  const firstAnswer = new Promise<string>((resolve) => {
    server.once('request', (_req, res) => {
      res.on('close', () => resolve(res.writableFinished ? 'finished' : 'cut off'));
    });
  });
  const seen = { connections: 0, firstAnswer };
  server.on('connection', () => seen.connections++);
  return { url: `http://127.0.0.1:${await listen(server)}/hooks`, seen };
}

function sender(options: Partial<SenderOptions> = {}, policy: Partial<AddressPolicyOptions> = {}): Sender {
  const created = new Sender({
    addressPolicy: new AddressPolicy({ allowPrivate: true, ...policy }),
    timeoutMs: 10_000,
    userAgent: 'Rollcall/test',
    connectionsPerOrigin: 2,
    ...options,
  });
  cleanups.push(() => created.close());
  return created;
}

const message = { headers: { 'content-type': 'application/json', 'webhook-id': 'evt_1' }, body: '{"a":"ü"}' };

describe('an answer', () => {
  it('is handed back with what the receiver saw', async () => {
    const { url } = await receiver((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        const echo = {
          method: req.method,
          path: req.url,
          headers: req.headers,
          body: Buffer.concat(chunks).toString(),
        };
        res.writeHead(200, { 'x-twice': ['a', 'b'] }).end(JSON.stringify(echo));
      });
    });
    const result = await sender().send({ ...message, url: `${url}?q=1` });
    expect(result).toMatchObject({ kind: 'response', status: 200, headers: { 'x-twice': ['a', 'b'] } });
    if (result.kind !== 'response') throw new Error(result.detail);
    expect(result.durationMs).toBeGreaterThanOrEqual(0);
    expect(JSON.parse(result.body)).toMatchObject({
      method: 'POST',
      path: '/hooks?q=1',
      headers: { ...message.headers, 'user-agent': 'Rollcall/test', 'content-length': '10' },
      body: message.body,
    });
  });

  it.each([204, 410, 429, 500, 503])('of %i is a response, not an error', async (status) => {
    const { url } = await receiver((_req, res) => res.writeHead(status, { 'retry-after': '7' }).end());
    const result = await sender().send({ ...message, url });
    expect(result).toMatchObject({ kind: 'response', status, headers: { 'retry-after': '7' }, body: '' });
  });

  it('of 301 is not followed', async () => {
    const target = await receiver((_req, res) => res.end());
    const { url } = await receiver((_req, res) => res.writeHead(301, { location: target.url }).end());
    expect(await sender().send({ ...message, url })).toMatchObject({ kind: 'response', status: 301 });
    expect(target.seen.connections).toBe(0);
  });

  it('comes without a proxy from the environment', async () => {
    const proxy = await receiver((_req, res) => res.end('proxy'));
    vi.stubEnv('HTTP_PROXY', proxy.url);
    vi.stubEnv('http_proxy', proxy.url);
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    const { url } = await receiver((_req, res) => res.end('direct'));
    expect(await sender().send({ ...message, url })).toMatchObject({ kind: 'response', body: 'direct' });
  });

  it('keeps its connection for the next', async () => {
    const { url, seen } = await receiver((_req, res) => res.end('ok'));
    const one = sender({ connectionsPerOrigin: 20 });
    for (let i = 0; i < 10; i++) await one.send({ ...message, url });
    // The next request may start an instant before the connection is free again, hence two.
    expect(seen.connections).toBeLessThanOrEqual(2);
  });

  it('holds no more connections to an origin than allowed', async () => {
    const { url, seen } = await receiver((_req, res) => res.end('ok'));
    const one = sender({ connectionsPerOrigin: 2 });
    const results = await Promise.all(Array.from({ length: 10 }, () => one.send({ ...message, url })));
    expect(results.every((result) => result.kind === 'response' && result.status === 200)).toBe(true);
    expect(seen.connections).toBe(2);
  });
});

describe('a large answer', () => {
  it('of 10 MB counts', async () => {
    const { url } = await receiver((_req, res) => res.end(Buffer.alloc(10 * 1024 * 1024, 'x')));
    const result = await sender().send({ ...message, url });
    expect(result).toMatchObject({ kind: 'response', status: 200, body: 'x'.repeat(16 * 1024) });
  });

  it('that never ends counts, and is cut off together with its connection', async () => {
    const { url, seen } = await receiver((_req, res) => {
      const more = () => {
        if (!res.destroyed) res.write('x'.repeat(1024), () => setImmediate(more));
      };
      more();
    });
    const result = await sender({ maxResponseBytes: 2048 }).send({ ...message, url });
    expect(result).toMatchObject({ kind: 'response', status: 200, body: 'x'.repeat(2048) });
    expect(await seen.firstAnswer).toBe('cut off');
  });

  it('of exactly the limit is read to its end', async () => {
    const { url, seen } = await receiver((_req, res) => res.end('x'.repeat(2048)));
    const result = await sender({ maxResponseBytes: 2048 }).send({ ...message, url });
    expect(result).toMatchObject({ kind: 'response', status: 200, body: 'x'.repeat(2048) });
    expect(await seen.firstAnswer).toBe('finished');
  });

  it('is not cut through a character, and holds no NUL', async () => {
    const { url } = await receiver((_req, res) => res.end('a\0üü'));
    expect(await sender({ maxResponseBytes: 5 }).send({ ...message, url })).toMatchObject({ body: 'a\uFFFDü' });
  });

  it('keeps about 16 KiB of headers', async () => {
    const { url } = await receiver((_req, res) => {
      res.writeHead(200, { 'x-small': '1', 'x-large': 'y'.repeat(20_000) }).end();
    });
    const result = await sender().send({ ...message, url });
    expect(result).toMatchObject({ kind: 'response', status: 200, headers: { 'x-small': '1' } });
    expect(result).not.toHaveProperty('headers.x-large');
  });
});

describe('an error', () => {
  it('is a timeout when no headers come', async () => {
    const { url } = await receiver(() => {});
    const result = await sender({ timeoutMs: 50 }).send({ ...message, url });
    expect(result).toMatchObject({ kind: 'error', error: 'timeout', detail: expect.stringContaining('0.05 s') });
  });

  it('is a timeout when the body drips past the deadline', async () => {
    const { url } = await receiver((_req, res) => {
      const drip = setInterval(() => res.write('.'), 5);
      res.on('close', () => clearInterval(drip));
    });
    const result = await sender({ timeoutMs: 150 }).send({ ...message, url });
    expect(result).toMatchObject({ kind: 'error', error: 'timeout', detail: expect.stringContaining('status 200') });
  });

  it('is a timeout when every connection stays busy', async () => {
    const { url } = await receiver(() => {});
    const one = sender({ timeoutMs: 50, connectionsPerOrigin: 1 });
    const results = await Promise.all([one.send({ ...message, url }), one.send({ ...message, url })]);
    expect(results).toMatchObject([{ error: 'timeout' }, { error: 'timeout' }]);
  });

  it('is connection_reset when the receiver hangs up', async () => {
    const { url } = await receiver((req) => req.socket.resetAndDestroy());
    expect(await sender().send({ ...message, url })).toMatchObject({ kind: 'error', error: 'connection_reset' });
  });

  it('is connection_reset when the body breaks off', async () => {
    const { url } = await receiver((req, res) => {
      res.writeHead(200, { 'content-length': '100' });
      res.write('half', () => req.socket.destroy());
    });
    expect(await sender().send({ ...message, url })).toMatchObject({ kind: 'error', error: 'connection_reset' });
  });

  it('is connection_refused when nothing listens', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    const result = await sender().send({ ...message, url: `http://127.0.0.1:${port}/` });
    expect(result).toMatchObject({ kind: 'error', error: 'connection_refused' });
  });

  it('is dns_error when the name does not exist', async () => {
    const missing = Object.assign(new Error('no'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
    const one = sender({}, { resolve: () => Promise.reject(missing) });
    const result = await one.send({ ...message, url: 'https://nowhere.example/' });
    expect(result).toMatchObject({ kind: 'error', error: 'dns_error' });
  });

  it('is network_error when the answer is not HTTP', async () => {
    const port = await listen(createTcpServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n')));
    const result = await sender().send({ ...message, url: `http://127.0.0.1:${port}/` });
    expect(result).toMatchObject({ kind: 'error', error: 'network_error', detail: expect.stringContaining('HTTP') });
  });

  it('is network_error, without the value, for a header that cannot be sent', async () => {
    const { url, seen } = await receiver((_req, res) => res.end());
    const headers = { authorization: 'secret\nvalue' };
    const result = await sender().send({ ...message, headers, url });
    expect(result).toMatchObject({ kind: 'error', error: 'network_error', detail: expect.stringContaining('header') });
    expect(JSON.stringify(result)).not.toContain('secret');
    expect(seen.connections).toBe(0);
  });

  it('is tls_error when the port speaks plain HTTP', async () => {
    const { url } = await receiver((_req, res) => res.end());
    const result = await sender().send({ ...message, url: url.replace('http:', 'https:') });
    expect(result).toMatchObject({ kind: 'error', error: 'tls_error' });
  });

  it('is tls_error for a self-signed certificate, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    let requests = 0;
    const port = await listen(createTlsServer({ cert: CERT, key: KEY }, (_req, res) => res.end(String(requests++))));
    const result = await sender().send({ ...message, url: `https://localhost:${port}/` });
    expect(result).toMatchObject({ kind: 'error', error: 'tls_error', detail: expect.stringContaining('self-signed') });
    expect(requests).toBe(0);
  });
});

describe('an abort', () => {
  it('interrupts a running exchange', async () => {
    const controller = new AbortController();
    const { url } = await receiver(() => controller.abort());
    const result = await sender().send({ ...message, url, signal: controller.signal });
    expect(result).toMatchObject({ kind: 'error', error: 'aborted' });
  });

  it('before the start sends nothing', async () => {
    const { url, seen } = await receiver((_req, res) => res.end());
    const result = await sender().send({ ...message, url, signal: AbortSignal.abort() });
    expect(result).toMatchObject({ kind: 'error', error: 'aborted' });
    expect(seen.connections).toBe(0);
  });

  it('is what a closed sender answers', async () => {
    const { url } = await receiver((_req, res) => res.end());
    const one = sender();
    await one.send({ ...message, url });
    await one.close();
    cleanups.pop();
    expect(await one.send({ ...message, url })).toMatchObject({ kind: 'error', error: 'aborted' });
  });
});

describe('address_denied', () => {
  const strict = { allowPrivate: false };

  it.each(['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', 'localhost'])(
    'for %s, without a connection',
    async (host) => {
      const { url, seen } = await receiver((_req, res) => res.end());
      const target = url.replace('http:', 'https:').replace('127.0.0.1', host);
      const result = await sender({}, strict).send({ ...message, url: target });
      expect(result).toMatchObject({ kind: 'error', error: 'address_denied' });
      expect(seen.connections).toBe(0);
    },
  );

  it('for a literal, at connect time too', async () => {
    const { url, seen } = await receiver((_req, res) => res.end());
    class Forgetful extends AddressPolicy {
      override checkUrl(text: string) {
        return { ok: true, url: new URL(text) } as const;
      }
    }
    const result = await sender({ addressPolicy: new Forgetful(strict) }).send({ ...message, url });
    expect(result).toMatchObject({
      kind: 'error',
      error: 'address_denied',
      detail: expect.stringContaining('127.0.0.1'),
    });
    expect(seen.connections).toBe(0);
  });

  it('for a name that resolves to a private address', async () => {
    const { url, seen } = await receiver((_req, res) => res.end());
    const one = sender({}, { ...strict, resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    const result = await one.send({ ...message, url: `https://hooks.example.com:${new URL(url).port}/` });
    expect(result).toMatchObject({ error: 'address_denied', detail: expect.stringContaining('hooks.example.com') });
    expect(seen.connections).toBe(0);
  });

  it('for a name that was public when it was checked and is private when connected to', async () => {
    const { url, seen } = await receiver((_req, res) => res.end());
    const answers = ['93.184.216.34', '127.0.0.1'];
    const policy = new AddressPolicy({
      ...strict,
      resolve: async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }],
    });
    const target = `https://rebind.example.com:${new URL(url).port}/`;
    expect(policy.checkUrl(target).ok).toBe(true);
    const first = await new Promise((resolve) =>
      policy.lookup('rebind.example.com', {}, (_e, address) => resolve(address)),
    );
    expect(first).toBe('93.184.216.34');
    const result = await sender({ addressPolicy: policy }).send({ ...message, url: target });
    expect(result).toMatchObject({ kind: 'error', error: 'address_denied' });
    expect(seen.connections).toBe(0);
  });

  it('for http outside development', async () => {
    const result = await sender({}, strict).send({ ...message, url: 'http://example.com/' });
    expect(result).toMatchObject({ kind: 'error', error: 'address_denied', detail: expect.stringContaining('https') });
  });
});

it('a name is reached through the addresses the policy lets through', async () => {
  const { url } = await receiver((_req, res) => res.end('ok'));
  const one = sender(
    {},
    {
      resolve: async () => [
        { address: '169.254.169.254', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    },
  );
  const result = await one.send({ ...message, url: url.replace('127.0.0.1', 'receiver.test') });
  expect(result).toMatchObject({ kind: 'response', status: 200, body: 'ok' });
});
