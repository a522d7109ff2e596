import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../apps/cli/src/run.js';
import { Receiver, runSql, until } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

interface Result {
  status: number;
  out: string;
  err: string;
  // The tests read whatever shape the command prints.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  json: any;
}

interface Running {
  out: string[];
  result: Promise<number>;
  stop: () => void;
}

function start(args: string[], env: Record<string, string> = {}): Running & { err: string[] } {
  const out: string[] = [];
  const err: string[] = [];
  const stop = new AbortController();
  const result = run(args, {
    env: { ROLLCALL_URL: app.api.url, ROLLCALL_API_KEY: API_KEY, ...env },
    out: { write: (text) => out.push(text) },
    err: { write: (text) => err.push(text) },
    signal: stop.signal,
  });
  return { out, err, result, stop: () => stop.abort(new Error('stopped')) };
}

async function cli(args: string, env?: Record<string, string>): Promise<Result> {
  const { out, err, result } = start(args.split(' '), env);
  const status = await result;
  const text = out.join('');
  return {
    status,
    out: text,
    err: err.join(''),
    json: args.includes('--json') && text !== '' ? JSON.parse(text) : undefined,
  };
}

async function done(args: string): Promise<Result> {
  const result = await cli(args);
  expect(result, args).toMatchObject({ status: 0 });
  return result;
}

