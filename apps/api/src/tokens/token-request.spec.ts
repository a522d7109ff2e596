import { describe, expect, it } from 'vitest';
import { readTokenRequest } from './token-request.js';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const grant = { grant_type: 'client_credentials' };

describe('readTokenRequest', () => {
  it('takes credentials from the body or from Basic', () => {
    const body = { ...grant, client_id: 'a', client_secret: 'b' };
    expect(readTokenRequest(body, undefined)).toMatchObject({ clientId: 'a', clientSecret: 'b', scopes: undefined });
    expect(readTokenRequest(grant, basic('c:d%3A:e'))).toMatchObject({ clientId: 'c', clientSecret: 'd::e' });
    const named = { ...grant, client_id: 'c' };
    expect(readTokenRequest(named, basic('c:d'))).toMatchObject({ clientId: 'c', clientSecret: 'd' });
    expect(readTokenRequest(grant, basic('c:100%'))).toMatchObject({ clientSecret: '100%' });
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
