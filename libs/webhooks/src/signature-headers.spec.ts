import { ScalekitClient } from '@scalekit-sdk/node';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { newSecret } from './secret.js';
import { signatureHeaders } from './signature-headers.js';

const scalekit = new ScalekitClient('http://x', 'id', 'secret');
const body = JSON.stringify({ type: 'organization.directory.user_created', data: { name: 'Zoë 🦊' } });

describe('signatureHeaders', () => {
  it("signs the specification's own vector", () => {
    const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };
    expect(signatureHeaders(message, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('takes a Date, cut to the second', () => {
    const at = (timestamp: Date | number) => signatureHeaders({ id: 'evt_1', timestamp, body }, ['whsec_AAAA']);
    expect(at(new Date(1614265330_999))).toEqual(at(1614265330));
  });

  it('signs bytes and text alike', () => {
    const sign = (payload: string | Buffer) => signatureHeaders({ id: 'evt_1', timestamp: 1, body: payload }, ['AAAA']);
    expect(sign(Buffer.from(body))).toEqual(sign(body));
  });

  it('lists the newest secret first', () => {
    const message = { id: 'evt_1', timestamp: 1614265330, body };
    const [next, old] = [newSecret(), newSecret()];
    const both = signatureHeaders(message, [next, old])['webhook-signature'];
    const one = (secret: string) => signatureHeaders(message, [secret])['webhook-signature'];
    expect(both).toBe(`${one(next)} ${one(old)}`);
  });

  it('does not send unsigned', () => {
    expect(() => signatureHeaders({ id: 'evt_1', timestamp: 1, body }, [])).toThrow(TypeError);
  });
});

describe.each([
  [
    'standardwebhooks',
    (secret: string, headers: Record<string, string>, payload: string) => {
      new Webhook(secret).verify(payload, headers);
    },
  ],
  [
    '@scalekit-sdk/node',
    (secret: string, headers: Record<string, string>, payload: string) => {
      if (!scalekit.verifyWebhookPayload(secret, headers, payload)) throw new Error('not verified');
    },
  ],
])('what %s verifies', (_library, verify) => {
  const [next, old] = [newSecret(), newSecret()];
  const headers = { ...signatureHeaders({ id: 'evt_1', timestamp: new Date(), body }, [next, old]) };

  it('verifies with either secret while a rotation overlaps', () => {
    expect(() => verify(next, headers, body)).not.toThrow();
    expect(() => verify(old, headers, body)).not.toThrow();
  });

  it('fails on another secret, another body, another id', () => {
    expect(() => verify(newSecret(), headers, body)).toThrow();
    expect(() => verify(next, headers, `${body} `)).toThrow();
    expect(() => verify(next, { ...headers, 'webhook-id': 'evt_2' }, body)).toThrow();
  });

  it('fails on a replay of ten minutes ago', () => {
    const then = new Date(Date.now() - 600_000);
    const stale = { ...signatureHeaders({ id: 'evt_1', timestamp: then, body }, [next]) };
    expect(() => verify(next, stale, body)).toThrow();
  });
});
