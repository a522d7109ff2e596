// Clients of one directory, in a process of their own, so that what they cost the measurement is their use of the processor and nothing
// else. One message says what to send, a second one that it is enough. Then says how many creates there were, and what was answered.
import { once } from 'node:events';
import { Agent, request } from 'undici';
import { ownAddress } from './own-address.mjs';

const [{ base, secret, clients, filter, patienceMs }] = await once(process, 'message');
const dispatcher = new Agent({ localAddress: ownAddress, connections: clients, pipelining: 1 });
const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/scim+json' };
const statuses = new Set();
let made = 0;
let over = false;

async function create() {
  const userName = `busy${++made}.${process.pid}@example.com`;
  const body = JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName, active: true });
  const { statusCode, body: answer } = await request(`${base}/Users`, { method: 'POST', headers, body, dispatcher });
  await answer.dump();
  statuses.add(statusCode);
}

async function search() {
  const signal = AbortSignal.timeout(patienceMs);
  const url = `${base}/Users?filter=${encodeURIComponent(filter)}`;
  try {
    const { body } = await request(url, { headers, signal, dispatcher });
    await body.dump();
  } catch {
    // Abandoned, as it is meant to be.
  }
}

async function repeat() {
  while (!over) await (filter === undefined ? create() : search());
}

const all = Array.from({ length: clients }, repeat);
const began = performance.now();
process.send('sending');
await Promise.race([once(process, 'message'), once(process, 'disconnect')]);
over = true;
const perSecond = (1_000 * made) / (performance.now() - began);
await Promise.all(all);
if (process.connected) process.send({ statuses: [...statuses], perSecond });
process.disconnect?.();
