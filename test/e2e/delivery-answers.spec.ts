import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#directory';
import { DeliveryRig } from '../support/delivery-rig.js';
import { freePort } from '../support/free-port.js';
import { until, type ReceivedRequest } from '../support/index.js';
import { seedDelivery } from '../support/seed-deliveries.js';

let rig: DeliveryRig;
beforeAll(async () => {
  rig = await DeliveryRig.create();
});
afterEach(() => rig.clear());
afterAll(() => rig.close());

const FAST = { ROLLCALL_RETRY_SCHEDULE: Array(7).fill('100ms').join(',') };
const bodyOf = ({ rawBody }: ReceivedRequest) =>
  JSON.parse(rawBody.toString()) as { id: string; type: string; data: { id: string } };

describe('an answer', () => {
  it('of 410 disables the endpoint and holds what it has not got', async () => {
    const receiver = await rig.receiver();
    receiver.answer = () => ({ status: 410 });
    const endpoint = await rig.endpoint(receiver.url);
    const user = newId('diruser');
    const deliveries = [
      await seedDelivery(rig.pool, endpoint.id, user, 'user_created'),
      await seedDelivery(rig.pool, endpoint.id, user),
    ];
    await rig.startWorker(FAST);
    const enabled = async () =>
      (await rig.pool.query('SELECT enabled, disabled_reason FROM webhook_endpoints WHERE id = $1', [endpoint.id]))
        .rows;
    await until(async () =>
      expect(await enabled()).toEqual([{ enabled: false, disabled_reason: 'it answered 410 Gone' }]),
    );
    expect(await rig.states()).toEqual({ retrying: 1, pending: 1 });

    receiver.answer = () => ({});
    await rig.pool.query('UPDATE webhook_endpoints SET enabled = true, disabled_reason = NULL');
    await until(async () => expect(await rig.states()).toEqual({ delivered: 2 }));
    expect(receiver.received.map((request) => bodyOf(request).id)).toEqual([
      deliveries[0]!.eventId,
      deliveries[0]!.eventId,
      deliveries[1]!.eventId,
    ]);
  });

  it('of 301 is a failure and never followed', async () => {
    const [receiver, elsewhere] = [await rig.receiver(), await rig.receiver()];
    receiver.answer = () => ({ status: 301, headers: { location: elsewhere.url } });
    const endpoint = await rig.endpoint(receiver.url);
    const delivery = await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    await rig.startWorker({ ROLLCALL_RETRY_SCHEDULE: '50ms' });
    await until(async () =>
      expect(await rig.delivery(delivery.id)).toMatchObject({ state: 'exhausted', last_status: 301 }),
    );
    expect(elsewhere.received).toEqual([]);
    expect(await rig.attempts(delivery.id)).toMatchObject([
      { status: 301, error: expect.stringContaining('redirects are not followed') },
      { status: 301 },
    ]);
  });

  it('that takes too long is a timeout', async () => {
    const receiver = await rig.receiver();
    receiver.answer = (_request, index) => (index === 0 ? { dripMs: 20 } : {});
    const endpoint = await rig.endpoint(receiver.url);
    const delivery = await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    await rig.startWorker({ ...FAST, ROLLCALL_REQUEST_TIMEOUT: '200ms' });
    await until(async () => expect(await rig.delivery(delivery.id)).toMatchObject({ state: 'delivered', attempts: 2 }));
    expect(await rig.attempts(delivery.id)).toMatchObject([
      { outcome: 'failed', status: null, error: expect.stringContaining('timeout') },
      { outcome: 'delivered', status: 200, error: null },
    ]);
  });

  it('is kept up to 16 KiB', async () => {
    const receiver = await rig.receiver();
    receiver.answer = () => ({ bodyBytes: 20_000 });
    const endpoint = await rig.endpoint(receiver.url);
    const delivery = await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    await rig.startWorker();
    await until(async () => expect(await rig.delivery(delivery.id)).toMatchObject({ state: 'delivered' }));
    expect((await rig.attempts(delivery.id))[0]!.response_body).toHaveLength(16_384);
  });
});

