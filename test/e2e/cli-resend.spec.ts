import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadEnvironment } from '#config';
import { run } from '../../apps/cli/src/run.js';
import { startWorker, type RunningWorker } from '../../apps/worker/src/main.js';
import { Receiver, until } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

let app: ManagementClient;
let worker: RunningWorker;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let receiver: Receiver;
let endpoint: string;

beforeAll(async () => {
  app = await ManagementClient.start();
  directory = await app.directory();
  worker = await startWorker(
    loadEnvironment({
      DATABASE_URL: app.database.url,
      ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
      ROLLCALL_RETRY_SCHEDULE: '50ms',
      ROLLCALL_RETRY_JITTER: '0',
    }),
    { logger: false },
  );
});
afterAll(async () => {
  await worker.close();
  await app.stop();
});
beforeEach(async () => {
  receiver = await Receiver.start();
  const input = { url: receiver.url, directory_id: directory.directoryId };
  endpoint = (await app.post('webhook_endpoints', input)).body.endpoint.id;
});
afterEach(async () => {
  await app.delete(`webhook_endpoints/${endpoint}`);
  await receiver.close();
});

async function cli(args: string) {
  const [out, err]: [string[], string[]] = [[], []];
  const status = await run(args.split(' '), {
    env: { ROLLCALL_URL: app.api.url, ROLLCALL_API_KEY: API_KEY },
    out: { write: (text) => out.push(text) },
    err: { write: (text) => err.push(text) },
    signal: new AbortController().signal,
  });
  return { status, out: out.join(''), err: err.join('') };
}

/** Three users whose events have arrived. */
async function delivered(prefix: string): Promise<void> {
  for (const name of ['ada', 'bob', 'eve']) await app.user(directory, `${prefix}-${name}`);
  await until(async () => {
    const { body } = await app.get(`webhook_endpoints/${endpoint}/deliveries?state=delivered`);
    expect(body.total_size).toBe(3);
  });
}

describe('replay --wait', () => {
  it('ends with 0 when every delivery has arrived', async () => {
    await delivered('arrives');
    const { status, out } = await cli(`replay ${endpoint} --since 1h --wait`);
    expect(out).toMatch(/^Resending 3 deliveries \(rsd_\w+\): 3 delivered, 0 waiting, 0 failed\.\n$/);
    expect(status).toBe(0);
    expect(receiver.received).toHaveLength(6);
  });

  it('ends with 1 when some were given up', async () => {
    await delivered('fails');
    const [refused] = receiver.received.map(({ headers }) => headers['webhook-id']);
    receiver.answer = ({ headers }) => ({ status: headers['webhook-id'] === refused ? 500 : 204 });
    const { status, out } = await cli(`replay ${endpoint} --since 1h --wait`);
    expect(out).toContain('2 delivered, 0 waiting, 1 failed');
    expect(status).toBe(1);
    const [resend] = (await app.get(`webhook_endpoints/${endpoint}/resends`)).body.resends;
    expect(resend).toMatchObject({ state: 'done', expected: 3, deliveries: 3, delivered: 2, waiting: 0, failed: 1 });
    const again = await cli(`resends get ${endpoint} ${resend.id}`);
    expect(again.out).toContain('deliveries   3: 2 delivered, 0 waiting, 1 failed');
    expect([again.status, (await cli(`resends get ${endpoint} ${resend.id} --wait`)).status]).toEqual([0, 1]);
  });

  it('ends with 1 when the endpoint is disabled, and says so', async () => {
    await delivered('gone');
    receiver.answer = () => ({ status: 410 });
    const { status, out, err } = await cli(`replay ${endpoint} --since 1h --wait`);
    expect(out).toMatch(/[1-3] waiting, 0 failed/);
    expect(err).toMatch(
      /Stopped waiting: the endpoint is disabled\. [1-3] deliver(y|ies) still waits?\. Enable the endpoint to send\./,
    );
    expect(status).toBe(1);
  });

  it('ends with 1 when some still wait at the time-out', async () => {
    await delivered('waits');
    receiver.answer = () => ({ hang: true });
    const { status, out, err } = await cli(`replay ${endpoint} --since 1h --wait --timeout 5s`);
    expect(out).toContain('0 delivered, 3 waiting, 0 failed');
    expect(err).toMatch(/^Stopped waiting after 5 s: 3 deliveries still wait\.$/m);
    // Everything is queued soon, and then the broker has done its part.
    const id = await until(async () => {
      const [, row] = (await cli(`resends list ${endpoint}`)).out.split('\n');
      expect(row).toMatch(/ replay +waiting +0 of 3 +3 +0 +\S+$/);
      return /(rsd_\w+)/.exec(row!)![1];
    });
    const shown = (await cli(`resends get ${endpoint} ${id}`)).out;
    expect(shown).toMatch(/^state +waiting$/m);
    expect(shown).not.toContain('finished');
    expect(err).toContain(`rollcall resends get ${endpoint} rsd_`);
    expect(status).toBe(1);
  });

  it('returns at once without it', async () => {
    await delivered('leaves');
    receiver.answer = () => ({ hang: true });
    const { status, out } = await cli(`replay ${endpoint} --since 1h --types user_deleted`);
    expect(out).toMatch(/^Resending 0 deliveries/);
    expect(status).toBe(0);
    expect((await cli(`replay ${endpoint} --since 1h`)).out).toContain('0 delivered, 3 waiting, 0 failed');
    expect(await cli(`replay ${endpoint} --since 1h --wait --timeout soon`)).toMatchObject({ status: 2 });
  });
});

it('resync --wait counts its beginning and its end', async () => {
  const { status, out } = await cli(`resync ${directory.directoryId} ${endpoint} --wait`);
  const [resend] = (await app.get(`webhook_endpoints/${endpoint}/resends`)).body.resends;
  expect(resend).toMatchObject({ state: 'done', waiting: 0, failed: 0 });
  expect(out).toContain(`deliveries   ${resend.expected}: ${resend.expected} delivered, 0 waiting, 0 failed`);
  expect([resend.deliveries, resend.delivered]).toEqual([resend.expected, resend.expected]);
  expect(receiver.received).toHaveLength(resend.expected);
  expect(status).toBe(0);
});
