import { once } from 'node:events';
import { lookup } from 'node:dns/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { NameServer } from '../support/name-server.js';
import { AddressPolicy, HostNames, type HostNamesOptions, Sender } from '#webhooks';

const SILENT = Array.from({ length: 40 }, (_, n) => `silent${n}.test`);

let server: NameServer;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hosts-'));
  server = await NameServer.start({
    'hooks.test': { A: '192.0.2.7', AAAA: '2001:db8::7' },
    'local.test': { A: '127.0.0.1' },
    'late.test': { A: '192.0.2.9', lateMs: 1_500 },
    'four.test': { A: '192.0.2.4' },
    'six.test': { AAAA: '2001:db8::6' },
    'half.test': { A: '192.0.2.5', AAAA: 'silence' },
    'empty.test': {},
    'hidden.test': { AAAA: 'silence' },
    'failing.test': 'failing',
    'refused.test': 'refused',
    'listed.test': { A: '192.0.2.8' },
    ...Object.fromEntries(SILENT.map((name) => [name, { A: 'silence', AAAA: 'silence' } as const])),
  });
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

const nobody = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));

function names(options: HostNamesOptions = {}, hosts = ''): HostNames {
  const hostsFile = join(directory, 'hosts');
  writeFileSync(hostsFile, hosts);
  return new HostNames({ servers: [server.address], hostsFile, askSystem: nobody, serverMs: 5_000, ...options });
}

describe('a name has the addresses', () => {
  it('that its name server says, of IPv4 first', async () => {
    const v4 = { address: '192.0.2.7', family: 4 };
    expect(await names().resolve('Hooks.Test.')).toEqual([v4, { address: '2001:db8::7', family: 6 }]);
    expect(await names().resolve('four.test')).toEqual([{ address: '192.0.2.4', family: 4 }]);
    expect(await names().resolve('six.test')).toEqual([{ address: '2001:db8::6', family: 6 }]);
  });

  it('of one family where the name server is silent about the other', async () => {
    expect(await names().resolve('half.test')).toEqual([{ address: '192.0.2.5', family: 4 }]);
  });

  it('of the hosts file before all others', async () => {
    const hosts = '# ours\n10.0.0.8 other.test Listed.test # here\nfd00::8 listed.test\nnonsense\n';
    const listed = [
      { address: '10.0.0.8', family: 4 },
      { address: 'fd00::8', family: 6 },
    ];
    expect(await names({}, hosts).resolve('listed.test')).toEqual(listed);
  });

  it('that the next name server says, where the first one fails or refuses', async () => {
    const second = await NameServer.start({
      'failing.test': { A: '192.0.2.1' },
      'refused.test': { A: '192.0.2.2' },
    });
    const one = names({ servers: [server.address, second.address] });
    expect(await one.resolve('failing.test')).toEqual([{ address: '192.0.2.1', family: 4 }]);
    expect(await one.resolve('refused.test')).toEqual([{ address: '192.0.2.2', family: 4 }]);
    await second.stop();
  });

  it('that come late, also from a server that has been quick', async () => {
    const one = names({ serverMs: 2_500 });
    for (let n = 0; n < 5; n++) await one.resolve('four.test');
    const late = one.resolve('late.test');
    // c-ares looks at its times when it has something to read.
    const others = setInterval(() => void one.resolve('four.test').catch(() => undefined), 50);
    expect(await late).toEqual([{ address: '192.0.2.9', family: 4 }]);
    clearInterval(others);
  });

  it('of which the system alone knows', async () => {
    const inner = [{ address: '10.0.0.9', family: 4 }];
    for (const name of ['unknown.test', 'refused.test', 'empty.test', 'a'.repeat(64)])
      expect(await names({ askSystem: async () => inner }).resolve(name), name).toEqual(inner);
    const nothingListens = names({ servers: ['127.0.0.1:9'], askSystem: async () => inner });
    expect(await nothingListens.resolve('inner')).toEqual(inner);
  });

  it('and whoever asks meanwhile gets the same', async () => {
    const one = names();
    const asked = () => server.asked.filter((question) => question.endsWith(' hooks.test'));
    const before = asked().length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => one.resolve('hooks.test')));
    expect(new Set(answers).size).toBe(1);
    expect(asked().slice(before).toSorted()).toEqual(['A hooks.test', 'AAAA hooks.test']);
    await one.resolve('hooks.test');
    expect(asked()).toHaveLength(before + 4);
  });
});

