import { type JsonObject, type JsonValue } from '@bufbuild/protobuf';

/**
 * Which REST operation an RPC is. `{field}` is a field of the request message, `body` the field that is the body (without one, or
 * beside it, fields are query parameters), `*` all that are not in the path, as google.api.http has it.
 */
export interface RpcRoute {
  rest: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  body?: string;
  /** What the message says in words that REST has others for. */
  toRest?: Change;
  fromRest?: Change;
}

type Change = (object: JsonObject) => JsonObject;

const ORGANIZATION = '/organizations/{id}';
/** The same; some messages call it so. */
const OF_ORGANIZATION = '/organizations/{organization_id}';
const DIRECTORIES = '/organizations/{organization_id}/directories';
const DIRECTORY = `${DIRECTORIES}/{id}` as const;
/** The same; some messages call it so. */
const OF_DIRECTORY = `${DIRECTORIES}/{directory_id}` as const;

const getOrganization: RpcRoute = { rest: `GET ${ORGANIZATION}`, fromRest: inField('organization', withRegion) };
const organizationPage = inList('organizations', withRegion);
const oneDirectory = inField('directory', withMappings);

/** By service and method, below /api/v1. What is not here is not implemented. */
export const RPC_ROUTES: Record<string, Record<string, RpcRoute>> = {
  'scalekit.v1.organizations.OrganizationService': {
    CreateOrganization: { ...getOrganization, rest: 'POST /organizations', body: 'organization', toRest: clearEmpty },
    UpdateOrganization: {
      ...getOrganization,
      rest: `PATCH ${ORGANIZATION}`,
      body: 'organization',
      toRest: (fields) => applyMask(clearEmpty(fields)),
    },
    GetOrganization: getOrganization,
    GetOrganizationByExternalId: getOrganization,
    ListOrganization: { rest: 'GET /organizations', fromRest: organizationPage },
    SearchOrganization: { rest: 'GET /organizations:search', fromRest: organizationPage },
    DeleteOrganization: { rest: `DELETE ${ORGANIZATION}` },
    UpdateOrganizationSettings: {
      ...getOrganization,
      rest: `PATCH ${ORGANIZATION}/settings`,
      body: 'settings',
      toRest: inField(
        'settings',
        inList('features', (feature) => ({ enabled: false, ...feature })),
      ),
    },
    GeneratePortalLink: { rest: `PUT ${ORGANIZATION}/portal_links` },
    GetPortalLinks: { rest: `GET ${ORGANIZATION}/portal_links` },
    DeletePortalLink: { rest: `DELETE ${ORGANIZATION}/portal_links` },
    DeletePortalLinkByID: { rest: `DELETE ${ORGANIZATION}/portal_links/{link_id}` },
    GetOrganizationSessionPolicy: { rest: `GET ${OF_ORGANIZATION}/session-policy` },
    UpdateOrganizationSessionPolicy: { rest: `PATCH ${OF_ORGANIZATION}/session-policy`, body: '*' },
    GetApplicationSessionPolicy: { rest: `GET ${OF_ORGANIZATION}/application-session-policy` },
    GetOrganizationUserManagementSetting: { rest: `GET ${OF_ORGANIZATION}/settings/usermanagement` },
    UpsertUserManagementSettings: { rest: `PATCH ${OF_ORGANIZATION}/settings/usermanagement`, body: 'settings' },
  },
  'scalekit.v1.directories.DirectoryService': {
    CreateDirectory: { rest: `POST ${DIRECTORIES}`, body: 'directory', fromRest: oneDirectory },
    ListDirectories: { rest: `GET ${DIRECTORIES}`, fromRest: inList('directories', withMappings) },
    GetDirectory: { rest: `GET ${DIRECTORY}`, fromRest: oneDirectory },
    UpdateDirectory: { rest: `PATCH ${DIRECTORY}`, body: 'directory', fromRest: oneDirectory },
    DeleteDirectory: { rest: `DELETE ${DIRECTORY}` },
    EnableDirectory: { rest: `PATCH ${DIRECTORY}:enable` },
    DisableDirectory: { rest: `PATCH ${DIRECTORY}:disable` },
    AssignGroupsForDirectory: { rest: `PUT ${DIRECTORY}/groups:assign`, body: '*' },
    AssignRoles: {
      rest: `PUT ${DIRECTORY}/groups/-/roles:assign`,
      body: 'role_assignments',
      toRest: inField('role_assignments', inList('assignments')),
    },
    UpdateAttributes: {
      rest: `PUT ${DIRECTORY}/attributes`,
      body: 'attribute_mapping',
      toRest: inField('attribute_mapping', inList('attributes')),
      fromRest: withMappings,
    },
    ListDirectoryUsers: { rest: `GET ${OF_DIRECTORY}/users` },
    ListDirectoryGroups: { rest: `GET ${OF_DIRECTORY}/groups` },
    ListDirectoryGroupsSummary: { rest: `GET ${OF_DIRECTORY}/groups/summary` },
    CreateDirectorySecret: { rest: `POST ${OF_DIRECTORY}/secrets` },
    RegenerateDirectorySecret: { rest: `POST ${OF_DIRECTORY}/secrets:regenerate` },
    TriggerDirectorySync: { rest: `POST ${OF_DIRECTORY}:sync` },
    GetDirectoryContext: { rest: `GET ${OF_DIRECTORY}/contexts` },
    UpdateDirectoryContext: { rest: `PUT ${OF_DIRECTORY}/contexts`, body: 'context' },
  },
  'scalekit.v1.events.EventsService': {
    ListEvents: { rest: 'POST /events', body: 'filter', toRest: inField('filter', ofOthers) },
    ListEventsPaginated: { rest: 'POST /events/paginated', body: 'filter', toRest: inField('filter', ofOthers) },
  },
};

