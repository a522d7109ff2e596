import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Of what is signed by nobody. */
const FORGED = {
  'content-type': 'application/json',
  'webhook-id': 'evt_1',
  'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
  'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
};
const forge = (url: string) => fetch(url, { method: 'POST', headers: FORGED, body: '{}' });

interface Account {
  version: number;
  active: boolean;
  email: string;
  roles: string[];
}

let app: ManagementClient;
let worker: RunningWorker;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let receiver: ChildProcess | undefined;
let server: Server | undefined;
beforeAll(async () => {
  app = await ManagementClient.start();
  worker = await app.startWorker();
});
afterAll(async () => {
  await worker.close();
  await app.stop();
});
beforeEach(async () => {
  directory = await app.directory();
});
afterEach(() => {
  receiver?.kill('SIGKILL');
  server?.close();
});

const endpoint = async (url: string): Promise<string> =>
  (await app.post('webhook_endpoints', { url, organization_id: directory.organizationId })).body.endpoint.secret;

const gate = async (url: string): Promise<string> =>
  (await app.call('PUT', `/api/v1/organizations/${directory.organizationId}/provisioning_gate`, { url })).body
    .provisioning_gate.secret;

const setActive = (id: string, active: boolean) =>
  app.scim(directory, 'PATCH', `Users/${id}`, {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', path: 'active', value: active }],
  });

const engineering = (...ids: string[]) =>
  app.scim(directory, 'POST', 'Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Engineering',
    members: ids.map((value) => ({ value })),
  });

const isShort = (file: string) => expect(readFileSync(EXAMPLES + file, 'utf8').split('\n').length).toBeLessThan(120);

