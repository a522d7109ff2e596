import { type RestClient } from './rest-client.js';

const EXTERNAL_ID = 'rollcall-demo';

export interface DemoDirectory {
  id: string;
  /** REST path of the directory. */
  path: string;
  /** SCIM base URL, which an administrator pastes into the identity provider. */
  base: string;
  secret: string;
}

export interface Acme {
  organizationId: string;
  okta: DemoDirectory;
  entra: DemoDirectory;
  endpointId: string;
  /** Of the webhook endpoint. */
  signingSecret: string;
}

/** Creates Acme with its two directories and a webhook endpoint. One of an earlier run is deleted first. */
export async function createAcme(api: RestClient, webhookUrl: string): Promise<Acme> {
  await deleteAcme(api);
  const { organization } = await api.post<{ organization: { id: string } }>('/organizations', {
    display_name: 'Acme',
    external_id: EXTERNAL_ID,
  });
  const okta = await createDirectory(api, organization.id, 'OKTA', 'Acme Okta');
  const entra = await createDirectory(api, organization.id, 'MICROSOFT_AD', 'Acme Entra ID');
  const { endpoint } = await api.post<{ endpoint: { id: string; secret: string } }>('/webhook_endpoints', {
    url: webhookUrl,
    description: 'The receiver of the demo',
    organization_id: organization.id,
  });
  return { organizationId: organization.id, okta, entra, endpointId: endpoint.id, signingSecret: endpoint.secret };
}

async function createDirectory(
  api: RestClient,
  organizationId: string,
  provider: string,
  name: string,
): Promise<DemoDirectory> {
  const directories = `/organizations/${organizationId}/directories`;
  const { directory } = await api.post<{ directory: { id: string } }>(directories, {
    directory_type: 'SCIM',
    directory_provider: provider,
    name,
  });
  const path = `${directories}/${directory.id}`;
  const { plain_secret: secret } = await api.post<{ plain_secret: string }>(`${path}/secrets`, {});
  // Not `directory_endpoint`: that is how the outside world gets here.
  return { id: directory.id, path, base: `${api.url}/directory/${directory.id}/scim/v2`, secret };
}

/** The endpoint before the organization: nobody listens there any more. */
async function deleteAcme(api: RestClient): Promise<void> {
  const found = await api.call<{ organization: { id: string } }>('GET', `/organizations:external/${EXTERNAL_ID}`);
  if (found === undefined) return;
  const { id } = found.organization;
  const { endpoints } = await api.get<{ endpoints: { id: string }[] }>(
    `/webhook_endpoints?organization_id=${id}&page_size=100`,
  );
  for (const endpoint of endpoints) await api.call('DELETE', `/webhook_endpoints/${endpoint.id}`);
  await api.call('DELETE', `/organizations/${id}`);
}
