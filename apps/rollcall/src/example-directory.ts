import type { GeneratedSecrets } from './generated-secrets.js';
import { ownFetch } from './own-fetch.js';

const EXTERNAL_ID = 'example';

type Json = Record<string, Record<string, string>>;

/**
 * Creates an organization with a directory and a secret through the public API, so that the curl that is printed works.
 * What a crash left half done is found again by the organization's external id.
 */
export async function createExample(url: string, apiKey: string): Promise<NonNullable<GeneratedSecrets['example']>> {
  const call = caller(url, apiKey);
  // Created first: only a crash leaves one behind, and asking for it first would log a 404 at every first start.
  const organization =
    (await call('POST', '/organizations', { display_name: 'Example', external_id: EXTERNAL_ID })) ??
    (await call('GET', `/organizations:external/${EXTERNAL_ID}`));
  const organizationId = organization?.['organization']?.['id'];
  const directories = `/organizations/${organizationId}/directories`;
  const created = await call('POST', directories, {
    directory_type: 'SCIM',
    directory_provider: 'GENERIC',
    name: 'Example directory',
  });
  const directoryId = created?.['directory']?.['id'];
  const secret = (await call('POST', `${directories}/${directoryId}/secrets`, {}))?.['plain_secret'];
  if (!organizationId || !directoryId || typeof secret !== 'string') throw new Error('the API answered without ids');
  return { organizationId, directoryId, secret };
}

/** Whether the example is still there: its owner may have deleted it. */
export async function exampleExists(url: string, apiKey: string, example: NonNullable<GeneratedSecrets['example']>) {
  const path = `/organizations/${example.organizationId}/directories/${example.directoryId}`;
  return (await caller(url, apiKey)('GET', path)) !== undefined;
}

/** Calls answer undefined where there is nothing (404) or something already (409), and throw on any other failure. */
function caller(url: string, apiKey: string) {
  return async (method: string, path: string, body?: object): Promise<Json | undefined> => {
    const response = await ownFetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    if (response.status === 404 || response.status === 409) return undefined;
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
    return (await response.json()) as Json;
  };
}
