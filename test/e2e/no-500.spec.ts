import { randomInt } from 'node:crypto';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, ManagementClient } from './management-client.js';

/**
 * The share of the requests that is sent. By hand, all of them: `HOSTILE_SHARE=1 npm test -- test/e2e/no-500.spec.ts`, or those of an
 * earlier run again with its `HOSTILE_SEED`.
 */
const SHARE = Number(process.env['HOSTILE_SHARE'] ?? 0.25);
const SEED = Number(process.env['HOSTILE_SEED'] ?? randomInt(2 ** 31));

let app: ManagementClient;
let routes: { method: string; path: string }[];
let scimSecret: string;
let ids: Record<string, string>;
beforeAll(async () => {
  app = await ManagementClient.start({ ROLLCALL_TRUSTED_PROXIES: '127.0.0.0/8' });
  const { paths } = (await app.call('GET', '/openapi.json')).body as { paths: Record<string, object> };
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
  const { organizationId, directoryId, secret } = await app.directory();
  scimSecret = secret;
  ids = { organization_id: organizationId, directory_id: directoryId };
});
afterAll(() => app.stop());

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (header: object): string => `${base64url(header)}.${base64url({ sub: 'x', exp: 4e9 })}.AAAA`;
const HUGE = 'k'.repeat(10_000);

const CREDENTIALS = [
  undefined,
  'Bearer',
  'Bearer \u00ff\u00fe',
  `Bearer ${HUGE}`,
  'Basic !!!',
  `Bearer ${jwt({ alg: 'RS256', typ: 'at+jwt', kid: 'a\0b' })}`,
  `Bearer ${jwt({ alg: 'RS256', typ: 'at+jwt', kid: 'a\ud800b' })}`,
  `Bearer ${jwt({ alg: 'RS256', typ: 'at+jwt', kid: HUGE.slice(0, 9_000) })}`,
  `Bearer ${jwt({ alg: 'RS256', typ: 'at+jwt', kid: ['a'] })}`,
  `Bearer ${jwt({ alg: 'RS256', typ: 'at+jwt', kid: { toString: 1 } })}`,
  `Bearer ${jwt({ alg: 'none', kid: '__proto__' })}`,
  `Bearer ${base64url('x')}.${base64url(null)}.x`,
  'Bearer constructor',
];

const NAMES = '{"constructor":{"prototype":1},"toString":1,"hasOwnProperty":null,"valueOf":[],"__defineGetter__":"x"}';
const BODIES: [type: string, body: string][] = [
  ['application/json', NAMES],
  ['application/json', '{"__proto__":{"a":1}}'],
  ['application/json', '{"display_name":"a\\u0000b","userName":"\\u0000","schemas":["\\u0000"]}'],
  ['application/json', '{"display_name":"\\ud800","userName":"\\udfff"}'],
  ['application/json', 'null'],
  ['application/json', '[]'],
  ['application/json', '"text"'],
  ['application/json', '1e999'],
  ['application/json', '{"Operations":[{"op":"replace","path":"constructor","value":{"toString":1}}],"schemas":null}'],
  ['application/json', '{"Operations":[{"op":"add","path":"emails[type eq \\"x\\"].__proto__","value":1}]}'],
  ['application/json', '{"users":1,"attributes":{"length":-1},"cidrs":{"0":"x"},"event_types":"constructor"}'],
  ['application/scim+json; charset=utf-16', NAMES],
  ['application/json', '\u00ff\u00fe{'],
  ['text/xml', '<a/>'],
  ['application/x-www-form-urlencoded', 'grant_type=client_credentials&client_id=%00&client_secret=%00&__proto__=1'],
  ['application/x-www-form-urlencoded', 'constructor=1&grant_type=constructor&scope=__proto__&toString=%ff'],
  ['multipart/form-data; boundary=', '--\r\n'],
];

const QUERIES = [
  '?page_token=%00&page_size=-1',
  `?page_token=${Buffer.from('a\0b').toString('base64url')}`,
  `?page_token=${base64url({ id: '\0', constructor: 1 })}&cursor=${base64url(['\0'])}&after=evt_%F0`,
  '?page_token=__proto__&cursor=constructor&after=toString',
  '?filter=userName%20eq%20%22%EF%BF%BF%22&sortBy=constructor&attributes=__proto__,toString',
  '?filter=constructor%20pr&sortBy=__proto__.x&startIndex=99999999999999999999&count=-5',
  '?page_size=1e400&page_size=2&organization_id[]=x&types[constructor]=1',
  '?after=%ff%fe&start_time=0000-00-00T00:00:00Z&end_time=+999999-01-01T00:00:00Z',
];
const SEGMENTS = ['%00', '%ff', '..%2f', '__proto__', 'constructor', `org_${'0'.repeat(26)}`, 'x'.repeat(400), "'--"];