const lines = (running: Running): Record<string, unknown>[] =>
  running.out.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('rollcall', () => {
  it('makes, shows and deletes organizations and directories', async () => {
    const org = (await done('orgs create --name Megasoft --external-id cust-1 --json')).json;
    expect((await done('orgs list')).out).toContain('Megasoft');
    expect((await done('orgs list --search Megasoft --json')).json).toHaveLength(1);
    expect((await done(`orgs get ${org.id}`)).out).toContain('cust-1');

    const made = (await done('directories create --org cust-1 --provider okta --name Okta --json')).json;
    const id = made.directory.id as string;
    const directory = { directoryId: id, secret: made.plain_secret as string };
    await app.user(directory, 'ada@example.com');
    expect((await done(`directories list --org ${org.id}`)).out).toMatch(/^ID .*\n.*OKTA/);
    expect((await done('directories list --json')).json).toEqual([expect.objectContaining({ id, total_users: 1 })]);
    // Found without its organization.
    expect((await done(`directories get ${id}`)).out).toContain('1 user, 0 groups');
    await done(`directories disable ${id}`);
    expect((await done(`directories get ${id} --org cust-1`)).out).toMatch(/^enabled +no$/m);
    await done(`directories enable ${id} --org cust-1`);
    await done(`directories delete ${id} --users erase --yes`);
    expect(await cli(`directories get ${id} --org cust-1`)).toMatchObject({ status: 1 });
    await done(`orgs delete ${org.id} --yes`);
    expect((await done('orgs list --json')).json).toEqual([]);
  });

  it('makes and tests endpoints, and shows, retries and replays deliveries', async () => {
    const receiver = await Receiver.start();
    try {
      const directory = await app.directory();
      const flags = `--org ${directory.organizationId} --types user_created,user_deleted`;
      const endpoint = (await done(`endpoints create ${receiver.url} ${flags} --json`)).json;
      expect(endpoint.event_types).toEqual([
        'organization.directory.user_created',
        'organization.directory.user_deleted',
      ]);
      expect((await done(`endpoints test ${endpoint.id}`)).out).toContain('delivered');
      receiver.answer = () => ({ status: 500, body: 'no\x1b[2Jgood' });
      expect(await cli(`endpoints test ${endpoint.id}`)).toMatchObject({ status: 1 });

      await app.user(directory, 'ada@example.com');
      await runSql(app.database.url, `INSERT INTO endpoint_pauses VALUES ('${endpoint.id}', '2100-01-31T12:00:00Z')`);
      const [delivery] = await until(async () => {
        const found = (await done(`deliveries list ${endpoint.id} --state pending --json`)).json;
        expect(found).toHaveLength(1);
        return found;
      });
      const waiting = (await done(`deliveries get ${delivery.id}`)).out;
      expect(waiting).toContain('organization.directory.user_created');
      expect(waiting).toMatch(/^waiting for {2}the endpoint: it failed too often, Rollcall pauses until 2100-01-31T/m);
      expect(waiting).not.toContain('next attempt');
      expect((await done(`endpoints get ${endpoint.id}`)).out).toMatch(/^paused +until 2100-01-31T/m);
      expect((await done(`deliveries list ${endpoint.id}`)).out).toMatch(/pending .* 2100-01-31T\S+$/m);
      expect((await done(`deliveries retry ${delivery.id} --json`)).json.state).toBe('pending');
      expect((await done(`replay ${endpoint.id} --since 24h --types user_created`)).out).toContain('0 deliveries');
      expect(await cli(`replay ${endpoint.id} --since yesterday`)).toMatchObject({ status: 2 });
      const begun = (await done(`resync ${directory.directoryId} ${endpoint.id} --json`)).json;
      expect(begun).toMatchObject({ kind: 'resync', endpoint_id: endpoint.id, state: 'starting' });
      expect((await done(`resends list ${endpoint.id}`)).out).toContain(begun.id);
      // Nobody sends here, so that there is something to stop waiting for.
      const stopped = start(['resends', 'get', endpoint.id, begun.id, '--wait']);
      stopped.stop();
      expect(await stopped.result).toBe(130);
      await runSql(app.database.url, `UPDATE resends SET state = 'done', finished_at = now() WHERE id = '${begun.id}'`);
      expect((await done(`resends get ${endpoint.id} ${begun.id} --wait`)).out).toContain('done');
      expect((await done(`endpoints secret ${endpoint.id}`)).out).toBe(`${endpoint.secret}\n`);
      const failed = (await done(`deliveries list ${endpoint.id} --type rollcall.test --json`)).json;
      const shown = await done(`deliveries get ${failed[0].id}`);
      expect(shown.out).not.toContain('\x1b');

      await done(`endpoints disable ${endpoint.id}`);
      expect((await done('endpoints list')).out).toContain('disabled');
      expect((await done(`endpoints enable ${endpoint.id}`)).out).toContain('enabled');
      await done(`endpoints delete ${endpoint.id}`);
      await app.delete(`organizations/${directory.organizationId}`);
    } finally {
      await receiver.close();
    }
  });

  it.each([
    ['okta', 'OKTA'],
    ['entra', 'MICROSOFT_AD'],
    ['onelogin', 'ONELOGIN'],
    ['jumpcloud', 'JUMPCLOUD'],
  ])('simulates %s', async (name, provider) => {
    const made = (await done(`simulate ${name} --users 7 --leave 2 --json`)).json;
    expect(made).toMatchObject({ users: 7, groups: 3, left: 2, secret: expect.any(String) as string });
    const path = `organizations/${made.organization_id}/directories/${made.directory_id}`;
    expect((await app.get(path)).body.directory).toMatchObject({ directory_provider: provider, status: 'COMPLETED' });
    const { users } = (await app.get(`${path}/users?page_size=100&active=true`)).body;
    expect(users).toHaveLength(5);
    expect(users[0]).toMatchObject({ given_name: 'Ada', email: 'ada.almeida.1@simulated.example' });
    expect(users[0].groups).toEqual([expect.objectContaining({ display_name: 'Engineering' })]);

    // Again, into the same directory: everybody is found, and who has left is back.
    const before = (await app.get(`${path}/secrets`)).body.secrets.length;
    await done(`simulate ${name} --users 7 --dir ${made.directory_id} --org ${made.organization_id}`);
    expect((await app.get(`${path}/users?active=true`)).body.total_size).toBe(7);
    expect((await app.get(`${path}/groups`)).body.total_size).toBe(3);
    const { secrets } = (await app.get(`${path}/secrets`)).body;
    expect(secrets).toHaveLength(before + 1);
    expect(secrets.filter(({ status }: { status: string }) => status === 'ACTIVE')).toHaveLength(1);
    await app.delete(`organizations/${made.organization_id}`);
  });

  it('shows the feed, from its beginning and as it grows', async () => {
    const directory = await app.directory();
    await app.user(directory, 'eve@example.com', { name: { formatted: 'Eve \x1b[31mRed' } });
    await app.events(`directory_id=${directory.directoryId}`, 1);
    const past = await done(`events tail --from-start --no-follow --dir ${directory.directoryId}`);
    expect(past.out).toMatch(/user_created +Eve .\[31mRed/);
    expect(past.out).not.toContain('\x1b');

    const tail = start(['events', 'tail', '--json', '--types', 'user_created', '--dir', directory.directoryId]);
    await until(() => expect(tail.err.join('')).toContain('Waiting for events'));
    const id = await app.user(directory, 'finn@example.com');
    await until(() => expect(lines(tail)).toMatchObject([{ data: { id } }]));
    tail.stop();
    expect(await tail.result).toBe(0);
  });

  it('forwards events in order, signed, and waits for a receiver that is down', async () => {
    const directory = await app.directory();
    const receiver = await Receiver.start();
    const { url, port } = receiver;
    await receiver.close();
    const args = ['listen', '--forward', url, '--dir', directory.directoryId, '--from-start', '--json'];
    const listening = start([...args, '--attempts', '2']);
    const ids = [];
    for (const name of ['ada', 'bob', 'cleo']) ids.push(await app.user(directory, `${name}@example.com`));
    await until(() => expect(lines(listening)[1]).toMatchObject({ error: 'ECONNREFUSED' }));

    const back = await Receiver.start(port);
    try {
      // Bob's is refused once, and comes again before Cleo's.
      let refusals = 0;
      back.answer = ({ rawBody }) => (rawBody.includes('bob@') && refusals++ === 0 ? { status: 500 } : {});
      await until(() => expect(back.received).toHaveLength(4), 30_000);
      const [{ secret }] = lines(listening) as [{ secret: string }];
      const events = back.received.map(
        ({ rawBody, headers }) =>
          new Webhook(secret).verify(rawBody, headers as Record<string, string>) as { data: { id: string } },
      );
      expect(events.map(({ data }) => data.id)).toEqual([ids[0], ids[1], ids[1], ids[2]]);
      await until(() => expect(lines(listening).filter(({ status }) => status === 200)).toHaveLength(3));
      listening.stop();
      expect(await listening.result).toBe(0);
      expect(listening.err.join('')).toMatch(/3 delivered, 0 refused\. Continue with --after evt_/);
    } finally {
      await back.close();
    }
  });

  it('finds that all is well, and what is not', async () => {
    const states = (result: Result) =>
      Object.fromEntries(
        result.json.findings.map(({ about, state }: { about: string; state: string }) => [about, state]),
      ) as Record<string, string>;
    const empty = await cli('doctor --json');
    expect(empty.status).toBe(0);
    expect(states(empty)).toEqual({
      reachable: 'well',
      version: 'well',
      ready: 'well',
      clock: 'well',
      'API key': 'well',
      endpoints: 'look',
      deprovisionings: 'well',
      sizes: 'well',
      names: 'well',
    });

    const { endpoint } = (await app.post('webhook_endpoints', { url: 'http://127.0.0.1:1/' })).body;
    await runSql(app.database.url, "UPDATE webhook_endpoints SET failing_since = now() - interval '1 hour'");
    const directory = await app.directory();
    const userId = await app.user(directory, 'leaver@example.com');
    await app.scim(directory, 'DELETE', `Users/${userId}`);
    await until(async () =>
      expect((await app.get('deprovisionings:unacknowledged')).body.deprovisionings).toHaveLength(1),
    );
    await runSql(app.database.url, "UPDATE deliveries SET created_at = created_at - interval '1 hour'");
    const sick = await cli('doctor');
    expect(sick.status).toBe(1);
    expect(sick.out).toMatch(/PROBLEM {2}endpoints: ep_\S+ http:\/\/127\.0\.0\.1:1\/ is failing since/);
    expect(sick.out).toMatch(/PROBLEM {2}deprovisionings: 1 not acknowledged/);
    expect(sick.out).toContain(`rollcall endpoints test ${endpoint.id}`);

    const { plain_key } = (await app.post('api_keys', { scopes: ['read'] })).body;
    const reader = await cli('doctor', { ROLLCALL_API_KEY: plain_key });
    expect(reader.out).toContain('scope read');
  });

  it('says what to do when it cannot be done', async () => {
    const refused = await cli('orgs list', { ROLLCALL_API_KEY: 'wrong' });
    expect(refused).toMatchObject({ status: 4, out: '' });
    expect(refused.err).toContain('ROLLCALL_API_KEY is not a live key');
    const away = await cli('doctor', { ROLLCALL_URL: 'http://127.0.0.1:1' });
    expect(away.status).toBe(1);
    expect(away.out).toContain('npm start starts one');
    const wrong = await cli('endpoints create nonsense');
    expect(wrong.status).toBe(1);
    expect(wrong.err).toMatch(
      /^Error: Rollcall refused the request:\n {2}url: .*\nRequest: POST \S+\nRequest id: \S+\n$/,
    );
    expect(await cli('orgs list', { ROLLCALL_API_KEY: '' })).toMatchObject({ status: 2 });
  });
});