/** What an application does that starts by `command`, takes webhooks and the gate, and shows its accounts. */
async function expectApplication(command: string, args: (port: number) => string[], cwd: string): Promise<void> {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const hooks = {
    WEBHOOK_SECRET: await endpoint(`${base}/hooks/rollcall`),
    GATE_SECRET: await gate(`${base}/hooks/gate`),
  };
  const env = { ...process.env, ...hooks, PORT: String(port), SEATS: '2' };
  receiver = spawn(command, args(port), { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const accounts = async () => (await (await fetch(`${base}/accounts`)).json()) as Record<string, Account>;
  const signIn = (id: string) => fetch(`${base}/people/${id}/session`, { method: 'POST' });
  const me = (access: string) => fetch(`${base}/me`, { headers: { authorization: `Bearer ${access}` } });
  await until(async () => expect(await accounts()).toEqual({}), 20_000);

  // Roles come from groups.
  const ada = await app.user(directory, 'ada@acme.test', { emails: [{ value: 'ada@acme.test', type: 'work' }] });
  await engineering(ada);
  await until(async () =>
    expect(await accounts()).toMatchObject({ [ada]: { active: true, email: 'ada@acme.test', roles: ['developer'] } }),
  );
  const access = Object.values((await (await signIn(ada)).json()) as Record<string, string>);
  for (const key of access) expect((await me(key)).status).toBe(200);

  // The third person gets no seat, and the identity provider the reason.
  await app.user(directory, 'bob@acme.test');
  const refused = await app.scim(directory, 'POST', 'Users', { schemas: [USER], userName: 'eve@acme.test' });
  expect([refused.status, refused.body.detail]).toEqual([403, 'All 2 seats are taken.']);

  // Who leaves is signed out everywhere.
  await setActive(ada, false);
  await until(async () => expect((await accounts())[ada]).toMatchObject({ active: false, roles: [] }));
  for (const key of access) expect((await me(key)).status).toBe(401);
  expect((await signIn(ada)).status).toBe(403);

  // What comes once more, and late, changes nothing.
  const before = await accounts();
  const { deliveries } = (await app.get(`webhook_endpoints/${await endpointId()}/deliveries`)).body;
  const replay = await app.post(`webhook_endpoints/${await endpointId()}:replay`, { since: '2020-01-01T00:00:00Z' });
  expect(replay.status).toBe(200);
  await until(async () => {
    const again = (await app.get(`webhook_endpoints/${await endpointId()}/deliveries?state=delivered`)).body.deliveries;
    expect(again).toHaveLength(2 * deliveries.length);
  });
  expect(await accounts()).toEqual(before);
  for (const hook of ['rollcall', 'gate']) expect((await forge(`${base}/hooks/${hook}`)).status).toBe(401);
}

async function endpointId(): Promise<string> {
  const { endpoints } = (await app.get(`webhook_endpoints?organization_id=${directory.organizationId}`)).body;
  return endpoints.find((one: { organization_id: string }) => one.organization_id === directory.organizationId).id;
}

it('an Express application signs leavers out, gives roles by groups, and limits its seats', async () => {
  isShort('express/receiver.mjs');
  await expectApplication(process.execPath, () => ['receiver.mjs'], `${EXAMPLES}express`);
});

describe('a FastAPI application', () => {
  const python = (code: string): boolean => {
    try {
      execFileSync('python3', ['-c', code], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  const isThere = python('import fastapi, uvicorn, standardwebhooks');
  if (!isThere)
    console.log('examples/fastapi is not run: python3 with fastapi, uvicorn and standardwebhooks is not here');

  it('is Python, and short', () => {
    isShort('fastapi/receiver.py');
    if (!python('')) return;
    expect(python(`import ast; ast.parse(open(${JSON.stringify(`${EXAMPLES}fastapi/receiver.py`)}).read())`)).toBe(
      true,
    );
  });

  it.skipIf(!isThere)('signs leavers out, gives roles by groups, and limits its seats', async () => {
    const args = (port: number) => ['-m', 'uvicorn', 'receiver:app', '--host', '127.0.0.1', '--port', String(port)];
    await expectApplication('python3', args, `${EXAMPLES}fastapi`);
  });
});

describe('a Next.js route handler', () => {
  interface Members {
    startSession(id: string): Promise<string | undefined>;
    memberOf(session: string): Promise<(Account & { name: string }) | undefined>;
  }
  const load = async <T>(file: string): Promise<T> => (await import(`${EXAMPLES}nextjs/${file}`)) as T;

  /** As Next.js does: a handler takes the web's Request and gives its Response. */
  async function serve(handler: (request: Request) => Promise<Response>): Promise<string> {
    const read = async (incoming: IncomingMessage): Promise<Request> => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
      const url = `http://127.0.0.1${incoming.url}`;
      return new Request(url, { method: incoming.method!, headers, body: Buffer.concat(chunks) });
    };
    server = createServer((incoming, outgoing) => {
      void read(incoming)
        .then(handler)
        .then(async (response) => {
          outgoing.writeHead(response.status, Object.fromEntries(response.headers));
          outgoing.end(Buffer.from(await response.arrayBuffer()));
        })
        .catch(() => outgoing.writeHead(500).end());
    });
    await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/rollcall`;
  }

  it('stores members by version, and ends the sessions of leavers', async () => {
    isShort('nextjs/app/api/rollcall/route.js');
    const { POST } = await load<{ POST: (request: Request) => Promise<Response> }>('app/api/rollcall/route.js');
    const { startSession, memberOf } = await load<Members>('lib/members.js');
    const url = await serve(POST);
    process.env['ROLLCALL_WEBHOOK_SECRET'] = await endpoint(url);
    const ada = await app.user(directory, 'ada@acme.test', { displayName: 'Ada Lovelace' });
    const session = await until(async () => {
      const started = await startSession(ada);
      expect(started).toBeDefined();
      return started!;
    });
    expect(await memberOf(session)).toMatchObject({ name: 'Ada Lovelace', active: true });
    await setActive(ada, false);
    await until(async () => expect(await memberOf(session)).toBeUndefined());
    expect(await startSession(ada)).toBeUndefined();
    expect((await forge(url)).status).toBe(401);
  });
});