describe('a name has no address', () => {
  it('where nobody knows of it', async () => {
    await expect(names().resolve('unknown.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(names().resolve('empty.test')).rejects.toMatchObject({ code: 'ENODATA' });
  });

  it('for now where a server fails or is silent, and the system is not asked', async () => {
    const askSystem = vi.fn(nobody);
    for (const name of ['failing.test', 'hidden.test', 'silent0.test']) {
      await expect(names({ askSystem, limitMs: 500 }).resolve(name), name).rejects.toMatchObject({
        code: 'EAI_AGAIN',
      });
    }
    expect(askSystem).not.toHaveBeenCalled();
  });

  it('after the limit, whatever servers and system do', async () => {
    const silent = names({ limitMs: 50 });
    await expect(silent.resolve('silent0.test')).rejects.toMatchObject({ code: 'EAI_AGAIN' });
    const hanging = names({ limitMs: 500, askSystem: () => new Promise(() => {}) });
    await expect(hanging.resolve('unknown.test')).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  });
});

it('a name whose server is silent sends no other name to the next server', async () => {
  const second = await NameServer.start({ 'hooks.test': { A: '203.0.113.7' }, 'four.test': { A: '203.0.113.4' } });
  const one = names({ servers: [server.address, second.address], serverMs: 100, limitMs: 3_000 });
  const silent = SILENT.slice(0, 3).map((name) =>
    one.resolve(name).catch((error: NodeJS.ErrnoException) => error.code),
  );
  const over = Promise.all(silent).then(() => true);
  do {
    expect(await one.resolve('four.test')).toEqual([{ address: '192.0.2.4', family: 4 }]);
    expect(await one.resolve('hooks.test')).toHaveLength(2);
  } while (!(await Promise.race([over, wait(20, false)])));
  // The next server knows nothing of these.
  expect(await Promise.all(silent)).toEqual(['ENOTFOUND', 'ENOTFOUND', 'ENOTFOUND']);
  expect(second.asked.filter((question) => /four|hooks/.test(question))).toEqual([]);
  await second.stop();
});

it('nobody is asked any more about a name that nobody waits for', async () => {
  const one = names({ serverMs: 100, limitMs: 500 });
  await expect(one.resolve('silent0.test')).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  const asked = server.asked.filter((question) => question.endsWith(' silent0.test')).length;
  await wait(1_500);
  expect(server.asked.filter((question) => question.endsWith(' silent0.test'))).toHaveLength(asked);
});

it('names whose servers are silent hold up neither other names nor those of the database', async () => {
  const one = names({ limitMs: 60_000 });
  let ended = 0;
  for (const name of SILENT) {
    void one.resolve(name).catch(() => {
      ended += 1;
    });
  }
  expect(await one.resolve('hooks.test')).toHaveLength(2);
  expect(await lookup('localhost')).toMatchObject({ address: expect.stringMatching(/^127\.|::1/) });
  expect(ended).toBe(0);
});

it('webhooks to names whose servers are silent hold up no other webhook', async () => {
  const receiver = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  const one = names({ limitMs: 2_000 });
  const sender = new Sender({
    addressPolicy: new AddressPolicy({ allowPrivate: true, resolve: one.resolve }),
    timeoutMs: 20_000,
    userAgent: 'Rollcall/test',
    connectionsPerOrigin: 2,
  });
  const over = new AbortController();
  const post = (host: string) =>
    sender.send({ url: `http://${host}:${port}/`, headers: {}, body: '{}', signal: over.signal });
  const stuck = SILENT.map(post);
  expect(await post('local.test')).toMatchObject({ kind: 'response', status: 200 });
  over.abort();
  for (const result of await Promise.all(stuck)) expect(result).toMatchObject({ kind: 'error' });
  await sender.close();
  receiver.close();
});
