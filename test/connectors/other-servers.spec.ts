import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTORS, type Connector, ConnectorRegistry, createSourcePorts } from '#connectors';
import { collected, listContext } from './plain-ports.js';

// Gateways and simulations of the four HTTP sources differ from the sources themselves in what no manual promises.

const registry = new ConnectorRegistry(CONNECTORS);
const ports = createSourcePorts({ allowPrivateSources: ['127.0.0.0/8'], userAgent: 'test' });
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (type: 'pkcs1' | 'pkcs8') => privateKey.export({ type, format: 'pem' }) as string;

type Wire = (response: ServerResponse, body: string) => void;

/** How an answer with the status 200 may arrive. */
const WIRES: Record<string, Wire> = {
  'without a content-type': (response, body) => response.writeHead(200).end(body),
  'as text': (response, body) => response.writeHead(200, { 'content-type': 'text/html' }).end(body),
  'as JSON of its own kind': (response, body) =>
    response.writeHead(200, { 'Content-Type': 'application/vnd.api+json;charset=utf-8' }).end(body),
  'in pieces of a byte': (response, body) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    for (const byte of Buffer.from(body)) response.write(Buffer.of(byte));
    response.end();
  },
  'over a connection for each': (response, body) =>
    response.writeHead(200, { connection: 'close', 'content-length': Buffer.byteLength(body) }).end(body),
  'until the connection ends, as in HTTP/1.0': (response, body) =>
    response.socket!.end(`HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n${body}`),
  'with a line end': (response, body) => response.writeHead(200).end(`${body}\r\n`),
};

