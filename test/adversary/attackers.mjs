// Attackers in a process of their own: each sends the requests in turn, again and again, until it is enough. Then says how many there were,
// and what was answered.
import { once } from 'node:events';
import { Agent, request } from 'undici';
import { ownAddress } from './own-address.mjs';

const [{ url, requests, clients }] = await once(process, 'message');
const dispatcher = new Agent({
  localAddress: ownAddress,
  connections: clients,
  pipelining: 1,
  headersTimeout: 60_000,
  bodyTimeout: 60_000,
});
const statuses = {};
let sent = 0;
let over = false;

async function attack(client) {
  for (let n = client; !over; n++) {
    const { path, ...asked } = requests[n % requests.length];
    try {
      const { statusCode, body } = await request(url + path, { ...asked, dispatcher });
      await body.dump({ limit: 1e9 });
      statuses[statusCode] = (statuses[statusCode] ?? 0) + 1;
    } catch (error) {
      statuses[error.code] = (statuses[error.code] ?? 0) + 1;
    }
    sent += 1;
  }
}

const all = Array.from({ length: clients }, (_, client) => attack(client));
const began = performance.now();
process.send('sending');
await Promise.race([once(process, 'message'), once(process, 'disconnect')]);
over = true;
const perSecond = (1_000 * sent) / (performance.now() - began);
await Promise.all(all);
if (process.connected) process.send({ statuses, perSecond });
process.disconnect?.();
