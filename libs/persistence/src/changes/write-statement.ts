import { nameKey, userNameOf, type DeliveryRow, type GroupRecord, type UserRecord, type WriteSet } from '#directory';
import { type QueuedMail } from '#mail';
import { comparisonKey } from '#scim';
import { FENCE } from '../connection/fence.js';
import { arrayLiteral, type Column, columnArrays, unnest } from '../connection/column-array.js';
import { takeAway } from './take-away.js';
import { logFinished } from '../delivery-rows/finished-delivery.js';
import { INSERT_MAILS } from '../mail/mail-queue.js';

export interface Statement {
  /** One per shape: prepared once on each connection. */
  name: string;
  text: string;
  values: unknown[];
}

/** A part of the statement. `$rows` is what it is given, as `n`; $1 is the directory, $2 the time. */
interface Part {
  name: string;
  sql: string;
  /** A second part that works on what this one returns, named after it with a suffix. */
  then?: string;
  /** The columns of `$rows`, each an array; none where there is nothing to write. */
  arrays(set: WriteSet): Buffer[];
  columns: readonly Column<never>[];
}

function part<Row>(
  name: string,
  rows: (set: WriteSet) => readonly Row[],
  columns: readonly Column<Row>[],
  sql: string,
  then?: string,
): Part {
  return {
    name,
    sql,
    ...(then !== undefined && { then }),
    columns,
    arrays: (set) => {
      const given = rows(set);
      return given.length > 0 ? columnArrays(columns, given) : [];
    },
  };
}

const ID: readonly Column<string>[] = [['id', 'text', (id) => id]];

const USER: readonly Column<UserRecord>[] = [
  ['id', 'text', (user) => user.id],
  ['user_name', 'text', userNameOf],
  ['user_name_key', 'text', (user) => nameKey(userNameOf(user))],
  ['external_id', 'text', (user) => user.externalId],
  ['email_keys', 'text', (user) => arrayLiteral(emailKeys(user))],
  ['active', 'boolean', (user) => user.active],
  ['announced', 'boolean', (user) => user.announced],
  ['resource', 'jsonb', (user) => JSON.stringify(user.resource)],
  ['profile', 'jsonb', (user) => JSON.stringify(user.profile)],
  ['version', 'bigint', (user) => user.version],
  ['revision', 'bigint', (user) => user.revision],
  ['created_at', 'timestamptz', (user) => user.createdAt],
  ['updated_at', 'timestamptz', (user) => user.updatedAt],
  [
    'announced_profile',
    'jsonb',
    (user) => (user.announcedProfile === null ? null : JSON.stringify(user.announcedProfile)),
  ],
  ['deleted_at', 'timestamptz', (user) => user.deletedAt],
  ['announced_groups', 'jsonb', (user) => (user.previousGroups === null ? null : JSON.stringify(user.previousGroups))],
];

const TOUCHED_USER: readonly Column<UserRecord>[] = [
  ['id', 'text', (user) => user.id],
  ['announced', 'boolean', (user) => user.announced],
  ['version', 'bigint', (user) => user.version],
  ['revision', 'bigint', (user) => user.revision],
  ['updated_at', 'timestamptz', (user) => user.updatedAt],
];

const GROUP: readonly Column<GroupRecord>[] = [
  ['id', 'text', (group) => group.id],
  ['display_name', 'text', (group) => group.displayName],
  ['display_name_key', 'text', (group) => nameKey(group.displayName)],
  ['external_id', 'text', (group) => group.externalId],
  ['source', 'text', (group) => group.source],
  ['resource', 'jsonb', (group) => JSON.stringify(group.resource)],
  ['version', 'bigint', (group) => group.version],
  ['revision', 'bigint', (group) => group.revision],
  ['created_at', 'timestamptz', (group) => group.createdAt],
  ['updated_at', 'timestamptz', (group) => group.updatedAt],
];

/** When a user was last changed, in a narrow table of its own: an index on users would keep every update of a user from being in place. */
const CHANGED: readonly Column<UserRecord>[] = [
  ['id', 'text', (user) => user.id],
  ['updated_at', 'timestamptz', (user) => user.updatedAt],
];

const MAIL: readonly Column<QueuedMail>[] = [
  ['id', 'text', (mail) => mail.id],
  ['organization_id', 'text', (mail) => mail.organization_id],
  ['directory_id', 'text', (mail) => mail.directory_id],
  ['user_id', 'text', (mail) => mail.user_id],
  ['mail', 'text', (mail) => mail.mail],
  ['message_key', 'text', (mail) => mail.message_key],
  ['recipient', 'text', (mail) => mail.recipient],
  ['subject', 'text', (mail) => mail.subject],
  ['text_part', 'text', (mail) => mail.text_part],
  ['html_part', 'text', (mail) => mail.html_part],
  ['state', 'text', (mail) => mail.state],
  ['error', 'text', (mail) => mail.error],
];

