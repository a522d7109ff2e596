import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that Linux gives to whoever asks for any, and to outgoing connections (32768 to 60999); the bus of a Redis Cluster, which
 * is 10,000 higher, too.
 */
const [FIRST, LAST] = [12_000, 22_000];

/** A loopback port for somebody who listens later, or comes back to it: meanwhile nobody gets it by chance. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    const probe = createServer();
    const listening = once(probe, 'listening').then(
      () => true,
      () => false,
    );
    probe.listen(port, '127.0.0.1');
    if (!(await listening)) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
