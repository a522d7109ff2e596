import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { verifyWebhook } from './verify-webhook.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
const BODY = '{"id":"evt_1","type":"organization.directory.user_deleted","data":{"id":"diruser_1","name":"Zoë"}}';
const NOW = new Date('2026-01-31T12:00:00Z');
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

/** As the reference implementation signs. */
function signed(secrets: string[], time = NOW, body = BODY): Record<string, string> {
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(time.getTime() / 1_000),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign('evt_1', time, body)).join(' '),
  };
}

const verify = (
  secret: string | string[],
  headers: Parameters<typeof verifyWebhook>[1],
  body: string | Uint8Array = BODY,
) => verifyWebhook(secret, headers, body, { now: NOW });

describe('verifyWebhook', () => {
  it('gives the event, whose type says what its data is', () => {
    const event = verify(SECRET, signed([SECRET]));
    if (event.type !== 'organization.directory.user_deleted') throw new Error('another type');
    const left: false = event.data.active;
    expect(left).toBeUndefined();
    expect(event.data.name).toBe('Zoë');
  });

  it.each([
    ['bytes', Buffer.from(BODY)],
    ['a plain array of bytes', new Uint8Array(Buffer.from(BODY))],
  ])('takes %s', (_what, body) => expect(verify(SECRET, signed([SECRET]), body).id).toBe('evt_1'));

  it.each([
    ['of the web', new Headers(signed([SECRET]))],
    [
      'in any case',
      Object.fromEntries(Object.entries(signed([SECRET])).map(([name, value]) => [name.toUpperCase(), value])),
    ],
    ['as arrays', Object.fromEntries(Object.entries(signed([SECRET])).map(([name, value]) => [name, [value]]))],
  ])('takes headers %s', (_what, headers) => expect(verify(SECRET, headers).id).toBe('evt_1'));

  it('takes any of several signatures, and any of several secrets', () => {
    expect(verify(SECRET, signed([OTHER, SECRET])).id).toBe('evt_1');
    expect(verify([OTHER, SECRET], signed([SECRET])).id).toBe('evt_1');
    const unknown = signed([SECRET]);
    unknown['webhook-signature'] = `v9,xyz ${unknown['webhook-signature']}`;
    expect(verify(SECRET, unknown).id).toBe('evt_1');
  });

  it('allows five minutes either way', () => {
    for (const seconds of [-300, 300]) expect(verify(SECRET, signed([SECRET], at(seconds))).id).toBe('evt_1');
    expect(() => verify(SECRET, signed([SECRET], at(-301)))).toThrow(expect.objectContaining({ reason: 'too_old' }));
    expect(() => verify(SECRET, signed([SECRET], at(301)))).toThrow(expect.objectContaining({ reason: 'too_new' }));
  });

  const good = signed([SECRET]);
  it.each([
    ['another secret', signed([OTHER]), BODY, 'bad_signature'],
    ['another body', good, BODY.replace('evt_1', 'evt_2'), 'bad_signature'],
    ['another id', { ...good, 'webhook-id': 'evt_2' }, BODY, 'bad_signature'],
    ['another time', { ...good, 'webhook-timestamp': String(at(1).getTime() / 1_000) }, BODY, 'bad_signature'],
    [
      'a cut signature',
      { ...good, 'webhook-signature': good['webhook-signature']!.slice(0, -8) },
      BODY,
      'bad_signature',
    ],
    ['an empty signature', { ...good, 'webhook-signature': 'v1,' }, BODY, 'bad_signature'],
    ['no signature', { ...good, 'webhook-signature': undefined }, BODY, 'missing_headers'],
    ['a time that is none', { ...good, 'webhook-timestamp': 'NaN' }, BODY, 'bad_timestamp'],
    ['a body that is no JSON', signed([SECRET], NOW, 'x'), 'x', 'bad_body'],
  ])('refuses %s', (_what, headers, body, reason) => {
    expect(() => verify(SECRET, headers, body)).toThrow(
      expect.objectContaining({ name: 'WebhookVerificationError', reason }),
    );
  });

  it('says so when it is used in a wrong way', () => {
    expect(() => verify(SECRET, good, JSON.parse(BODY) as string)).toThrow(/raw body/);
    for (const secret of ['', 'whsec_', 'whsec_ä', undefined as unknown as string, []]) {
      expect(() => verify(secret, good)).toThrow(TypeError);
    }
  });
});
