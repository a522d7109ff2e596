type Json = Record<string, unknown>;

const text = (description?: string, more: Json = {}): Json => ({
  type: 'string',
  ...(description !== undefined && { description }),
  ...more,
});
const textOrNull = (description?: string): Json => ({
  type: ['string', 'null'],
  ...(description !== undefined && { description }),
});
const whole = (description: string): Json => ({ type: 'integer', description });
const time = (description: string): Json => ({ type: 'string', format: 'date-time', description });
const free = (description: string): Json => ({ type: 'object', additionalProperties: true, description });
const list = (items: Json, description: string): Json => ({ type: 'array', items, description });

function shape(description: string, properties: Record<string, Json>, optional: string[] = []): Json {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', description, properties, required };
}

const VERSION = whole(
  'Grows with every event of the same user or group. Drop an event only if its version is lower than the version that you hold.',
);
const IDS = {
  directory_id: text('The directory.'),
  organization_id: text('The organization that owns the directory.'),
};
const DIRECTORY_ID = text('The directory.');
const ADDRESS = {
  type: ['object', 'null'],
  description: 'The primary address.',
  properties: Object.fromEntries(
    ['formatted', 'street_address', 'locality', 'region', 'postal_code', 'country'].map((name) => [name, textOrNull()]),
  ),
};

const USER: Record<string, Json> = {
  id: text('The user. The id stays the same when the person leaves and comes back.'),
  ...IDS,
  dp_id: textOrNull('The same as `external_id`, under the name that Scalekit uses.'),
  external_id: textOrNull("The identity provider's own id of the user (SCIM `externalId`)."),
  email: textOrNull(
    'The primary e-mail address, or the `userName` if the provider sends no e-mail address and the `userName` is one.',
  ),
  emails: list({ type: 'string' }, 'All e-mail addresses.'),
  preferred_username: text('The SCIM `userName`.'),
  name: textOrNull('The full name.'),
  given_name: textOrNull(),
  family_name: textOrNull(),
  nickname: textOrNull(),
  title: textOrNull('The job title.'),
  department: textOrNull(),
  division: textOrNull(),
  organization: textOrNull('The organization that the identity provider names in the profile.'),
  cost_center: textOrNull(),
  employee_id: textOrNull(),
  user_type: textOrNull(),
  manager: textOrNull("The manager's id, as the identity provider sent it."),
  phone_number: textOrNull(),
  address: ADDRESS,
  locale: textOrNull(),
  language: textOrNull(),
  zoneinfo: textOrNull('The time zone.'),
  picture: textOrNull('The URL of a photo.'),
  profile: textOrNull('The URL of a profile page.'),
  active: { type: 'boolean', description: 'Whether the person has access.' },
  groups: list(
    shape('A group of the user.', {
      id: text(),
      name: text(),
      display_name: text('The same as `name`.'),
    }),
    'The groups of the user.',
  ),
  roles: list(shape('A role of the user.', { role_name: text() }), "Your application's roles, highest priority first."),
  custom_attributes: free('Attributes that the directory maps to names of your own.'),
  raw_attributes: free('The user as the identity provider sent it, in SCIM.'),
  version: VERSION,
};

const GROUP: Record<string, Json> = {
  id: text('The group.'),
  ...IDS,
  display_name: text('The name of the group.'),
  external_id: textOrNull("The identity provider's own id of the group (SCIM `externalId`)."),
  dp_id: textOrNull('The same as `external_id`, under the name that Scalekit uses.'),
  raw_attributes: free('The group as the identity provider sent it, in SCIM, without its members.'),
  version: VERSION,
};

const ENDPOINT = {
  endpoint_id: text('The endpoint.'),
  url: text('The URL of the endpoint.'),
  organization_id: textOrNull('The organization of the endpoint; null for an endpoint of all organizations.'),
};

const kind = (name: string): Json => ({ const: name, type: 'string', description: `Always \`${name}\`.` });
const STARTED_AT = time('When the sync began.');

/** Of one endpoint, which gets the current state again. */
const resync = (more: Record<string, Json> = {}): Json =>
  shape('A resync: one endpoint gets the current state again.', {
    kind: kind('resync'),
    id: text('The id of the resend (`rsd_…`).'),
    endpoint_id: text('The endpoint that gets the resync.'),
    started_at: STARTED_AT,
    ...more,
  });

/** Of a directory whose source does not push. */
const pull = (more: Record<string, Json> = {}): Json =>
  shape('A pull sync: Rollcall reads the source of the directory, or a file that was uploaded.', {
    kind: kind('pull'),
    id: text('The sync (`sync_…`).'),
    trigger: text('What started the sync.', { enum: ['schedule', 'manual', 'notification', 'upload'] }),
    started_at: STARTED_AT,
    ...more,
  });

const sync = (description: string, one: Json): Json =>
  shape(description, { id: DIRECTORY_ID, organization_id: IDS.organization_id, sync: one });