/** Of a delivery: what decides about the earlier ones of its user or group. */
const LATER: readonly Column<DeliveryRow>[] = [
  ['endpoint_id', 'text', (delivery) => delivery.endpoint_id],
  ['resource_id', 'text', (delivery) => delivery.resource_id],
  ['lane', 'smallint', (delivery) => delivery.lane],
  ['plain_update', 'boolean', (delivery) => delivery.plain_update],
];

const DELIVERY: readonly Column<DeliveryRow>[] = [
  ['id', 'text', (delivery) => delivery.id],
  ['event_id', 'text', (delivery) => delivery.event_id],
  ['endpoint_id', 'text', (delivery) => delivery.endpoint_id],
  ['resource_id', 'text', (delivery) => delivery.resource_id],
  ['event_type', 'text', (delivery) => delivery.event_type],
  ['lane', 'smallint', (delivery) => delivery.lane],
  ['plain_update', 'boolean', (delivery) => delivery.plain_update],
];

/**
 * What a batch writes, as sets. Rows that are updated are named by their ids alone, which were loaded under the directory's lock: a
 * condition on the directory would let a planner without statistics read all of it.
 */
const PARTS: Part[] = [
  part(
    'insert-users',
    (set) => set.insertedUsers,
    USER,
    `INSERT INTO users (id, directory_id, user_name, user_name_key, external_id, email_keys, active, announced, resource, profile,
        version, revision, created_at, updated_at, announced_profile, deleted_at, announced_groups)
      SELECT id, $1, user_name, user_name_key, external_id, email_keys::text[], active, announced, resource, profile, version, revision,
        created_at, updated_at, announced_profile, deleted_at, announced_groups
      FROM $rows`,
  ),
  part(
    'update-users',
    (set) => set.updatedUsers,
    USER,
    // A user that collides with another's name (name_collisions) keeps its key until the user is renamed.
    `UPDATE users u SET user_name = n.user_name,
        user_name_key = CASE WHEN u.user_name = n.user_name AND u.deleted_at IS NULL THEN u.user_name_key ELSE n.user_name_key END,
        external_id = n.external_id,
        email_keys = n.email_keys::text[], active = n.active, announced = n.announced, resource = n.resource, profile = n.profile,
        announced_profile = n.announced_profile, announced_groups = n.announced_groups, version = n.version, revision = n.revision, updated_at = n.updated_at,
        deleted_at = n.deleted_at
      FROM $rows WHERE u.id = n.id`,
  ),
  part(
    'touch-users',
    (set) => set.touchedUsers,
    TOUCHED_USER,
    `UPDATE users u SET announced = n.announced, announced_profile = NULL, announced_groups = NULL, version = n.version,
        revision = n.revision, updated_at = n.updated_at
      FROM $rows WHERE u.id = n.id`,
  ),
  part(
    'note-changes',
    (set) => [...set.insertedUsers, ...set.updatedUsers, ...set.touchedUsers],
    CHANGED,
    `INSERT INTO user_changes (directory_id, updated_at, user_id) SELECT $1, updated_at, id FROM $rows ON CONFLICT DO NOTHING`,
  ),
  part(
    'forget-changes',
    (set) => [...set.updatedUsers, ...set.touchedUsers],
    CHANGED,
    // The parts of a statement see the users as they were before it. The fence has the whole key searched: a planner that starts at
    // user_changes knows no time yet, and reads the index of the whole directory for each user.
    `DELETE FROM user_changes WHERE ctid = ANY (ARRAY(
      SELECT c.ctid FROM $rows CROSS JOIN LATERAL (SELECT updated_at FROM users WHERE id = n.id ${FENCE}) was
        CROSS JOIN LATERAL (
          SELECT ctid FROM user_changes WHERE directory_id = $1 AND updated_at = was.updated_at AND user_id = n.id ${FENCE}) c
      WHERE was.updated_at <> n.updated_at))`,
  ),
  part(
    'insert-groups',
    (set) => set.insertedGroups,
    GROUP,
    `INSERT INTO groups (id, directory_id, display_name, display_name_key, external_id, source, resource, version, revision,
        created_at, updated_at)
      SELECT id, $1, display_name, display_name_key, external_id, source, resource, version, revision, created_at, updated_at
      FROM $rows`,
  ),
  part(
    'update-groups',
    (set) => set.updatedGroups,
    GROUP,
    `UPDATE groups g SET display_name = n.display_name, display_name_key = n.display_name_key, external_id = n.external_id,
        resource = n.resource, version = n.version, revision = n.revision, updated_at = n.updated_at
      FROM $rows WHERE g.id = n.id`,
  ),
  part(
    'touch-groups',
    (set) => set.touchedGroups,
    [
      ['id', 'text', (touched) => touched.id],
      ['times', 'bigint', (touched) => touched.times],
    ],
    `UPDATE groups g SET revision = g.revision + n.times, updated_at = $2::timestamptz FROM $rows WHERE g.id = n.id`,
  ),
  part('delete-groups', (set) => set.deletedGroupIds, ID, `DELETE FROM groups g USING $rows WHERE g.id = n.id`),
  part(
    'leave-outer-groups',
    (set) => set.deletedGroupIds,
    ID,
    // A nested group is a reference to its id: a group that is gone is nobody's member.
    takeAway('group_references', '$rows', 'directory_id = $1 AND value = n.id'),
  ),
  part('leave-groups', (set) => set.leavers, ID, takeAway('group_members', '$rows', 'user_id = n.id')),
  part(
    'join-groups',
    (set) => set.joined,
    [
      ['group_id', 'text', (joined) => joined.groupId],
      ['user_id', 'text', (joined) => joined.userId],
    ],
    `INSERT INTO group_members (directory_id, group_id, user_id) SELECT $1, group_id, user_id FROM $rows ON CONFLICT DO NOTHING`,
  ),
  part(
    'leave-rule-groups',
    (set) => set.left,
    [
      ['group_id', 'text', (left) => left.groupId],
      ['user_id', 'text', (left) => left.userId],
    ],
    takeAway('group_members', '$rows', 'group_id = n.group_id AND user_id = n.user_id'),
  ),
  part(
    'resolve-references',
    (set) => set.resolved,
    [
      ['group_id', 'text', (reference) => reference.groupId],
      ['value', 'text', (reference) => reference.value],
    ],
    takeAway('group_references', '$rows', 'directory_id = $1 AND group_id = n.group_id AND value = n.value'),
  ),
  part(
    'settle',
    (set) => set.settled,
    ID,
    takeAway('pending_announcements', '$rows', 'directory_id = $1 AND user_id = n.id'),
  ),
  part(
    'append-events',
    (set) => set.events,
    [
      ['id', 'text', (event) => event.id],
      ['organization_id', 'text', (event) => event.organizationId],
      ['sequence', 'bigint', (event) => event.sequence],
      ['type', 'text', (event) => event.type],
      ['resource_id', 'text', (event) => event.resourceId],
      ['version', 'bigint', (event) => event.version],
      ['body', 'text', (event) => event.body],
    ],
    `INSERT INTO events (id, organization_id, directory_id, sequence, type, resource_id, version, body, occurred_at)
      SELECT id, organization_id, $1, sequence, type, resource_id, version, body, $2::timestamptz FROM $rows`,
  ),
  part(
    'supersede',
    laterDeliveries,
    LATER,
    `DELETE FROM deliveries d WHERE d.id IN (
      SELECT e.id FROM $rows CROSS JOIN LATERAL (
        SELECT id FROM deliveries WHERE endpoint_id = n.endpoint_id AND resource_id = n.resource_id
          AND lease_token IS NULL AND NOT replay
          AND ((n.lane = 1 AND lane = 0) OR (n.plain_update AND plain_update AND step > 0))
        FOR UPDATE SKIP LOCKED) e) RETURNING d.*`,
    logFinished('"supersede"', "'superseded'"),
  ),
  part(
    'hasten',
    laterDeliveries,
    LATER,
    `UPDATE deliveries d SET next_attempt_at = now() WHERE d.id IN (
      SELECT e.id FROM $rows CROSS JOIN LATERAL (
        SELECT id FROM deliveries WHERE endpoint_id = n.endpoint_id AND resource_id = n.resource_id
          AND next_attempt_at > now() AND NOT replay
          AND NOT ((n.lane = 1 AND lane = 0) OR (n.plain_update AND plain_update))
        FOR UPDATE SKIP LOCKED) e)`,
  ),
  part(
    'deliver',
    (set) => set.deliveries.filter(({ set_event }) => set_event === undefined),
    DELIVERY,
    // Not the time of BEGIN, after which the directory's lock may have been waited for: a failed attempt asks what came since it began.
    `INSERT INTO deliveries (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, created_at)
      SELECT id, event_id, endpoint_id, (SELECT organization_id FROM directories WHERE id = $1), resource_id, event_type, lane, plain_update,
        clock_timestamp()
      FROM $rows ORDER BY id`,
  ),
  part(
    'deliver-tokens',
    (set) => set.deliveries.filter(({ set_event }) => set_event !== undefined),
    [...DELIVERY, ['set_event', 'text', (delivery) => delivery.set_event]],
    // As above. In the order of the ids, which is the order of an event's tokens.
    `INSERT INTO deliveries (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, set_event, created_at)
      SELECT id, event_id, endpoint_id, (SELECT organization_id FROM directories WHERE id = $1), resource_id, event_type, lane, plain_update,
        set_event, clock_timestamp()
      FROM $rows ORDER BY id`,
  ),
  part('queue-mails', (set) => set.mails, MAIL, INSERT_MAILS),
];

