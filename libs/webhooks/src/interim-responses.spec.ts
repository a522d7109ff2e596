import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { connect, createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { AddressPolicy } from './address-policy.js';
import { InterimResponses, readOverInterimResponses } from './interim-responses.js';
import { Sender } from './sender.js';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const ACCEPTED = 'HTTP/1.1 202 Accepted\r\nx-final: yes\r\ncontent-length: 2\r\n\r\nok';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Calls `answer` for each request, with how many came before it on any connection. */
async function receiver(answer: (socket: Socket, index: number) => void, server?: Server) {
  const seen = { requests: 0, connections: 0 };
  const sockets = new Set<Socket>();
  const listening = server ?? createServer();
  listening.on(server === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    seen.connections += 1;
    sockets.add(socket);
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      // The body ends the request.
      if (!text.endsWith('"a":1}')) return;
      text = '';
      answer(socket, seen.requests++);
    });
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  return { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}/hooks`, seen };
}

function sender(): Sender {
  const created = new Sender({
    addressPolicy: new AddressPolicy({ allowPrivate: true }),
    timeoutMs: 10_000,
    userAgent: 'Rollcall/test',
    connectionsPerOrigin: 1,
  });
  cleanups.push(() => created.close());
  return created;
}

const message = { headers: { 'content-type': 'application/json' }, body: '{"a":1}' };
const delivered = { kind: 'response', status: 202, body: 'ok', headers: { 'x-final': 'yes', 'content-length': '2' } };

describe('an answer is read behind', () => {
  it.each([
    ['100', CONTINUE],
    ['100 of HTTP/1.0', 'HTTP/1.0 100 Continue\r\n\r\n'],
    ['100 without a reason', 'HTTP/1.1 100\r\n\r\n'],
    ['100 with headers', 'HTTP/1.1 100 Continue\r\ndate: now\r\nx-final: no\r\n\r\n'],
    [
      '100 with headers that belong to answers',
      'HTTP/1.1 100 Continue\r\nconnection: close\r\ncontent-length: 5\r\n\r\n',
    ],
    ['100 three times', CONTINUE.repeat(3)],
    ['102', 'HTTP/1.1 102 Processing\r\n\r\n'],
    ['103', 'HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n'],
    ['a status nobody has defined', 'HTTP/1.1 199 Whatever\r\n\r\n'],
    [
      'several kinds',
      `HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n${CONTINUE}HTTP/1.1 102 Processing\r\n\r\n${CONTINUE}`,
    ],
  ])('%s', async (_name, interim) => {
    const { url } = await receiver((socket) => socket.write(interim + ACCEPTED));
    expect(await sender().send({ ...message, url })).toMatchObject(delivered);
  });

  it('100 in packets of their own', async () => {
    const { url } = await receiver((socket) => {
      socket.setNoDelay(true);
      socket.write(CONTINUE, () => socket.write(CONTINUE, () => setImmediate(() => socket.write(ACCEPTED))));
    });
    expect(await sender().send({ ...message, url })).toMatchObject(delivered);
  });

  it('100 on every request of a connection that is kept', async () => {
    const { url, seen } = await receiver((socket) => socket.write(CONTINUE + ACCEPTED));
    const one = sender();
    for (let round = 0; round < 5; round++) expect(await one.send({ ...message, url })).toMatchObject(delivered);
    expect(seen).toEqual({ requests: 5, connections: 1 });
  });

  it('100 on every second request only', async () => {
    const { url } = await receiver((socket, index) => socket.write((index % 2 === 0 ? '' : CONTINUE) + ACCEPTED));
    const one = sender();
    for (let round = 0; round < 4; round++) expect(await one.send({ ...message, url })).toMatchObject(delivered);
  });

  it('100 over TLS', async () => {
    const [cert, key] = ['cert', 'key'].map((name) => readFileSync(`test/fixtures/tls/${name}.pem`));
    const { url } = await receiver((socket) => socket.end(CONTINUE + ACCEPTED), createTlsServer({ cert, key }));
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    readOverInterimResponses(socket, 1_000);
    let text = '';
    socket.on('readable', () => {
      for (let chunk = socket.read() as Buffer | null; chunk !== null; chunk = socket.read() as Buffer | null) {
        text += chunk.toString();
      }
    });
    socket.write(message.body);
    await once(socket, 'end');
    expect(text).toBe(ACCEPTED);
  });
});

describe('is not taken for an interim response', () => {
  it('what a body begins with', async () => {
    const { url } = await receiver((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${CONTINUE.length}\r\n\r\n${CONTINUE}`),
    );
    expect(await sender().send({ ...message, url })).toMatchObject({ status: 200, body: CONTINUE });
  });

  it('101: nobody asked for another protocol', async () => {
    const { url } = await receiver((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
    );
    expect(await sender().send({ ...message, url })).toMatchObject({ kind: 'error', error: 'connection_reset' });
  });

  it('a connection that ends after 100', async () => {
    const { url } = await receiver((socket) => socket.end(CONTINUE));
    expect(await sender().send({ ...message, url })).toMatchObject({ kind: 'error', error: 'connection_reset' });
  });
});

it('a receiver that sends nothing else is cut off', async () => {
  const { url } = await receiver((socket) => {
    const more = () => {
      if (!socket.destroyed) socket.write(CONTINUE.repeat(100), () => setImmediate(more));
    };
    more();
  });
  expect(await sender().send({ ...message, url })).toMatchObject({ kind: 'error', error: 'network_error' });
});

describe('split anywhere', () => {
  const interim = `HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n${CONTINUE}`;

  it('the same is left', () => {
    const bytes = Buffer.from(interim + ACCEPTED);
    for (let first = 1; first < bytes.length - 1; first++) {
      for (const second of [first + 1, Math.min(first + 13, bytes.length)]) {
        const responses = new InterimResponses(1_000);
        responses.begin();
        const parts = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
        expect(Buffer.concat(parts.map((part) => responses.strip(part))).toString()).toBe(ACCEPTED);
      }
    }
  });

  it('byte for byte the same is left', () => {
    const responses = new InterimResponses(1_000);
    responses.begin();
    const left = [...Buffer.from(interim + ACCEPTED)].map((byte) => responses.strip(Buffer.from([byte])));
    expect(Buffer.concat(left).toString()).toBe(ACCEPTED);
  });

  it.each([
    'HTTP/1.1 1',
    'HTTP/2 100\r\n\r\n',
    'SSH-2.0-OpenSSH\r\n',
    'HTTP/1.1 20',
    '\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
  ])('nothing is lost of %j when more follows', (text) => {
    const responses = new InterimResponses(1_000);
    responses.begin();
    const left = [...Buffer.from(`${text}x`)].map((byte) => responses.strip(Buffer.from([byte])));
    expect(Buffer.concat(left).toString()).toBe(`${text}x`);
  });
});