/** Messages have no null: empty text is how their fields are cleared. */
function clearEmpty(fields: JsonObject): JsonObject {
  const organization = asObject(fields['organization']);
  const cleared = Object.entries(organization).map(([name, value]) => [
    name,
    value === '' && name !== 'display_name' ? null : value,
  ]);
  return { ...fields, organization: Object.fromEntries(cleared) as JsonObject };
}

/** A mask says which fields change: those it names and the message does not have are cleared. */
function applyMask({ update_mask: mask, ...fields }: JsonObject): JsonObject {
  if (typeof mask !== 'string' || mask === '') return fields;
  const given = asObject(fields['organization']);
  const organization: JsonObject = {};
  for (const path of mask.split(',')) {
    // `organization.externalId`, as some clients write it, is `externalId`.
    const name = path
      .split('.')
      .at(-1)!
      .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    organization[name] = given[name] ?? (name === 'metadata' ? {} : null);
  }
  return { ...fields, organization };
}

/** What happened at sign-in, and in connected accounts: there are no such events here, so a filter for them matches none. */
function ofOthers(filter: JsonObject): JsonObject {
  const foreign = ['auth_request_id', 'interceptor_', 'connection_id', 'connected_account_id'];
  const asked = Object.keys(filter).some((name) => foreign.some((start) => name.startsWith(start)));
  return asked ? { ...filter, event_types: ['none'] } : filter;
}

/** `us` here, an enumeration in messages: regions that it does not know are unspecified. */
function withRegion(organization: JsonObject): JsonObject {
  return { ...organization, region_code: String(organization['region_code'] ?? '').toUpperCase() };
}

/** Messages have one source for an attribute: the first, where there are fallbacks. All groups are tracked. */
function withMappings(directory: JsonObject): JsonObject {
  const mappings = asObject(directory['attribute_mappings']);
  const attributes = ((mappings['attributes'] ?? []) as JsonObject[]).map(({ map_to: source, ...attribute }) => ({
    ...attribute,
    map_to: Array.isArray(source) ? (source[0] ?? '') : (source ?? ''),
  }));
  return { ...directory, attribute_mappings: { attributes }, groups_tracked: 'ALL' };
}

/** Messages have neither empty objects nor empty lists; REST wants to be told of both. */
function inField(name: string, change: Change): Change {
  return (object) => ({ ...object, [name]: change(asObject(object[name])) });
}

function inList(name: string, change: Change = (object) => object): Change {
  return (object) => ({ ...object, [name]: ((object[name] ?? []) as JsonObject[]).map(change) });
}

function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