const CHANGES = {
  created: whole('Users who are new.'),
  updated: whole('Users with a changed value.'),
  deactivated: whole('Users who left.'),
  reactivated: whole('Users who came back.'),
  unchanged: whole('Users without a change.'),
  skipped: whole('People whom the sync passed over. The changes of the sync say why.'),
  groups_created: whole('Groups that are new.'),
  groups_updated: whole('Groups with another name or attribute.'),
  groups_deleted: whole('Groups that the source no longer has.'),
  memberships_added: whole('Memberships that are new.'),
  memberships_removed: whole('Memberships that ended.'),
};

/** The `data` of events, by the name of its schema. `satisfies` nothing: the tests compare it with what a broker sends. */
export const DATA_SCHEMAS = {
  UserData: shape('The whole current state of a user. A value that the identity provider does not send is null.', USER),
  DeletedUserData: shape('The whole last state of a user who has left.', {
    ...USER,
    active: { const: false, type: 'boolean', description: 'Always false.' },
    reason: text('Why the user has left.', {
      enum: ['deactivated', 'deleted', 'departed', 'directory_deleted', 'policy'],
    }),
  }),
  GroupData: shape('The whole current state of a group, without its members: each user lists its groups.', GROUP),
  MemberData: shape('A group, and the user who joined or left the group.', {
    ...GROUP,
    group: shape('The group.', { id: text(), display_name: text() }),
    user: shape('The user.', { id: text(), email: textOrNull(), name: textOrNull() }),
  }),
  DirectoryData: shape('A directory.', {
    id: DIRECTORY_ID,
    organization_id: IDS.organization_id,
    directory_type: text('`SCIM`, `POLL` or `LDAP`.'),
    provider: text('The identity provider, such as `OKTA`.'),
    enabled: { type: 'boolean' },
    updated_at: time('When the directory changed.'),
  }),
  SyncData: sync('A sync of a directory that begins.', { description: 'The sync.', oneOf: [pull(), resync()] }),
  SyncCompletedData: sync('A sync of a directory that is over, and what came of it.', {
    description: 'The sync.',
    oneOf: [
      pull(CHANGES),
      resync({
        users: whole('The users that were sent.'),
        groups: whole('The groups that were sent.'),
        exhausted: whole('The events of this resync that the endpoint never accepted.'),
      }),
    ],
  }),
  SyncFailedData: sync(
    'A pull sync that failed.',
    pull({
      error: shape('Why.', {
        code: text('Machine-readable, such as `credentials_rejected`.'),
        message: text('What happened, in one sentence.'),
        hint: text('What to do about it, and where.'),
      }),
    }),
  ),
  EndpointData: shape(
    'A webhook endpoint.',
    {
      id: text('The same as `endpoint_id`.'),
      ...ENDPOINT,
      enabled: { type: 'boolean' },
      reason: text('Why, in plain words.'),
    },
    ['reason'],
  ),
  ExhaustedDeliveryData: shape('A delivery that failed at every attempt.', {
    id: text('The delivery. `POST /deliveries/{delivery_id}:retry` sends it again.'),
    event_id: text('The event that was not delivered.'),
    event_type: text('The type of that event.'),
    resource_id: text('The user, group or directory that the event is about.'),
    deprovisioning: { type: 'boolean', description: 'Whether somebody loses access by that event.' },
    attempts: whole('How many attempts were made.'),
    last_status: { type: ['integer', 'null'], description: 'The last HTTP status; null if there was no answer.' },
    ...ENDPOINT,
  }),
  MassLeaveData: shape('A directory from which more people left within an hour than the policy expects.', {
    id: DIRECTORY_ID,
    organization_id: IDS.organization_id,
    deactivated: whole('How many people left, those who are held included.'),
    held: whole('How many of them wait for approval and are still active.'),
    mass_leave_limit: whole("The limit in the directory's policy."),
    within_seconds: whole('The period in which they left.'),
    at: time('When the limit was passed.'),
  }),
  GateDeniedData: shape('A user whom the provisioning gate denied. Nothing of the user is stored.', {
    id: text('The request to the gate, which had the same id.'),
    organization_id: IDS.organization_id,
    directory_id: DIRECTORY_ID,
    change: { type: 'string', enum: ['create', 'activate'] },
    user_id: { type: ['string', 'null'], description: 'The user; null if the user would be new.' },
    external_id: { type: ['string', 'null'], description: 'The id of the user at the identity provider.' },
    reason: text('The reason that the gate gave, or why it could not be asked.'),
    at: time('When the gate denied the user.'),
  }),
  TestData: shape('A test message.', { endpoint_id: ENDPOINT.endpoint_id, message: text() }),
} as const satisfies Record<string, Json>;

export type DataSchema = keyof typeof DATA_SCHEMAS;