/** $3 to $9 are numbers and flags of the batch. */
const COUNTERS = `UPDATE directory_counters SET sequence = $3, users = users + $4, user_records = user_records + $5, groups = groups + $6,
    status = CASE WHEN $4 > 0 THEN 'COMPLETED' ELSE status END,
    -- The initial sync lasts until nobody new has come for an hour (docs/mail.md).
    initial_sync_until = CASE WHEN $4 > 0 AND COALESCE(initial_sync_until > $2::timestamptz, true)
      THEN $2::timestamptz + interval '1 hour' ELSE initial_sync_until END,
    last_synced_at = CASE WHEN $9::boolean THEN $2::timestamptz ELSE last_synced_at END,
    user_updated_at = CASE WHEN $7::boolean THEN $2::timestamptz ELSE user_updated_at END,
    group_updated_at = CASE WHEN $8::boolean THEN $2::timestamptz ELSE group_updated_at END
  WHERE directory_id = $1`;
const FIXED_PARAMETERS = 9;

const texts = new Map<string, string>();

/**
 * One statement writes a whole batch: rows as sets, the counters, events, one delivery per matching endpoint. Only the parts that have
 * something to write are in it: starting the others took a lone creation as long as its own inserts.
 * Parts of one statement see the same snapshot, so the deliveries it inserts are not among the "earlier" ones it supersedes.
 * Rows that a worker holds at this moment are skipped, not waited for: they are attempts in flight, and the statement that records
 * a failed attempt, and the one that claims, apply the same rules (docs/webhooks.md).
 */
