import { describe, expect, it } from 'vitest';
import { RollcallError } from './rollcall-error.js';
import { Transport } from './transport.js';

interface Sent {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
}
type Answer = Response | Error | 'never';

/** A broker that gives these answers, one after the other. */
function broker(...answers: Answer[]) {
  const ignored: string[] = [];
  const onIgnoredFields = (fields: string[], call: string) => ignored.push(`${call}: ${fields.join(' ')}`);
  const sent: Sent[] = [];
  const fetch = ((url: string, init: RequestInit) => {
    sent.push({
      url,
      method: init.method!,
      headers: init.headers as Record<string, string>,
      body: init.body as string,
    });
    const answer = answers[sent.length - 1]!;
    if (answer === 'never') {
      return new Promise((_, reject) => init.signal!.addEventListener('abort', () => reject(new Error('aborted'))));
    }
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }) as typeof globalThis.fetch;
  const options = { baseUrl: 'http://broker.test/', apiKey: 'rk_1', fetch, onIgnoredFields };
  return { sent, ignored, transport: new Transport(options) };
}

const ok = (body: unknown) => new Response(JSON.stringify(body));
const problem = (status: number, errorCode: string, headers = {}) =>
  new Response(
    JSON.stringify({
      code: 3,
      message: 'no good',
      details: [{ error_code: errorCode, field_violations: [{ field: 'url', description: 'must be https' }] }],
    }),
    { status, headers: { 'x-request-id': 'req-1', ...headers } },
  );
const get = { method: 'GET' as const, path: '/organizations' };
const post = { method: 'POST' as const, path: '/organizations', body: { display_name: 'Acme' } };

describe('Transport', () => {
  it('sends what the API expects', async () => {
    const { sent, transport } = broker(ok({ fine: true }));
    const query = { page_size: 5, page_token: undefined, types: ['a', 'b'], since: null };
    expect(await transport.json({ ...get, query })).toEqual({ fine: true });
    expect(sent[0]).toMatchObject({
      url: 'http://broker.test/api/v1/organizations?page_size=5&types=a&types=b',
      method: 'GET',
      headers: { authorization: 'Bearer rk_1' },
    });
    expect(sent[0]!.headers).not.toHaveProperty('idempotency-key');
  });

  it('tells what was refused', async () => {
    const { sent, transport } = broker(problem(400, 'VALIDATION_ERROR'));
    const error = await transport.json(post).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RollcallError);
    expect(error).toMatchObject({
      status: 400,
      code: 3,
      errorCode: 'VALIDATION_ERROR',
      fieldViolations: [{ field: 'url', description: 'must be https' }],
      requestId: 'req-1',
      message: 'POST /api/v1/organizations: no good',
    });
    expect(sent).toHaveLength(1);
  });

  it('sends a POST again under the same key, and each one under a key of its own', async () => {
    const { sent, transport } = broker(new TypeError('fetch failed'), problem(503, 'UNAVAILABLE'), ok({}), ok({}));
    await transport.json(post);
    await transport.json(post);
    const keys = sent.map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys.slice(0, 3)).toEqual([keys[0], keys[0], keys[0]]);
    expect(keys[3]).not.toBe(keys[0]);
  });

  it('takes the key that is given', async () => {
    const { sent, transport } = broker(ok({}));
    await transport.json(post, { idempotencyKey: 'order-7' });
    expect(sent[0]!.headers['idempotency-key']).toBe('order-7');
  });

  it('gives up in the end, with the last error', async () => {
    const { sent, transport } = broker(...Array.from({ length: 2 }, () => problem(502, 'UNAVAILABLE')));
    await expect(transport.json(get, { maxRetries: 1 })).rejects.toMatchObject({ status: 502 });
    expect(sent).toHaveLength(2);
  });

  it('does not wait for longer than a minute because it is asked to', async () => {
    const { sent, transport } = broker(problem(429, 'RATE_LIMITED', { 'retry-after': '3600' }));
    await expect(transport.json(get)).rejects.toMatchObject({ status: 429, retryAfter: 3_600 });
    expect(sent).toHaveLength(1);
  });

  it('takes what is gone after a lost answer for deleted, and nothing else', async () => {
    const call = { method: 'DELETE' as const, path: '/organizations/org_1' };
    const { transport } = broker(new TypeError('fetch failed'), problem(404, 'RESOURCE_NOT_FOUND'));
    expect(await transport.json(call)).toBeUndefined();
    await expect(broker(problem(404, 'RESOURCE_NOT_FOUND')).transport.json(call)).rejects.toMatchObject({
      status: 404,
    });
  });

  it('ends an attempt that takes too long', async () => {
    const { transport } = broker('never');
    const options = { timeout: 1, maxRetries: 0 };
    await expect(transport.json(get, options)).rejects.toMatchObject({ errorCode: 'TIMEOUT', status: undefined });
  });

  it("gives up with the caller's own reason, in a request and in a pause", async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const { transport } = broker('never');
    const call = transport.json(get, { signal: controller.signal });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);

    const later = new AbortController();
    const paused = broker(problem(429, 'RATE_LIMITED', { 'retry-after': '50' }));
    const waiting = paused.transport.json(get, { signal: later.signal });
    setImmediate(() => later.abort(reason));
    await expect(waiting).rejects.toBe(reason);
  });

  it('says so when something else answers', async () => {
    const page = () => new Response('<html>', { status: 200 });
    await expect(broker(page()).transport.json(get)).rejects.toMatchObject({ errorCode: 'BAD_ANSWER' });
    const moved = broker(new Response('', { status: 302 }));
    await expect(moved.transport.json(get)).rejects.toMatchObject({ errorCode: 'BAD_ANSWER', status: 302 });
  });

  it.each([
    { baseUrl: '', apiKey: 'k' },
    { baseUrl: 'ftp://x', apiKey: 'k' },
    { baseUrl: 'http://x', apiKey: '' },
  ])('refuses %j', (options) => expect(() => new Transport(options)).toThrow(TypeError));

  it('says which fields of a body the broker ignored', async () => {
    const answer = new Response('{}', { headers: { 'x-ignored-fields': 'nmae, settings.foo' } });
    const { transport, ignored } = broker(ok({}), answer);
    await transport.json({ method: 'POST', path: '/organizations', body: {} });
    expect(ignored).toEqual([]);
    await transport.json({ method: 'POST', path: '/organizations', body: {} });
    expect(ignored).toEqual(['POST /api/v1/organizations: nmae settings.foo']);
  });
});
