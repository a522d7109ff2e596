import { EVENT_TYPES, type EventType } from '#directory';
import { ENTERPRISE_URN } from '#scim';
import { type DataSchema } from './event-schemas.js';
import { EVENT_CATALOGUE, isInFeed } from './event-catalogue.js';

type Json = Record<string, unknown>;

const id = (prefix: string, end: string): string => `${prefix}_01KB4Z7Q3M8XN5T2VWPE6RJ${end}`;
const DIRECTORY = id('dir', 'D1R');
const ORGANIZATION = id('org', '0RG');
const GROUP = id('dirgroup', 'GRP');
const USER = id('diruser', 'VSR');
const ENDPOINT = id('ep', 'EP1');
const AT = '2026-11-27T17:00:01.204Z';
const EARLIER = '2026-11-27T17:00:00.913Z';

const user = {
  id: USER,
  directory_id: DIRECTORY,
  organization_id: ORGANIZATION,
  dp_id: '00u1abcd',
  external_id: '00u1abcd',
  email: 'ada@megasoft.example',
  emails: ['ada@megasoft.example'],
  preferred_username: 'ada@megasoft.example',
  name: 'Ada Lovelace',
  given_name: 'Ada',
  family_name: 'Lovelace',
  nickname: null,
  title: 'Engineering Manager',
  department: 'Engineering',
  division: null,
  organization: 'Megasoft',
  cost_center: '4130',
  employee_id: '701984',
  user_type: null,
  manager: '00u0xyz9',
  phone_number: '+49 30 901820',
  address: null,
  locale: 'en-US',
  language: null,
  zoneinfo: 'Europe/Berlin',
  picture: null,
  profile: null,
  active: true,
  groups: [{ id: GROUP, name: 'Engineering', display_name: 'Engineering' }],
  roles: [{ role_name: 'developer' }],
  custom_attributes: {},
  raw_attributes: {
    userName: 'ada@megasoft.example',
    externalId: '00u1abcd',
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    emails: [{ value: 'ada@megasoft.example', type: 'work', primary: true }],
    phoneNumbers: [{ value: '+49 30 901820', type: 'work' }],
    title: 'Engineering Manager',
    locale: 'en-US',
    timezone: 'Europe/Berlin',
    active: true,
    [ENTERPRISE_URN]: {
      employeeNumber: '701984',
      costCenter: '4130',
      organization: 'Megasoft',
      department: 'Engineering',
      manager: { value: '00u0xyz9' },
    },
  },
  version: 7,
};

const group = {
  id: GROUP,
  directory_id: DIRECTORY,
  organization_id: ORGANIZATION,
  display_name: 'Engineering',
  external_id: '00g1abcd',
  dp_id: '00g1abcd',
  raw_attributes: { displayName: 'Engineering', externalId: '00g1abcd' },
  version: 2,
};

const sync = { kind: 'pull', id: id('sync', 'SY1'), trigger: 'schedule', started_at: EARLIER };
const about = { endpoint_id: ENDPOINT, url: 'https://app.example/webhooks', organization_id: null };

const DATA: Record<DataSchema, Json> = {
  UserData: user,
  DeletedUserData: {
    ...user,
    active: false,
    raw_attributes: { ...user.raw_attributes, active: false },
    version: 8,
    reason: 'deactivated',
  },
  GroupData: group,
  MemberData: {
    ...group,
    group: { id: GROUP, display_name: 'Engineering' },
    user: { id: USER, email: user.email, name: user.name },
  },
  DirectoryData: {
    id: DIRECTORY,
    organization_id: ORGANIZATION,
    directory_type: 'SCIM',
    provider: 'OKTA',
    enabled: false,
    updated_at: AT,
  },
  SyncData: { id: DIRECTORY, organization_id: ORGANIZATION, sync },
  SyncCompletedData: {
    id: DIRECTORY,
    organization_id: ORGANIZATION,
    sync: {
      ...sync,
      created: 2,
      updated: 5,
      deactivated: 1,
      reactivated: 0,
      unchanged: 240,
      skipped: 0,
      groups_created: 0,
      groups_updated: 1,
      groups_deleted: 0,
      memberships_added: 3,
      memberships_removed: 2,
    },
  },
  SyncFailedData: {
    id: DIRECTORY,
    organization_id: ORGANIZATION,
    sync: {
      ...sync,
      error: {
        code: 'credentials_rejected',
        message: 'BambooHR refuses the credentials.',
        hint: 'Create an API key in BambooHR, and put it into the connection of the directory.',
      },
    },
  },
  EndpointData: { id: ENDPOINT, ...about, enabled: true },
  ExhaustedDeliveryData: {
    id: id('dlv', 'DV1'),
    event_id: id('evt', 'EV7'),
    event_type: 'organization.directory.user_updated',
    resource_id: USER,
    deprovisioning: false,
    attempts: 8,
    last_status: 503,
    ...about,
  },
  MassLeaveData: {
    id: DIRECTORY,
    organization_id: ORGANIZATION,
    deactivated: 51,
    held: 0,
    mass_leave_limit: 50,
    within_seconds: 3600,
    at: AT,
  },
  GateDeniedData: {
    id: id('gate', 'GT1'),
    organization_id: ORGANIZATION,
    directory_id: DIRECTORY,
    change: 'create',
    user_id: null,
    external_id: '00u1a2b3c4',
    reason: 'All seats are taken.',
    at: AT,
  },
  TestData: { endpoint_id: ENDPOINT, message: 'This is a test: the endpoint is reachable.' },
};

/** What a single type has other than the rest of its kind. */
const DIFFERENT: Partial<Record<EventType, Json>> = {
  'organization.directory_enabled': { enabled: true },
  'organization.directory.user_created': { version: 1 },
  'organization.directory.group_created': { version: 1 },
  'organization.directory.group_deleted': { version: 3 },
  'rollcall.endpoint.failing': { reason: 'nothing but failures, up to 4 attempts of one event' },
  'rollcall.endpoint.disabled': { enabled: false, reason: 'nothing but failures for 5 days' },
};

const PREVIOUS: Partial<Record<EventType, Json>> = {
  'organization.directory.user_updated': { title: 'Engineering Associate' },
  'organization.directory.user_deleted': { active: true },
  'organization.directory.group_updated': { display_name: 'Eng' },
};

/** A whole event of a type, as a receiver gets it. */
export function eventExample(type: EventType): Json {
  const { object, displayName } = EVENT_TYPES[type];
  const { data } = EVENT_CATALOGUE[type];
  const isNumbered = isInFeed(type);
  return {
    spec_version: '1',
    id: id('evt', 'EV1'),
    type,
    object,
    occurred_at: AT,
    environment_id: id('env', 'ENV'),
    organization_id: isNumbered ? ORGANIZATION : null,
    display_name: displayName,
    sequence: isNumbered ? 4211 : null,
    data: { ...DATA[data], ...DIFFERENT[type] },
    ...(PREVIOUS[type] && { previous_attributes: PREVIOUS[type] }),
  };
}