export function writeStatement(directoryId: string, set: WriteSet): Statement {
  const arrays = PARTS.map((given) => given.arrays(set));
  const present = PARTS.flatMap((given, index) => (arrays[index]!.length > 0 ? [given] : []));
  const name = `write ${present.map((given) => PARTS.indexOf(given).toString(36)).join('')}`;
  let text = texts.get(name);
  if (text === undefined) texts.set(name, (text = compose(present)));
  const { users, userRecords, groups } = set.counts;
  const touchesUsers = set.insertedUsers.length + set.updatedUsers.length + set.touchedUsers.length > 0;
  const changedGroups = [set.insertedGroups, set.updatedGroups, set.touchedGroups, set.deletedGroupIds];
  const touchesGroups = changedGroups.some(({ length }) => length > 0);
  const flags = [touchesUsers, touchesGroups, set.synced];
  const values = [directoryId, set.at, set.sequence, users, userRecords, groups, ...flags];
  return { name, text, values: [...values, ...arrays.flat()] };
}

function compose(present: Part[]): string {
  let next = FIXED_PARAMETERS + 1;
  const parts = present.map(({ name, sql, then, columns }) => {
    const rows = unnest(columns, 'n', next);
    next += columns.length;
    return `"${name}" AS (${sql.replace('$rows', () => rows)})${then === undefined ? '' : `,\n"${name}-then" AS (${then})`}`;
  });
  return `${parts.length > 0 ? `WITH ${parts.join(',\n')}\n` : ''}${COUNTERS}`;
}

/** Deliveries that may have earlier ones: a resource that is new in this batch has none. */
function laterDeliveries(set: WriteSet): DeliveryRow[] {
  const fresh = new Set([...set.insertedUsers, ...set.insertedGroups].map(({ id }) => id));
  return set.deliveries.filter(({ resource_id }) => !fresh.has(resource_id));
}

function emailKeys({ resource }: UserRecord): string[] {
  const emails = Array.isArray(resource['emails']) ? (resource['emails'] as { value?: unknown }[]) : [];
  return emails.flatMap(({ value }) => (typeof value === 'string' ? [comparisonKey(value)] : []));
}
