import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request as post, type Server, type ServerResponse } from 'node:http';
import { type ClientHttp2Session, connect as connectHttp2, constants, type ClientHttp2Stream } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, connect as connectTcp, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createListener, type ListenerOptions } from '../../apps/api/src/listener/listener.js';
import { until } from '../support/until.js';

const pem = (name: string): string => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');
const TLS = { cert: pem('cert'), key: pem('key') };
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

const echo: Handle = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => response.end(`${request.httpVersion} ${request.method} ${Buffer.concat(chunks).toString()}`));
};

let server: Server;
const sessions: ClientHttp2Session[] = [];

async function listen(options: ListenerOptions = {}, handle: Handle = echo): Promise<number> {
  server = createListener(handle, options).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const closed = (): Promise<unknown> => new Promise((resolve) => server.close(resolve));

afterEach(async () => {
  sessions.splice(0).forEach((session) => session.destroy());
  server.closeAllConnections();
  await closed();
});

function session(port: number, scheme = 'http'): ClientHttp2Session {
  const created = connectHttp2(`${scheme}://127.0.0.1:${port}`, { ca: TLS.cert });
  created.on('error', () => {});
  sessions.push(created);
  return created;
}

async function textOf(stream: ClientHttp2Stream): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}

/** All that arrives until the server closes. */
async function untilClosed(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  // Not `once` of node:events, which fails with a reset: the server may end a connection by one.
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

async function tcp(port: number): Promise<Socket> {
  const socket = connectTcp(port, '127.0.0.1');
  await once(socket, 'connect');
  // Some are reset by the server, as they should.
  return socket.setNoDelay(true).on('error', () => {});
}

describe('the first bytes', () => {
  it('tell HTTP/1.1 and HTTP/2 apart', async () => {
    const port = await listen();
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x'.repeat(300_000) });
    expect((await answer.text()).length).toBe(300_009);
    const stream = session(port).request({ ':path': '/', ':method': 'POST' });
    stream.end('y'.repeat(300_000));
    const text = await textOf(stream);
    expect([text.slice(0, 9), text.length]).toEqual(['2.0 POST ', 300_009]);
  });

  it('may come one by one', async () => {
    const port = await listen();
    const socket = await tcp(port);
    const answer = untilClosed(socket);
    for (const byte of 'PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\n!') {
      socket.write(byte);
      await new Promise(setImmediate);
    }
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*1\.1 PUT !$/);
  });

  it('may come while the process is busy for longer than it waits for them', async () => {
    const port = await listen({ firstBytesMs: 50 });
    const socket = await tcp(port);
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    for (const end = performance.now() + 200; performance.now() < end;);
    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it('may be those of several requests at once', async () => {
    const port = await listen();
    const socket = await tcp(port);
    const answer = untilClosed(socket);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect((await answer).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });

  it.each([
    ['none', ''],
    ['one', 'P'],
    ['two', 'PR'],
  ])('must come: %s', async (_name, bytes) => {
    const port = await listen({ firstBytesMs: 50 });
    const socket = await tcp(port);
    socket.write(bytes);
    expect(await untilClosed(socket)).toBe('');
  });

  it('that never come because the client hung up', async () => {
    const port = await listen();
    const socket = await tcp(port);
    socket.end('PR');
    expect(await untilClosed(socket)).toBe('');
  });

  it.each([
    ['a TLS greeting', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
    ['zeros', '\0\0\0\0\0\0'],
    ['words', 'hello there\r\n\r\n'],
  ])('of %s get 400 and a closed connection', async (_name, bytes) => {
    const port = await listen();
    const socket = await tcp(port);
    socket.write(Buffer.from(bytes, 'latin1'));
    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close/);
  });

  it.each([
    ['no preface after all', 'PRI * HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['the preface, then garbage', `${PREFACE}${'x'.repeat(100)}`],
  ])('are HTTP/2, but: %s', async (_name, bytes) => {
    const port = await listen();
    const socket = await tcp(port);
    socket.write(bytes);
    expect(await untilClosed(socket)).not.toContain('HTTP/1.1');
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });
});

describe('over TLS', () => {
  it('takes the protocol that both sides agree on', async () => {
    const port = await listen({ tls: TLS });
    const stream = session(port, 'https').request({ ':path': '/' });
    expect(await textOf(stream)).toBe('2.0 GET ');
    const http1 = await new Promise<IncomingMessage>((resolve, reject) =>
      httpsRequest({ host: '127.0.0.1', port, ca: TLS.cert }, resolve).on('error', reject).end(),
    );
    expect(http1.httpVersion).toBe('1.1');
    http1.resume();
  });

  it.each([[['h2']], [['h2', 'http/1.1']], [['http/1.1']], [undefined]])('chooses from %j', async (ALPNProtocols) => {
    const port = await listen({ tls: TLS });
    const socket = connectTls({ host: '127.0.0.1', port, ca: TLS.cert, ALPNProtocols });
    await once(socket, 'secureConnect');
    expect(socket.alpnProtocol).toBe(ALPNProtocols?.[0] ?? false);
    socket.destroy();
  });

  it('takes no HTTP/2 that was not agreed on, and no old TLS', async () => {
    const port = await listen({ tls: TLS });
    const socket = connectTls({ host: '127.0.0.1', port, ca: TLS.cert });
    socket.write(`${PREFACE}\0\0\0\u0004\0\0\0\0\0`);
    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 400/);
    const old = connectTls({ host: '127.0.0.1', port, ca: TLS.cert, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' });
    await expect(once(old, 'secureConnect')).rejects.toThrow();
  });

  it('drops cleartext', async () => {
    const port = await listen({ tls: TLS });
    const socket = await tcp(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await untilClosed(socket)).not.toContain('200');
  });
});

describe('closing', () => {
  const parked: ServerResponse[] = [];
  const park: Handle = (_request, response) => {
    parked.push(response);
    server.emit('parked');
  };
  afterEach(() => void parked.splice(0));

  it('lets requests end on both protocols, and takes no more', async () => {
    const port = await listen({}, park);
    const http2 = session(port);
    const stream = http2.request({ ':path': '/' });
    await once(server, 'parked');
    const http1 = fetch(`http://127.0.0.1:${port}/`);
    await once(server, 'parked');

    const goaway = once(http2, 'goaway');
    const done = closed();
    await goaway;
    await expect(tcp(port)).rejects.toThrow('ECONNREFUSED');
    parked[1]!.setHeader('connection', 'close');
    parked.forEach((response) => response.end('late'));
    expect(await textOf(stream)).toBe('late');
    expect(await (await http1).text()).toBe('late');
    expect(await done).toBeUndefined();
  });

  it('is not held up by clients that are idle, undecided or gone', async () => {
    const port = await listen();
    const idle = session(port);
    await textOf(idle.request({ ':path': '/' }));
    const undecided = await tcp(port);
    undecided.write('P');
    const gone = await tcp(port);
    gone.write(PREFACE);
    const ended = Promise.all([untilClosed(undecided), once(idle, 'close')]);
    gone.end();
    await Promise.all([closed(), ended]);
  });

  it('ends what does not end by itself', async () => {
    const port = await listen({ drainMs: 100 }, park);
    const stream = session(port).request({ ':path': '/' });
    stream.on('error', () => {});
    await once(server, 'parked');
    const http1 = fetch(`http://127.0.0.1:${port}/`).catch(() => 'cut');
    await once(server, 'parked');
    await closed();
    expect(await http1).toBe('cut');
    expect(stream.destroyed || stream.closed || (await once(stream, 'close'))).toBeTruthy();
  });
});

describe('floods', () => {
  it('of streams that are reset end the session, not the server', async () => {
    const port = await listen();
    const flood = session(port);
    await once(flood, 'connect');
    const ended = new Promise((resolve) => flood.once('close', resolve));
    const open = (): void => {
      for (let number = 0; number < 100 && !flood.destroyed && !flood.closed; number++) {
        const stream = flood.request({ ':path': '/', ':method': 'POST' });
        stream.on('error', () => {});
        stream.close(constants.NGHTTP2_CANCEL);
      }
      if (!flood.destroyed && !flood.closed) setImmediate(open);
    };
    open();
    await ended;
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('1.1 GET ');
  });

  it('of streams are held back at 100', async () => {
    const port = await listen();
    const client = session(port);
    const [settings] = (await once(client, 'remoteSettings')) as [{ maxConcurrentStreams: number }];
    expect(settings.maxConcurrentStreams).toBe(100);
  });

  it('of headers are refused', async () => {
    const port = await listen();
    const client = session(port);
    await once(client, 'remoteSettings');
    const stream = client.request({ ':path': '/', 'x-large': 'x'.repeat(17_000) });
    await expect(once(stream, 'response')).rejects.toThrow();
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });
});

describe('slow and silent clients', () => {
  const silenceMs = 200;

  it.each([
    ['says nothing', ''],
    ['stops in the middle of a header', 'GET / HTTP/1.1\r\nhost: x\r\nx-a: '],
    ['stops in the middle of a body', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc'],
    ['speaks HTTP/2 and asks for nothing', PREFACE],
  ])('a client that %s is disconnected', async (_name, bytes) => {
    const port = await listen({ silenceMs, firstBytesMs: silenceMs });
    const socket = connectTcp(port, '127.0.0.1');
    socket.write(bytes);
    await untilClosed(socket);
  });

  it('a client that drips its body is disconnected', async () => {
    const port = await listen({ silenceMs });
    const socket = connectTcp(port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n');
    const drip = setInterval(() => socket.write('x'), 20);
    await untilClosed(socket);
    clearInterval(drip);
  });

  it.each([
    [
      'HTTP/1.1',
      (port: number) => {
        const socket = connectTcp(port, '127.0.0.1').pause();
        socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
        socket.on('error', () => {});
      },
    ],
    [
      'HTTP/2',
      (port: number) => {
        const client = connectHttp2(`http://127.0.0.1:${port}`, { settings: { initialWindowSize: 0 } });
        sessions.push(client.on('error', () => {}));
        client.request({ ':path': '/' }).on('error', () => {});
      },
    ],
  ])('an answer that nobody reads over %s is given up', async (_name, ask) => {
    let given!: () => void;
    const givenUp = new Promise<void>((resolve) => (given = resolve));
    const port = await listen({ silenceMs }, (_request, response) => {
      response.on('close', given);
      response.end(Buffer.alloc(16_000_000));
    });
    ask(port);
    await givenUp;
  });

  it('a request that we work on for longer is left alone', async () => {
    const port = await listen({ silenceMs }, (_request, response) => {
      setTimeout(() => response.end('late'), silenceMs * 4);
    });
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('late');
  });

  it.each([
    ['small', 'HTTP/1.1', 10],
    ['small', 'HTTP/2', 10],
    ['large', 'HTTP/1.1', 500_000],
    ['large', 'HTTP/2', 500_000],
  ])('a %s body that nobody reads yet, over %s, may wait for us', async (_size, protocol, bytes) => {
    const port = await listen({ silenceMs }, (request, response) => {
      const answer = ({ length }: string) => response.end(String(length));
      // The test fails by what its client sees.
      setTimeout(() => void text(request).then(answer, () => response.destroy()), silenceMs * 8);
    });
    const body = 'x'.repeat(bytes);
    if (protocol === 'HTTP/1.1') {
      const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
      return expect(await answer.text()).toBe(String(bytes));
    }
    const stream = session(port).request({ ':path': '/', ':method': 'POST', 'content-length': bytes });
    stream.end(body);
    expect(await text(stream)).toBe(String(bytes));
  });

  it.each(['HTTP/1.1', 'HTTP/2'])('a body over %s has all of its time once somebody reads it', async (protocol) => {
    // The client sends from the same process, and a busy machine lets that wait.
    const patientMs = 3 * silenceMs;
    let began!: () => void;
    const reading = new Promise<void>((resolve) => (began = resolve));
    const port = await listen({ silenceMs: patientMs }, (request, response) => {
      const answer = ({ length }: string) => response.end(String(length));
      // Just before it is looked at again.
      setTimeout(() => (began(), void text(request).then(answer, () => response.destroy())), 14.9 * patientMs);
    });
    const [bytes, piece] = [100_000, 2_000];
    const slowly = async function* () {
      yield 'x'.repeat(bytes - 10 * piece);
      await reading;
      for (let n = 0; n < 10; n++) {
        await wait(10);
        yield 'x'.repeat(piece);
      }
    };
    if (protocol === 'HTTP/1.1') {
      const request = post({ port, method: 'POST', headers: { 'content-length': bytes } });
      const answered = once(request, 'response') as Promise<[IncomingMessage]>;
      Readable.from(slowly()).pipe(request);
      return expect(await text((await answered)[0])).toBe(String(bytes));
    }
    const stream = session(port).request({ ':path': '/', ':method': 'POST', 'content-length': bytes });
    Readable.from(slowly()).pipe(stream);
    expect(await text(stream)).toBe(String(bytes));
  });

  it('bodies that nobody reads yet have bounded bytes in the whole process', async () => {
    const port = await listen({ unreadBytes: 1_000_000 }, () => {});
    const many = session(port);
    const closed = once(many, 'close');
    for (let n = 0; n < 40; n++) {
      const stream = many.request({ ':path': '/', ':method': 'POST', 'content-length': 1_000_000 });
      stream.on('error', () => {});
      stream.write('x'.repeat(65_000));
    }
    await closed;
  });

  it.each([
    ['HTTP/1.1', '127.0.0.2', false],
    ['HTTP/2', '127.0.0.2', false],
    ['HTTP/2 behind a trusted proxy', '127.0.0.1', true],
  ])(
    'one request does not wait for all that another sender has sent at once, over %s',
    async (protocol, from, proxied) => {
      const begun: string[] = [];
      const port = await listen({ isTrustedProxy: () => proxied }, (request, response) => {
        begun.push(request.url!);
        for (const end = performance.now() + 3; performance.now() < end;);
        response.end();
      });
      const localAddress = process.platform === 'linux' ? from : undefined;
      const send: ((path: string) => void)[] = [];
      if (protocol === 'HTTP/1.1')
        for (let n = 0; n < 11; n++) {
          const socket = connectTcp({ port, host: '127.0.0.1', localAddress: n < 10 ? localAddress : undefined });
          socket.on('error', () => {});
          await once(socket, 'connect');
          send.push((path) => socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`));
        }
      else {
        const sockets = [localAddress, undefined].map((address) =>
          connectTcp({ port, host: '127.0.0.1', localAddress: address }),
        );
        const [many, one] = sockets.map((socket) =>
          connectHttp2(`http://127.0.0.1:${port}`, { createConnection: () => socket }),
        );
        sessions.push(many!, one!);
        await Promise.all([many!, one!].map((opened) => once(opened, 'remoteSettings')));
        for (let n = 0; n < 10; n++) send.push((path) => void many!.request({ ':path': path }).resume());
        send.push((path) => void one!.request({ ':path': path }).resume());
      }
      send.slice(0, 10).forEach((request) => request('/many'));
      send[10]!('/one');
      await until(() => expect(begun).toHaveLength(11));
      expect(begun.indexOf('/one')).toBeLessThan(7);
    },
  );

  it('requests of one connection are served one after the other, in order, and too many end it', async () => {
    let running = 0;
    let most = 0;
    const port = await listen({}, (request, response) => {
      most = Math.max(most, ++running);
      setImmediate(() => {
        running -= 1;
        response.end(request.url);
      });
    });
    const ask = (count: number) =>
      Array.from({ length: count }, (_, number) => `GET /${number}. HTTP/1.1\r\nhost: x\r\n\r\n`).join('');
    const polite = connectTcp(port, '127.0.0.1');
    polite.write(ask(20).replace(/host: x\r\n\r\n$/, 'host: x\r\nconnection: close\r\n\r\n'));
    const text = await untilClosed(polite);
    expect([...text.matchAll(/^\/(\d+)\./gm)].map(([, number]) => Number(number))).toEqual([...Array(20).keys()]);
    expect(most).toBe(1);
    const greedy = connectTcp(port, '127.0.0.1');
    greedy.write(ask(1_500));
    await untilClosed(greedy);
  });

  it('connections of one address are counted, those of a trusted proxy are not', async () => {
    const port = await listen({ connectionsPerAddress: 2 });
    const kept = [connectTcp(port, '127.0.0.1'), connectTcp(port, '127.0.0.1')];
    await Promise.all(kept.map((socket) => once(socket, 'connect')));
    const third = connectTcp(port, '127.0.0.1');
    expect(await untilClosed(third)).toBe('');
    kept[0]!.destroy();
    // The place is free once the server has seen the end of the connection.
    expect((await until(() => fetch(`http://127.0.0.1:${port}/`))).status).toBe(200);
    kept[1]!.destroy();
    await closed();
    const behindProxy = await listen({
      connectionsPerAddress: 0,
      isTrustedProxy: (address) => address === '127.0.0.1',
    });
    expect((await fetch(`http://127.0.0.1:${behindProxy}/`)).status).toBe(200);
  });
});
