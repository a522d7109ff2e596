import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Victim } from './victim.js';

let victim: Victim;
beforeAll(async () => {
  victim = await Victim.start();
});
afterAll(() => victim.stop());

/** Long enough for 12,000 answers of half a megabyte to have been made, were they made. */
const ATTACK_MS = 6_000;

async function deaf(bytes: string): Promise<Socket> {
  const socket = connect(victim.port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.pause();
  socket.write(bytes);
  return socket;
}

const CERTIFICATE = fileURLToPath(new URL('../fixtures/tls/cert.pem', import.meta.url));
const KEY = fileURLToPath(new URL('../fixtures/tls/key.pem', import.meta.url));
/** Each of one connection: what counts is how many there are. */
const DEAF = 250;
/** For 250 handshakes, and for what was asked for to be made. */
const TLS_ATTACK_MS = 3_000;

describe('answers that nobody reads', () => {
  it('cost nothing over HTTP/1.1, however many requests are pipelined', async () => {
    const request = 'GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n';
    const damage = await victim.under(async () => {
      const sockets = await Promise.all(Array.from({ length: 8 }, () => deaf(request.repeat(1_500))));
      await wait(ATTACK_MS);
      for (const socket of sockets) socket.destroy();
    });
    expect(damage.grownMiB).toBeLessThan(150);
  });

  it('cost nothing over HTTP/2, with a window of 0', async () => {
    const damage = await victim.under(async () => {
      const sessions = Array.from({ length: 8 }, () =>
        connectHttp2(victim.url, { settings: { initialWindowSize: 0 } }).on('error', () => {}),
      );
      await Promise.all(sessions.map((session) => once(session, 'remoteSettings')));
      for (const session of sessions) {
        for (let stream = 0; stream < 100; stream++) {
          session.request({ ':path': '/openapi.json' }).on('error', () => {});
        }
      }
      await wait(ATTACK_MS);
      for (const session of sessions) session.destroy();
    });
    expect(damage.grownMiB).toBeLessThan(150);
  });
});

describe('answers that nobody reads over TLS', () => {
  let secure: Victim;
  beforeAll(async () => {
    secure = await Victim.start({ TLS_CERT: CERTIFICATE, TLS_KEY: KEY });
  });
  afterAll(() => secure.stop());

  it.each(['HTTP/1.1', 'HTTP/2'])('cost little, from many connections of %s', async (protocol) => {
    const target = { port: secure.port, host: '127.0.0.1', rejectUnauthorized: false };
    const damage = await secure.under(async () => {
      const clients = Array.from({ length: DEAF }, () => {
        if (protocol === 'HTTP/2') {
          const session = connectHttp2(secure.url, { rejectUnauthorized: false, settings: { initialWindowSize: 0 } });
          session
            .on('error', () => {})
            .once('remoteSettings', () => {
              session.request({ ':path': '/docs/scalar.js' }).on('error', () => {});
            });
          return session;
        }
        const socket = connectTls(target, () => {
          socket.pause();
          socket.write('GET /docs/scalar.js HTTP/1.1\r\nhost: x\r\n\r\n');
        });
        return socket.on('error', () => {});
      });
      await wait(TLS_ATTACK_MS);
      for (const client of clients) client.destroy();
    });
    expect(damage.grownMiB).toBeLessThan(250);
  });
});
