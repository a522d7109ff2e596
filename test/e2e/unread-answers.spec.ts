import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type ClientHttp2Session, connect as connectHttp2, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createListener, type ListenerOptions } from '../../apps/api/src/listener/listener.js';
import { until } from '../support/until.js';

const pem = (name: string): string => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');
const TLS = { cert: pem('cert'), key: pem('key') };
/** More than the kernel takes for a connection on loopback. */
const LARGE_BYTES = 24_000_000;
/** A piece, and what Node had taken before it said that it was enough. */
const HELD_BYTES = 256_000;

interface Work {
  response: ServerResponse;
  closed: boolean;
  /** What Node keeps of the answer for its client. */
  held(): number;
}

let server: Server;
let work: Work[];
const clients: { destroy(): void }[] = [];

async function listen(body: () => Buffer, options: ListenerOptions): Promise<number> {
  work = [];
  server = createListener((request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const { stream } = request as { stream?: ServerHttp2Stream };
    const one: Work = { response, closed: false, held: () => stream?.writableLength ?? socket.writableLength };
    work.push(one);
    response.once('close', () => (one.closed = true));
    const bytes = body();
    response.writeHead(200, { 'content-length': bytes.length });
    response.end(bytes);
  }, options).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

afterEach(async () => {
  clients.splice(0).forEach((client) => client.destroy());
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

type Ask = (port: number) => Promise<{ read(): Promise<number> }>;

const overHttp1 =
  (isTls: boolean): Ask =>
  async (port) => {
    const socket: Socket = isTls
      ? connectTls({ port, host: '127.0.0.1', ca: TLS.cert })
      : connectTcp(port, '127.0.0.1');
    clients.push(socket.on('error', () => {}));
    await once(socket, isTls ? 'secureConnect' : 'connect');
    socket.pause();
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    const read = async (): Promise<number> => {
      let bytes = 0;
      for await (const piece of socket as AsyncIterable<Buffer>) bytes += piece.length;
      return bytes;
    };
    return { read };
  };

const overHttp2 =
  (isTls: boolean): Ask =>
  async (port) => {
    const session: ClientHttp2Session = connectHttp2(`${isTls ? 'https' : 'http'}://127.0.0.1:${port}`, {
      ca: TLS.cert,
    });
    clients.push(session.on('error', () => {}));
    await once(session, 'remoteSettings');
    const stream = session.request({ ':path': '/' }).on('error', () => {});
    const read = async (): Promise<number> => {
      let bytes = 0;
      for await (const piece of stream as AsyncIterable<Buffer>) bytes += piece.length;
      return bytes;
    };
    return { read };
  };

describe.each([
  ['HTTP/1.1', false, overHttp1(false)],
  ['HTTP/1.1 over TLS', true, overHttp1(true)],
  ['HTTP/2', false, overHttp2(false)],
  ['HTTP/2 over TLS', true, overHttp2(true)],
] as const)('a large answer over %s', (_name, isTls, ask) => {
  const options = isTls ? { tls: TLS } : {};

  it('that nobody reads is held by the piece, and comes whole once it is read', async () => {
    const document = Buffer.alloc(LARGE_BYTES, 'x');
    const port = await listen(() => document, options);
    const { read } = await ask(port);
    await until(() => expect(work[0]!.held()).toBeGreaterThan(0));
    expect(work[0]!.held()).toBeLessThan(HELD_BYTES);
    expect(work[0]!.response.writableEnded).toBe(false);
    expect(await read()).toBeGreaterThanOrEqual(LARGE_BYTES);
    await until(() => expect(work[0]!.closed).toBe(true));
  });

  it('counts with those of others, until those that have waited longest are closed', async () => {
    // Not silence ends them.
    const limits = { unreadBytes: 1.5 * LARGE_BYTES, silenceMs: 120_000 };
    const port = await listen(() => Buffer.alloc(LARGE_BYTES), { ...options, ...limits });
    await ask(port);
    await until(() => expect(work[0]!.held()).toBeGreaterThan(0));
    await ask(port);
    await until(() => expect(work.map(({ closed }) => closed)).toEqual([true, false]));
  });
});