interface Shot {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

function sampled<T>(all: T[]): T[] {
  if (!(SHARE > 0 && SHARE <= 1)) throw new Error(`HOSTILE_SHARE is ${SHARE}: it is more than 0, and at most 1`);
  const length = Math.ceil(all.length * SHARE);
  return fc.sample(fc.shuffledSubarray(all, { minLength: length, maxLength: length }), { numRuns: 1, seed: SEED })[0]!;
}

/** What answered 500 or more, as long as it is not what the documentation says of it. */
async function faults(shots: Shot[]): Promise<string[]> {
  const found: string[] = [];
  let address = 0;
  const fire = async ({ method, path, headers = {}, body }: Shot): Promise<void> => {
    // One address each: the limit of guesses is not what is tested.
    const from = `10.${(++address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`;
    const response = await fetch(`${app.api.url}${path}`, {
      method,
      headers: { 'x-forwarded-for': from, ...headers },
      ...(body !== undefined && !['GET', 'HEAD'].includes(method) && { body: Buffer.from(body, 'latin1') }),
      redirect: 'manual',
    });
    const text = await response.text();
    if (response.status >= 500 && response.status !== 501)
      found.push(
        `HOSTILE_SEED=${SEED}: ${response.status} ${method} ${path.slice(0, 150)} ${body?.slice(0, 80) ?? ''} ${text.slice(0, 150)}`,
      );
  };
  const waiting = sampled(shots);
  const lane = async (): Promise<void> => {
    for (let shot = waiting.pop(); shot !== undefined; shot = waiting.pop()) await fire(shot);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return found;
}

const filled = (path: string, other?: string): string =>
  path.replace(/\{(\w+)\}/g, (_match, name: string) => other ?? ids[name] ?? 'unknown');

const auth = (value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { authorization: value };
const rightFor = (path: string): Record<string, string> =>
  auth(`Bearer ${path.startsWith('/directory/') ? scimSecret : API_KEY}`);
/** What would take the stage away from the rest of the play. */
const isDestructive = ({ method, path }: { method: string; path: string }): boolean =>
  method === 'DELETE' && /\{(organization_id|directory_id)\}$/.test(path);

/** What proxies append that is no address, or more than one. */
const FORWARDED = ['203.0.113.9:5123', '[2001:db8::1]:443', 'unknown', '_hidden', '', ' , ', '[', 'x'.repeat(3_000)];

// Thousands of requests each: minutes on a machine that is busy.
describe('no request is answered 500', { timeout: 300_000 }, () => {
  it('without a right key, whatever the credentials are', async () => {
    const shots = routes.flatMap(({ method, path }) =>
      CREDENTIALS.map((value) => ({
        method,
        path: filled(path),
        headers: { 'content-type': 'application/json', ...auth(value) },
        body: NAMES,
      })),
    );
    expect(shots.length).toBeGreaterThan(500);
    expect(await faults(shots)).toEqual([]);
  });

  it('without a right key, whatever the path and the query are', async () => {
    const shots = routes.flatMap(({ method, path }) =>
      [...SEGMENTS.map((segment) => filled(path, segment)), ...QUERIES.map((query) => filled(path) + query)].map(
        (hostile) => ({ method, path: hostile }),
      ),
    );
    expect(await faults(shots)).toEqual([]);
  });

  it('without a right key, whatever the proxy in front says of the client', async () => {
    const [each, ...others] = FORWARDED;
    const shots = routes.flatMap(({ method, path }, index) =>
      [each!, others[index % others.length]!].map((forwarded) => ({
        method,
        path: filled(path),
        headers: { 'content-type': 'application/json', ...auth('Bearer wrong'), 'x-forwarded-for': forwarded },
        body: NAMES,
      })),
    );
    expect(await faults(shots)).toEqual([]);
  });

  it('at pages, token endpoints and metadata', async () => {
    const paths = ['/', '/portal', '/portal/l/%00', `/portal/l/${HUGE}`, '/keys', '/docs', '/oauth/token', '/metrics'];
    const more = [
      '/directory/%00/oauth/token',
      '/directory/__proto__/oauth/token',
      '/directory//scim/v2/',
      '/%',
      '/%ff',
    ];
    const shots = [...paths, ...more].flatMap((path) =>
      ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'].flatMap((method) =>
        BODIES.map(([type, body]) => ({
          method,
          path,
          headers: { 'content-type': type, cookie: 'rollcall_portal=constructor; ;;=' },
          body,
        })),
      ),
    );
    expect(await faults(shots)).toEqual([]);
  });

  it('with a right key, whatever the body is', async () => {
    const shots = routes
      .filter((route) => !isDestructive(route) && route.method !== 'GET')
      .flatMap(({ method, path }) =>
        BODIES.map(([type, body]) => ({
          method,
          path: filled(path),
          headers: { 'content-type': type, ...rightFor(path) },
          body,
        })),
      );
    expect(await faults(shots)).toEqual([]);
  });

  it('with a right key, whatever the path and the query are', async () => {
    const shots = routes
      .filter((route) => !isDestructive(route))
      .flatMap(({ method, path }) =>
        [...SEGMENTS.map((segment) => filled(path, segment)), ...QUERIES.map((query) => filled(path) + query)].map(
          (hostile) => ({ method, path: hostile, headers: rightFor(path) }),
        ),
      );
    expect(await faults(shots)).toEqual([]);
  });

  it('to what is no HTTP', async () => {
    const port = Number(new URL(app.api.url).port);
    const texts = [
      'GET /api/v1/roles HTTP/1.1\r\nhost: x\r\nauthorization: Bearer a\0b\r\n\r\n',
      `GET /api/v1/roles HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${'a'.repeat(100_000)}\r\n\r\n`,
      'POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
      'POST /oauth/token HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n',
      'BREW /api/v1/roles HTTP/1.1\r\nhost: x\r\n\r\n',
      'GET http://other.example/api/v1/roles HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      'GET * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      'GET \\\\x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
    ];
    for (const text of texts) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.end(text, 'latin1');
      let answer = '';
      for await (const chunk of socket.setEncoding('latin1')) answer += chunk;
      expect(answer, text.slice(0, 80)).not.toMatch(/^HTTP\/1\.1 5/);
    }
  });
});
