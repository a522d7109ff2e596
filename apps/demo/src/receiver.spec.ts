import { describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { type Event } from '#simulation';
import { Receiver } from './receiver.js';

const SECRET = `whsec_${Buffer.alloc(24, 3).toString('base64')}`;

async function send(url: string, id: string, secret: string): Promise<number> {
  const body = JSON.stringify({ id, type: 'organization.directory.user_created', data: { id: 'diruser_1' } });
  const at = new Date();
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

describe('Receiver', () => {
  it('while it is down answers 500, and takes the same event afterwards', async () => {
    const events: Event[] = [];
    const turnedAway: Event[] = [];
    const receiver = await Receiver.start(
      (event) => events.push(event),
      (event) => turnedAway.push(event),
    );
    try {
      receiver.trust(SECRET);
      receiver.isDown = true;
      const down = receiver.until(() => receiver.turnedAway.size === 1, 10_000);
      expect([await send(receiver.url, 'evt_1', SECRET), await send(receiver.url, 'evt_1', SECRET)]).toEqual([
        500, 500,
      ]);
      await down;
      expect([events.length, turnedAway.length, receiver.refused]).toEqual([0, 1, 0]);
      receiver.isDown = false;
      expect(await send(receiver.url, 'evt_1', SECRET)).toBe(204);
      expect(events.map(({ id }) => id)).toEqual(['evt_1']);
    } finally {
      await receiver.close();
    }
  });

  it('takes an event once, and refuses what somebody else has signed', async () => {
    const events: Event[] = [];
    const receiver = await Receiver.start((event) => events.push(event));
    try {
      expect(await send(receiver.url, 'evt_0', SECRET)).toBe(401);
      receiver.trust(SECRET);
      expect(await send(receiver.url, 'evt_1', SECRET)).toBe(204);
      expect(await send(receiver.url, 'evt_1', SECRET)).toBe(204);
      expect(await send(receiver.url, 'evt_2', `whsec_${Buffer.alloc(24, 4).toString('base64')}`)).toBe(401);
      expect(events.map(({ id }) => id)).toEqual(['evt_1']);
      expect(receiver.refused).toBe(2);
      expect(await receiver.all(['evt_1', 'evt_2'], 1)).toEqual(['evt_2']);
    } finally {
      await receiver.close();
    }
  });
});
