import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AccessCache } from '../../apps/api/src/scim/access-cache.js';
import { deny, GateServer } from '../support/gate-server.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
let gate: GateServer;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  gate = await GateServer.start();
  gate.answer = deny('no seats');
  app = await ManagementClient.start();
});
afterAll(async () => {
  await app.stop();
  await gate.close();
});
beforeEach(async () => {
  directory = await app.directory();
});
afterEach(() => void vi.restoreAllMocks());

const WRITERS = 4;
const ROUNDS = 8;

/** What closes the directory to writes, and what opens it again. */
const ACCESS: Record<string, { close(): Promise<{ status: number }>; open(): Promise<{ status: number }> }> = {
  'the allowlist': {
    close: () => app.call('PUT', `/api/v1/${directory.path}/ip_allowlist`, { cidrs: ['203.0.113.0/24'] }),
    open: () => app.call('PUT', `/api/v1/${directory.path}/ip_allowlist`, { cidrs: [] }),
  },
  'whether it is enabled': {
    close: () => app.patch(`${directory.path}:disable`),
    open: () => app.patch(`${directory.path}:enable`),
  },
  'a gate that lets nobody in': {
    close: () => app.call('PUT', gatePath(), { url: gate.url }),
    open: () => app.call('PUT', gatePath(), { url: gate.url, enabled: false }),
  },
};
const gatePath = () => `/api/v1/organizations/${directory.organizationId}/provisioning_gate`;

interface Write {
  writer: number;
  began: number;
  ended: number;
  status: number;
}

/** From the answer that began it to the request that ended it. */
interface Period {
  isOpen: boolean;
  from: number;
  to: number;
}

describe.each([
  ['of which the process hears', false],
  ['of which the process hears nothing', true],
])('writes that meet changes %s', (_how, hearsNothing) => {
  it.each(Object.keys(ACCESS))('follow %s', async (what) => {
    if (hearsNothing) vi.spyOn(AccessCache.prototype, 'forget').mockReturnValue(undefined);
    const { close, open } = ACCESS[what]!;
    const writes: Write[] = [];
    let isOver = false;
    async function write(writer: number): Promise<void> {
      for (let n = 0; !isOver; n++) {
        const began = performance.now();
        const { status } = await app.scim(directory, 'POST', 'Users', { userName: `w${writer}-${n}@example.com` });
        writes.push({ writer, began, ended: performance.now(), status });
      }
    }
    const writing = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    const periods: Period[] = [];
    try {
      for (let round = 0; round < ROUNDS; round++) {
        for (const isOpen of [false, true]) {
          expect((await (isOpen ? open() : close())).status).toBeLessThan(300);
          const from = performance.now();
          // Each writer begins and ends a write while it is so.
          const whole = () => new Set(writes.filter(({ began }) => began >= from).map(({ writer }) => writer));
          await Promise.race([writing, vi.waitUntil(() => whole().size === WRITERS, { interval: 1, timeout: 20_000 })]);
          periods.push({ isOpen, from, to: performance.now() });
        }
      }
    } finally {
      isOver = true;
      await writing;
    }
    const seen = periods.flatMap(({ isOpen, from, to }) =>
      writes
        .filter(({ began, ended }) => began >= from && ended <= to)
        .map(({ status }) => `${isOpen ? 'open' : 'closed'}: ${status}`),
    );
    expect(new Set(seen)).toEqual(new Set(['open: 201', 'closed: 403']));
    // One that meets a change may be asked to come again.
    expect(writes.filter(({ status }) => ![201, 403, 503].includes(status))).toEqual([]);
    const { total_size } = (await app.get(`${directory.path}/users`)).body;
    expect(total_size).toBe(writes.filter(({ status }) => status === 201).length);
  });
});
