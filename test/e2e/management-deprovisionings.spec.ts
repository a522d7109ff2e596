import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#directory';
import { runSql } from '../support/index.js';
import { FINISH } from '../support/seed-deliveries.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

it('lists who left and whom no application acknowledged, until it does', async () => {
  const directory = await app.directory();
  const path = 'deprovisionings:unacknowledged';
  const { endpoint } = (
    await app.post('webhook_endpoints', { url: 'http://127.0.0.1:9/', directory_id: directory.directoryId })
  ).body as { endpoint: { id: string } };
  const userId = await app.user(directory, 'ada@example.com');
  expect((await app.get(path)).body).toEqual({
    deprovisionings: [],
    total_size: 0,
    next_page_token: '',
    prev_page_token: '',
  });
  await app.scim(directory, 'DELETE', `Users/${userId}`);
  const { body } = await app.get(path);
  expect(body).toMatchObject({
    total_size: 1,
    deprovisionings: [
      {
        event_type: 'organization.directory.user_deleted',
        user_id: userId,
        organization_id: directory.organizationId,
        endpoint_id: endpoint.id,
        state: 'pending',
        attempts: 0,
      },
    ],
  });
  const metrics = await (await fetch(`${app.api.url}/metrics`)).text();
  expect(metrics).toMatch(/^rollcall_deprovisionings_unacknowledged 1$/m);
  expect(metrics).toMatch(/^rollcall_deprovisionings_oldest_unacknowledged_seconds \d/m);

  await app.patch(`webhook_endpoints/${endpoint.id}`, { enabled: false });
  expect((await app.get(path)).body.deprovisionings).toMatchObject([{ state: 'held', next_attempt_at: null }]);
  const [{ id }] = body.deprovisionings as [{ id: string }];
  await runSql(app.database.url, FINISH, [id, 'exhausted']);
  expect((await app.get(path)).body.deprovisionings).toMatchObject([{ id, state: 'exhausted' }]);
  await runSql(app.database.url, FINISH, [id, 'delivered']);
  expect((await app.get(path)).body.total_size).toBe(0);
});

it('counts what a replay has brought as acknowledged', async () => {
  const directory = await app.directory();
  const path = 'deprovisionings:unacknowledged';
  await app.post('webhook_endpoints', { url: 'http://127.0.0.1:9/', directory_id: directory.directoryId });
  const userId = await app.user(directory, 'grace@example.com');
  await app.scim(directory, 'DELETE', `Users/${userId}`);
  const [{ id }] = (await app.get(path)).body.deprovisionings as [{ id: string }];
  await runSql(app.database.url, FINISH, [id, 'exhausted']);
  const replayed = newId('dlv');
  await runSql(
    app.database.url,
    `INSERT INTO deliveries (id, event_id, endpoint_id, resource_id, event_type, lane, plain_update, replay)
     SELECT $1, event_id, endpoint_id, resource_id, event_type, 0, false, true FROM delivery_log WHERE id = $2`,
    [replayed, id],
  );
  expect((await app.get(path)).body.deprovisionings).toMatchObject([{ id, state: 'exhausted' }]);
  await runSql(app.database.url, FINISH, [replayed, 'delivered']);
  expect((await app.get(path)).body.total_size).toBe(0);
});
