import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, ManagementClient } from './management-client.js';

let client: ManagementClient;
beforeAll(async () => (client = await ManagementClient.start()));
afterAll(() => client.stop());

const METHOD = '/scalekit.v1.directories.DirectoryService/UpdateDirectoryContext';

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}
/** A field of messages or bytes. */
const field = (number: number, inner: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2]), varint(inner.length), inner]);
/** `context: {a: [...]}`, with the bytes of a `ListValue`. */
const contextOf = (list: Buffer): Buffer =>
  field(3, field(1, Buffer.concat([field(1, Buffer.from('a')), field(2, field(6, list))])));
/** Half a million values in a megabyte, and in a kilobyte when it is packed. */
const MANY = contextOf(Buffer.alloc(1_000_000, field(1, Buffer.alloc(0))));

function nested(levels: number): Buffer {
  let value: Buffer = Buffer.from([8, 0]);
  for (let level = 0; level < levels; level++) value = field(6, field(1, value));
  return contextOf(field(1, value));
}

interface Answer {
  status: number;
  code?: string;
}

function call(body: Buffer, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      client.api.url + METHOD,
      { method: 'POST', headers: { 'content-type': 'application/proto', 'connect-protocol-version': '1', ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () =>
          resolve({ status: response.statusCode!, code: (JSON.parse(text) as { code?: string }).code! }),
        );
      },
    );
    request.on('error', reject).end(body);
  });
}

const authorization = `Bearer ${API_KEY}`;
const gzip = { 'content-encoding': 'gzip' };
const cpuMs = (from: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000;
};

describe('the body of an RPC', () => {
  it.each([
    ['none', undefined],
    ['a wrong one', 'Bearer wrong'],
  ])('is not read without a key: %s', async (_name, value) => {
    const packed = gzipSync(MANY);
    expect(packed.length).toBeLessThan(1_200);
    const key: Record<string, string> = value === undefined ? {} : { authorization: value };
    const began = process.cpuUsage();
    for (let n = 0; n < 5; n++)
      expect(await call(packed, { ...gzip, ...key })).toEqual({ status: 401, code: 'unauthenticated' });
    console.log(`5 calls of ${packed.length} bytes without a key took ${Math.round(cpuMs(began))} ms of CPU`);
    // Whatever it holds: what would be refused as a body is not looked at.
    expect((await call(Buffer.from('no gzip'), { ...gzip, ...key })).status).toBe(401);
  });

  it('is waited for by nobody without a key', async () => {
    const socket = connect(Number(new URL(client.api.url).port), '127.0.0.1');
    socket.write(
      `POST ${METHOD} HTTP/1.1\r\nhost: x\r\ncontent-type: application/proto\r\ncontent-length: 1000\r\n\r\n`,
    );
    const [answer] = await new Promise<Buffer[]>((resolve) => socket.once('data', (data) => resolve([data])));
    socket.destroy();
    expect(answer!.toString()).toMatch(/^HTTP\/1\.1 401 /);
  });

  it.each([
    ['a list', MANY, {}],
    ['a list, packed', gzipSync(MANY), gzip],
    [
      'an object of JSON',
      Buffer.from(JSON.stringify({ context: { a: Array(200_000).fill(1) } })),
      { 'content-type': 'application/json' },
    ],
  ])('is refused before it is decoded where it has too many values: %s', async (_name, body, headers) => {
    const began = process.cpuUsage();
    const answer = await call(body, { authorization, ...headers });
    console.log(`refused with ${Math.round(cpuMs(began))} ms of CPU`);
    expect(answer).toEqual({ status: 400, code: 'invalid_argument' });
  });

  it.each([
    ['nested too deep', nested(200), {}],
    [
      'nested deeper than the stack',
      Buffer.from(`{"context":{"a":${'['.repeat(400_000)}`),
      { 'content-type': 'application/json' },
    ],
    ['cut off', nested(1).subarray(0, 5), {}],
    ['of no known kind', Buffer.from([0xff, 0xff, 0xff]), {}],
    ['with fields that reach beyond their messages', Buffer.from([0x1a, 2, 0x0a, 0x7f, 0x0a, 2]), {}],
    ['no gzip', Buffer.from('no gzip'), gzip],
    ['half a gzip', gzipSync(nested(1)).subarray(0, 20), gzip],
  ])("is the client's mistake where it is %s", async (_name, body, headers) => {
    expect(await call(body, { authorization, ...headers })).toEqual({ status: 400, code: 'invalid_argument' });
  });

  it('may be packed, and have some thousand values', async () => {
    const { organizationId, directoryId } = await client.directory();
    const path = '/scalekit.v1.organizations.OrganizationService/UpdateOrganization';
    const metadata = Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`key${n}`, 'value']));
    const body = gzipSync(JSON.stringify({ id: organizationId, organization: { displayName: 'Packed', metadata } }));
    const response = await fetch(client.api.url + path, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', ...gzip },
      body,
    });
    expect([directoryId.length > 0, response.status, await response.json()]).toMatchObject([
      true,
      200,
      { organization: { displayName: 'Packed' } },
    ]);
  });
});

it('an RPC that names two hosts is refused as any request', async () => {
  const socket = connect(Number(new URL(client.api.url).port), '127.0.0.1');
  socket.write(
    `POST ${METHOD} HTTP/1.1\r\nhost: x\r\nhost: y\r\ncontent-type: application/proto\r\ncontent-length: 0\r\n\r\n`,
  );
  const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
  socket.destroy();
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /);
});
