import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { decodeProtectedHeader } from 'jose';
import { ManagementClient, type Reply } from './management-client.js';

let client: ManagementClient;
let base: string;
let directory: string;
let oauth: { client_id: string; client_secret: string };

beforeAll(async () => {
  client = await ManagementClient.start();
});
afterAll(() => client.stop());

beforeEach(async () => {
  const { body } = await client.post('organizations', { display_name: 'Acme' });
  base = `organizations/${body.organization.id}/directories`;
  directory = (await client.post(base, { directory_provider: 'MICROSOFT_AD' })).body.directory.id;
  oauth = (await client.post(`${base}/${directory}/oauth_clients`)).body;
});

const token = (form: Record<string, string>, headers: Record<string, string> = {}, of = directory): Promise<Reply> =>
  client.call('POST', `/directory/${of}/oauth/token`, new URLSearchParams(form).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    ...headers,
  });
const credentials = () => ({ grant_type: 'client_credentials', ...oauth });
const users = (bearer: string, of = directory): Promise<Reply> =>
  client.call('GET', `/directory/${of}/scim/v2/Users`, undefined, { authorization: `Bearer ${bearer}` });

it('exchanges credentials from the body or the Basic header for a token that opens this directory (ENTRA-R22)', async () => {
  const inBody = await token(credentials());
  expect(inBody.status).toBe(200);
  expect(inBody.headers.get('cache-control')).toBe('no-store');
  expect(inBody.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
  const basic = Buffer.from(`${oauth.client_id}:${oauth.client_secret}`).toString('base64');
  const inHeader = await token({ grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` });
  expect(inHeader.status).toBe(200);
  for (const { body } of [inBody, inHeader]) expect((await users(body.access_token)).status).toBe(200);
});

it('writes with a token, and stops with the client: the token is refused at once', async () => {
  const { body } = await token(credentials());
  const create = () =>
    client.call(
      'POST',
      `/directory/${directory}/scim/v2/Users`,
      { userName: `ann${Math.random()}` },
      {
        authorization: `Bearer ${body.access_token}`,
      },
    );
  expect((await create()).status).toBe(201);
  expect((await client.call('DELETE', `/api/v1/${base}/${directory}/oauth_clients/${oauth.client_id}`)).status).toBe(
    204,
  );
  expect((await create()).status).toBe(401);
  expect((await token(credentials())).body.error).toBe('invalid_client');
});

it('keeps tokens, clients and bearer secrets apart', async () => {
  const other = (await client.post(base, {})).body.directory.id as string;
  const { body } = await token(credentials());
  expect((await users(body.access_token, other)).status).toBe(401);
  expect((await token(credentials(), {}, other)).status).toBe(401);
  // A client's secret is no bearer token, and a directory's token is no API key.
  expect((await users(oauth.client_secret)).status).toBe(401);
  const rest = await client.call('GET', '/api/v1/organizations', undefined, {
    authorization: `Bearer ${body.access_token}`,
  });
  expect(rest.status).toBe(401);
  const listed = (await client.get(`${base}/${directory}`)).body.directory.secrets as unknown[];
  expect(listed).toEqual([]);
});

it('gives nothing to a client that was deleted a moment ago, whatever else asks at the same time', async () => {
  for (let round = 0; round < 20; round++) {
    const made = (await client.post(`${base}/${directory}/oauth_clients`)).body;
    const form = { grant_type: 'client_credentials', ...made };
    expect((await token(form)).status).toBe(200);
    await client.call('DELETE', `/api/v1/${base}/${directory}/oauth_clients/${made.client_id}`);
    const answers = await Promise.all([token(form), token(form), token(form)]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  }
});

it('refuses parameters that are sent twice (RFC 6749 §3.2)', async () => {
  const form = new URLSearchParams(credentials());
  form.append('client_id', 'other');
  for (const path of [`/directory/${directory}/oauth/token`, '/oauth/token']) {
    const answer = await client.call('POST', path, form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
    expect(answer.body.error_description).toContain('client_id');
  }
});

it('signs access tokens as such (RFC 9068): typ at+jwt', async () => {
  const { body } = await token(credentials());
  expect(decodeProtectedHeader(body.access_token)).toMatchObject({ typ: 'at+jwt', alg: 'RS256' });
});

it('names what is wrong with a token request', async () => {
  expect((await token({ ...credentials(), client_secret: 'wrong' })).status).toBe(401);
  expect((await token({ client_id: 'x' })).body.error).toBe('invalid_request');
  expect((await token({ ...credentials(), grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
});

it('answers under a base URL without an underscore, for consoles that take none', async () => {
  const { body } = await token(credentials());
  expect((await users(body.access_token, directory.replace('dir_', 'dir-'))).status).toBe(200);
});