let server: Server;
let wire: Wire;
/** By path, without the query. */
let answers: Record<string, (url: URL, request: IncomingMessage) => unknown>;
let asked: string[];
const open: Connector[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    asked.push(url.pathname);
    const answer = answers[url.pathname]?.(url, request);
    request.resume();
    request.on('end', () => {
      if (answer === undefined) response.writeHead(404).end();
      else wire(response, JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const connector of open.splice(0)) await connector.close?.();
});
afterAll(async () => {
  await ports.close();
  server.closeAllConnections();
  server.close();
});

const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const connect = (provider: string, settings: object, secrets: object): Connector => {
  const given = [settings, secrets] as [Record<string, unknown>, Record<string, unknown>];
  expect(registry.problems(provider, ...given, ports)).toEqual([]);
  const connector = registry.create(provider, ...given, ports);
  open.push(connector);
  return connector;
};
const usersOf = async (connector: Connector) =>
  (await collected(connector.users(listContext()))).map(({ resource }) => [resource['externalId'], resource['active']]);

const DIRECTORY = '/admin/directory/v1';
const google = (settings: object = {}, key: object = {}): Connector =>
  connect(
    'GOOGLE',
    { admin_email: 'admin@acme.com', api_base: origin(), token_url: `${origin()}/token`, ...settings },
    { service_account: { client_email: 'r@acme.com', private_key: pem('pkcs8'), ...key } },
  );
const bamboo = (base = origin()): Connector =>
  connect('BAMBOOHR', { company_domain: 'acme', api_base: base }, { api_key: 'key' });
const bob = (base = origin()): Connector =>
  connect('HIBOB', { api_base: base, groups_from: ['department'] }, { service_user_id: 'u', token: 't' });
const workday = (settings: object = {}): Connector =>
  connect(
    'WORKDAY',
    {
      report_url: `${origin()}/report?format=json`,
      columns: { id: 'ID', email: 'Mail', active: 'Active' },
      ...settings,
    },
    { username: 'isu', password: 'p' },
  );

const EMPLOYEE = { id: 7, workEmail: 'ada@acme.com', status: 'Active', department: 'R&D' };
const standard = (): typeof answers => ({
  '/token': () => ({ access_token: 'token' }),
  [`${DIRECTORY}/users`]: () => ({ users: [{ id: 7, primaryEmail: 'ada@acme.com' }], nextPageToken: '' }),
  [`${DIRECTORY}/groups`]: () => ({ groups: [{ id: 8, email: 'g@acme.com', directMembersCount: 1 }] }),
  [`${DIRECTORY}/groups/8/members`]: () => ({ members: [{ id: 7, type: 'USER' }], nextPageToken: null }),
  '/api/gateway.php/acme/v1/employees/directory': () => ({ employees: [EMPLOYEE] }),
  '/api/gateway.php/acme/v1/employees/7': () => EMPLOYEE,
  '/v1/people/search': () => ({ employees: [{ id: 7, email: 'ada@acme.com', internal: { status: 'active' } }] }),
  '/report': () => ({ Report_Entry: [{ ID: 7, Mail: 'ada@acme.com', Active: 1 }] }),
});

describe.each(Object.keys(WIRES))('answers %s', (name) => {
  it.each([
    ['GOOGLE', () => google()],
    ['BAMBOOHR', () => bamboo()],
    ['HIBOB', () => bob()],
    ['WORKDAY', () => workday()],
  ])('are read from %s, with numbers as ids', async (_provider, connector) => {
    [wire, answers, asked] = [WIRES[name]!, standard(), []];
    expect(await usersOf(connector())).toEqual([['7', true]]);
  });
});

describe('a base', () => {
  it.each([
    ['a slash at its end', (path: string) => [`${origin()}/`, path]],
    ['a path of its own', (path: string) => [`${origin()}/gateway/hr`, `/gateway/hr${path}`]],
    [
      'the beginning of the documented path',
      (path: string) => [`${origin()}${path.split('/').slice(0, 2).join('/')}`, path],
    ],
  ])('with %s leads to the documented path', async (_what, baseOf) => {
    [wire, asked] = [WIRES['as text']!, []];
    const prefixed = (base: string, ...paths: string[]): void => {
      const prefix = new URL(base).pathname.startsWith('/gateway') ? '/gateway/hr' : '';
      answers = { '/token': () => ({ access_token: 'token' }) };
      for (const path of paths) answers[`${prefix}${path}`] = standard()[path]!;
    };
    const [bobBase] = baseOf('/v1/people/search') as [string];
    prefixed(bobBase, '/v1/people/search');
    expect(await usersOf(bob(bobBase))).toEqual([['7', true]]);
    const employees = '/api/gateway.php/acme/v1/employees';
    const [bambooBase] = baseOf(employees) as [string];
    prefixed(bambooBase, `${employees}/directory`, `${employees}/7`);
    expect(await usersOf(bamboo(bambooBase))).toEqual([['7', true]]);
    const [googleBase] = baseOf(DIRECTORY) as [string];
    prefixed(googleBase, `${DIRECTORY}/users`);
    expect(await usersOf(google({ api_base: googleBase }))).toEqual([['7', true]]);
  });
});

describe('Google', () => {
  it.each([
    ['line ends that were escaped', () => pem('pkcs8').replaceAll('\n', '\\n')],
    ['line ends of Windows', () => pem('pkcs8').replaceAll('\n', '\r\n')],
    ['the older form', () => pem('pkcs1')],
  ])('signs with a key with %s', async (_what, key) => {
    [wire, answers, asked] = [WIRES['as text']!, standard(), []];
    expect(await usersOf(google({}, { private_key: key() }))).toEqual([['7', true]]);
  });

  it('has nobody where a list is null, and follows pages until there is no next one', async () => {
    [wire, answers, asked] = [WIRES['as text']!, standard(), []];
    answers[`${DIRECTORY}/users`] = ({ searchParams }) =>
      searchParams.has('pageToken')
        ? { users: [{ id: '9', primaryEmail: 'eve@acme.com', suspended: 'true' }], nextPageToken: null }
        : { users: null, nextPageToken: 'second' };
    answers[`${DIRECTORY}/groups/8/members`] = () => ({ members: null });
    const connector = google();
    expect(await usersOf(connector)).toEqual([['9', false]]);
    expect(await collected(connector.groups!(listContext()))).toMatchObject([{ members: [] }]);
  });

  it.each([['3599'], [0], ['soon'], [null]])('takes a token that lives for %j seconds', async (lifetime) => {
    [wire, answers, asked] = [WIRES['as text']!, standard(), []];
    answers['/token'] = () => ({ access_token: 'token', expires_in: lifetime });
    expect(await usersOf(google())).toEqual([['7', true]]);
  });
});

describe('BambooHR', () => {
  it('that has no list of changes is listed in full each time', async () => {
    [wire, answers, asked] = [WIRES['as text']!, standard(), []];
    expect(await bamboo().mark!(listContext())).toBeUndefined();
  });
});

describe('HiBob', () => {
  it.each([
    ['flat keys', { 'root.id': 7, 'root.email': 'ada@acme.com', 'internal.status': 'Inactive' }],
    ['paths', { '/root/id': { value: '7' }, '/internal/status': { value: 'inactive' } }],
    ['sections', { root: { id: '7', email: 'ada@acme.com' }, internal: { status: 'Terminated' }, humanReadable: null }],
  ])('may write people with %s', async (_what, employee) => {
    [wire, answers, asked] = [WIRES['as text']!, standard(), []];
    answers['/v1/people/search'] = () => ({ response: 'ok', employees: [employee] });
    expect(await usersOf(bob())).toEqual([['7', false]]);
  });
});

describe('Workday', () => {
  it('gives a token with any success, and rows with prefixes and lists', async () => {
    [wire, answers, asked] = [WIRES['as text']!, standard(), []];
    answers['/oauth'] = () => ({ access_token: 'token', token_type: 'bearer' });
    answers['/report'] = () => ({
      'wd:Report_Data': { 'wd:Report_Entry': [{ 'wd:ID': 7, 'wd:Mail': 'a@acme.com', 'wd:Active': '0' }] },
    });
    const connector = connect(
      'WORKDAY',
      {
        report_url: `${origin()}/report/`.slice(0, -1),
        columns: { id: 'ID', email: 'Mail', active: 'Active' },
        token_url: `${origin()}/oauth`,
      },
      { client_id: 'c', client_secret: 's', refresh_token: 'r' },
    );
    expect(await usersOf(connector)).toEqual([['7', false]]);
  });
});
