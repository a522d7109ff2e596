import { describe, expect, it } from 'vitest';
import { JWT_BEARER } from './client-assertion.js';
import { readTokenRequest } from './token-request.js';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const grant = { grant_type: 'client_credentials' };

describe('readTokenRequest', () => {
  it('takes credentials from the body or from Basic', () => {
    const body = { ...grant, client_id: 'a', client_secret: 'b' };
    expect(readTokenRequest(body, undefined)).toMatchObject({
      clientId: 'a',
      proof: { kind: 'secret', secret: 'b', sentIn: 'client_secret_post' },
      scopes: undefined,
    });
    expect(readTokenRequest(grant, basic('c:d%3A:e'))).toMatchObject({
      clientId: 'c',
      proof: { secret: 'd::e', sentIn: 'client_secret_basic' },
    });
    const named = { ...grant, client_id: 'c' };
    expect(readTokenRequest(named, basic('c:d'))).toMatchObject({ clientId: 'c', proof: { secret: 'd' } });
    expect(readTokenRequest(grant, basic('c:100%'))).toMatchObject({ proof: { secret: '100%' } });
  });

  it.each([
    { client_secret: 'd' },
    { client_id: 'c', client_secret: 'd' },
    { client_assertion: 'e' },
    { client_id: 'x' },
  ])('refuses Basic beside %j (RFC 6749 §2.3)', (body) => {
    expect(readTokenRequest({ ...grant, ...body }, basic('c:d'))).toMatchObject({ error: 'invalid_request' });
  });

  it('splits scopes', () => {
    const body = { ...grant, client_id: 'a', client_secret: 'b', scope: ' read  write' };
    expect(readTokenRequest(body, undefined)).toMatchObject({ scopes: ['read', 'write'] });
  });

  it('takes the client of an assertion from its sub (RFC 7521 §4.2)', () => {
    const sub = Buffer.from(JSON.stringify({ sub: 'sec_1' })).toString('base64url');
    const assertion = `e30.${sub}.AAAA`;
    const form = { ...grant, client_assertion: assertion, client_assertion_type: JWT_BEARER };
    expect(readTokenRequest(form, undefined)).toMatchObject({
      clientId: 'sec_1',
      proof: { kind: 'assertion', assertion },
    });
    expect(readTokenRequest({ ...form, client_id: 'sec_1' }, undefined)).toMatchObject({ clientId: 'sec_1' });
    expect(readTokenRequest({ ...form, client_id: 'sec_2' }, undefined)).toMatchObject({ error: 'invalid_client' });
    expect(readTokenRequest({ ...form, client_secret: 'x' }, undefined)).toMatchObject({ error: 'invalid_request' });
    expect(readTokenRequest({ ...form, client_assertion_type: 'saml' }, undefined)).toMatchObject({
      error: 'invalid_client',
    });
    expect(readTokenRequest({ ...form, client_assertion: 'x' }, undefined)).toMatchObject({ error: 'invalid_client' });
  });

  it.each([
    [undefined, 'invalid_request'],
    [{}, 'invalid_request'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
    [grant, 'invalid_client'],
    [{ ...grant, client_id: 'a' }, 'invalid_client'],
    [{ ...grant, client_id: ['a', 'b'], client_secret: 'c' }, 'invalid_request'],
    [{ ...grant, client_id: 'a', client_secret: 'c', resource: ['x', 'y'] }, 'invalid_request'],
  ])('refuses %j as %s', (body, error) => {
    expect(readTokenRequest(body, 'Basic !')).toMatchObject({ error });
  });
});