describe('a receiver', () => {
  it('that was down gets everything when it is up', async () => {
    const receiver = await rig.receiver(await freePort());
    const { port, url } = receiver;
    await receiver.close();
    const endpoint = await rig.endpoint(url);
    const delivery = await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    await rig.startWorker({ ROLLCALL_RETRY_SCHEDULE: Array(50).fill('200ms').join(',') });
    await until(async () => expect((await rig.attempts(delivery.id)).length).toBeGreaterThan(1));
    expect((await rig.attempts(delivery.id))[0]).toMatchObject({
      error: expect.stringContaining('connection_refused'),
    });
    const again = await rig.receiver(port);
    await again.next();
    await until(async () => expect(await rig.delivery(delivery.id)).toMatchObject({ state: 'delivered' }));
  });

  it('gets the events of each user in order, while one of them fails and the others flow', async () => {
    const receiver = await rig.receiver();
    const users = Array.from({ length: 10 }, () => newId('diruser'));
    const failing = users[3]!;
    const endpoint = await rig.endpoint(receiver.url);
    const expected = new Map<string, string[]>(users.map((user) => [user, []]));
    for (let round = 0; round < 6; round++) {
      for (const user of users) {
        expected.get(user)!.push((await seedDelivery(rig.pool, endpoint.id, user, 'user_created')).eventId);
      }
    }
    let blocked = true;
    receiver.answer = (request) => ({ status: blocked && bodyOf(request).data.id === failing ? 500 : 200 });
    await rig.startWorker({ ROLLCALL_RETRY_SCHEDULE: Array(100).fill('100ms').join(',') });
    await until(async () => expect(await rig.states()).toMatchObject({ delivered: 54, pending: 5 }));
    blocked = false;
    await until(async () => expect(await rig.states()).toEqual({ delivered: 60 }));
    for (const user of users) {
      const ids = receiver.received
        .map(bodyOf)
        .filter(({ data }) => data.id === user)
        .map(({ id }) => id);
      expect([...new Set(ids)]).toEqual(expected.get(user));
      expect(ids.slice(-6)).toEqual(expected.get(user));
    }
  });

  it('gets a deprovisioning ahead of any backlog, and nothing of that user after it', async () => {
    const receiver = await rig.receiver();
    const endpoint = await rig.endpoint(receiver.url, { rateLimit: 20 });
    const leaver = newId('diruser');
    for (let i = 0; i < 60; i++) await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    const update = await seedDelivery(rig.pool, endpoint.id, leaver);
    const deletion = await seedDelivery(rig.pool, endpoint.id, leaver, 'user_deleted');
    await rig.startWorker();
    await receiver.next(({ headers }) => headers['webhook-id'] === deletion.eventId);
    expect(await rig.states()).toMatchObject({ superseded: 1 });
    expect((await rig.states())['delivered'] ?? 0).toBeLessThan(50);
    expect(await rig.delivery(update.id)).toMatchObject({ state: 'superseded', attempts: 0 });
    await until(async () => expect(await rig.states()).toEqual({ delivered: 61, superseded: 1 }));
    expect(receiver.received.filter(({ headers }) => headers['webhook-id'] === update.eventId)).toEqual([]);
  });

  it('that hangs holds up no other, however many such there are', async () => {
    const [hanging, healthy] = [await rig.receiver(), await rig.receiver()];
    hanging.answer = () => ({ hang: true });
    for (let i = 0; i < 20; i++) {
      const { id } = await rig.endpoint(hanging.url);
      await Promise.all(Array.from({ length: 40 }, () => seedDelivery(rig.pool, id, newId('diruser'))));
    }
    await rig.startWorker({ ROLLCALL_REQUEST_TIMEOUT: '60s' });
    await hanging.next();
    const endpoint = await rig.endpoint(healthy.url);
    await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    await healthy.next();
    await hanging.close();
  });
});

describe('an endpoint', () => {
  it('of the Polis format gets its words and its signature, and what Polis has no word for is canceled', async () => {
    const receiver = await rig.receiver();
    const endpoint = await rig.endpoint(receiver.url, { payloadFormat: 'polis' });
    const user = newId('diruser');
    await seedDelivery(rig.pool, endpoint.id, user, 'user_created', {
      data: { directory_id: 'dir_1', given_name: 'Ann' },
    });
    const test = await seedDelivery(rig.pool, endpoint.id, user);
    await rig.pool.query(
      `UPDATE events SET body = replace(body, 'organization.directory.user_updated', 'rollcall.test') WHERE id = $1`,
      [test.eventId],
    );
    await rig.startWorker();
    const { headers, rawBody } = await receiver.next();
    const body = rawBody.toString();
    expect(JSON.parse(body)).toMatchObject({
      event: 'user.created',
      tenant: 'org_1',
      directory_id: 'dir_1',
      data: { id: user, first_name: 'Ann' },
    });
    const [, time, signature] = /^t=(\d+),s=([0-9a-f]+)$/.exec(headers['boxyhq-signature'] as string)!;
    expect(signature).toBe(createHmac('sha256', endpoint.secret).update(`${time}.${body}`).digest('hex'));
    await until(async () => expect(await rig.delivery(test.id)).toMatchObject({ state: 'canceled', attempts: 0 }));
    expect(receiver.received).toHaveLength(1);
  });

  it('without a secret fails like any other, and delivers when it has one', async () => {
    const receiver = await rig.receiver();
    const endpoint = await rig.endpoint(receiver.url);
    await rig.pool.query(`UPDATE endpoint_secrets SET expires_at = now() - interval '1 hour' WHERE endpoint_id = $1`, [
      endpoint.id,
    ]);
    const delivery = await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    await rig.startWorker({ ROLLCALL_RETRY_SCHEDULE: Array(100).fill('200ms').join(',') });
    await until(async () =>
      expect(await rig.attempts(delivery.id)).toMatchObject([
        { error: expect.stringContaining('could not be signed') },
      ]),
    );
    expect(receiver.received).toEqual([]);
    await rig.pool.query('UPDATE endpoint_secrets SET expires_at = NULL WHERE endpoint_id = $1', [endpoint.id]);
    await receiver.next();
  });

  it('whose secrets this worker cannot read is left alone, and holds up no other', async () => {
    const receiver = await rig.receiver();
    const [unreadable, readable] = [await rig.endpoint(receiver.url), await rig.endpoint(receiver.url)];
    await rig.pool.query(`UPDATE endpoint_secrets SET cipher = '\\x0102' WHERE endpoint_id = $1`, [unreadable.id]);
    const left = await seedDelivery(rig.pool, unreadable.id, newId('diruser'));
    const sent = await seedDelivery(rig.pool, readable.id, newId('diruser'));
    await rig.startWorker();
    await receiver.next(({ headers }) => headers['webhook-id'] === sent.eventId);
    expect(await rig.delivery(left.id)).toMatchObject({ state: 'pending', attempts: 0 });
  });

  it('gets its own headers, which cannot replace the signature', async () => {
    const receiver = await rig.receiver();
    const endpoint = await rig.endpoint(receiver.url, {
      headers: { Authorization: 'Basic eA==', 'Webhook-Id': 'forged' },
    });
    const delivery = await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    await rig.startWorker();
    const { headers } = await receiver.next();
    expect(headers).toMatchObject({ authorization: 'Basic eA==', 'webhook-id': delivery.eventId });
  });
});
